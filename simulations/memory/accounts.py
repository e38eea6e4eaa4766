"""Accounts and unit types of a run, and the commands of the registry that change holdings.

Units only ever move between accounts, so the sum over all accounts is zero for every unit type at
any time.
"""

from collections.abc import Callable
from typing import Any, Final

from registry.compliance import Surrender
from registry.ledger import DepositCash, IssueAllowances, Ledger, Leg, SystemAccount
from simulations.memory.holdings import Holdings

CASH: Final = 1
"""Unit type id of money, in fen."""

FIRST_ACCOUNT: Final = 1_000


class Accounts:
    """Who holds what in one run: ledger, accounts by code, unit types by code."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.unit_types: dict[str, int] = {"CNY": CASH}
        self.accounts: dict[str, int] = {}
        self._holdings: dict[int, Holdings] = {}
        self._handlers: dict[type, Callable[[Any], Any]] = {
            IssueAllowances: self._issue,
            DepositCash: self._deposit,
            Surrender: self._surrender,
        }

    def open_account(self, code: str) -> int:
        """Return the id of a new account."""
        account_id = FIRST_ACCOUNT + len(self.accounts)
        self.accounts[code] = account_id
        return account_id

    def open_unit_type(self, code: str) -> int:
        """Return the id of a unit type, new or known."""
        return self.unit_types.setdefault(code, len(self.unit_types) + 1)

    def codes_of(self, unit: str) -> list[str]:
        """Return the codes of a unit's types that exist: its own and its years', oldest first."""
        years = sorted(code for code in self.unit_types if code.startswith(f"{unit}-"))
        return [unit, *years] if unit in self.unit_types else years

    def held(self, account_id: int, unit_type_id: int) -> int:
        """Return what an account holds, set aside or not."""
        balance = self.ledger.balances.get((account_id, unit_type_id))
        return 0 if balance is None else balance.quantity

    def holdings(self, unit_type_id: int) -> Holdings:
        """Return what each account has of an instrument; it stays the same object."""
        found = self._holdings.get(unit_type_id)
        if found is None:
            found = self._holdings[unit_type_id] = Holdings(self.ledger, unit_type_id, CASH)
        return found

    def sellable_t(self, account_id: int, unit_type_id: int, freed_t: int = 0) -> int:
        """Return what an account may sell: available or about to be freed, not bought today."""
        return self.holdings(unit_type_id)[account_id].sellable_t(freed_t)

    def totals(self) -> dict[int, int]:
        """Return the sum over all accounts of each unit type; zero unless units were lost."""
        sums = dict.fromkeys(self.unit_types.values(), 0)
        for (_, unit_type_id), balance in self.ledger.balances.items():
            sums[unit_type_id] += balance.quantity
        return sums

    def check_conservation(self) -> None:
        """Assert that nothing was created or lost, and that no participant owes units."""
        for unit_type_id, total in self.totals().items():
            assert total == 0, f"unit type {unit_type_id} does not sum to zero: {total}"
        for (account_id, _), balance in self.ledger.balances.items():
            if not 0 <= balance.reserved <= balance.quantity:
                assert balance.reserved >= 0, f"account {account_id}: negative reservation"
                assert account_id < FIRST_ACCOUNT, f"account {account_id} overdrawn"

    def issue(self, account: str, unit_type: str, quantity: int) -> None:
        """Create units that no participant's command creates, such as an outside supply."""
        target = self.accounts[account]
        self._move(SystemAccount.ISSUANCE, target, self.unit_types[unit_type], quantity)

    def pay_fine(self, account_id: int, amount_fen: int) -> None:
        """Move a fine out of the market, as far as the account's cash goes."""
        cash_fen = self.ledger.balance(account_id, CASH).available
        self._move(account_id, SystemAccount.CASH_SOURCE, CASH, min(amount_fen, cash_fen))

    def cancel_units(self, account_id: int, unit_type_id: int, quantity: int) -> None:
        """Take units out of use, as the registry does with what may not be carried over."""
        self._move(account_id, SystemAccount.CANCELLATION, unit_type_id, quantity)

    def swap(self, seller_id: int, buyer_id: int, units: tuple[int, int], amount_fen: int) -> None:
        """Move units one way and cash the other, both or neither; no trade is noted.

        Args:
            seller_id: Whose units they are.
            buyer_id: Who pays.
            units: Unit type and quantity, t.
            amount_fen: What is paid, fen.

        Raises:
            InsufficientUnits: fewer units, or less cash, are available.
        """
        delivery = (seller_id, buyer_id, *units)
        payment = (buyer_id, seller_id, CASH, amount_fen)
        self.ledger.post(Leg(*leg) for leg in (delivery, payment) if leg[-1])

    def pay(self, payer_id: int, payee_id: int, amount_fen: int) -> None:
        """Move cash from one account to another."""
        self._move(payer_id, payee_id, CASH, amount_fen)

    def exchange_units(
        self, account_id: int, source: tuple[int, int], target: tuple[int, int]
    ) -> None:
        """Cancel units of one type and issue what they become of another, both or neither.

        Args:
            account_id: Whose units they are.
            source: Unit type cancelled, and how many, t.
            target: Unit type issued, and how many, t.

        Raises:
            InsufficientUnits: fewer are available.
        """
        cancelled = (account_id, int(SystemAccount.CANCELLATION), *source)
        issued = (int(SystemAccount.ISSUANCE), account_id, *target)
        self.ledger.post(Leg(*leg) for leg in (cancelled, issued) if leg[-1])

    def _issue(self, command: IssueAllowances) -> None:
        self.issue(command.account, command.unit_type, command.quantity)

    def _deposit(self, command: DepositCash) -> None:
        account_id = self.accounts[command.account]
        self._move(SystemAccount.CASH_SOURCE, account_id, CASH, command.amount_fen)

    def _surrender(self, command: Surrender) -> None:
        self._move(
            self.accounts[command.account],
            SystemAccount.SURRENDER,
            self.unit_types[command.unit_type],
            command.quantity,
        )

    def _move(self, source: int, target: int, unit_type_id: int, quantity: int) -> None:
        if quantity:
            self.ledger.post((Leg(int(source), int(target), unit_type_id, quantity),))
