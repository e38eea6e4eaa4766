"""`tanlab scenario`: begin, check, show, compare and lock scenario files."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

import simulations
from web.cli.output import (
    ExitCode,
    JsonOption,
    LangOption,
    emit,
    fail,
    fail_usage,
    language,
    progress,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Scenario files: list, new, check, show, diff, lock, schema.",
)

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Built-in name or path of a YAML file.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Override one value; may be repeated."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write; default stdout."),
]


@app.command("list")
def list_command(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the built-in scenarios with their experiments, and the presets."""
    found, presets = simulations.list_scenarios(), simulations.list_presets()
    spoken = language(lang)
    lines = []
    for info in found:
        lines += [f"{info.id}  {info.title[spoken]}", f"  {info.about[spoken]}"]
        lines += [f"  :{name}" for name in info.experiments]
    lines += [f"{info.id}  {info.title[spoken]}" for info in presets]
    rows = [
        asdict(info) | {"experiments": [x.as_dict() for x in simulations.list_experiments(info.id)]}
        for info in found
    ]
    data = {"scenarios": rows, "presets": [asdict(info) for info in presets]}
    emit(data, as_json, "\n".join(lines))


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Id of the scenario; NAME.yaml is written.")
    ],
    bases: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="SCENARIO", help="What it extends; may be repeated, also presets."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default NAME.yaml.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a scenario file that extends others and changes nothing yet."""
    try:
        text = simulations.new_scenario_text(name, bases or ["cn-national-2024"])
    except simulations.ScenarioInvalid as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    path = output or Path(f"{name}.yaml")
    _write(path, text, as_json, lang, replace=False)
    emit({"file": str(path)}, as_json, str(path))


@app.command()
def show(
    scenario_name: ScenarioArgument,
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="Print source, confidence, file and line of each value."),
    ] = False,
    overrides: SetOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show every value of a scenario with its unit; JSON carries source and confidence too."""
    chosen = _load(scenario_name, overrides, as_json, lang)
    lines = [f"{chosen.id}  {chosen.digest}"]
    for setting in chosen.settings:
        lines.append(f"{setting.path} = {setting.value} {setting.unit}".rstrip())
        if provenance:
            confidence = setting.confidence or "-"
            lines.append(f"    [{confidence}] {setting.source}  ({setting.origin})")
    rows = [asdict(setting) for setting in chosen.settings]
    data = {"id": chosen.id, "digest": chosen.digest, "settings": rows}
    emit(data, as_json, "\n".join(lines))


@app.command()
def check(
    scenario_name: ScenarioArgument,
    overrides: SetOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check a scenario and its experiments; list all problems; exit code 2 if there are any."""
    spoken = language(lang)
    try:
        chosen = simulations.load_scenario(scenario_name, overrides or ())
        plans = simulations.load_plans(scenario_name, overrides or ())
    except simulations.ScenarioInvalid as error:
        problems = error.problems
        progress("\n".join(problem.render(spoken) for problem in problems))
        if as_json:
            listed = [problem.as_dict(spoken) for problem in problems]
            emit({"ok": False, "problems": listed}, as_json)
        raise typer.Exit(ExitCode.USAGE) from None
    data: dict[str, Any] = {"ok": True, "id": chosen.id, "digest": chosen.digest, "problems": []}
    data["experiments"] = [plan.name for plan in plans]
    emit(data, as_json, f"{_WORDS[spoken]['fine']}: {chosen.id}  {chosen.digest}")


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="Built-in name or file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Built-in name or file.")],
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print each setting that B changes of A, with its unit and both sources."""
    compared = _load(first, None, as_json, lang).diff(_load(second, None, as_json, lang))
    words = _WORDS[language(lang)]
    text = str(compared) if len(compared) else f"{first} = {second}: {words['same']}"
    emit(compared.as_dict(), as_json, text)


@app.command()
def lock(
    scenario_name: ScenarioArgument,
    output: OutputOption = None,
    overrides: SetOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a scenario flat: every value with its source, and digests that hold it to them."""
    chosen = _load(scenario_name, overrides, as_json, lang)
    text = simulations.lock_scenario(scenario_name, overrides or ())
    data = {"id": chosen.id, "digest": chosen.digest}
    if output is None:
        emit(data | {"text": text}, as_json, text)
        return
    _write(output, text, as_json, lang, replace=True)
    emit(data | {"file": str(output)}, as_json, f"{output}  {chosen.digest}")


@app.command()
def schema(output: OutputOption = None, as_json: JsonOption = False) -> None:
    """Print the JSON Schema of scenario files, for editors that check while typing."""
    found = simulations.file_schema()
    if output is None:
        emit(found, as_json)
        return
    _write(output, json.dumps(found, ensure_ascii=False, indent=2) + "\n", as_json, None)
    emit({"file": str(output)}, as_json, str(output))


def _load(
    reference: str, overrides: list[str] | None, as_json: bool, lang: str | None
) -> simulations.Scenario:
    try:
        return simulations.load_scenario(reference, overrides or ())
    except simulations.ScenarioInvalid as error:
        fail(error, as_json, lang, ExitCode.USAGE)


def _write(path: Path, text: str, as_json: bool, lang: str | None, replace: bool = True) -> None:
    """Write a file; one that is there already is only replaced where that is meant."""
    words = _WORDS[language(lang)]
    try:
        with path.open("w" if replace else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        fail_usage(words["exists"].format(path=path), as_json, lang)
    except OSError as error:
        reason = words["unwritable"].format(path=path, reason=error.strerror)
        fail_usage(reason, as_json, lang)


_WORDS = {
    "en": {
        "fine": "No problem found",
        "same": "no setting differs.",
        "exists": "“{path}” exists already; give another name or -o FILE.",
        "unwritable": "“{path}” cannot be written: {reason}.",
    },
    "zh": {
        "fine": "未发现问题",
        "same": "所有设置相同。",
        "exists": "“{path}”已存在；请换一个名称或用 -o 指定文件。",
        "unwritable": "无法写入“{path}”：{reason}。",
    },
}
