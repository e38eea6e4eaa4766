"""`/methodologies`: which there are, what each asks, and which fit five answers."""

from typing import Literal

from flask import Blueprint, request
from pydantic import BaseModel

from methodologies import ChooserAnswers, choose, find, list_methodologies
from web.access import public
from web.api.specification import answers, specification
from web.errors import validated

api = Blueprint("methodologies", __name__, url_prefix="/methodologies")


class Titles(BaseModel):
    """A text in both languages."""

    zh: str
    en: str


class MethodologyAnswer(BaseModel):
    """One methodology of the catalogue."""

    id: str
    version: str
    status: str
    title: Titles


class InputAnswer(BaseModel):
    """One input field of a methodology."""

    name: str
    kind: str
    label: Titles
    help: Titles
    unit: str
    required: bool
    minimum: str
    maximum: str
    source: str


class MethodologyDetail(MethodologyAnswer):
    """A methodology with what it asks."""

    scope: Titles
    source: str
    inputs: list[InputAnswer]


class ReasonAnswer(BaseModel):
    """What a methodology's text says against the answers it refuses, by question."""

    answers: dict[str, Titles]
    article: str
    text: Titles


class ConditionAnswer(BaseModel):
    """What must be proven for a methodology to apply."""

    article: str
    text: Titles


class CandidateAnswer(MethodologyAnswer):
    """A methodology, whether it fits, and why not."""

    verdict: Literal["fits", "open", "outside"]
    reasons: list[ReasonAnswer]
    open_questions: list[str]
    conditions: list[ConditionAnswer]


class AnnouncedAnswer(BaseModel):
    """A methodology that is known by name and cannot be calculated yet."""

    id: str
    code: str | None
    title: Titles
    stage: str
    when: str
    source: str
    confidence: str


class ChoiceAnswer(BaseModel):
    """Every methodology, the nearest first, and those announced for the activity."""

    answers: ChooserAnswers
    candidates: list[CandidateAnswer]
    announced: list[AnnouncedAnswer]


class MethodologyList(BaseModel):
    """The catalogue."""

    methodologies: list[MethodologyAnswer]


@api.get("")
@specification.validate(resp=answers(MethodologyList), tags=["methodologies"])
@public
def read_list() -> MethodologyList:
    """List the methodologies with their status."""
    return MethodologyList.model_validate(
        {"methodologies": list(list_methodologies())}, from_attributes=True
    )


@api.get("/fitting")
@specification.validate(
    query=ChooserAnswers, resp=answers(ChoiceAnswer, 422), tags=["methodologies"]
)
@public
def list_fitting() -> ChoiceAnswer:
    """Say by up to five answers which methodologies fit, and by which article others do not."""
    given = validated(ChooserAnswers, request.args.to_dict())
    return ChoiceAnswer.model_validate(choose(given).to_dict())


@api.get("/<methodology_id>")
@specification.validate(resp=answers(MethodologyDetail, 404), tags=["methodologies"])
@public
def show_methodology(methodology_id: str) -> MethodologyDetail:
    """Show what a methodology asks."""
    found = find(methodology_id)
    return MethodologyDetail.model_validate(
        {
            **{
                name: getattr(found, name) for name in ("id", "version", "status", "title", "scope")
            },
            "source": found.source,
            "inputs": list(found.fields),
        },
        from_attributes=True,
    )
