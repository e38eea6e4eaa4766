"""What the clock does about financing contracts: lapses, marks, ends, enforcement."""

from collections.abc import Iterator

from sqlmodel import col, select

from market.financing.commands import (
    EnforceFinancing,
    ExpireFinancing,
    MarkFinancing,
    MatureFinancing,
)
from market.financing.finding import is_time
from market.financing.models import FinancingContract, FinancingMark
from market.financing.states import STANDING, FinancingState
from registry.rules import working_calendar
from registry.worlds import Command, WorldSession


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield what the clock must do now, the marks of a day before its ends.

    A call whose last day has passed is carried out at that day's close; the price of a later day
    does not lift it.
    """
    today = session.clock.today()
    lapsed = select(FinancingContract.number).where(
        FinancingContract.state == FinancingState.OFFERED.value,
        col(FinancingContract.offer_until) < today,
    )
    for number in session.exec(lapsed.order_by(col(FinancingContract.id))).all():
        yield ExpireFinancing(client_id=f"financing-lapse:{number}", contract=number)
    standing = list(_standing(session))
    if working_calendar(session).is_working_day(today):
        marked = set(
            session.exec(
                select(FinancingMark.contract_id).where(FinancingMark.business_date == today)
            ).all()
        )
        for contract in standing:
            overdue = contract.call_due_on is not None and contract.call_due_on < today
            if contract.id not in marked and not overdue and _marked_on(contract, session):
                number = contract.number
                id_ = f"financing-mark:{number}:{today}"
                yield MarkFinancing(client_id=id_, contract=number, day=today)
    for contract in standing:
        number, ends_on, called = contract.number, contract.matures_on, contract.call_due_on
        assert ends_on is not None
        if called is not None and called < ends_on and is_time(session, contract.market, called):
            id_ = f"financing-enforce:{number}:{called}"
            yield EnforceFinancing(client_id=id_, contract=number, day=called)
        elif is_time(session, contract.market, ends_on):
            yield MatureFinancing(client_id=f"financing-end:{number}", contract=number)


def _standing(session: WorldSession) -> Iterator[FinancingContract]:
    statement = (
        select(FinancingContract)
        .where(col(FinancingContract.state).in_([state.value for state in STANDING]))
        .order_by(col(FinancingContract.id))
        .execution_options(populate_existing=True)
    )
    yield from session.exec(statement).all()


def _marked_on(contract: FinancingContract, session: WorldSession) -> bool:
    """Tell whether a contract is marked today: from the day after its start to its last day."""
    assert contract.starts_on is not None
    assert contract.matures_on is not None
    return contract.starts_on < session.clock.today() <= contract.matures_on
