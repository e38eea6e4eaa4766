"""`tanlab run`, `validate` and `figures`: the simulator on the command line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import simulations
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.refusals import Language

app = typer.Typer(no_args_is_help=True)

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Built-in name or path of a YAML file.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Override one value; may be repeated."),
]
_SEED_MAX = 2**63 - 1


class PrintWidth(StrEnum):
    """Widths of figures in print."""

    COLUMN = "column"
    PAGE = "page"
    SCREEN = "screen"


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on stderr and yield the callback that moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _load(
    reference: str, overrides: list[str] | None, as_json: bool, lang: str | None
) -> simulations.Scenario:
    try:
        return simulations.load_scenario(reference, overrides or ())
    except simulations.ScenarioInvalid as error:
        fail(error, as_json, lang, ExitCode.USAGE)


@app.command("run")
def run_command(
    scenario_name: ScenarioArgument,
    directory: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write the run.")
    ],
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=_SEED_MAX, help="Seed; default the scenario's own."),
    ] = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Run a scenario and write its tables, summary and manifest."""
    chosen = _load(scenario_name, overrides, as_json, lang)
    simulations.check_output(directory)
    with _bar(chosen.id) as on_progress:
        result = simulations.run(chosen, seed=seed, on_progress=on_progress)
    manifest = simulations.write_run(result, directory)
    data = {"directory": str(directory), "manifest": manifest, "summary": dict(result.summary)}
    emit(data, as_json, _run_text(directory, result.summary, language(lang)))


def _run_text(directory: Path, summary: Any, lang: str) -> str:
    """Return a run's headline numbers for people."""
    words = _WORDS[lang]
    lines = [f"{summary['scenario']} · {words['seed']} {summary['seed']} → {directory}"]
    for name, market in summary["markets"].items():
        lines.append(
            f"{name}: {words['price']} "
            f"{market['price_min_cny']:.2f}–{market['price_max_cny']:.2f}, "
            f"{words['last']} {market['price_last_cny']:.2f} CNY/t; "
            f"{words['volume']} {market['volume_t']:,} t ({words['block']} "
            f"{market['block_share']:.0%}); {words['compliance']} {market['compliance_rate']:.2%}"
        )
    return "\n".join([*lines, summary["note"][lang]])


@app.command()
def validate(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Compare the simulator with closed forms and rules; exit code 1 if a check fails."""
    with _bar("validate") as on_progress:
        report = simulations.validate(on_progress)
    lines = [
        f"{'ok  ' if check['ok'] else 'FAIL'} {check['id']:>2} {check['layer']}  {check['name']}: "
        f"{check['obtained']} ({check['expected']}; {check['tolerance']}){_of_seeds(check)}"
        for check in report["checks"]
    ]
    words = _WORDS[language(lang)]
    lines.append(f"{report['passed']} {words['passed']}, {report['failed']} {words['failed']}")
    emit(report, as_json, "\n".join(lines))
    if report["failed"]:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _of_seeds(check: Mapping[str, Any]) -> str:
    """Return seeds, bias and coverage of a check over many seeds; nothing for the others."""
    if check["seeds"] is None:
        return ""
    parts = [f"n = {check['seeds']}"]
    if check["bias"] is not None:
        parts.append(f"{check['bias']:+g} ± {check['standard_error']:g}")
    if check["coverage"] is not None:
        parts.append(f"{check['coverage']:.1%}")
    return f" [{', '.join(parts)}]"


@app.command()
def figures(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A finished run or a finished ensemble.")
    ],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write.")],
    width: Annotated[
        PrintWidth, typer.Option(help="column (84 mm), page (174 mm) or screen.")
    ] = PrintWidth.SCREEN,
    closes: Annotated[
        str,
        typer.Option(
            metavar="CEA|FILE",
            help="Closes to draw into an ensemble's fans: published month ends, or a CSV file.",
        ),
    ] = "",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Draw a run or an ensemble as SVG, PNG and PDF, each figure with its data as CSV."""
    drawn = _drawn(directory, out, language(lang), width.value, closes)
    written = [str(path) for path in drawn]
    emit({"files": written}, as_json, "\n".join(written))


def _drawn(
    directory: Path, out: Path, lang: Language, width: simulations.Width, closes: str
) -> list[Path]:
    if not closes and not simulations.is_ensemble(directory):
        return simulations.save_figures(directory, out, lang, width)
    ensemble = simulations.read_ensemble(directory)
    known = simulations.closes_of(closes, list(ensemble.plan.scenario.markets)) if closes else None
    written = simulations.save_ensemble_figures(ensemble, out, lang, width, known)
    if ensemble.plan.experiment.findings:
        written += simulations.save_findings_figure(ensemble, out, lang, width)
    return written


_WORDS = {
    "en": {
        "seed": "seed",
        "price": "close",
        "last": "last",
        "volume": "volume",
        "block": "block",
        "compliance": "firms compliant",
        "passed": "passed",
        "failed": "failed",
    },
    "zh": {
        "seed": "种子",
        "price": "收盘价",
        "last": "期末",
        "volume": "成交量",
        "block": "大宗占比",
        "compliance": "企业履约率",
        "passed": "项通过",
        "failed": "项未通过",
    },
}
