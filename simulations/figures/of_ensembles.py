"""The figures of a finished ensemble, as its design and its tables allow."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulations.ensembles import EnsembleFiles, MorrisDesign, SobolDesign, sensitivity
from simulations.figures.files import save_figure
from simulations.figures.price_fan import price_fan, price_fan_data
from simulations.figures.sensitivity_bars import sensitivity_bars, sensitivity_data
from simulations.figures.styles import Language, Width

FANS_MAX = 40
_WORDS: Mapping[Language, str] = {
    "zh": "TanLab 模拟，{id}:{experiment}，{runs} 次运行。{note}",
    "en": "TanLab simulation, {id}:{experiment}, {runs} runs. {note}",
}


def save_ensemble_figures(
    ensemble: EnsembleFiles, out_dir: Path, lang: Language = "zh", width: Width = "page"
) -> list[Path]:
    """Write a fan of prices for each market and case, and bars for each metric of a sampled design.

    Args:
        ensemble: A finished ensemble.
        out_dir: Where to write; made when it does not exist.
        lang: Language of the words.
        width: Width in print.

    Returns:
        The files written, four for each figure; none where neither days were kept nor the design
        allows indices. Fans are drawn of the first 40 cases.
    """
    source = source_line(ensemble, lang)
    written: list[Path] = []
    if "daily" in ensemble.plan.experiment.tables:
        cases = ensemble.design().column("name").to_pylist()[:FANS_MAX]
        for number, name in enumerate(cases):
            for market in ensemble.plan.scenario.markets:
                rows = price_fan_data(ensemble, market, number)
                title = f"{_title(ensemble, lang)} · {name} · {market}"
                figure = price_fan(rows, lang, title, source, (), width)
                written += save_figure(figure, rows, out_dir / f"fan_{market}_{name}_{lang}")
    if isinstance(ensemble.plan.experiment.design, SobolDesign | MorrisDesign):
        found = sensitivity(ensemble)
        for metric in found["metrics"]:
            bars: list[dict[str, Any]] = sensitivity_data(found, metric)
            figure = sensitivity_bars(
                bars, lang, f"{_title(ensemble, lang)} · {metric}", source, width
            )
            stem = metric.replace("/", "_to_").replace("@", "_at_")
            written += save_figure(figure, bars, out_dir / f"sensitivity_{stem}_{lang}")
    return written


def source_line(ensemble: EnsembleFiles, lang: Language) -> str:
    """Return the line under a figure: what was run, how often, and what it is not."""
    manifest = ensemble.manifest
    return _WORDS[lang].format(
        id=manifest["scenario"],
        experiment=manifest["experiment"],
        runs=manifest["runs"],
        note=manifest["note"][lang],
    )


def _title(ensemble: EnsembleFiles, lang: Language) -> str:
    title = ensemble.plan.experiment.title
    return str(title.model_dump()[lang]) if title else ensemble.plan.name
