from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import morris, sobol
from SALib.test_functions import Ishigami

from simulations import NotAnalysable, UnknownMetric, read_ensemble, run_ensemble, sensitivity
from simulations.ensembles.designs import problem_of
from simulations.ensembles.experiments import Experiment
from simulations.ensembles.sensitivity import indices_of
from tests.simulations.ensembles.plans import plan


def test_indices_agree_with_salib_on_the_exported_matrix(tmp_path: Path) -> None:
    run_ensemble(plan("sobol"), tmp_path)
    ensemble = read_ensemble(tmp_path)
    found = sensitivity(ensemble)
    assert (found["method"], found["cases"], found["replications"]) == ("sobol", 24, 2)
    runs = ensemble.runs().to_pandas()
    means = runs.groupby("case")["national.price_mean_cny"].mean().to_numpy()
    problem = problem_of(ensemble.plan.experiment.factors)
    direct = sobol.analyze(problem, means, num_resamples=1000, seed=8)
    metric = found["metrics"]["national.price_mean_cny"]
    for i, row in enumerate(metric["factors"]):
        for key in ("S1", "S1_conf", "ST", "ST_conf"):
            assert row[key] == pytest.approx(direct[key][i], abs=1e-12)
    assert metric["pairs"][0]["S2"] == pytest.approx(direct["S2"][0, 1], abs=1e-12)
    with pytest.raises(NotAnalysable, match="not morris"):
        sensitivity(ensemble, method="morris")
    with pytest.raises(UnknownMetric, match=r"nearest are national\.price_mean_cny, "):
        sensitivity(ensemble, ["national.price_men_cny"])


def test_elementary_effects_agree_with_salib(tmp_path: Path) -> None:
    run_ensemble(plan("morris"), tmp_path)
    ensemble = read_ensemble(tmp_path)
    (metric,) = sensitivity(ensemble)["metrics"].values()
    points = ensemble.design().select(list(ensemble.plan.experiment.factors)).to_pandas()
    values = ensemble.runs()["national.price_mean_cny"].to_numpy()
    problem = problem_of(ensemble.plan.experiment.factors)
    direct = morris.analyze(problem, points.to_numpy(), values, num_resamples=1000, seed=1)
    for i, row in enumerate(metric["factors"]):
        assert row["mu"] == pytest.approx(direct["mu"][i])
        assert row["mu_star"] == pytest.approx(direct["mu_star"][i])


def ishigami() -> Experiment:
    return Experiment.model_validate(
        {
            "design": {"kind": "sobol", "n": 1024, "seed": 0, "second_order": False},
            "replications": 1,
            "factors": {name: [-np.pi, np.pi] for name in ("a", "b", "c")},
            "metrics": ("m",),
            "tables": (),
        }
    )


def test_the_published_indices_of_the_ishigami_function_are_found() -> None:
    """Source: Ishigami and Homma (1990) with a = 7, b = 0.1."""
    from SALib.sample.sobol import sample  # noqa: PLC0415

    experiment = ishigami()
    points = sample(problem_of(experiment.factors), 1024, calc_second_order=False, seed=0)
    rows = indices_of(experiment, points, Ishigami.evaluate(points))["factors"]
    assert [row["S1"] for row in rows] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert [row["ST"] for row in rows] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_a_metric_that_never_moves_is_moved_by_nothing_and_one_undefined_says_so() -> None:
    experiment = ishigami()
    points = np.zeros((5 * 1024, 3))
    rows = indices_of(experiment, points, np.ones(5 * 1024))["factors"]
    assert all(row["S1"] == row["ST"] == 0 for row in rows)
    values = np.ones(5 * 1024)
    values[3] = np.nan
    assert indices_of(experiment, points, values)["undefined"]


def test_a_design_without_indices_is_refused(tmp_path: Path) -> None:
    run_ensemble(plan("latin"), tmp_path)
    with pytest.raises(NotAnalysable, match="latin_hypercube"):
        sensitivity(read_ensemble(tmp_path))
