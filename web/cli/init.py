"""`tanlab init`: a folder to do research in."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import typer

from web.cli.output import JsonOption, LangOption, emit, fail_usage, language
from web.refusals import Language
from web.storable_text import printable

app = typer.Typer()

_FILES: Final = {
    "README.md": "README.{language}.md",
    "pilot.yaml": "pilot.yaml",
    "calibration.yaml": "calibration.yaml",
    "two_policies.py": "two_policies.{language}.txt",
}
"""File written → the shipped file it is made from."""


@app.command()
def init(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where; made when it does not exist.")
    ] = Path(),
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a scenario, a calibration, a notebook and a guide to begin with; replace nothing."""
    spoken = language(lang)
    words = _WORDS[spoken]
    taken = [name for name in _FILES if (directory / name).exists()]
    if taken:
        fail_usage(
            words["exists"].format(directory=directory, names=", ".join(taken)), as_json, lang
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        written = [_write(directory / name, source, spoken) for name, source in _FILES.items()]
    except OSError as error:
        reason = words["unwritable"].format(directory=directory, reason=error.strerror)
        fail_usage(reason, as_json, lang)
    lines = [*written, words["next"].format(directory=directory)]
    emit({"directory": str(directory), "files": written}, as_json, printable("\n".join(lines)))


def _write(path: Path, source: str, spoken: Language) -> str:
    text = (files("web.research_folder") / source.format(language=spoken)).read_text("utf-8")
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return str(path)


_WORDS = {
    "en": {
        "exists": "“{directory}” already has {names}; nothing was written. Give another folder.",
        "unwritable": "“{directory}” cannot be written to: {reason}.",
        "next": "Next: cd {directory}; tanlab doctor; then follow README.md.",
    },
    "zh": {
        "exists": "“{directory}”中已有 {names}，未写入任何文件；请换一个目录。",
        "unwritable": "无法写入“{directory}”：{reason}。",
        "next": "下一步：cd {directory}，执行 tanlab doctor，然后按 README.md 操作。",
    },
}
