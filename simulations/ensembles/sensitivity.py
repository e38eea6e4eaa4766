"""Which factors matter: Sobol indices and elementary effects of an ensemble's metrics.

Source: Saltelli et al. (2010) and Saltelli (2002) for Sobol indices, Morris (1991) and Campolongo
et al. (2007) for elementary effects, as SALib computes them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulations.ensembles.designs import problem_of
from simulations.ensembles.experiments import Experiment, MorrisDesign, SobolDesign
from simulations.ensembles.metrics import nearest_metrics
from simulations.ensembles.reading import EnsembleFiles
from simulations.ensembles.refused_ensembles import NotAnalysable, UnknownMetric

SCHEMA: Final = "tanlab/sensitivity@1"
CONFIDENCE: Final = 0.95
RESAMPLES: Final = 1_000
Values = NDArray[np.float64]


def sensitivity(
    ensemble: EnsembleFiles, metrics: Sequence[str] = (), method: str = ""
) -> dict[str, Any]:
    """Return the sensitivity of metrics to factors, as plain JSON values.

    A case's value is the mean of its replications, which share seeds with every other case.

    Args:
        ensemble: A finished ensemble of a Sobol or Morris design.
        metrics: ``market.metric`` names; default those of the experiment.
        method: ``sobol`` or ``morris``; default that of the design.

    Returns:
        For each metric the factors with indices and the half-width of their 95 % interval, by
        bootstrap. ``undefined`` is true where a run has no value of the metric.

    Raises:
        NotAnalysable: The design or a failure does not allow it.
        UnknownMetric: The runs have no such metric.
    """
    experiment = ensemble.plan.experiment
    design = experiment.design
    chosen = list(metrics or experiment.metrics)
    _require(ensemble, method)
    runs = ensemble.runs()
    unknown = [name for name in chosen if name not in runs.column_names]
    if unknown:
        known = [name for name in runs.column_names if "." in name]
        raise UnknownMetric(name=unknown[0], nearest=nearest_metrics(unknown[0], known))
    shape = (ensemble.manifest["cases"], ensemble.manifest["replications"])
    columns = {
        name: np.array(runs[name].to_pylist(), dtype=np.float64).reshape(shape).mean(axis=1)
        for name in chosen
    }
    points = np.column_stack([ensemble.design()[key].to_numpy() for key in experiment.factors])
    return {
        "schema": SCHEMA,
        "method": design.kind,
        "factors": list(experiment.factors),
        "cases": shape[0],
        "replications": shape[1],
        "confidence": CONFIDENCE,
        "resamples": RESAMPLES,
        "metrics": {name: indices_of(experiment, points, y) for name, y in columns.items()},
    }


def _require(ensemble: EnsembleFiles, method: str) -> None:
    kind = ensemble.plan.experiment.design.kind
    if kind not in {"sobol", "morris"}:
        raise NotAnalysable(
            reason=f"a design of kind {kind} gives no indices.",
            reason_zh=f"{kind} 类型的设计没有敏感度指数。",
        )
    if method and method != kind:
        raise NotAnalysable(
            reason=f"the design is of kind {kind}, not {method}.",
            reason_zh=f"设计类型为 {kind}，而非 {method}。",
        )
    failed = ensemble.manifest["failed"]
    if failed:
        raise NotAnalysable(reason=f"{failed} runs failed.", reason_zh=f"有 {failed} 次运行失败。")


def indices_of(experiment: Experiment, points: Values, values: Values) -> dict[str, Any]:
    """Return one metric's indices; a metric that never moves is moved by no factor."""
    names = list(experiment.factors)
    numbers: dict[str, Any] = {"mean": _number(float(values.mean())), "undefined": False}
    if not np.isfinite(values).all():
        return numbers | {"undefined": True, "factors": []}
    numbers["variance"] = float(values.var())
    design = experiment.design
    if isinstance(design, MorrisDesign):
        rows = _morris(experiment, design, points, values)
        return numbers | {"factors": [{"factor": n} | r for n, r in zip(names, rows, strict=True)]}
    assert isinstance(design, SobolDesign), "other designs were refused"
    if np.ptp(values) == 0:
        still = dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), 0.0)
        return numbers | {"factors": [{"factor": name} | still for name in names]}
    return numbers | _sobol(experiment, design, values)


def _sobol(experiment: Experiment, design: SobolDesign, values: Values) -> dict[str, Any]:
    from SALib.analyze import sobol  # noqa: PLC0415  it loads pandas

    found: Mapping[str, Any] = sobol.analyze(
        problem_of(experiment.factors),
        values,
        calc_second_order=design.second_order,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=design.seed + 1,  # SALib takes 0 for no seed
    )
    names = list(experiment.factors)
    keys = ("S1", "S1_conf", "ST", "ST_conf")
    rows = [
        {"factor": name} | {key: _number(float(found[key][i])) for key in keys}
        for i, name in enumerate(names)
    ]
    if not design.second_order:
        return {"factors": rows}
    pairs = [
        {
            "factors": [names[i], names[j]],
            "S2": _number(float(found["S2"][i, j])),
            "S2_conf": _number(float(found["S2_conf"][i, j])),
        }
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    return {"factors": rows, "pairs": pairs}


def _morris(
    experiment: Experiment, design: MorrisDesign, points: Values, values: Values
) -> list[dict[str, float | None]]:
    from SALib.analyze import morris  # noqa: PLC0415  it loads pandas

    found: Mapping[str, Any] = morris.analyze(
        problem_of(experiment.factors),
        points,
        values,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=design.levels,
        seed=design.seed,
    )
    keys = ("mu", "mu_star", "sigma", "mu_star_conf")
    return [
        {key: _number(float(found[key][i])) for key in keys} for i in range(len(experiment.factors))
    ]


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
