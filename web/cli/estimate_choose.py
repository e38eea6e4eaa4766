"""`tanlab estimate choose`: five questions, which methodologies fit, and why others do not."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from methodologies import (
    STAGE_TEXTS,
    VERDICT_TEXTS,
    Candidate,
    Choice,
    ChooserAnswers,
    FormField,
    choose,
    form_fields,
)
from web.cli.output import JsonOption, LangOption, emit, fail, language
from web.refusals import Language

QUESTIONS = form_fields(ChooserAnswers)


def show_choice(  # noqa: PLR0913  # one option for each question
    *,
    purpose: Annotated[str | None, typer.Option(help="What you want to know.")] = None,
    activity: Annotated[str | None, typer.Option(help="What is done.")] = None,
    place: Annotated[str | None, typer.Option(help="Where.")] = None,
    started_on: Annotated[
        str | None, typer.Option(help="Start, day of the deed, or a day of the year accounted for.")
    ] = None,
    proof: Annotated[
        bool | None, typer.Option(help="Whether the other conditions can be proven.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find the methodologies that fit; without an option, list the questions and answers."""
    typed = {
        "purpose": purpose,
        "activity": activity,
        "place": place,
        "started_on": started_on,
        "proof": proof,
    }
    given = {question: answer for question, answer in typed.items() if answer is not None}
    try:
        choice = choose(ChooserAnswers.model_validate(given))
    except ValidationError as error:
        fail(error, as_json, lang)
    spoken = language(lang)
    text = "\n".join(_lines(choice, spoken) if given else _questions(spoken))
    emit(
        {"questions": [_question(field) for field in QUESTIONS], **choice.to_dict()}, as_json, text
    )


def _question(field: FormField) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "label": dict(field.label),
        "answers": {value: dict(label) for value, label in field.choices},
    }


def _questions(lang: Language) -> Iterator[str]:
    for field in QUESTIONS:
        option = f"--{field.name.replace('_', '-')}"
        kind = {"date": " YYYY-MM-DD", "boolean": f" | --no-{field.name}"}.get(field.kind, "")
        yield f"{field.label[lang]} {option}{kind}"
        for value, label in field.choices:
            yield f"  {value:<24} {label[lang]}"


def _lines(choice: Choice, lang: Language) -> Iterator[str]:
    for candidate in choice.candidates:
        yield from _candidate(candidate, lang)
    for entry in choice.announced:
        yield f"{STAGE_TEXTS[entry.stage][lang]}: {entry.code or entry.id} {entry.title[lang]}"


def _candidate(candidate: Candidate, lang: Language) -> Iterator[str]:
    known = candidate.methodology
    verdict = VERDICT_TEXTS[candidate.verdict][lang]
    yield f"{verdict}: {known.id} {known.version} {known.title[lang]}"
    for reason in candidate.reasons:
        said = ", ".join(answer[lang] for answer in reason.answers.values())
        yield f"  {said} → {reason.text[lang]} [{reason.article}]"
    labels = {field.name: field.label[lang] for field in QUESTIONS}
    if candidate.verdict == "open":
        yield f"  ? {' '.join(labels[question] for question in candidate.open_questions)}"
