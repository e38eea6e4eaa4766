"""A trade of units against cash that both sides have set aside, in one step.

It does, and refuses, what `Ledger.post` does with the same legs from reservations, in a fraction of
the time: who keeps the balances of both sides at hand need not name and find them leg by leg.
"""

from dataclasses import dataclass
from typing import NoReturn

from registry.ledger.balances import LEG_QUANTITY_MAX, Balance
from registry.ledger.refused_moves import InsufficientUnits, ReservationTooSmall, SameAccount
from registry.ledger.units import check_quantity


@dataclass(slots=True)
class Purse:
    """What one account has of an instrument and of cash: the ledger's own balances.

    Args:
        account_id: whose they are.
        units: units held.
        cash: cash held, fen.
    """

    account_id: int
    units: Balance
    cash: Balance


def exchange(
    seller: Purse, buyer: Purse, quantity: int, amount: int, fee: int, fees: Balance
) -> None:
    """Deliver units set aside against cash set aside; each side pays its fee to the exchange.

    Args:
        seller: whose units go.
        buyer: whose cash goes.
        quantity: units delivered.
        amount: what they cost, fen.
        fee: what each side pays besides, the seller out of the proceeds, fen.
        fees: the exchange's cash.

    Raises:
        QuantityOutOfRange: nothing is delivered or paid, or the fee is below zero.
        SameAccount: seller and buyer are one.
        ReservationTooSmall: less is set aside.
        InsufficientUnits: the seller cannot pay the fee.
    """
    sold, paid, earned, spent = seller.units, buyer.cash, seller.cash, amount + fee
    if (
        seller is buyer
        or not 0 < quantity <= sold.reserved
        or not 0 < amount <= spent <= paid.reserved
        or (fee and fee > amount + earned.available)
    ):
        _refuse(seller, buyer, quantity, amount, fee)
    sold.quantity -= quantity
    sold.reserved -= quantity
    buyer.units.quantity += quantity
    paid.quantity -= spent
    paid.reserved -= spent
    earned.quantity += amount - fee
    if fee:
        fees.quantity += 2 * fee


def _refuse(seller: Purse, buyer: Purse, quantity: int, amount: int, fee: int) -> NoReturn:
    """Say which rule a trade breaks, as `Ledger.post` would say it of the legs in their order."""
    moved = [(quantity, seller.units.reserved), (amount, buyer.cash.reserved)]
    if fee:
        moved.append((fee, buyer.cash.reserved - amount))
    for asked, reserved in moved:
        check_quantity(asked, "quantity", LEG_QUANTITY_MAX)
        if seller is buyer:
            raise SameAccount(account=seller.account_id)
        if asked > reserved:
            raise ReservationTooSmall(requested=asked, available=reserved)
    raise InsufficientUnits(
        requested=fee,
        available=amount + seller.cash.available,
        account=seller.account_id,
        unit_type="",
    )
