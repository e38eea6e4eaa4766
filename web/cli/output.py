"""What every command has in common: data on stdout, progress on stderr, one shape for refusals."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Annotated, NoReturn

import typer

from web.refusal_texts import VALIDATION
from web.refusals import Language, Refusal, RefusedByRule, language_of, refusal
from web.storable_text import printable

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object instead of text for people.")
]
LangOption = Annotated[
    str | None,
    typer.Option("--lang", help="Language of sentences: zh or en; default from the environment."),
]
INPUT_FAMILIES = frozenset({"UnknownRecord", "Unreadable"})
"""Errors of packages that mean the input was wrong, not that a rule refuses."""


class ExitCode(IntEnum):
    """What the shell learns from a command."""

    OK = 0
    CHECK_FAILED = 1
    USAGE = 2
    REFUSED = 3


def language(lang: str | None = None) -> Language:
    """Return the language to speak: the option, else TANLAB_LANG, LC_ALL, LC_MESSAGES or LANG."""
    for tag in (
        lang,
        *(os.environ.get(n) for n in ("TANLAB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")),
    ):
        if tag:
            return language_of(tag)
    return "en"


def emit(data: Mapping[str, object] | Sequence[object], as_json: bool, text: str = "") -> None:
    """Print a command's data on stdout.

    Args:
        data: what `--json` prints: plain values, decimals as strings.
        as_json: whether the reader asked for JSON.
        text: what people read instead; without it the data is printed as indented JSON.
    """
    shown = text if text and not as_json else json.dumps(data, ensure_ascii=False, indent=2)
    encodable = shown.encode("utf-8", "backslashreplace").decode()
    sys.stdout.write(encodable.rstrip("\n") + "\n")
    sys.stdout.flush()


def progress(message: str) -> None:
    """Tell a waiting person how far the work has come, on stderr."""
    sys.stderr.write(printable(message.rstrip("\n")) + "\n")
    sys.stderr.flush()


def fail(
    error: BaseException,
    as_json: bool = False,
    lang: str | None = None,
    exit_code: ExitCode | None = None,
) -> NoReturn:
    """Report an expected error and leave with its exit code.

    Args:
        error: anything `web.refusals.is_refusal` accepts.
        as_json: whether stdout must carry `{"error": {…}}`; people read stderr in any case.
        lang: `zh` or `en`; default from the environment.
        exit_code: overrides the usual 2 for invalid input and unknown records, 3 for rules.

    Raises:
        typer.Exit: always.
    """
    if exit_code is None:
        exit_code = _exit_code(error)
    report(refusal(error, language(lang)), as_json)
    raise typer.Exit(exit_code)


def fail_usage(reason: str, as_json: bool = False, lang: str | None = None) -> NoReturn:
    """Report that a command was called wrongly, in one sentence, and leave with 2.

    Raises:
        typer.Exit: always.
    """
    spoken = language(lang)
    text = VALIDATION["usage"]
    sentence = text["sentence"][spoken].format(reason=reason)
    report(Refusal(code="usage", sentence=sentence, fix=text["fix"][spoken]), as_json)
    raise typer.Exit(ExitCode.USAGE)


def report(shown: Refusal, as_json: bool) -> None:
    """Print a refusal: sentences on stderr and, for `as_json`, `{"error": …}` on stdout."""
    number = f" {shown.number}" if shown.number else ""
    lines = [f"{shown.code}{number}: {shown.sentence}"]
    lines += [line for line in (shown.rule, shown.source, shown.fix) if line]
    for part in shown.fields:
        if part.field and part.sentence != shown.sentence:
            value = f" ({part.value})" if part.value else ""
            lines.append(f"  {part.field}{value}: {part.sentence} {part.fix}".rstrip())
    progress("\n".join(lines))
    if as_json:
        emit({"error": shown.model_dump()}, as_json=True)


def _exit_code(error: BaseException) -> ExitCode:
    of_input = any(parent.__name__ in INPUT_FAMILIES for parent in type(error).__mro__)
    if isinstance(error, RefusedByRule) and not of_input:
        return ExitCode.REFUSED
    return ExitCode.USAGE
