"""Objections (异议) to daily statements and the operator's answers; both stay as made."""

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlmodel import col, select

from market.clearing.cash import check_alone
from market.clearing.commands import AnswerDispute, DisputeStatement
from market.clearing.models import DisputeAnswer, StatementDispute
from market.clearing.refused_clearing import (
    DisputeAnswered,
    DisputeOpen,
    DisputeTooLate,
    UnknownDispute,
    UnknownStatement,
)
from registry.parties import find_own_account
from registry.rules import rule_book, working_calendar
from registry.worlds import (
    DISPOSING,
    MARKET_ZONE,
    Actor,
    Role,
    WorldSession,
    check_text,
    next_yearly,
)

REASON_CHARACTERS_MAX = 1_000
FIRST_DAY = date(2000, 1, 1)


def dispute_statement(
    session: WorldSession, command: DisputeStatement, actor: Actor
) -> Mapping[str, object]:
    """Record an objection to the statement of a day.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative, NeedsFullMandate: the actor may not.
        UnknownStatement: the day has not begun.
        TextInvalid: the reason cannot be used.
        DisputeTooLate: the market has opened since.
        DisputeOpen: another objection to it waits for its answer.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    check_alone(session, command.kind, account, actor)
    check_day(session, account.number, command.business_date)
    reason = check_text(command.reason, "reason", REASON_CHARACTERS_MAX)
    until = disputed_until(session, command.business_date)
    if session.clock.now() >= until:
        raise DisputeTooLate(
            day=command.business_date.isoformat(), disputed_until=f"{until:%Y-%m-%d %H:%M}"
        )
    waiting = session.exec(
        select(StatementDispute.number)
        .outerjoin(DisputeAnswer, col(DisputeAnswer.dispute_id) == col(StatementDispute.id))
        .where(
            StatementDispute.account_id == account.id,
            StatementDispute.business_date == command.business_date,
            col(DisputeAnswer.id).is_(None),
        )
    ).first()
    if waiting is not None:
        raise DisputeOpen(dispute=waiting)
    row = StatementDispute(
        number=next_yearly(session, "DS"),
        account_id=account.id,
        business_date=command.business_date,
        reason=reason,
        actor=actor.name,
        recorded_at=session.clock.now(),
    )
    session.add(row)
    session.flush()
    return {"dispute": row.number, "account": account.number}


def answer_dispute(
    session: WorldSession, command: AnswerDispute, actor: Actor
) -> Mapping[str, object]:
    """Answer an objection, once.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownDispute: there is none with the number.
        DisputeAnswered: it has its answer.
        TextInvalid: the answer cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    found = select(StatementDispute).where(StatementDispute.number == str(command.dispute))
    row = session.exec(found.with_for_update()).first()
    if row is None:
        raise UnknownDispute(dispute=str(command.dispute)[:24], field="dispute")
    note = check_text(command.note, "note", REASON_CHARACTERS_MAX)
    assert row.id is not None
    answered = select(DisputeAnswer.id).where(DisputeAnswer.dispute_id == row.id)
    if session.exec(answered).first() is not None:
        raise DisputeAnswered(dispute=row.number, field="dispute")
    session.add(
        DisputeAnswer(
            dispute_id=row.id,
            upheld=bool(command.upheld),
            note=note,
            actor=actor.name,
            recorded_at=session.clock.now(),
        )
    )
    session.flush()
    return {"dispute": row.number, "upheld": bool(command.upheld)}


def check_day(session: WorldSession, account: str, day: date) -> None:
    """Refuse a day that has not begun, or lies before every market.

    Raises:
        UnknownStatement: it does.
    """
    if not FIRST_DAY <= day <= session.clock.today():
        raise UnknownStatement(account=account, day=day.isoformat(), field="date")


def disputed_until(session: WorldSession, day: date) -> datetime:
    """Return until when a day's statement may be disputed: the opening of the next working day."""
    rule = rule_book(session).parameter("control", "statement_disputed_until", day)
    following = working_calendar(session).add_working_days(day, 1)
    return datetime.combine(following, time.fromisoformat(rule.text), MARKET_ZONE)
