"""What those who watch a market read, and what everybody reads of its announcements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from market.surveillance.detectors import Watch
from market.surveillance.inspecting import WATCHERS, find_alert
from market.surveillance.models import Alert, AlertReview
from market.surveillance.words import WATCH_NAMES, explained
from market.venue.announcements import Announcement
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.ledger import Measure
from registry.worlds import WORLD_METADATA, Actor, WorldSession, words

ROWS_MAX = 200


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Who looked at an alert, when, and what they found."""

    note: str
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert with its explanation, in both languages; a default is of no instrument."""

    number: str
    rule: str
    name: Mapping[str, str]
    instrument: str | None
    party: Mapping[str, str] | None
    business_date: date
    explanation: Mapping[str, str]
    figures: Mapping[str, int | str]
    source: Mapping[str, str]
    recorded_at: datetime
    reviews: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """A public announcement; `instrument` is None where it concerns a whole market."""

    number: str
    kind: str
    market: str
    instrument: str | None
    reason: Mapping[str, str]
    business_date: date
    recorded_at: datetime


def list_alerts(
    session: WorldSession,
    actor: Actor,
    *,
    rule: str = "",
    instrument: str = "",
    reviewed: bool | None = None,
    limit: int = 100,
) -> list[AlertView]:
    """List alerts, newest first.

    Args:
        session: a reading.
        actor: operator or regulator.
        rule: only those of one rule; empty: of all.
        instrument: code; empty: any.
        reviewed: only those that were, or were not; None: all.
        limit: how many at most.

    Raises:
        RoleMissing: the actor neither operates nor regulates.
        UnknownInstrument: none has the code.
    """
    actor.check_role(*WATCHERS)
    looked_at = select_columns(col(AlertReview.alert_id))
    statement = select(Alert).order_by(col(Alert.id).desc()).limit(max(1, min(limit, ROWS_MAX)))
    if rule:
        statement = statement.where(Alert.rule == rule)
    if instrument:
        statement = statement.where(Alert.instrument_id == find_instrument(session, instrument).id)
    if reviewed is not None:
        seen = col(Alert.id).in_(looked_at)
        statement = statement.where(seen if reviewed else ~seen)
    return _views(session, session.exec(statement).all())


def show_alert(session: WorldSession, number: str, actor: Actor) -> AlertView:
    """Show an alert with its reviews.

    Raises:
        RoleMissing: the actor neither operates nor regulates.
        UnknownAlert: there is none.
    """
    actor.check_role(*WATCHERS)
    return _views(session, [find_alert(session, number)])[0]


def announcements(
    session: WorldSession, instrument: str = "", limit: int = 20
) -> list[AnnouncementView]:
    """List public announcements, newest first.

    Args:
        session: a reading.
        instrument: only those that concern it; empty: all.
        limit: how many at most.

    Raises:
        UnknownInstrument: none has the code.
    """
    statement = (
        select(Announcement, Instrument.code)
        .join(Instrument, col(Instrument.id) == col(Announcement.instrument_id), isouter=True)
        .order_by(col(Announcement.id).desc())
        .limit(max(1, min(limit, ROWS_MAX)))
    )
    if instrument:
        found = find_instrument(session, instrument)
        of_market = (col(Announcement.market) == found.market) & col(
            Announcement.instrument_id
        ).is_(None)
        statement = statement.where(or_(Announcement.instrument_id == found.id, of_market))
    return [
        AnnouncementView(
            number=row.number,
            kind=row.kind,
            market=row.market,
            instrument=code,
            reason=words(row.reason_en, row.reason_zh),
            business_date=row.business_date,
            recorded_at=row.recorded_at,
        )
        for row, code in session.exec(statement).all()
    ]


def pauses(session: WorldSession) -> dict[str, AnnouncementView]:
    """Return the announcement behind each paused instrument, by code."""
    paused = session.exec(
        select(Instrument.code).where(Instrument.state == "paused").order_by(Instrument.code)
    ).all()
    found = {code: announcements(session, code, limit=1) for code in paused}
    return {code: rows[0] for code, rows in found.items() if rows}


def _views(session: WorldSession, alerts: Sequence[Alert]) -> list[AlertView]:
    reviews: dict[int, list[ReviewView]] = {}
    looked_at = (
        select(AlertReview)
        .where(col(AlertReview.alert_id).in_([alert.id for alert in alerts]))
        .order_by(col(AlertReview.id))
    )
    for row in session.exec(looked_at).all():
        view = ReviewView(row.note, row.actor, row.recorded_at)
        reviews.setdefault(row.alert_id, []).append(view)
    party = WORLD_METADATA.tables["party"]
    wanted = select_columns(party.c.id, party.c.name_en, party.c.name_zh).where(
        party.c.id.in_([alert.party_id for alert in alerts if alert.party_id])
    )
    parties = {row[0]: words(row[1], row[2]) for row in session.execute(wanted)}
    unit_type = WORLD_METADATA.tables["unit_type"]
    named = select_columns(col(Instrument.id), col(Instrument.code), unit_type.c.measure).join_from(
        Instrument, unit_type, col(Instrument.unit_type_id) == unit_type.c.id
    )
    listed = session.execute(named).all()
    codes: dict[int | None, str] = {row[0]: row[1] for row in listed}
    certificates = {row[0] for row in listed if row[2] == Measure.MWH}
    found = []
    for alert in alerts:
        assert alert.id is not None
        figures = json.loads(alert.figures_json)
        found.append(
            AlertView(
                number=alert.number,
                rule=alert.rule,
                name=WATCH_NAMES[Watch(alert.rule)],
                instrument=codes.get(alert.instrument_id),
                party=parties.get(alert.party_id) if alert.party_id else None,
                business_date=alert.business_date,
                explanation=explained(
                    Watch(alert.rule),
                    figures,
                    "MWh" if alert.instrument_id in certificates else "t",
                ),
                figures=figures,
                source=words(alert.source_en, alert.source_zh),
                recorded_at=alert.recorded_at,
                reviews=tuple(reviews.get(alert.id, ())),
            )
        )
    return found
