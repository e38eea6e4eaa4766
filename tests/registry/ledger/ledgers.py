"""Two ledgers behind one face, for the state machine: pure in memory, and in a database."""

from itertools import count

from sqlalchemy import text

from registry.audit import audit
from registry.ledger.balances import Ledger, Leg, SystemAccount, Transaction
from registry.ledger.blocks import Shelf
from registry.ledger.issuing import issue_units
from registry.ledger.posting import post, reserve, void
from registry.ledger.refused_moves import UnitsNotHeld
from registry.ledger.reservations import Reservation
from registry.ledger.serials import SerialRange, subtracted
from registry.ledger.unit_types import find_unit_type
from registry.worlds import WorldSession
from tests.strategies import holder, unit_type

PEOPLE = 3
SURRENDER = int(SystemAccount.SURRENDER)


class MemoryLedger:
    """The pure rules alone: `Ledger` for balances, `Shelf` for serials."""

    def __init__(self):
        self.accounts = list(range(10, 10 + PEOPLE))
        self.unit = 2
        self._ledger, self._shelf = Ledger(), Shelf()
        self._next, self._ids = 1, count(1)

    def issue(self, account, quantity):
        """Create units with the next serials."""
        run = SerialRange(self._next, self._next + quantity - 1)
        self._next += quantity
        self._ledger.post([Leg(SystemAccount.ISSUANCE, account, self.unit, quantity)])
        self._shelf.create((account, self.unit), run, run.first)
        return run

    def move(self, source, target, quantity, reservation=None, serials=()):
        """Post one leg; named serials that lie elsewhere are refused before anything moves."""
        places = (source, self.unit), (target, self.unit)
        lying = [SerialRange(block.first, block.last) for block in self._shelf.at(places[0])]
        if subtracted(serials, lying):
            raise UnitsNotHeld(serials="", account=source)
        self._ledger.post([Leg(source, target, self.unit, quantity, reservation, serials)])
        if serials:
            self._shelf.move_named(*places, serials)
        else:
            self._shelf.move(*places, quantity)

    def reserve(self, account, quantity):
        """Set units aside."""
        id_ = f"r{next(self._ids)}"
        self._ledger.reserve(Reservation(id_, account, self.unit, quantity, quantity))
        return id_

    def void(self, reservation, quantity):
        """Release a reservation or part of it."""
        self._ledger.void(reservation, quantity)

    def balances(self):
        """What each account holds and has reserved."""
        found = {
            account: self._ledger.balance(account, self.unit)
            for account in [*self.accounts, SURRENDER]
        }
        return {who: (balance.quantity, balance.reserved) for who, balance in found.items()}

    def owners(self):
        """The account of each serial."""
        return {
            number: account
            for account in [*self.accounts, SURRENDER]
            for block in self._shelf.at((account, self.unit))
            for number in range(block.first, block.last + 1)
        }

    def check(self):
        """Nothing further to check in memory."""


class DatabaseLedger:
    """The same through `post`, `reserve` and `void` in a world."""

    def __init__(self, session: WorldSession):
        self._session = session
        self.accounts = [holder(session).account_id for _ in range(PEOPLE)]
        self.unit = unit_type(session)
        self._type = find_unit_type(session, "CEA-2024")

    def issue(self, account, quantity):
        """Create units with the next serials."""
        return issue_units(self._session, self._type, account, quantity).serials

    def move(self, source, target, quantity, reservation=None, serials=()):
        """Post one leg; a refused one leaves no trace, like a unit of work that rolls back."""
        leg = Leg(source, target, self.unit, quantity, reservation, serials)
        with self._session.begin_nested():
            post(self._session, Transaction(kind="machine", legs=(leg,)))

    def reserve(self, account, quantity):
        """Set units aside."""
        with self._session.begin_nested():
            return reserve(self._session, account, self.unit, quantity).id

    def void(self, reservation, quantity):
        """Release a reservation or part of it."""
        with self._session.begin_nested():
            void(self._session, reservation, quantity)

    def balances(self):
        """What each account holds and has reserved."""
        known = dict.fromkeys([*self.accounts, SURRENDER], (0, 0))
        rows = self._session.execute(
            text("SELECT account_id, quantity, reserved FROM holding WHERE unit_type_id = :unit"),
            {"unit": self.unit},
        )
        known.update({row[0]: (row[1], row[2]) for row in rows if row[0] in known})
        return known

    def owners(self):
        """The account of each serial."""
        rows = self._session.execute(
            text("SELECT account_id, serial_first, serial_last FROM unit_block")
        )
        return {number: row[0] for row in rows for number in range(row[1], row[2] + 1)}

    def check(self):
        """The audit finds nothing."""
        self._session.write_notes()
        report = audit(self._session)
        assert report.ok, [found for found in report.invariants if not found.ok]
