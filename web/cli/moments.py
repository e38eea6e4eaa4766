"""`tanlab moments`: statistics of a run, of many runs or of a price file, beside published ones."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import typer

import simulations
from web.cli.output import JsonOption, LangOption, emit, language
from web.storable_text import printable

app = typer.Typer(no_args_is_help=True)

_DAILY = "daily.parquet"
_TABLES = ("daily", "events", "firms")
_REPLICATIONS_MAX = 100_000


@app.command()
def moments(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="A run, an ensemble, a folder of runs, or a CSV file of prices."
        ),
    ],
    market: Annotated[
        str, typer.Option(help="Market of a price file that names none, such as CEA.")
    ] = "",
    deadlines: Annotated[
        list[datetime] | None,
        typer.Option(
            "--deadline",
            formats=["%Y-%m-%d"],
            help="Day of surrender, for a price file; may be repeated.",
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(min=0, max=_REPLICATIONS_MAX, help="Series drawn for the bands."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the statistics of daily prices and volumes, with bands and published values."""
    plan = simulations.published_bands().bootstrap
    if replications is not None:
        plan = replace(plan, replications=replications)
    spoken = language(lang)
    if path.is_file():
        report, read = _of_prices(path, market, deadlines or [], plan)
    else:
        report, read = simulations.report_of_runs(_runs(path), plan), {"directory": str(path)}
    data = read | report.as_dict()
    emit(data, as_json, printable(_text(data, spoken)))


def _of_prices(
    path: Path, market: str, deadlines: list[datetime], plan: simulations.BootstrapPlan
) -> tuple[simulations.MomentsReport, dict[str, Any]]:
    file = simulations.read_price_file(path, market)
    compliance = simulations.Compliance(tuple(sorted(day.date() for day in deadlines)))
    read = {
        "file": str(path),
        "layout": file.layout,
        "encoding": file.encoding,
        "currencies": dict(file.currencies),
    }
    return simulations.report_of_prices(file.series, compliance, plan), read


def _runs(directory: Path) -> Iterator[Mapping[str, pa.Table]]:
    """Yield the tables of a run, of an ensemble's, or of every run below, in order of their paths.

    Raises:
        NotARun: There is none.
        NotAnEnsemble: The ensemble keeps no tables of days, events and firms.
        ResultsChanged: A file differs from its manifest.
    """
    if simulations.is_ensemble(directory):
        yield from simulations.read_ensemble(directory).each_run(_TABLES)
        return
    found = [directory] if (directory / _DAILY).exists() else []
    found = found or sorted(path.parent for path in directory.rglob(_DAILY))
    for run in found or [directory]:
        files = simulations.read_run(run)
        yield {name: files.table(name) for name in _TABLES}


def _text(data: Mapping[str, Any], lang: str) -> str:
    """Return the statistics for people."""
    words = _WORDS[lang]
    lines = []
    for name, market in data["markets"].items():
        beside = (
            f" · {words['beside']} {market['compared_with']}" if market["compared_with"] else ""
        )
        lines.append(f"{name}  {market['first_day']} – {market['last_day']}{beside}")
        for moment in market["moments"]:
            lines.append(_line(moment, lang))
        judged = market["inside"] + market["outside"]
        if judged:
            lines.append(f"  {market['inside']} / {judged} {words['inside']}")
    for pair in data["correlations"]:
        lines.append(
            f"{' – '.join(pair['markets'])}  {words['weekly']} {_figure(pair['value'])} "
            f"{_band(pair['low'], pair['high'])}"
        )
    return "\n".join(lines)


def _line(moment: Mapping[str, Any], lang: str) -> str:
    words = _WORDS[lang]
    unit = "" if moment["unit"] == "ratio" else f" {moment['unit']}"
    text = f"  {moment['name'][lang]}: {_figure(moment['value'])}{unit}"
    text += _band(moment["low"], moment["high"])
    for row in moment["published"]:
        mark = "" if row["inside"] is None else f" {words['yes' if row['inside'] else 'no']}"
        text += f"; {words['published']} {row['period']} {_figure(row['value'])}"
        text += _band(row["low"], row["high"]) + mark
    return text


def _figure(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"  # noqa: PLR2004


def _band(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    return f" [{_figure(low)}, {_figure(high)}]"


_WORDS = {
    "en": {
        "beside": "compared with",
        "published": "published",
        "inside": "inside the published bands",
        "yes": "inside",
        "no": "OUTSIDE",
        "weekly": "weekly returns, correlation",
    },
    "zh": {
        "beside": "对照",
        "published": "公布值",
        "inside": "项落入公布区间",
        "yes": "在内",
        "no": "在外",
        "weekly": "周收益率相关系数",
    },
}
