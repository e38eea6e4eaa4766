"""The steps of a batch: reductions aggregated, verified or rejected, and issued as credits."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import select

from registry.carbon_inclusion.aggregation import (
    AggregationPeriod,
    Reduction,
    Shared,
    agreed_on,
    period_bounds,
    share_out,
)
from registry.carbon_inclusion.batch_states import BatchState, BatchStep, advance
from registry.carbon_inclusion.commands import (
    AggregateReductions,
    BatchJudgement,
    RejectBatch,
    VerifyBatch,
)
from registry.carbon_inclusion.models import Batch, BatchEvent, InclusionPlatform
from registry.carbon_inclusion.platforms import PlatformFacts, own_platform
from registry.carbon_inclusion.refused_inclusion import (
    BatchPeriodInvalid,
    NothingToAggregate,
    UnknownBatch,
    VerifierIsPlatform,
)
from registry.carbon_inclusion.schemes import terms_on
from registry.parties.parties import find_verifier
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor
from registry.worlds.columns import day_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch, write
from registry.worlds.errors import words
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

NOTE_CHARACTERS_MAX = 1000
_WAITING = (
    "SELECT a.id, a.account_id, a.day, a.reduction_mg, r.reference FROM inclusion_activity a"
    " LEFT JOIN inclusion_reward r ON r.activity_id = a.id"
    " WHERE a.platform_id = ? AND a.day BETWEEN ? AND ? AND NOT EXISTS"
    " (SELECT 1 FROM inclusion_share s JOIN inclusion_batch b ON b.id = s.batch_id"
    " WHERE s.activity_id = a.id AND b.state <> 'rejected')"
)
_CONSENTS = (
    "SELECT s.account_id, s.day, s.step FROM inclusion_consent s"
    " JOIN carbon_account c ON c.id = s.account_id WHERE c.platform_id = ?"
)
_COLLECTED = (
    "SELECT a.account_id, a.day, sum(s.enterprise_mg) FROM inclusion_share s"
    " JOIN inclusion_batch b ON b.id = s.batch_id"
    " JOIN inclusion_activity a ON a.id = s.activity_id"
    " WHERE b.platform_id = ? AND b.state <> 'rejected' AND a.day BETWEEN ? AND ?"
    " GROUP BY a.account_id, a.day"
)
_ADD_SHARE = (
    "INSERT INTO inclusion_share (batch_id, activity_id, enterprise_mg, personal_mg)"
    " VALUES (?, ?, ?, ?)"
)


def aggregate(
    session: WorldSession, command: AggregateReductions, actor: Actor
) -> dict[str, object]:
    """Share out the reductions of a period that wait, each once.

    Raises:
        RoleMissing, NotRepresentative, UnknownPlatform: the actor may not report for it.
        BatchPeriodInvalid: the days are not in order, not of one year, or lie ahead.
        NothingToAggregate: no record of the period waits.
        RuleNotInForce: the scheme's threshold or period is not set.
    """
    platform = own_platform(session, command.platform, actor)
    start, end = command.period_from, command.period_to
    _check_period(start, end, session.clock.today())
    reductions = _waiting(session, platform, start, end)
    if not reductions:
        raise NothingToAggregate(platform=platform.number, period=f"{start} – {end}")
    shares = _shares(session, platform, reductions)
    batch = Batch(
        number=next_yearly(session, "IB"),
        platform_id=platform.id,
        period_from=start,
        period_to=end,
        vintage=end.year,
        records=len(shares),
        reduction_mg=sum(each.reduction_mg for each in reductions),
        enterprise_mg=sum(share.enterprise_mg for share in shares),
        personal_mg=sum(share.personal_mg for share in shares),
        state=BatchState.AGGREGATED.value,
    )
    session.add(batch)
    session.flush()
    rows = [(batch.id, *share) for share in shares]
    write(session, _ADD_SHARE, rows)
    record_batch_step(session, batch, BatchStep.AGGREGATE, actor, platform.party_id)
    return {
        "batch": batch.number,
        "records": batch.records,
        "reduction_mg": batch.reduction_mg,
        "enterprise_mg": batch.enterprise_mg,
        "personal_mg": batch.personal_mg,
    }


def verify_batch(session: WorldSession, command: VerifyBatch, actor: Actor) -> dict[str, object]:
    """Confirm a batch.

    Raises:
        RoleMissing, UnknownParty, NotRepresentative: the actor is no verification body.
        UnknownBatch: there is no such batch.
        VerifierIsPlatform: the body runs the platform.
        BatchInOtherState: it was judged before.
        TextInvalid: the note cannot be used.
    """
    return _judge(session, command, BatchStep.VERIFY, actor)


def reject_batch(session: WorldSession, command: RejectBatch, actor: Actor) -> dict[str, object]:
    """Reject a batch; its records wait again, and what it collected counts no more.

    Raises:
        The same as `verify_batch`.
    """
    return _judge(session, command, BatchStep.REJECT, actor)


def locked_batch(session: WorldSession, number: str) -> tuple[Batch, InclusionPlatform]:
    """Return a batch and its platform; others that change either wait.

    Raises:
        UnknownBatch: there is none with this number.
    """
    query = select(Batch).where(Batch.number == str(number))
    found = session.exec(query).first()
    if found is None:
        raise UnknownBatch(batch=str(number)[:40], value=str(number)[:40], field="batch")
    platform = session.exec(
        select(InclusionPlatform).where(InclusionPlatform.id == found.platform_id).with_for_update()
    ).one()
    session.refresh(found)
    return found, platform


def record_batch_step(
    session: WorldSession,
    batch: Batch,
    step: BatchStep,
    actor: Actor,
    party_id: int | None = None,
    note: str = "",
) -> None:
    """Note a step in a batch's history."""
    assert batch.id is not None
    session.add(
        BatchEvent(
            batch_id=batch.id,
            step=step.value,
            actor=actor.name,
            party_id=party_id,
            note=note,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()


def _judge(
    session: WorldSession, command: BatchJudgement, step: BatchStep, actor: Actor
) -> dict[str, object]:
    body = find_verifier(session, command.party_id, actor)
    note = command.note.strip() and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    batch, platform = locked_batch(session, command.batch)
    if platform.party_id == body.id:
        raise VerifierIsPlatform(party=body.name_zh, platform=platform.number)
    batch.state = advance(batch.state, step, batch.number).value
    batch.verifier_party_id = body.id
    session.add(batch)
    record_batch_step(session, batch, step, actor, body.id, note)
    return {"batch": batch.number, "state": batch.state}


def _check_period(start: date, end: date, today: date) -> None:
    reason = None
    if end < start:
        reason = words("it ends before it starts", "截止日早于起始日")
    elif end > today:
        reason = words("it is not over", "期间尚未结束")
    elif start.year != end.year:
        reason = words("it spans two calendar years", "跨越两个公历年")
    if reason:
        raise BatchPeriodInvalid(period=f"{start} – {end}", reason=reason, field="period_to")


def _waiting(
    session: WorldSession, platform: PlatformFacts, start: date, end: date
) -> list[Reduction]:
    steps: dict[int, list[tuple[date, str]]] = {}
    for account_id, day, step in fetch(session, _CONSENTS, (platform.id,)):
        steps.setdefault(account_id, []).append((day_read(day), step))
    days = (date_value(session, start), date_value(session, end))
    return [
        Reduction(
            activity_id=id_,
            account_id=account_id,
            day=day_read(day),
            reduction_mg=mg,
            collectable=bool(reward) and agreed_on(steps.get(account_id, ()), day_read(day)),
        )
        for id_, account_id, day, mg, reward in fetch(session, _WAITING, (platform.id, *days))
    ]


def _shares(
    session: WorldSession, platform: PlatformFacts, reductions: list[Reduction]
) -> list[Shared]:
    rules = rule_book(session)
    terms = {day: terms_on(rules, platform.scheme, day) for day in {one.day for one in reductions}}
    bounds = [period_bounds(day, held.period) for day, held in terms.items()]
    days = (min(first for first, _ in bounds), max(last for _, last in bounds))
    known = fetch(session, _COLLECTED, (platform.id, *(date_value(session, day) for day in days)))
    periods = {held.period for held in terms.values()}
    collected = _by_period(
        ((account_id, day_read(day), int(mg)) for account_id, day, mg in known), periods
    )
    return share_out(reductions, terms.__getitem__, collected)


def _by_period(
    known: Iterable[tuple[int, date, int]], periods: set[AggregationPeriod]
) -> dict[tuple[int, date], int]:
    """Return what was collected, by account and first day of the period."""
    collected: dict[tuple[int, date], int] = {}
    for account_id, day, mg in known:
        for first in {period_bounds(day, period)[0] for period in periods}:
            place = (account_id, first)
            collected[place] = collected.get(place, 0) + mg
    return collected
