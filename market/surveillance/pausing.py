"""Pausing and resuming trading, inside the caller's unit of work; everybody is told."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from market.surveillance.commands import PauseTrading, ResumeTrading
from market.surveillance.refused_surveillance import (
    NothingToPause,
    NothingToResume,
    PauseScopeUnclear,
)
from market.venue.announcements import Announcement
from market.venue.days import record_event
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.worlds import Actor, Role, WorldSession, check_text, next_yearly

OPEN, PAUSED = "open", "paused"


def pause_trading(
    session: WorldSession, command: PauseTrading, actor: Actor
) -> Mapping[str, object]:
    """Pause an instrument or a market; open orders rest.

    Raises:
        RoleMissing: the actor is no operator.
        PauseScopeUnclear, UnknownInstrument: it does not say what.
        TextInvalid: a reason is missing.
        NothingToPause: nothing of it is open.
    """
    return _announce(session, command, actor, OPEN, PAUSED)


def resume_trading(
    session: WorldSession, command: ResumeTrading, actor: Actor
) -> Mapping[str, object]:
    """Let an instrument or a market trade again.

    Raises:
        RoleMissing: the actor is no operator.
        PauseScopeUnclear, UnknownInstrument: it does not say what.
        TextInvalid: a reason is missing.
        NothingToResume: nothing of it is paused.
    """
    return _announce(session, command, actor, PAUSED, OPEN)


def _announce(
    session: WorldSession,
    command: PauseTrading | ResumeTrading,
    actor: Actor,
    before: str,
    after: str,
) -> Mapping[str, object]:
    actor.check_role(Role.OPERATOR)
    if bool(command.instrument) == bool(command.market):
        raise PauseScopeUnclear(field="instrument")
    reason_zh = check_text(command.reason_zh, "reason_zh")
    reason_en = check_text(command.reason_en, "reason_en")
    meant = _meant(session, command)
    changed = [each for each in meant if each.state == before]
    if not changed:
        refusal = NothingToPause if after == PAUSED else NothingToResume
        scope = (command.instrument or command.market)[:60]
        raise refusal(scope=scope, field="instrument" if command.instrument else "market")
    kind = "paused" if after == PAUSED else "resumed"
    announcement = Announcement(
        number=next_yearly(session, "AN"),
        kind=kind,
        market=changed[0].market,
        instrument_id=changed[0].id if command.instrument else None,
        reason_zh=reason_zh,
        reason_en=reason_en,
        actor=actor.name,
        business_date=session.clock.today(),
        recorded_at=session.clock.now(),
    )
    session.add(announcement)
    for instrument in changed:
        instrument.state = after
        session.add(instrument)
        record_event(session, instrument, kind)
    session.flush()
    return {
        "announcement": announcement.number,
        "state": after,
        "instruments": [each.code for each in changed],
    }


def _meant(session: WorldSession, command: PauseTrading | ResumeTrading) -> Sequence[Instrument]:
    """Return the instruments an announcement is about, locked in the order of their numbers."""
    if command.instrument:
        return [find_instrument(session, command.instrument, lock=True)]
    codes = (
        select(Instrument.code)
        .where(Instrument.market == command.market)
        .order_by(col(Instrument.id))
    )
    return [find_instrument(session, code, lock=True) for code in session.exec(codes).all()]
