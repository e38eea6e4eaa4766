"""What one account has of one instrument, as trading sees it."""

from dataclasses import dataclass

from market.rules import resellable_t
from registry.ledger import Ledger, Purse


@dataclass(slots=True)
class Holding(Purse):
    """What one account has of one instrument and of cash, and what it does there today.

    Args:
        account_id: Whose they are.
        units: Units held, t.
        cash: Cash held, fen.
        bought_t: Units bought today, t.
        resting: Orders that wait in the book.
    """

    bought_t: int = 0
    resting: int = 0

    def sellable_t(self, freed_t: int = 0) -> int:
        """Return what may be sold: available or about to be freed, and not bought today, t."""
        available_t = self.units.quantity - self.units.reserved + freed_t
        return resellable_t(available_t, self.bought_t) if self.bought_t else available_t


class Holdings(dict[int, Holding]):
    """The holdings of one instrument by account id; one that is asked for is there.

    Args:
        ledger: Where the balances are.
        unit_type_id: The instrument's unit type.
        cash_id: The unit type of money.
    """

    def __init__(self, ledger: Ledger, unit_type_id: int, cash_id: int) -> None:
        super().__init__()
        self._ledger = ledger
        self._unit_type_id = unit_type_id
        self._cash_id = cash_id

    def __missing__(self, account_id: int) -> Holding:
        balance = self._ledger.balance
        units, cash = balance(account_id, self._unit_type_id), balance(account_id, self._cash_id)
        self[account_id] = found = Holding(account_id, units, cash)
        return found
