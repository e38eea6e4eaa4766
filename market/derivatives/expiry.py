"""The end of a series: a last mark at the final price, then cash alone, or units against cash.

Delivery is paid at the final price of the underlying; the variation margin paid until then makes
up the difference to the price that was agreed, or to an option's strike. Contracts that one side
cannot deliver or pay end in cash at the same price.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from market.derivatives.commands import ExpireSeries
from market.derivatives.finding import (
    CENTRAL_COUNTERPARTY,
    account_state,
    find_series,
    hold,
    margin_fen,
    positions,
)
from market.derivatives.margin import Holding
from market.derivatives.margin_calls import end_calls, set_margin
from market.derivatives.models import ContractSeries, SeriesPosition
from market.derivatives.prices import SettlementPrice, final_price
from market.derivatives.settling import days_to_settle, mark_positions
from market.derivatives.terms import moment
from market.matching.sealed_bids import pro_rata
from market.rules.refused_series import SeriesNotDue
from market.venue.models import Instrument
from market.venue.resale import available_t
from registry.ledger import CASH_UNIT_TYPE_ID, Leg, Transaction, post
from registry.worlds import Actor, Role, WorldSession


class Side(NamedTuple):
    """One that delivers or receives, and how many contracts it can."""

    account_id: int
    contracts: int


def expire_series(
    session: WorldSession, command: ExpireSeries, actor: Actor
) -> Mapping[str, object]:
    """End a series on its day of expiry.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownSeries, SeriesNotDue: it cannot end now.
        CentralCounterpartyShort: the settlement reserve cannot cover what is missing.
    """
    actor.check_role(Role.OPERATOR)
    series = find_series(session, command.series, lock=True)
    if not is_due(session, series):
        raise SeriesNotDue(
            series=series.code, expires_on=series.expires_on.isoformat(), field="series"
        )
    price, ended = final_price(session, series), positions(session, series)
    mark_positions(session, series, series.expires_on, price)
    for position in ended:
        set_margin(session, position, margin_fen(session, position), 0)
        end_calls(session, position, "ended")
    delivers = series.settlement == "physical" and price.price_fen > 0
    delivered = _deliver(session, series, ended, price) if delivers else 0
    for position in ended:
        hold(position, Holding())
        session.add(position)
    series.state = "expired"
    series.final_price_fen = price.price_fen
    series.final_underlying_fen = price.underlying_fen
    series.delivered_contracts = delivered
    series.expired_at = session.clock.now()
    session.add(series)
    session.flush()
    return {
        "series": series.code,
        "final_price_fen": price.price_fen,
        "delivered_contracts": delivered,
    }


def is_due(session: WorldSession, series: ContractSeries) -> bool:
    """Return whether a series can end: its days are settled and the day of expiry has opened."""
    after = series.closes if series.expires_on == series.last_trading_day else series.opens
    return (
        series.state == "open"
        and session.clock.now() >= moment(series.expires_on, after)
        and not days_to_settle(session, series, 1)
    )


def _deliver(
    session: WorldSession,
    series: ContractSeries,
    ended: Sequence[SeriesPosition],
    price: SettlementPrice,
) -> int:
    """Deliver against payment what both sides can, in one transaction.

    Returns:
        Contracts delivered.
    """
    unit_type_id = session.get_one(Instrument, series.instrument_id).unit_type_id
    price_fen = price.underlying_fen * series.size_t
    puts = series.option_type == "put"
    members = [each for each in ended if each.net and each.account_id != CENTRAL_COUNTERPARTY]
    givers = [
        Side(each.account_id, _able(session, each, unit_type_id, series.size_t))
        for each in members
        if (each.net > 0) is puts
    ]
    takers = [
        Side(each.account_id, _able(session, each, CASH_UNIT_TYPE_ID, price_fen))
        for each in members
        if (each.net > 0) is not puts
    ]
    delivered = min(sum(side.contracts for side in givers), sum(side.contracts for side in takers))
    house = CENTRAL_COUNTERPARTY
    given, taken = _shares(givers, delivered), _shares(takers, delivered)
    legs = [
        *(Leg(a, house, unit_type_id, n * series.size_t) for a, n in given),
        *(Leg(a, house, CASH_UNIT_TYPE_ID, n * price_fen) for a, n in taken),
        *(Leg(house, a, unit_type_id, n * series.size_t) for a, n in taken),
        *(Leg(house, a, CASH_UNIT_TYPE_ID, n * price_fen) for a, n in given),
    ]
    if legs:
        post(session, Transaction(kind="delivery", legs=tuple(legs), memo=series.code))
    return delivered


def _able(session: WorldSession, position: SeriesPosition, unit_type_id: int, each: int) -> int:
    """Return how many of its contracts an account can fulfil with what it has free."""
    if not account_state(session, position.account_id).is_open:
        return 0
    return min(abs(position.net), available_t(session, position.account_id, unit_type_id) // each)


def _shares(sides: Sequence[Side], delivered: int) -> list[Side]:
    """Share what is delivered in proportion to what each can, by largest remainder."""
    parts = pro_rata(delivered, [side.contracts for side in sides]) if delivered else []
    return [Side(side.account_id, part) for side, part in zip(sides, parts, strict=False) if part]
