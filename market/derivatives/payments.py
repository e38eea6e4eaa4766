"""Variation margin in cash: losses are collected, gains paid, and not a fen stays in between.

What members lose comes out of their margin, then out of their free cash; what they cannot pay is
covered by the settlement reserve and claimed back. What the central counterparty itself gains or
loses on positions that it closed out goes to the settlement reserve or comes from it, so that its
account is empty after every payment.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from market.clearing.defaulting import cover_shortfall, end_orders
from market.derivatives.finding import (
    CENTRAL_COUNTERPARTY,
    account_state,
    free_fen,
    held,
    hold,
    margin_fen,
)
from market.derivatives.margin import Collected, collect, marked, variation_fen
from market.derivatives.models import ContractSeries, SeriesPosition
from market.rules.orders import cny_text
from market.rules.refused_series import CentralCounterpartyShort
from market.venue.house_accounts import reserve_account
from registry.ledger import CASH_UNIT_TYPE_ID, Leg, Transaction, post
from registry.worlds import WorldSession


class Variation(NamedTuple):
    """What a position gained or lost, and where a loss was taken from."""

    position: SeriesPosition
    variation_fen: int
    collected: Collected


class Paid(NamedTuple):
    """Variations, and the transaction that paid them; None if there was nothing to pay."""

    variations: tuple[Variation, ...]
    transaction_id: str | None


def pay_variations(
    session: WorldSession,
    series: ContractSeries,
    positions: Sequence[SeriesPosition],
    price_fen: int,
) -> Paid:
    """Mark positions to a price and pay what they gained or lost.

    Args:
        session: the unit of work.
        series: locked.
        positions: which; those of members and that of the central counterparty.
        price_fen: at which they are marked.

    Raises:
        CentralCounterpartyShort: the settlement reserve cannot cover what is missing.
    """
    variations = []
    for position in positions:
        gain_fen = variation_fen(held(position), price_fen, series.size_t)
        taken = Collected(0, 0, 0)
        if gain_fen < 0 and position.account_id != CENTRAL_COUNTERPARTY:
            taken = _collect(session, series, position, -gain_fen)
        variations.append(Variation(position, gain_fen, taken))
    legs = list(_legs(session, variations))
    transaction_id = None
    if legs:
        transaction_id = post(
            session,
            Transaction(
                kind="variation_margin",
                legs=tuple(legs),
                memo=f"{series.code} {cny_text(price_fen)} CNY/t",
                even_closed=True,
            ),
        )
    for position in positions:
        hold(position, marked(held(position), price_fen, series.size_t))
        session.add(position)
    session.flush()
    return Paid(tuple(variations), transaction_id)


def _collect(
    session: WorldSession, series: ContractSeries, position: SeriesPosition, due_fen: int
) -> Collected:
    """Decide where a loss is taken from; what is missing is paid into the account first."""
    margin = margin_fen(session, position)
    free = free_fen(session, position.account_id)
    if margin + free < due_fen:
        party_id = account_state(session, position.account_id).party_id
        assert party_id is not None
        end_orders(session, party_id)
        free = free_fen(session, position.account_id)
    taken = collect(due_fen, margin, free)
    if taken.missing_fen:
        covered = cover_shortfall(
            session,
            position.account_id,
            taken.missing_fen,
            "变动保证金 variation margin",
            series.code,
            creditor_account_id=CENTRAL_COUNTERPARTY,
        )
        if covered.unpaid_fen:
            raise _short(taken.missing_fen, covered.covered_fen)
    return taken


def _legs(session: WorldSession, variations: Iterable[Variation]) -> Iterable[Leg]:
    """Yield the payments, those to the central counterparty first; it keeps nothing."""
    into_house: list[Leg] = []
    out_of_house: list[Leg] = []
    house = CENTRAL_COUNTERPARTY
    for position, gain_fen, taken in variations:
        account_id = position.account_id
        if account_id == house:
            continue
        if taken.from_margin_fen:
            into_house.append(
                Leg(
                    account_id,
                    house,
                    CASH_UNIT_TYPE_ID,
                    taken.from_margin_fen,
                    position.reservation_id,
                )
            )
        cash_fen = taken.from_cash_fen + taken.missing_fen
        if cash_fen:
            into_house.append(Leg(account_id, house, CASH_UNIT_TYPE_ID, cash_fen))
        if gain_fen > 0:
            out_of_house.append(Leg(house, account_id, CASH_UNIT_TYPE_ID, gain_fen))
    rest_fen = sum(leg.quantity for leg in into_house) - sum(leg.quantity for leg in out_of_house)
    reserve_id = reserve_account(session)
    if rest_fen > 0:
        out_of_house.append(Leg(house, reserve_id, CASH_UNIT_TYPE_ID, rest_fen))
    elif rest_fen < 0:
        has_fen = free_fen(session, reserve_id)
        if has_fen < -rest_fen:
            raise _short(-rest_fen, has_fen)
        into_house.append(Leg(reserve_id, house, CASH_UNIT_TYPE_ID, -rest_fen))
    return [*into_house, *out_of_house]


def _short(needed_fen: int, available_fen: int) -> CentralCounterpartyShort:
    return CentralCounterpartyShort(
        needed_cny=cny_text(needed_fen), available_cny=cny_text(available_fen)
    )
