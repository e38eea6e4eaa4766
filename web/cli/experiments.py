"""`tanlab experiment` and `findings`: the questions shipped, and whether a run of them agrees."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import simulations
from web.cli.output import ExitCode, JsonOption, LangOption, emit, language
from web.storable_text import printable

app = typer.Typer(no_args_is_help=True)
experiment = typer.Typer(no_args_is_help=True, help="Look at the experiments shipped: list, show.")
app.add_typer(experiment, name="experiment")


@experiment.command("list")
def list_command(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the experiments shipped."""
    found = [shipped.as_dict() for shipped in simulations.list_experiments()]
    spoken = language(lang)
    text = "\n".join(f"{row['target']}  {_said(row['title'], spoken)}" for row in found)
    emit({"experiments": found}, as_json, printable(text))


@experiment.command()
def show(
    target: Annotated[str, typer.Argument(metavar="FILE:EXPERIMENT")],
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show an experiment: question, cases, findings, what would falsify it, objections."""
    plan = simulations.load_plan(target)
    shown = simulations.ShippedExperiment(target, plan).as_dict()
    emit(shown, as_json, printable(_text(shown, language(lang))))


@app.command()
def findings(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A finished ensemble.")],
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Hold an ensemble against the findings its experiment states; exit code 1 if one differs."""
    spoken = language(lang)
    found = simulations.found_again(simulations.read_ensemble(directory))
    lines = [
        f"{_MARKS[one.same, one.stands]}  {one.name}: {_shown(one.as_dict()['measured'])}"
        f"  ({_WORDS[spoken]['stated']} {_shown(one.as_dict()['stated'])})\n   {one.says[spoken]}"
        for one in found
    ]
    rows = [one.as_dict() for one in found]
    reproduced = all(one.same for one in found)
    emit({"findings": rows, "reproduced": reproduced}, as_json, printable("\n".join(lines)))
    if not reproduced:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _shown(values: Mapping[str, float]) -> str:
    return f"{values['mean']:,g} [{values['low']:,g}, {values['high']:,g}]"


def _said(words: Mapping[str, str] | None, lang: str) -> str:
    return words[lang] if words else ""


def _text(shown: Mapping[str, Any], lang: str) -> str:
    words = _WORDS[lang]
    lines = [f"{shown['target']}  {_said(shown['title'], lang)}", _said(shown["question"], lang)]
    lines.append(f"{words['runs']} {shown['cases']} × {shown['replications']}")
    for name, finding in shown["findings"].items():
        lines.append(f"{name}: {_shown(finding)} {finding['metric']}")
        lines.append(f"   {finding['says'][lang]}")
    lines += _part(words["falsified_by"], [shown["falsified_by"]], lang)
    lines += _part(words["objections"], shown["objections"], lang)
    return "\n".join(line for line in lines if line)


def _part(title: str, parts: Sequence[Mapping[str, str] | None], lang: str) -> list[str]:
    said = [f"   {words[lang]}" for words in parts if words]
    return [title, *said] if said else []


_MARKS = {(True, True): "=", (False, True): "~", (True, False): "≠", (False, False): "≠"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "stated": "stated",
        "runs": "Cases × replications:",
        "falsified_by": "What would falsify it:",
        "objections": "What one may object:",
    },
    "zh": {
        "stated": "所述为",
        "runs": "算例 × 重复次数：",
        "falsified_by": "可证伪条件：",
        "objections": "可能的质疑：",
    },
}
