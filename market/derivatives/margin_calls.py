"""Margin of positions: reserved, drawn on, called for, posted; and positions closed out.

All of it happens inside the caller's unit of work, with the series locked.
"""

from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import col, select

from market.clearing.cash import Security, check_alone
from market.derivatives.commands import EndMarginCall, PostMargin
from market.derivatives.finding import (
    CENTRAL_COUNTERPARTY,
    account_state,
    find_margin_call,
    free_fen,
    held,
    hold,
    id_of,
    lock_series,
    margin_fen,
    margin_terms,
    position_of,
)
from market.derivatives.margin import Holding, initial_margin_fen, unpaid_loss_fen
from market.derivatives.models import (
    ContractSeries,
    MarginCall,
    SeriesPosition,
    SeriesSettlement,
    SeriesTrade,
)
from market.derivatives.payments import pay_variations
from market.derivatives.prices import last_settlement
from market.derivatives.terms import next_opening
from market.rules.orders import cny_text
from market.rules.refused_series import MarginCallNotDue, MarginCallNotOpen, MarginTooSmall
from registry.ledger import CASH_UNIT_TYPE_ID, reserve, void_many
from registry.parties import find_own_account
from registry.rules import working_calendar
from registry.worlds import DISPOSING, MARKET_ZONE, Actor, Role, WorldSession


def keep_margin(session: WorldSession, position: SeriesPosition, needed_fen: int) -> None:
    """Reserve what a position lacks, or release what it no longer needs.

    Args:
        session: the unit of work.
        position: after what changed it.
        needed_fen: what it must have.

    Raises:
        MarginTooSmall: the account has too little free cash.
        AccountNotOpen: the account is frozen or closed.
    """
    has_fen = margin_fen(session, position)
    if needed_fen < has_fen:
        set_margin(session, position, has_fen, needed_fen)
    elif needed_fen > has_fen:
        free = free_fen(session, position.account_id)
        if needed_fen - has_fen > free:
            raise MarginTooSmall(
                account=account_state(session, position.account_id).number,
                needed_cny=cny_text(needed_fen - has_fen),
                available_cny=cny_text(free),
                field="contracts",
            )
        set_margin(session, position, has_fen, needed_fen)


def set_margin(
    session: WorldSession, position: SeriesPosition, has_fen: int, needed_fen: int
) -> None:
    """Reserve exactly so much for a position; more than before takes an open account."""
    if needed_fen < has_fen:
        assert position.reservation_id is not None
        void_many(session, [(position.reservation_id, has_fen - needed_fen)], even_closed=True)
    elif needed_fen > has_fen:
        if has_fen:
            assert position.reservation_id is not None
            void_many(session, [(position.reservation_id, None)], even_closed=True)
        reserved = reserve(
            session, position.account_id, CASH_UNIT_TYPE_ID, needed_fen, f"margin {position.id}"
        )
        position.reservation_id = reserved.id
    session.add(position)
    session.flush()


def open_call(session: WorldSession, position: SeriesPosition) -> MarginCall | None:
    """Return the open call on a position, if there is one."""
    statement = select(MarginCall).where(
        MarginCall.position_id == position.id, MarginCall.state == "open"
    )
    return session.exec(statement.execution_options(populate_existing=True)).first()


def post_margin(session: WorldSession, command: PostMargin, actor: Actor) -> Mapping[str, object]:
    """Answer a call: what the position lacks of its initial margin is reserved.

    Raises:
        RoleMissing, UnknownMarginCall, NotRepresentative, NeedsFullMandate: the actor may not.
        MarginCallNotOpen: nothing is owed on it.
        MarginTooSmall, AccountNotOpen: it cannot be set aside.
    """
    actor.check_role(*DISPOSING)
    call, position, series = _locked(session, command.call)
    number = account_state(session, position.account_id).number
    check_alone(session, command.kind, find_own_account(session, number, actor), actor)
    _check_call_open(call)
    posted_fen = needed_fen(session, series, position) - margin_fen(session, position)
    keep_margin(session, position, needed_fen(session, series, position))
    end_calls(session, position, "met")
    return {"call": call.id, "series": series.code, "posted_fen": max(0, posted_fen)}


def end_margin_call(
    session: WorldSession, command: EndMarginCall, actor: Actor
) -> Mapping[str, object]:
    """Carry out a call whose deadline has passed.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownMarginCall, MarginCallNotOpen, MarginCallNotDue: there is nothing to carry out.
        CentralCounterpartyShort: the reserve cannot pay what the position owes.
    """
    actor.check_role(Role.OPERATOR)
    call, position, series = _locked(session, command.call)
    _check_call_open(call)
    if session.clock.now() < call.deadline:
        deadline = call.deadline.astimezone(MARKET_ZONE).strftime("%Y-%m-%d %H:%M")
        raise MarginCallNotDue(call=call.id, deadline=deadline, field="call")
    end_call(session, series, position)
    session.refresh(call)
    return {"call": call.id, "series": series.code, "state": call.state}


