"""`/methodologies`: which there are, and what each asks."""

from flask import Blueprint
from pydantic import BaseModel

from methodologies import find, list_methodologies
from web.access import public
from web.api.specification import answers, specification

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
