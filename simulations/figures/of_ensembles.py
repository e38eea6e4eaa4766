"""The figures of a finished ensemble, as its design and its tables allow."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from simulations.ensembles import (
    Case,
    EnsembleFiles,
    MorrisDesign,
    SobolDesign,
    read_metric,
    sensitivity,
    varied,
)
from simulations.figures.files import save_figure, save_rows
from simulations.figures.price_fan import price_fan, price_fan_data
from simulations.figures.price_levels import quarter_levels, simulated_closes
from simulations.figures.sensitivity_bars import sensitivity_bars, sensitivity_data
from simulations.figures.styles import Language, Width
from simulations.scenarios import Scenario, cycles, trading_days

FANS_MAX = 40
_SETTINGS_CHARACTERS_MAX = 160
_WORDS: Mapping[Language, str] = {
    "zh": "TanLab 模拟，{id}:{experiment}，{runs} 次运行。{note}",
    "en": "TanLab simulation, {id}:{experiment}, {runs} runs. {note}",
}


def save_ensemble_figures(
    ensemble: EnsembleFiles,
    out_dir: Path | str,
    lang: Language = "zh",
    width: Width = "page",
    published_cny: Mapping[str, Mapping[date, float]] | None = None,
) -> list[Path]:
    """Write a fan of prices for each market and case, and bars for each metric of a sampled design.

    Args:
        ensemble: A finished ensemble.
        out_dir: Where to write; made when it does not exist.
        lang: Language of the words.
        width: Width in print.
        published_cny: Closes to draw into the fans of a market, CNY/t, by market and day; those
            after the run are left out.

    Returns:
        The files written: four for each figure, and beside published closes a table of quarters;
        none where neither days were kept nor the design allows indices. Fans are drawn of the
        first 40 cases.
    """
    out_dir = Path(out_dir)
    source = source_line(ensemble, lang)
    source_of_case = source_line(ensemble, lang, ensemble.manifest["replications"])
    written: list[Path] = []
    if "daily" in ensemble.plan.experiment.tables:
        for case in ensemble.plan.cases()[:FANS_MAX]:
            scenario = varied(ensemble.plan.scenario.canonical(), case.settings)
            closes = simulated_closes(ensemble, case.number)
            for market, deadlines in surrender_deadlines(scenario).items():
                told = (published_cny or {}).get(market, {})
                known = {day: close for day, close in told.items() if day <= scenario.horizon.end}
                rows = price_fan_data(closes[market], known)
                title = f"{_title(ensemble, lang)} · {case.name} · {market}"
                source_of_fan = " ".join((*_settings(case), source_of_case))
                figure = price_fan(rows, lang, title, source_of_fan, deadlines, width)
                written += save_figure(figure, rows, out_dir / f"fan_{market}_{case.name}_{lang}")
                if known:
                    levels = quarter_levels(closes[market], known)
                    written.append(save_rows(levels, out_dir / f"quarters_{market}_{case.name}"))
    if isinstance(ensemble.plan.experiment.design, SobolDesign | MorrisDesign):
        found = sensitivity(ensemble)
        for metric in found["metrics"]:
            bars: list[dict[str, Any]] = sensitivity_data(found, metric)
            title = f"{_title(ensemble, lang)} · {_metric(metric, lang)}"
            figure = sensitivity_bars(bars, lang, title, source, width)
            stem = metric.replace("/", "_to_").replace("@", "_at_")
            written += save_figure(figure, bars, out_dir / f"sensitivity_{stem}_{lang}")
    return written


def surrender_deadlines(scenario: Scenario) -> dict[str, list[date]]:
    """Return the trading days of each market's surrender deadlines, by market."""
    days = trading_days(scenario)
    return {
        name: [days[cycle.deadline] for cycle in cycles(market, days)]
        for name, market in scenario.markets.items()
    }


def source_line(ensemble: EnsembleFiles, lang: Language, runs: int | None = None) -> str:
    """Return the line under a figure: what was run, how often, and what it is not.

    Args:
        ensemble: A finished ensemble.
        lang: Language of the words.
        runs: How many of its runs the figure shows; default all.
    """
    manifest = ensemble.manifest
    return _WORDS[lang].format(
        id=manifest["scenario"],
        experiment=manifest["experiment"],
        runs=manifest["runs"] if runs is None else runs,
        note=manifest["note"][lang],
    )


def _settings(case: Case) -> tuple[str, ...]:
    """Return what a case sets as one text; nothing where that is nothing, or too much."""
    told = "; ".join(
        f"{path.partition('.')[2] or path} = {json.dumps(value, ensure_ascii=False)}"
        for path, value in case.settings.items()
    )
    return (f"{told}.",) if 0 < len(told) <= _SETTINGS_CHARACTERS_MAX else ()


def _metric(text: str, lang: Language) -> str:
    """Return a metric in words: its markets, its name and its days."""
    asked = read_metric(text)
    if asked is None:
        return text
    days = f" {asked.window.start}/{asked.window.end}" if asked.window else ""
    return f"{' ~ '.join(asked.markets)} · {asked.metric.name[lang]}{days}"


def _title(ensemble: EnsembleFiles, lang: Language) -> str:
    title = ensemble.plan.experiment.title
    return str(title.model_dump()[lang]) if title else ensemble.plan.name
