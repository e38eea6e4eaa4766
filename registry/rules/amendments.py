"""A world's own rules: the book and calendar as amended, and amending them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlmodel import col, select

from registry.rules.book import Confidence, RuleBook, RuleParameter, check_value
from registry.rules.calendars import WorkingCalendar, file_calendar
from registry.rules.commands import AmendCalendar, AmendRule
from registry.rules.files import file_rules
from registry.rules.models import CalendarAmendment, RuleAmendment
from registry.rules.refused_rules import (
    CalendarUnchanged,
    RuleConfidenceInvalid,
    RuleDatesDisordered,
    RuleKeyUnknown,
    RuleUnitDiffers,
    RuleValueInvalid,
)
from registry.worlds.actors import Actor, Role
from registry.worlds.columns import day_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, instant_value
from registry.worlds.texts import check_text

SOURCE_CHARACTERS_MAX = 300
REASON_CHARACTERS_MAX = 1000
VALUE_CHARACTERS_MAX = 300
NAME_CHARACTERS_MAX = 100
NAME_OF_RULE_CHARACTERS_MAX = 60

USABLE: list[Callable[[RuleBook, RuleParameter], bool]] = []
"""Asked whether those who read a rule could go on with a book amended by a value; `market` adds its
own."""

_AMENDMENTS = (
    "SELECT scheme, key, value, unit, applies_to, valid_from, valid_to, source, confidence, id"
    " FROM rule_amendment {known} ORDER BY id DESC"
)
_DAYS = "SELECT day, working FROM calendar_amendment {known} ORDER BY id"
_KNOWN_BY = "WHERE recorded_at <= ?"


def rule_book(session: WorldSession, known_by: datetime | None = None) -> RuleBook:
    """Return the rules of a world: those of the files, as amended here.

    Args:
        session: any session of the world.
        known_by: leave out what was recorded later; None: nothing.
    """
    rows = _rows(session, _AMENDMENTS, known_by)
    return _amended(tuple(map(tuple, rows))) if rows else file_rules()


def working_calendar(session: WorldSession, known_by: datetime | None = None) -> WorkingCalendar:
    """Return the working days of a world: those of the notices, as amended here.

    Args:
        session: any session of the world.
        known_by: leave out what was recorded later; None: nothing.
    """
    rows = _rows(session, _DAYS, known_by)
    if not rows:
        return file_calendar()
    return file_calendar().changed({day_read(day): bool(working) for day, working in rows})


class AmendmentView(NamedTuple):
    """Why a rule was amended, and when."""

    id: int
    reason: str
    business_date: date


class CalendarChange(NamedTuple):
    """A day that a world works, or does not, otherwise."""

    day: date
    working: bool
    name: str
    source: str


def rule_amendments(session: WorldSession, scheme: str, key: str) -> list[AmendmentView]:
    """Return the amendments of a rule, the newest first."""
    wanted = select(RuleAmendment).where(RuleAmendment.scheme == scheme, RuleAmendment.key == key)
    rows = session.exec(wanted.order_by(col(RuleAmendment.id).desc())).all()
    return [AmendmentView(row.id or 0, row.reason, row.business_date) for row in rows]


def calendar_amendments(session: WorldSession) -> list[CalendarChange]:
    """Return the days that a world works, or does not, otherwise; the newest first."""
    wanted = select(CalendarAmendment).order_by(col(CalendarAmendment.id).desc())
    rows = session.exec(wanted).all()
    return [CalendarChange(row.day, row.working, row.name, row.source) for row in rows]


def amend_rule(session: WorldSession, command: AmendRule, actor: Actor) -> dict[str, object]:
    """Set a rule's value in this world; where several hold on a day the latest amendment wins.

    Raises:
        RoleMissing: the actor is no administrator.
        RuleKeyUnknown: the scheme has no such rule.
        RuleUnitDiffers: the rule is kept in another unit.
        RuleDatesDisordered: it would end before it begins.
        RuleConfidenceInvalid: the confidence is none, or says that the value is unknown.
        RuleValueInvalid, TextInvalid: a value cannot be used.
    """
    actor.check_role(Role.ADMINISTRATOR)
    book = rule_book(session)
    known = book.history(command.scheme, command.key)
    if not known:
        raise RuleKeyUnknown(
            scheme=command.scheme[:60], key=command.key[:60], field="key", value=command.key[:60]
        )
    if command.unit not in {each.unit for each in known}:
        raise RuleUnitDiffers(
            key=command.key, unit=known[0].unit, value=command.unit[:30], field="unit"
        )
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise RuleDatesDisordered(first=command.valid_from, last=command.valid_to, field="valid_to")
    value = check_text(command.value, "value", VALUE_CHARACTERS_MAX)
    row = RuleAmendment(
        scheme=command.scheme,
        key=command.key,
        applies_to=check_text(command.applies_to, "applies_to", NAME_OF_RULE_CHARACTERS_MAX),
        value=check_value(command.key, value, command.unit),
        unit=command.unit,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        source=check_text(command.source, "source", SOURCE_CHARACTERS_MAX),
        confidence=_confidence(command.confidence),
        reason=check_text(command.reason, "reason", REASON_CHARACTERS_MAX),
        actor=actor.name,
        client_id=command.client_id,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    value_given = _given(row)
    amended = book.amended([value_given])
    if not all(usable(amended, value_given) for usable in USABLE):
        raise RuleValueInvalid(key=row.key, value=row.value[:40], unit=row.unit, field="value")
    session.add(row)
    session.flush()
    return {"amendment": row.id, "scheme": row.scheme, "key": row.key, "value": row.value}


def amend_calendar(
    session: WorldSession, command: AmendCalendar, actor: Actor
) -> dict[str, object]:
    """Let a day be worked, or not, in this world.

    Raises:
        RoleMissing: the actor is no administrator.
        CalendarUnchanged: the calendar says so already.
        TextInvalid: a value cannot be used.
    """
    actor.check_role(Role.ADMINISTRATOR)
    if working_calendar(session).is_working_day(command.day) == command.working:
        raise CalendarUnchanged(day=command.day, field="day")
    row = CalendarAmendment(
        day=command.day,
        working=command.working,
        name=check_text(command.name, "name", NAME_CHARACTERS_MAX),
        source=check_text(command.source, "source", SOURCE_CHARACTERS_MAX),
        actor=actor.name,
        client_id=command.client_id,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(row)
    session.flush()
    return {"amendment": row.id, "day": row.day.isoformat(), "working": row.working}


def _rows(session: WorldSession, text: str, known_by: datetime | None) -> Sequence[Sequence[Any]]:
    session.flush()
    if known_by is None:
        return fetch(session, text.format(known=""))
    return fetch(session, text.format(known=_KNOWN_BY), (instant_value(session, known_by),))


@lru_cache(maxsize=64)
def _amended(rows: tuple[tuple[Any, ...], ...]) -> RuleBook:
    """Return the book with amendments; the same book for the same rows."""
    return file_rules().amended(_parameter(row) for row in rows)


def _parameter(row: Sequence[Any]) -> RuleParameter:
    scheme, key, value, unit, applies_to, valid_from, valid_to, source, confidence, id_ = row
    return RuleParameter(
        scheme=scheme,
        key=key,
        value=value,
        unit=unit,
        applies_to=applies_to,
        valid_from=day_read(valid_from),
        valid_to=None if valid_to is None else day_read(valid_to),
        source=source,
        confidence=Confidence(confidence),
        amendment=id_,
    )


def _given(row: RuleAmendment) -> RuleParameter:
    """Return what an amendment would be in the book, before it has a number."""
    return RuleParameter(
        scheme=row.scheme,
        key=row.key,
        value=row.value,
        unit=row.unit,
        applies_to=row.applies_to,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        confidence=Confidence(row.confidence),
    )


def _confidence(value: str) -> str:
    known = {each.value for each in Confidence} - {Confidence.UNKNOWN.value}
    if value not in known:
        raise RuleConfidenceInvalid(value=str(value)[:40], field="confidence")
    return Confidence(value).value
