"""`/market/surveillance` for operator and regulator; `/market/announcements` for everybody."""

from flask import Blueprint
from pydantic import BaseModel, Field

from market.surveillance import (
    AlertView,
    AnnouncementView,
    Watch,
    announcements,
    list_alerts,
    show_alert,
)
from registry.worlds import MARKET_ZONE, Role, reading
from web.access import for_roles, public
from web.acting import acting, public_world
from web.api.specification import answers, specification
from web.market.surveillance_inputs import (
    AnnouncementRequest,
    InspectRequest,
    ReviewRequest,
    announce,
    inspect,
    review,
)

api = Blueprint("surveillance", __name__, url_prefix="/market")
TAGS = ["market"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class AlertsQuery(BaseModel):
    """Which alerts."""

    rule: Watch | None = None
    instrument: str = Field("", max_length=24)
    reviewed: bool | None = None
    limit: int = Field(100, ge=1, le=200)


class AnnouncementsQuery(BaseModel):
    """Which announcements."""

    instrument: str = Field("", max_length=24)
    limit: int = Field(20, ge=1, le=200)


class ReviewAnswer(BaseModel):
    """Who looked at an alert, when, and what they found."""

    note: str
    actor: str
    recorded_at: str


class AlertAnswer(BaseModel):
    """An alert; `figures` are those that its explanation names. A default has no instrument."""

    alert: str
    rule: Watch
    instrument: str | None
    party: dict[str, str] | None
    date: str
    explanation: dict[str, str]
    figures: dict[str, int | str]
    source: dict[str, str]
    recorded_at: str
    reviews: list[ReviewAnswer]


class AlertList(BaseModel):
    """Alerts, newest first."""

    alerts: list[AlertAnswer]


class AnnouncementAnswer(BaseModel):
    """A pause or resumption; `instrument` is null where a whole market is meant."""

    announcement: str
    kind: str
    market: str
    instrument: str | None
    reason: dict[str, str]
    recorded_at: str


class AnnouncementList(BaseModel):
    """Announcements, newest first."""

    announcements: list[AnnouncementAnswer]


class AnnouncedAnswer(BaseModel):
    """What an announcement did."""

    announcement: str
    state: str
    instruments: list[str]
    replayed: bool


class InspectedAnswer(BaseModel):
    """The alerts that an inspection newly entered."""

    day: str
    alerts: list[str]
    replayed: bool


class ReviewedAnswer(BaseModel):
    """Which alert was reviewed."""

    alert: str
    replayed: bool


@api.get("/announcements")
@specification.validate(
    query=AnnouncementsQuery, resp=answers(AnnouncementList, 404, 422), tags=TAGS
)
@public
def list_announcements(query: AnnouncementsQuery) -> AnnouncementList:
    """List announcements of pauses and resumptions."""
    with reading(public_world()) as session:
        found = announcements(session, query.instrument, query.limit)
    return AnnouncementList(announcements=[_announcement(each) for each in found])


@api.get("/surveillance/alerts")
@specification.validate(query=AlertsQuery, resp=answers(AlertList, 401, 403, 404, 422), tags=TAGS)
@for_roles(Role.OPERATOR)
def alerts(query: AlertsQuery) -> AlertList:
    """List alerts, newest first."""
    with reading(public_world()) as session:
        found = list_alerts(
            session,
            acting(session),
            rule=query.rule.value if query.rule else "",
            instrument=query.instrument,
            reviewed=query.reviewed,
            limit=query.limit,
        )
    return AlertList(alerts=[_alert(each) for each in found])


@api.get("/surveillance/alerts/<number>")
@specification.validate(resp=answers(AlertAnswer, 401, 403, 404), tags=TAGS)
@for_roles(Role.OPERATOR)
def alert(number: str) -> AlertAnswer:
    """Show an alert with its reviews."""
    with reading(public_world()) as session:
        return _alert(show_alert(session, number, acting(session)))


@api.post("/surveillance/alerts/<number>/reviews")
@specification.validate(json=ReviewRequest, resp=answers(ReviewedAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def review_alert(number: str, json: ReviewRequest) -> ReviewedAnswer:
    """Mark an alert as reviewed."""
    done = review(number, json, json.client_id)
    return ReviewedAnswer.model_validate({**done.data, "replayed": done.replayed})


@api.post("/surveillance/inspections")
@specification.validate(json=InspectRequest, resp=answers(InspectedAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def inspect_day(json: InspectRequest) -> InspectedAnswer:
    """Look through a day."""
    done = inspect(json, json.client_id)
    return InspectedAnswer.model_validate({**done.data, "replayed": done.replayed})


@api.post("/surveillance/<any(pause, resume):step>")
@specification.validate(
    json=AnnouncementRequest, resp=answers(AnnouncedAnswer, *REFUSED), tags=TAGS
)
@for_roles(Role.OPERATOR)
def pause_or_resume(step: str, json: AnnouncementRequest) -> AnnouncedAnswer:
    """Pause or resume trading; everybody is told."""
    done = announce(step, json, json.client_id)
    return AnnouncedAnswer.model_validate({**done.data, "replayed": done.replayed})


def _alert(each: AlertView) -> AlertAnswer:
    return AlertAnswer(
        alert=each.number,
        rule=Watch(each.rule),
        instrument=each.instrument,
        party=dict(each.party) if each.party else None,
        date=each.business_date.isoformat(),
        explanation=dict(each.explanation),
        figures=dict(each.figures),
        source=dict(each.source),
        recorded_at=each.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
        reviews=[
            ReviewAnswer(
                note=row.note,
                actor=row.actor,
                recorded_at=row.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
            )
            for row in each.reviews
        ],
    )


def _announcement(each: AnnouncementView) -> AnnouncementAnswer:
    return AnnouncementAnswer(
        announcement=each.number,
        kind=each.kind,
        market=each.market,
        instrument=each.instrument,
        reason=dict(each.reason),
        recorded_at=each.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
    )
