"""`tanlab rules`: the rules as dated data, from the files or as a world amended them."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from registry.rules import (
    CONFIDENCE_NAMES,
    RuleBook,
    RuleKeyUnknown,
    RuleParameter,
    applies_to_name,
    file_rules,
    key_name,
    rule_book,
    rules_document,
)
from registry.worlds import reading
from web.cli.existing_worlds import InstanceOption, required_world
from web.cli.output import JsonOption, LangOption, emit, fail_usage, language
from web.refusals import Language
from web.rules.tables import rule_json, rule_value

app = typer.Typer(help="The rules as dated data.", no_args_is_help=True)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Day on which the rules hold, for example 2025-12-31.")
]
SchemeOption = Annotated[str | None, typer.Option("--scheme", help="For example cn_ets or SZEA.")]
AmendedOption = Annotated[
    str | None,
    typer.Option("--world", help="World whose amendments count; without it the files alone."),
]
ConfidenceOption = Annotated[
    str | None, typer.Option("--confidence", help="For example read, assumed or unknown.")
]


@app.callback()
def rules() -> None:
    """Read the rules as dated data."""


@app.command("list")
def list_rules(  # noqa: PLR0913, PLR0917  the command line has this many options
    scheme: SchemeOption = None,
    confidence: ConfidenceOption = None,
    as_of: AsOfOption = None,
    world: AmendedOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List rules; with --as-of those that hold on a day, otherwise every value."""
    book = _book(world, instance, as_json, lang)
    day = _day(as_of, as_json, lang)
    found = [
        each
        for each in (book.in_force(day) if day else book)
        if scheme in {None, each.scheme} and confidence in {None, each.confidence}
    ]
    spoken = language(lang)
    text = "\n".join(_line(each, spoken) for each in found)
    emit({"rules": [rule_json(each) for each in found]}, as_json, text)


@app.command("show")
def show_rule(  # noqa: PLR0913, PLR0917  the command line has this many options
    scheme: Annotated[str, typer.Argument(help="For example cn_ets.")],
    key: Annotated[str, typer.Argument(help="For example credit_share_max.")],
    as_of: AsOfOption = None,
    applies_to: Annotated[
        str, typer.Option("--applies-to", help="For example power; with --as-of.")
    ] = "all",
    world: AmendedOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show every value of a rule; with --as-of the one that holds on a day."""
    book = _book(world, instance, as_json, lang)
    day = _day(as_of, as_json, lang)
    found = _found(book, scheme, key, day, applies_to)
    spoken = language(lang)
    title = f"{key_name(key)[spoken]} ({scheme} {key})"
    text = "\n".join([title, *(_line(each, spoken) for each in found)])
    emit({"rules": [rule_json(each) for each in found]}, as_json, text)


@app.command("document")
def document() -> None:
    """Print docs/rules.md, made of the rule files."""
    emit([], as_json=False, text=rules_document(file_rules()))


def _book(world: str | None, instance: Path | None, as_json: bool, lang: str | None) -> RuleBook:
    if world is None:
        return file_rules()
    with reading(required_world(world, instance, as_json, lang)) as session:
        return rule_book(session)


def _found(
    book: RuleBook, scheme: str, key: str, day: date | None, applies_to: str
) -> list[RuleParameter]:
    history = book.history(scheme, key)
    if not history:
        raise RuleKeyUnknown(scheme=scheme[:60], key=key[:60], field="key", value=key[:60])
    return [book.parameter(scheme, key, day, applies_to)] if day else history


def _day(text: str | None, as_json: bool, lang: str | None) -> date | None:
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        fail_usage(f"--as-of {text!r} is no date like 2025-12-31", as_json, lang)


def _line(each: RuleParameter, spoken: Language) -> str:
    until = each.valid_to or "…"
    return (
        f"{each.scheme}  {each.key}  {applies_to_name(each.applies_to)[spoken]}"
        f"  {rule_value(each, spoken)}  {each.valid_from} – {until}"
        f"  [{CONFIDENCE_NAMES[each.confidence][spoken]}]  {each.cited[spoken]}"
    )
