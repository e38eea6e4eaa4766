"""Looking through a day, noting attempts, reviewing alerts; inside the caller's unit of work."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from sqlmodel import col, select

from market.surveillance.commands import InspectDay, NoteSelfTrade, ReviewAlert
from market.surveillance.detectors import (
    Finding,
    Watch,
    band_touches,
    cancel_shares,
    corridor,
    defaults,
    large_holders,
    self_trades,
)
from market.surveillance.facts import (
    SETTLEMENT,
    Profiles,
    Watched,
    attempts_of,
    claims_until,
    days_until,
    holdings_of,
    orders_of,
)
from market.surveillance.models import Alert, AlertReview, SelfTradeAttempt
from market.surveillance.refused_surveillance import DayNotBegun, UnknownAlert
from market.venue.finding import find_instrument, find_order
from market.venue.models import Instrument, TradingDay
from registry.parties import find_account
from registry.rules import rule_book
from registry.worlds import (
    Actor,
    Command,
    Role,
    WorldSession,
    check_text,
    next_yearly,
    was_carried_out,
)

WATCHERS = (Role.OPERATOR, Role.REGULATOR)
"""Roles that may read alerts."""
_ALERT_CHARACTERS_MAX = 24
_DAYS_BACK_MAX = 5
"""How many days a clock that stood still, or jumped, makes up for."""
_CLOCK = Actor("clock", frozenset({Role.OPERATOR}), system=True)


def inspect_day(session: WorldSession, command: InspectDay, actor: Actor) -> Mapping[str, object]:
    """Apply every rule of surveillance to every instrument, and report who could not pay.

    What was found before is not repeated.

    Raises:
        RoleMissing: the actor is no operator.
        DayNotBegun: the day lies in the future.
    """
    actor.check_role(Role.OPERATOR)
    if command.day > session.clock.today():
        raise DayNotBegun(day=command.day.isoformat(), field="day")
    profiles = Profiles(rule_book(session))
    listed = select(Instrument).order_by(col(Instrument.id))
    numbers = []
    for instrument in session.exec(listed).all():
        watched = profiles.watched(instrument.market, command.day)
        for finding in _findings(session, profiles, instrument, command.day, watched):
            source = watched.sources[finding.rule]
            numbers.append(_alert(session, command.day, finding, source, instrument))
    for day, claim in claims_until(session, command.day):
        for finding in defaults([claim]):
            numbers.append(_alert(session, day, finding, SETTLEMENT))
    session.flush()
    entered = [number for number in numbers if number is not None]
    return {"day": command.day.isoformat(), "alerts": entered}


def review_alert(session: WorldSession, command: ReviewAlert, actor: Actor) -> Mapping[str, object]:
    """Mark an alert as reviewed; every review is kept.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownAlert: there is none.
        TextInvalid: there is no note.
    """
    actor.check_role(Role.OPERATOR)
    alert = find_alert(session, command.alert)
    assert alert.id is not None
    session.add(
        AlertReview(
            alert_id=alert.id,
            note=check_text(command.note, "note"),
            actor=actor.name,
            business_date=session.clock.today(),
            recorded_at=session.clock.now(),
        )
    )
    session.flush()
    return {"alert": alert.number}


def note_self_trade(
    session: WorldSession, command: NoteSelfTrade, actor: Actor
) -> Mapping[str, object]:
    """Keep that an order was refused as a trade with its own party; the house does this.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownInstrument, UnknownAccount, UnknownOrder: something named does not exist.
    """
    actor.check_role(Role.OPERATOR)
    instrument = find_instrument(session, command.instrument)
    account = find_account(session, command.account)
    order = find_order(session, command.order_id)
    assert instrument.id is not None
    assert order.id is not None
    session.add(
        SelfTradeAttempt(
            instrument_id=instrument.id,
            account_id=account.id,
            party_id=order.party_id,
            order_id=order.id,
            business_date=session.clock.today(),
            recorded_at=session.clock.now(),
        )
    )
    session.flush()
    return {"instrument": instrument.code, "order_id": order.id}


def find_alert(session: WorldSession, number: str) -> Alert:
    """Return an alert.

    Raises:
        UnknownAlert: none has the number.
    """
    known = number.isascii() and number.isprintable() and len(number) <= _ALERT_CHARACTERS_MAX
    found = session.exec(select(Alert).where(Alert.number == number)).first() if known else None
    if found is None:
        raise UnknownAlert(alert=number[:_ALERT_CHARACTERS_MAX], field="alert")
    return found


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield the inspections of days that are over, from the last that was carried out on."""
    over = (
        select(col(TradingDay.business_date))
        .where(col(TradingDay.business_date) < session.clock.today())
        .distinct()
        .order_by(col(TradingDay.business_date).desc())
        .limit(_DAYS_BACK_MAX)
    )
    missed: list[InspectDay] = []
    for day in session.exec(over).all():
        client_id = f"inspection:{day.isoformat()}"
        if was_carried_out(session, client_id, InspectDay, _CLOCK):
            break
        missed.append(InspectDay(client_id=client_id, day=day))
    yield from reversed(missed)


def _findings(
    session: WorldSession,
    profiles: Profiles,
    instrument: Instrument,
    day: date,
    watched: Watched,
) -> Iterator[Finding]:
    thresholds = watched.thresholds
    number = max(thresholds.touch_days, thresholds.corridor_days)
    days = days_until(session, profiles, instrument, day, number)
    yield from self_trades(attempts_of(session, instrument, day))
    yield from band_touches(days, thresholds)
    yield from large_holders(holdings_of(session, instrument), thresholds)
    yield from cancel_shares(orders_of(session, instrument, day), thresholds)
    yield from corridor(days, thresholds)


def _alert(
    session: WorldSession,
    day: date,
    finding: Finding,
    source: Mapping[str, str],
    instrument: Instrument | None = None,
) -> str | None:
    """Enter what was found, of no instrument where it is a default; None if it was known before."""
    key = _key(day, finding, instrument)
    if session.exec(select(Alert.id).where(Alert.key == key)).first() is not None:
        return None
    alert = Alert(
        number=next_yearly(session, "SA"),
        key=key,
        rule=finding.rule.value,
        instrument_id=instrument.id if instrument else None,
        party_id=finding.party_id,
        business_date=day,
        figures_json=json.dumps(finding.figures, sort_keys=True),
        source_zh=source["zh"],
        source_en=source["en"],
        recorded_at=session.clock.now(),
    )
    session.add(alert)
    return alert.number


def _key(day: date, finding: Finding, instrument: Instrument | None) -> str:
    """Name what was found: a claim, a holder once a month, anything else once a day."""
    if instrument is None:
        return f"{finding.rule.value}:{finding.figures['claim']}"
    period = f"{day:%Y-%m}" if finding.rule is Watch.LARGE_HOLDER else day.isoformat()
    return f"{finding.rule.value}:{instrument.code}:{finding.party_id or 0}:{period}"
