"""`tanlab ensemble`, `sensitivity` and `reproduce`: many runs of one design, and their proof."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from typer.core import TyperGroup

import simulations
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.storable_text import printable


class _CarryOutUnlessNamed(TyperGroup):
    """`tanlab ensemble FILE:EXPERIMENT …` is `tanlab ensemble run FILE:EXPERIMENT …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where only its arguments were given."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(no_args_is_help=True)
_ensemble = typer.Typer(
    cls=_CarryOutUnlessNamed,
    help="Carry out an experiment on any workers; see how far one is, or go on with it.",
    no_args_is_help=True,
)
app.add_typer(_ensemble, name="ensemble")

_JOBS_MAX = 1_024
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", min=1, max=_JOBS_MAX, help="Processes here; default one for each processor."
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler", metavar="tcp://…", help="Dask scheduler instead, with tanlab[cluster]."
    ),
]
ShouldStop = Callable[[], bool]


@contextmanager
def stopping() -> Iterator[ShouldStop]:
    """Yield what tells whether an interrupt or a termination came; the second one ends at once."""
    asked = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def executor_of(scheduler: str | None) -> Iterator[Any]:
    """Yield a Dask client of the scheduler, closed afterwards; None without one."""
    if scheduler is None:
        yield None
        return
    with simulations.connect(scheduler) as client:
        yield client


@contextmanager
def _bar(label: str) -> Iterator[tuple[Progress, TaskID]]:
    """Show a progress bar on stderr, with room for the rate and the expected finish."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TextColumn("{task.fields[pace]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        yield bar, bar.add_task(label, total=None, pace="")


def _pace(now: simulations.EnsembleProgress, words: Mapping[str, str]) -> str:
    if now.seconds_left is None:
        return ""
    finish = (datetime.now(UTC) + timedelta(seconds=now.seconds_left)).astimezone()
    text = f"{now.runs_per_second:.2f}/s · {words['finish']} {finish:%m-%d %H:%M:%S}"
    return f"{text} · {now.failed} {words['failed']}" if now.failed else text


def processors() -> int:
    """Return how many processes run at once when nothing else is asked for."""
    return os.cpu_count() or 1


@_ensemble.command("run")
def ensemble(  # noqa: PLR0913, PLR0917  each is an option of the command
    target: Annotated[
        str,
        typer.Argument(
            metavar="FILE:EXPERIMENT", help="A scenario file and an experiment that stands in it."
        ),
    ],
    directory: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Where to write; resumed if begun."),
    ],
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override one value; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Carry out an experiment, or what is missing of it; exit code 1 if a run failed."""
    try:
        plan = simulations.load_plan(target, overrides or ())
    except simulations.ScenarioInvalid as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    _carry_out(plan, directory, jobs, scheduler, as_json, lang)


@_ensemble.command()
def resume(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="An ensemble that was stopped, or had failures.")
    ],
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Carry out what is missing in a directory, by its own plan; exit code 1 if a run failed."""
    plan = simulations.planned_ensemble(directory)
    _carry_out(plan, directory, jobs, scheduler, as_json, lang)


@_ensemble.command()
def status(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="An ensemble, finished or not.")],
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show how far an ensemble is; it may be running meanwhile."""
    words = _WORDS[language(lang)]
    found = simulations.ensemble_status(directory)
    state = "running" if found.running else "finished" if found.finished else "stopped"
    timings = found.timings
    lines = [
        f"{found.scenario}:{found.experiment} → {directory}: {words[state]}",
        f"{found.done:,} / {found.total:,} {words['runs']}, {found.failed:,} {words['failed']}",
        f"{timings['runs']:,} {words['runs']}, {timings['seconds']:,.1f} s",
    ]
    data = {"directory": str(directory), "state": state} | asdict(found)
    emit(data, as_json, printable("\n".join(lines)))


@_ensemble.command()
def metrics(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List every metric that an experiment may name, with its unit, by the form it is written."""
    spoken = language(lang)
    lines, data = [], []
    for form, found in simulations.METRIC_FORMS.items():
        lines.append(form)
        for metric in found:
            unit = "" if metric.unit == "ratio" else metric.unit
            lines.append(f"  {metric.id:<32} {unit:<6} {metric.name[spoken]}")
            data.append({"form": form} | asdict(metric))
    emit({"metrics": data}, as_json, printable("\n".join(lines)))


def _carry_out(
    plan: simulations.EnsemblePlan,
    directory: Path,
    jobs: int | None,
    scheduler: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    words = _WORDS[language(lang)]
    with executor_of(scheduler) as executor, stopping() as stop, _bar(plan.name) as (bar, task):
        manifest = simulations.run_ensemble(
            plan,
            directory,
            jobs=jobs or processors(),
            executor=executor,
            on_progress=lambda now: bar.update(
                task, completed=now.done, total=now.total, pace=_pace(now, words)
            ),
            should_cancel=stop,
        )
    failures = simulations.read_ensemble(directory).failures()
    data = {"directory": str(directory), "manifest": manifest, "failures": failures}
    emit(data, as_json, printable(_ensemble_text(directory, manifest, failures, words)))
    if failures:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _ensemble_text(
    directory: Path,
    manifest: Mapping[str, Any],
    failures: list[dict[str, Any]],
    words: Mapping[str, str],
) -> str:
    lines = [
        f"{manifest['scenario']}:{manifest['experiment']} → {directory}",
        f"{manifest['cases']:,} {words['cases']} × {manifest['replications']:,} "
        f"{words['replications']} = {manifest['runs']:,} {words['runs']}, "
        f"{manifest['failed']:,} {words['failed']}",
        manifest["results_digest"],
    ]
    lines += [
        f"  {words['case']} {facts['case']}, {words['seed']} {facts['seed']}: {facts['error']}; "
        f"{facts['traceback'].strip().splitlines()[-1]}"
        for facts in failures
    ]
    return "\n".join(lines)


@app.command()
def sensitivity(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A finished ensemble.")],
    method: Annotated[
        str, typer.Option(help="sobol or morris; default what the design was drawn for.")
    ] = "",
    metrics: Annotated[
        list[str] | None,
        typer.Option("--metric", help="Such as national.price_mean_cny; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show which factors move the metrics of an ensemble, with intervals."""
    found = simulations.sensitivity(simulations.read_ensemble(directory), metrics or (), method)
    emit(found, as_json, printable(_sensitivity_text(found, _WORDS[language(lang)])))


def _sensitivity_text(found: Mapping[str, Any], words: Mapping[str, str]) -> str:
    keys = ("S1", "ST") if found["method"] == "sobol" else ("mu", "mu_star", "sigma")
    lines = [f"{found['method']}, {found['confidence']:.0%}"]
    for name, metric in found["metrics"].items():
        lines.append(f"{name}{'  ' + words['undefined'] if metric['undefined'] else ''}")
        ranked = sorted(metric["factors"], key=lambda row: -abs(row[keys[1]] or 0.0))
        for row in ranked:
            shown = "  ".join(f"{key} {_index(row, key)}" for key in keys)
            lines.append(f"  {shown}  {row['factor']}")
    return "\n".join(lines)


def _index(row: Mapping[str, Any], key: str) -> str:
    value, margin = row[key], row.get(f"{key}_conf")
    text = "–" if value is None else f"{value:.4g}"
    return text if margin is None else f"{text} ± {margin:.2g}"


@app.command()
def reproduce(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A finished run or a finished ensemble.")
    ],
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Carry out again what a directory says; exit code 1 if a file is different."""
    words = _WORDS[language(lang)]
    with (
        executor_of(scheduler) as executor,
        stopping() as stop,
        _bar(directory.name) as (bar, task),
    ):
        report = simulations.reproduce(
            directory,
            jobs=jobs or processors(),
            executor=executor,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            should_cancel=stop,
        )
    lines = [f"{words['same'] if report['ok'] else words['different']}: {report['files']:,}"]
    lines += [f"  {name}" for name in report["differing"]]
    lines += [
        f"  {name}: {pair['then']} → {pair['now']}" for name, pair in report["versions"].items()
    ]
    emit(report | {"directory": str(directory)}, as_json, printable("\n".join(lines)))
    if not report["ok"]:
        raise typer.Exit(ExitCode.CHECK_FAILED)


_WORDS = {
    "en": {
        "cases": "cases",
        "replications": "replications",
        "runs": "runs",
        "failed": "failed",
        "case": "case",
        "seed": "seed",
        "finish": "done at",
        "undefined": "(undefined in a run)",
        "running": "running",
        "finished": "finished",
        "stopped": "stopped",
        "same": "Same bytes, files",
        "different": "DIFFERENT, of files",
    },
    "zh": {
        "cases": "个算例",
        "replications": "次重复",
        "runs": "次运行",
        "failed": "次失败",
        "case": "算例",
        "seed": "种子",
        "finish": "预计完成",
        "undefined": "（某次运行中无定义）",
        "running": "运行中",
        "finished": "已完成",
        "stopped": "已停止",
        "same": "逐字节相同，文件数",
        "different": "存在差异，文件数",
    },
}
