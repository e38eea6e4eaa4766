"""Making and releasing source claims, inside the caller's unit of work."""

from datetime import date

from sqlmodel import col, select

from registry.claims.models import SourceBar, SourceClaim, SourceClaimEvent
from registry.claims.refused_claims import (
    ClaimReleased,
    SourceBarred,
    SourceClaimed,
    UnknownClaim,
)
from registry.claims.rules import (
    KIND_NAMES,
    MECHANISM_NAMES,
    REGISTRATION,
    Claim,
    check_claim,
    check_source,
    exclude,
)
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import words
from registry.worlds.texts import check_text

REFERENCE_CHARACTERS_MAX = 64
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ':claim:' || ?, 0))"


def claim(  # noqa: PLR0913  a claim has this many parts
    session: WorldSession,
    *,
    mechanism: str,
    source: str,
    period_from: date,
    period_to: date,
    reference: str,
    kind: str = REGISTRATION,
    measure: str = "mwh",
    quantity: int | None = None,
    actor: str = "",
) -> int:
    """Claim what a source yields in a period for a mechanism.

    Args:
        session: the unit of work.
        mechanism: ``ccer``, ``gec`` or another short name.
        source: a meter, a device or an area; see `check_source`.
        period_from: first day.
        period_to: last day, included.
        reference: the record it is claimed for, such as a project's number.
        kind: ``registration`` (a crediting period), ``reduction`` (verified reductions) or ``use``.
        measure: what the quantity counts.
        quantity: how much, in that measure; None: all of it.
        actor: whose act it is.

    Returns:
        The claim's id.

    Raises:
        SourceBarred: the mechanism may not newly register the source.
        SourceClaimed: another mechanism, or another claim of this kind, stands on a part of it.
        SourceInvalid, PeriodInvalid, TextInvalid: a value cannot be used.
    """
    wanted = check_claim(
        Claim(
            mechanism,
            kind,
            source,
            period_from,
            period_to,
            check_text(reference, "reference", REFERENCE_CHARACTERS_MAX),
        )
    )
    lock_source(session, wanted.source)
    if kind == REGISTRATION:
        _check_bars(session, wanted)
    for row in _overlapping(session, wanted):
        if exclude(wanted, _value(row)):
            raise _refusal(wanted, row)
    return _record(session, wanted, measure, quantity, actor)


def release(session: WorldSession, claim_id: int, *, actor: str = "", note: str = "") -> None:
    """Give a claim up: its source and period are free again.

    Raises:
        UnknownClaim: there is none.
        ClaimReleased: it was released before.
    """
    statement = select(SourceClaim).where(SourceClaim.id == claim_id).with_for_update()
    record = session.exec(statement.execution_options(populate_existing=True)).first()
    if record is None:
        raise UnknownClaim(claim=claim_id)
    if record.state != "active":
        raise ClaimReleased(claim=claim_id)
    record.state = "released"
    session.add(record)
    session.flush()
    _note(session, claim_id, "released", actor, note)


def bar(
    session: WorldSession,
    *,
    mechanism: str,
    source: str,
    day_from: date,
    day_to: date | None,
    reason: str,
) -> None:
    """Keep a mechanism from newly registering a source.

    Args:
        session: the unit of work.
        mechanism: which.
        source: a meter, a device or an area.
        day_from: first day on which it may not.
        day_to: last day; None: no end is known.
        reason: the rule it follows from.

    Raises:
        SourceInvalid: the source cannot be read.
    """
    session.add(
        SourceBar(
            source=check_source(source),
            mechanism=mechanism,
            day_from=day_from,
            day_to=day_to,
            reason=reason[:200],
            recorded_at=session.clock.now(),
        )
    )
    session.flush()


def lock_source(session: WorldSession, source: str) -> None:
    """Let other claims on a source wait until this unit of work ends."""
    session.flush()
    if not session.is_sqlite:
        fetch(session, _LOCK, (source,))


def _record(
    session: WorldSession, wanted: Claim, measure: str, quantity: int | None, actor: str
) -> int:
    record = SourceClaim(
        **wanted._asdict(),
        measure=measure,
        quantity=quantity,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(record)
    session.flush()
    assert record.id is not None
    _note(session, record.id, "claimed", actor, "")
    return record.id


def _check_bars(session: WorldSession, wanted: Claim) -> None:
    today = session.clock.today()
    statement = select(SourceBar).where(
        SourceBar.source == wanted.source,
        SourceBar.mechanism == wanted.mechanism,
        col(SourceBar.day_from) <= today,
    )
    for row in session.exec(statement):
        if row.day_to is None or today <= row.day_to:
            raise SourceBarred(
                source=wanted.source,
                mechanism=MECHANISM_NAMES.get(row.mechanism, words(row.mechanism, row.mechanism)),
                until=f"{row.day_from} – {row.day_to or ''}",
                reason=row.reason,
                field="source",
            )


def _overlapping(session: WorldSession, wanted: Claim) -> list[SourceClaim]:
    statement = (
        select(SourceClaim)
        .where(
            SourceClaim.source == wanted.source,
            SourceClaim.state == "active",
            col(SourceClaim.period_from) <= wanted.period_to,
            col(SourceClaim.period_to) >= wanted.period_from,
        )
        .order_by(col(SourceClaim.id))
    )
    return list(session.exec(statement).all())


def _value(row: SourceClaim) -> Claim:
    return Claim(row.mechanism, row.kind, row.source, row.period_from, row.period_to, row.reference)


def _refusal(wanted: Claim, row: SourceClaim) -> SourceClaimed:
    return SourceClaimed(
        source=wanted.source,
        period=f"{wanted.period_from} – {wanted.period_to}",
        mechanism=MECHANISM_NAMES.get(row.mechanism, words(row.mechanism, row.mechanism)),
        kind=KIND_NAMES.get(row.kind, words(row.kind, row.kind)),
        reference=row.reference,
        other_period=f"{row.period_from} – {row.period_to}",
        field="source",
    )


def _note(session: WorldSession, claim_id: int, step: str, actor: str, note: str) -> None:
    session.add(
        SourceClaimEvent(
            claim_id=claim_id,
            step=step,
            actor=actor,
            note=note[:200],
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
