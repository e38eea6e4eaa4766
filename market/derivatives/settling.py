"""The settlement of a day: price, variation margin, margins and calls, close-outs.

Inside the caller's unit of work, with the series locked.
"""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from market.derivatives.commands import SettleSeriesDay
from market.derivatives.finding import (
    CENTRAL_COUNTERPARTY,
    find_series,
    id_of,
    margin_fen,
    margin_terms,
    positions,
)
from market.derivatives.margin import initial_margin_fen, maintenance_margin_fen
from market.derivatives.margin_calls import (
    call_margin,
    close_out,
    end_call,
    end_calls,
    set_margin,
)
from market.derivatives.models import (
    ContractSeries,
    MarginCall,
    SeriesMark,
    SeriesPosition,
    SeriesSettlement,
)
from market.derivatives.payments import Variation, pay_variations
from market.derivatives.prices import SettlementPrice, last_settlement, settlement_price
from market.derivatives.terms import moment
from market.rules.refused_series import SeriesDaySettled
from registry.rules import working_calendar
from registry.worlds import Actor, Role, WorldSession


def settle_series_day(
    session: WorldSession, command: SettleSeriesDay, actor: Actor
) -> Mapping[str, object]:
    """Settle a working day after its close.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownSeries, SeriesDaySettled: there is nothing to settle.
        CentralCounterpartyShort: the settlement reserve cannot cover what is missing.
    """
    actor.check_role(Role.OPERATOR)
    series = find_series(session, command.series, lock=True)
    _check_day(session, series, command.day)
    _end_calls_before(session, series, command.day)
    settlement = mark_positions(
        session, series, command.day, settlement_price(session, series, command.day)
    )
    return {
        "series": series.code,
        "day": command.day.isoformat(),
        "price_fen": settlement.price_fen,
        "basis": settlement.basis,
    }


def mark_positions(
    session: WorldSession, series: ContractSeries, day: date, price: SettlementPrice
) -> SeriesSettlement:
    """Mark every position to a price, pay the variations, and see to the margins.

    The final price asks for no margin: the positions end with it.

    Raises:
        CentralCounterpartyShort: the settlement reserve cannot cover what is missing.
    """
    paid = pay_variations(session, series, positions(session, series), price.price_fen)
    settlement = SeriesSettlement(
        series_id=id_of(series.id),
        business_date=day,
        basis=price.basis,
        price_fen=price.price_fen,
        underlying_fen=price.underlying_fen,
        contracts=price.contracts,
        transaction_id=paid.transaction_id,
        settled_at=session.clock.now(),
    )
    session.add(settlement)
    session.flush()
    for variation in paid.variations:
        _note(session, series, settlement, variation)
        if price.basis != "final" and variation.position.account_id != CENTRAL_COUNTERPARTY:
            _see_to_margin(session, series, settlement, variation)
    return settlement


def days_to_settle(session: WorldSession, series: ContractSeries, most: int) -> list[date]:
    """Return the working days that are over and not settled, oldest first.

    Args:
        session: any session.
        series: not expired.
        most: how many at most.
    """
    last = last_settlement(session, series)
    calendar, now = working_calendar(session), session.clock.now()
    day = calendar.add_working_days(last.business_date, 1) if last else series.listed_on
    if not calendar.is_working_day(day):
        day = calendar.add_working_days(day, 1)
    found: list[date] = []
    while (
        len(found) < most and day <= series.last_trading_day and moment(day, series.closes) <= now
    ):
        found.append(day)
        day = calendar.add_working_days(day, 1)
    return found


def _check_day(session: WorldSession, series: ContractSeries, day: date) -> None:
    if series.state != "open" or days_to_settle(session, series, 1) != [day]:
        raise SeriesDaySettled(series=series.code, day=day.isoformat(), field="day")


def _note(
    session: WorldSession,
    series: ContractSeries,
    settlement: SeriesSettlement,
    variation: Variation,
) -> None:
    position, gain_fen, taken = variation
    terms = margin_terms(series)
    needed = initial_margin_fen(
        terms, position.net, settlement.price_fen, settlement.underlying_fen
    )
    house = position.account_id == CENTRAL_COUNTERPARTY
    lost_fen = max(0, -gain_fen) if house else 0
    session.add(
        SeriesMark(
            settlement_id=id_of(settlement.id),
            account_id=position.account_id,
            net=position.net,
            variation_fen=gain_fen,
            from_margin_fen=taken.from_margin_fen,
            from_cash_fen=taken.from_cash_fen + lost_fen,
            missing_fen=taken.missing_fen,
            margin_fen=margin_fen(session, position),
            needed_fen=0 if house else needed,
        )
    )
    session.flush()


def _see_to_margin(
    session: WorldSession,
    series: ContractSeries,
    settlement: SeriesSettlement,
    variation: Variation,
) -> None:
    """Close out who could not pay, call who has too little, free what is too much."""
    position, terms = variation.position, margin_terms(series)
    at = (position.net, settlement.price_fen, settlement.underlying_fen)
    needed, has_fen = initial_margin_fen(terms, *at), margin_fen(session, position)
    if variation.collected.missing_fen and position.net:
        close_out(session, series, position, settlement.price_fen)
    elif has_fen < maintenance_margin_fen(terms, *at):
        call_margin(session, series, position, settlement, needed - has_fen)
    else:
        end_calls(session, position, "met")
        if has_fen > needed:
            set_margin(session, position, has_fen, needed)


def _end_calls_before(session: WorldSession, series: ContractSeries, day: date) -> None:
    """Carry out the calls that fell due before a day's close, as where days are made up for."""
    due = (
        select(SeriesPosition)
        .join(MarginCall, col(MarginCall.position_id) == col(SeriesPosition.id))
        .where(
            SeriesPosition.series_id == series.id,
            MarginCall.state == "open",
            col(MarginCall.deadline) <= moment(day, series.closes),
        )
        .order_by(col(SeriesPosition.id))
        .execution_options(populate_existing=True)
    )
    for position in session.exec(due).all():
        end_call(session, series, position)
