"""`/rules`, `/schemes`, `/working-days`: the rules as dated data, for programs."""

from datetime import date
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, Field

from registry.rules import (
    RuleKeyUnknown,
    allowed_uses,
    rule_book,
    scheme_profile,
    scheme_profiles,
    working_calendar,
)
from registry.worlds import Role, reading
from web.access import for_roles, public
from web.acting import public_world
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.languages import current_language
from web.registry.unit_inputs import ClientId
from web.rules.inputs import AmendmentForm, amendment
from web.rules.tables import RuleListing, RuleQuery, rule_json, rules_sought

api = Blueprint("rules", __name__)

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class RuleShape(BaseModel):
    """A value of a rule; `value` is text in `unit`, null while nobody has set it.

    `source` is a citation, empty where no document says it; the notes tell what else to know.
    """

    scheme: str
    key: str
    name_zh: str
    name_en: str
    applies_to: str
    value: str | None
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    note_zh: str
    note_en: str
    confidence: str
    amendment: int | None


class AmendmentRequest(AmendmentForm):
    """A new value of a rule as JSON."""

    client_id: ClientId


class AmendedShape(BaseModel):
    """An amendment in force."""

    amendment: int
    scheme: str
    key: str
    value: str


class RuleList(BaseModel):
    """A page of rules."""

    rows: list[RuleShape]
    total: int
    page: int
    pages: int


class RuleHistory(BaseModel):
    """Every value of a rule; where several cover a day, the first counts."""

    scheme: str
    key: str
    values: list[RuleShape]


class MeetingShape(BaseModel):
    """A market whose obligations units meet, and the rules that limit it."""

    scheme: str
    limits: list[str]


class SchemeShape(BaseModel):
    """A scheme's profile."""

    scheme: str
    unit: str
    name_zh: str
    name_en: str
    kind: str
    authority_zh: str
    authority_en: str
    start: date
    measure: str
    uses: list[str]
    meets: list[MeetingShape]
    status: str
    source: str
    confidence: str


class SchemeList(BaseModel):
    """Every scheme."""

    rows: list[SchemeShape]


class SpanQuery(BaseModel):
    """From which day, and how many working days on."""

    after: date = Field(description="The event's day; the first working day follows it.")
    working_days: int = Field(1, ge=0, le=1000, description="How many.")


class WorkingDay(BaseModel):
    """The last day of a period of working days; `assumed`: its year knows weekends only."""

    day: date
    assumed: bool


@api.get("/rules")
@specification.validate(query=RuleQuery, resp=answers(RuleList, 422), tags=["rules"])
@public
def list_rules() -> RuleList:
    """Search rules: those that hold on a day, or with `every` all there are."""
    shown = RuleListing(validated(RuleQuery, dict(request.args.items())))
    with reading(public_world()) as session:
        book, today = rule_book(session), session.clock.today()
    found = rules_sought(book, shown.query, today, shown.sought, current_language())
    rows = [RuleShape.model_validate(rule_json(each)) for each in found.rows]
    return RuleList(rows=rows, total=found.total, page=found.page, pages=found.pages)


@api.get("/rules/<scheme>/<key>")
@specification.validate(resp=answers(RuleHistory, 404, 422), tags=["rules"])
@public
def show_rule(scheme: str, key: str) -> RuleHistory:
    """Show every value of a rule."""
    with reading(public_world()) as session:
        history = rule_book(session).history(scheme, key)
    if not history:
        raise RuleKeyUnknown(scheme=scheme[:60], key=key[:60], field="key", value=key[:60])
    values = [RuleShape.model_validate(rule_json(each)) for each in history]
    return RuleHistory(scheme=scheme, key=key, values=values)


@api.post("/rules/<scheme>/<key>/amendments")
@specification.validate(json=AmendmentRequest, resp=answers(AmendedShape, *REFUSED), tags=["rules"])
@for_roles(Role.ADMINISTRATOR)
def create_amendment(scheme: str, key: str) -> AmendedShape:
    """Propose a new value of a rule; a second administrator approves it."""
    asked = validated(AmendmentRequest, request.get_json())
    with reading(public_world()) as session:
        history = rule_book(session).history(scheme, key)
    unit = history[0].unit if history else ""
    done = carry_out_command(amendment(scheme, key, unit, asked, asked.client_id))
    return AmendedShape.model_validate(done.data)


@api.get("/schemes")
@specification.validate(resp=answers(SchemeList), tags=["rules"])
@public
def list_schemes() -> SchemeList:
    """List every scheme."""
    return SchemeList(rows=[_scheme(name) for name in scheme_profiles()])


@api.get("/schemes/<code>")
@specification.validate(resp=answers(SchemeShape, 404), tags=["rules"])
@public
def show_scheme(code: str) -> SchemeShape:
    """Show a scheme by either of its codes."""
    return _scheme(code)


@api.get("/working-days")
@specification.validate(query=SpanQuery, resp=answers(WorkingDay, 422), tags=["rules"])
@public
def count_working_days() -> WorkingDay:
    """Return the day on which a period of working days ends."""
    asked = validated(SpanQuery, dict(request.args.items()))
    with reading(public_world()) as session:
        calendar = working_calendar(session)
    day = calendar.add_working_days(asked.after, asked.working_days)
    return WorkingDay(day=day, assumed=calendar.is_assumed(day))


def _scheme(code: str) -> SchemeShape:
    profile = scheme_profile(code)
    with reading(public_world()) as session:
        uses = allowed_uses(profile, rule_book(session), session.clock.today())
    content: dict[str, Any] = profile.model_dump(mode="json") | {"uses": list(uses)}
    return SchemeShape.model_validate(content)