def end_call(session: WorldSession, series: ContractSeries, position: SeriesPosition) -> None:
    """Take the margin out of free cash where there is enough, else close the position out."""
    needed = needed_fen(session, series, position)
    lacking = needed - margin_fen(session, position)
    account = account_state(session, position.account_id)
    if lacking <= 0:
        end_calls(session, position, "met")
    elif account.is_open and lacking <= free_fen(session, position.account_id):
        set_margin(session, position, needed - lacking, needed)
        end_calls(session, position, "met")
    else:
        last = last_settlement(session, series)
        assert last is not None
        close_out(session, series, position, last.price_fen)


def close_out(
    session: WorldSession, series: ContractSeries, position: SeriesPosition, price_fen: int
) -> None:
    """Move a position to the central counterparty at a price, and free what margin is left.

    What it gained or lost since it was last marked is paid first, out of the settlement reserve or
    to it. The counterparty takes it over at the value it was carried at, so that the values of the
    series still add up to zero; the next settlement pays the others.

    Raises:
        CentralCounterpartyShort: the reserve cannot pay what the position owes.
    """
    (net, value_fen), account_id = held(position), position.account_id
    assert net
    pay_variations(session, series, [position], price_fen)
    house = position_of(session, series, CENTRAL_COUNTERPARTY)
    hold(house, Holding(house.net + net, house.value_fen + value_fen))
    hold(position, Holding())
    buyer, seller = (
        (CENTRAL_COUNTERPARTY, account_id) if net > 0 else (account_id, CENTRAL_COUNTERPARTY)
    )
    trade = SeriesTrade(
        series_id=id_of(series.id),
        kind="close_out",
        buyer_account_id=buyer,
        seller_account_id=seller,
        price_fen=price_fen,
        contracts=abs(net),
        business_date=session.clock.today(),
        traded_at=session.clock.now(),
    )
    session.add_all([house, position, trade])
    set_margin(session, position, margin_fen(session, position), 0)
    end_calls(session, position, "closed_out")


def margin_of(session: WorldSession, account_id: int) -> Security:
    """Return the margin that an account has set aside, and what open calls ask of it."""
    called = (
        select(func.coalesce(func.sum(MarginCall.amount_fen), 0))
        .join(SeriesPosition, col(SeriesPosition.id) == col(MarginCall.position_id))
        .where(MarginCall.state == "open", SeriesPosition.account_id == account_id)
    )
    own = select(SeriesPosition).where(
        SeriesPosition.account_id == account_id, col(SeriesPosition.reservation_id).is_not(None)
    )
    return Security(
        margin_fen=sum(margin_fen(session, each) for each in session.exec(own).all()),
        called_fen=int(session.exec(called).one()),
    )


def call_margin(
    session: WorldSession,
    series: ContractSeries,
    position: SeriesPosition,
    settlement: SeriesSettlement,
    lacking_fen: int,
) -> None:
    """Ask for margin by the next opening, unless a call is open; its deadline stands."""
    if open_call(session, position) is None:
        call = MarginCall(
            position_id=id_of(position.id),
            settlement_id=id_of(settlement.id),
            amount_fen=lacking_fen,
            deadline=next_opening(working_calendar(session), series, settlement.business_date),
            called_at=session.clock.now(),
        )
        session.add(call)
        session.flush()


def end_calls(session: WorldSession, position: SeriesPosition, state: str) -> None:
    """End the open call on a position, if there is one."""
    call = open_call(session, position)
    if call is not None:
        call.state = state
        call.closed_at = session.clock.now()
        session.add(call)
        session.flush()


def needed_fen(session: WorldSession, series: ContractSeries, position: SeriesPosition) -> int:
    """Return the initial margin of a position and its unpaid loss at the last settlement price."""
    last = last_settlement(session, series)
    assert last is not None
    initial_fen = initial_margin_fen(
        margin_terms(series), position.net, last.price_fen, last.underlying_fen
    )
    return initial_fen + unpaid_loss_fen(held(position), last.price_fen, series.size_t)


def _locked(
    session: WorldSession, number: int
) -> tuple[MarginCall, SeriesPosition, ContractSeries]:
    call = find_margin_call(session, number)
    position = session.get_one(SeriesPosition, call.position_id)
    series = lock_series(session, position.series_id)
    session.refresh(call)
    session.refresh(position)
    return call, position, series


def _check_call_open(call: MarginCall) -> None:
    if call.state != "open":
        raise MarginCallNotOpen(call=call.id, field="call")
