"""`tanlab calibrate`: fit a scenario to a real market and keep the accepted values as a preset."""

import json
import math
from pathlib import Path
from typing import Annotated, Any

import typer

import simulations
from web.cli.ensembles import JobsOption, SchedulerOption, executor_of, processors, stopping
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language, progress
from web.storable_text import printable

app = typer.Typer(no_args_is_help=True)


@app.command()
def calibrate(  # noqa: PLR0913, PLR0917  each is an option of the command
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A calibration file, or the name of a shipped one."),
    ],
    targets: Annotated[
        str,
        typer.Option(
            help="Published series such as CEA, or a CSV file of prices; default the file's own."
        ),
    ] = "",
    preset: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write the accepted values."),
    ] = None,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Where to write the report.")
    ] = None,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Fit free parameters of a scenario to statistics of a real market; show before and after."""
    words = _WORDS[language(lang)]
    try:
        plan = simulations.load_calibration(file)
    except simulations.ScenarioInvalid as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    chosen = simulations.targets_of(plan, targets)

    def tell(now: simulations.CalibrationProgress) -> None:
        least = "–" if now.distance is None else f"{now.distance:.3f}"
        progress(f"{now.runs}/{now.total} {words['runs']} · {words['distance']} {least}")

    with executor_of(scheduler) as executor, stopping() as stop:
        report = simulations.calibrate(
            plan,
            chosen,
            jobs=jobs or processors(),
            executor=executor,
            on_progress=tell,
            should_cancel=stop,
        )
    data = report.as_dict()
    if report_file is not None:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        report_file.write_text(f"{text}\n", encoding="utf-8")
    if preset is not None:
        preset.write_text(simulations.preset_text(report), encoding="utf-8")
    emit(data, as_json, printable(_text(data, words)))


def _text(data: dict[str, Any], words: dict[str, str]) -> str:
    distance = data["distance"]
    lines = [
        f"{data['id']}  {words['distance']} {_shown(distance['before'])} → "
        f"{_shown(distance['after'])}  ({data['weighting']})",
        "",
        *(
            f"{row['key']:<50} {_shown(row['before']):>10} → {_shown(row['after']):>10}"
            + (f"  {words['bound']}" if row["at_bound"] else "")
            for row in data["parameters"]
        ),
        "",
        f"{words['target']:<44} {words['published']:>10} {'[  ]':^21} {words['before']:>10} "
        f"{words['after']:>10}",
        *(_row(row, words) for row in data["targets"]),
    ]
    return "\n".join(lines)


def _row(row: dict[str, Any], words: dict[str, str]) -> str:
    band = f"[{_shown(row['low'])}, {_shown(row['high'])}]"
    inside = {True: words["inside"], False: words["outside"], None: ""}[row["after"]["inside"]]
    return (
        f"{row['metric']:<44} {_shown(row['published']):>10} {band:^21} "
        f"{_shown(row['before']['value']):>10} {_shown(row['after']['value']):>10} "
        f"{words[row['use']]} {inside}"
    ).rstrip()


def _shown(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.4g}"


_WORDS = {
    "en": {
        "runs": "runs",
        "distance": "distance",
        "bound": "at the end of its range",
        "target": "target",
        "published": "published",
        "before": "before",
        "after": "after",
        "inside": "inside",
        "outside": "OUTSIDE",
        "fitted": "fitted",
        "emergent": "emergent",
        "held_out": "held out",
    },
    "zh": {
        "runs": "次运行",
        "distance": "距离",
        "bound": "位于取值范围端点",
        "target": "目标",
        "published": "已发布",
        "before": "校准前",
        "after": "校准后",
        "inside": "区间内",
        "outside": "区间外",
        "fitted": "拟合",
        "emergent": "涌现",
        "held_out": "留出",
    },
}
