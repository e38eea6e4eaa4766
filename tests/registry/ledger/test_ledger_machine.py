"""A state machine over the ledger: random commands against a model a child could check.

The model knows who owns each serial, and what is reserved. After every step the ledger must agree
with it on every balance and every serial, and must have accepted exactly what the model allows.
"""

from contextlib import ExitStack

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from registry.ledger.balances import Balance
from registry.ledger.blocks import Shelf
from registry.ledger.serials import SerialRange
from registry.worlds import RegistryError, World, unit_of_work
from tests.registry.ledger.ledgers import SURRENDER, DatabaseLedger, MemoryLedger

people = st.integers(0, 2)
amounts = st.integers(1, 30)


class LedgerMachine(RuleBasedStateMachine):
    """Issues, moves, reserves, posts from reservations, voids, surrenders."""

    reservations = Bundle("reservations")

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.owner = {}
        self.open = {}

    def make_ledger(self):
        """The ledger under test."""
        return MemoryLedger()

    @initialize()
    def start(self):
        self.ledger = self.make_ledger()
        self.accounts = self.ledger.accounts

    def teardown(self):
        if hasattr(self, "ledger"):
            self.ledger.check()
        self.stack.close()

    def held(self, account):
        return sorted(number for number, owner in self.owner.items() if owner == account)

    def reserved(self, account):
        return sum(rest for holder, rest in self.open.values() if holder == account)

    def expect(self, allowed, act):
        """The ledger accepts exactly what the model allows."""
        if allowed:
            return act()
        with pytest.raises(RegistryError):
            act()
        return None

    @rule(who=people, quantity=amounts)
    def issue(self, who, quantity):
        run = self.ledger.issue(self.accounts[who], quantity)
        assert run.quantity == quantity
        assert not set(range(run.first, run.last + 1)) & set(self.owner)
        self.owner.update(dict.fromkeys(range(run.first, run.last + 1), self.accounts[who]))

    @rule(source=people, to=people, quantity=amounts)
    def transfer(self, source, to, quantity):
        giver, taker = self.accounts[source], self.accounts[to]
        held = self.held(giver)
        allowed = giver != taker and quantity <= len(held) - self.reserved(giver)
        self.expect(allowed, lambda: self.ledger.move(giver, taker, quantity))
        if allowed:
            self.owner.update(dict.fromkeys(held[:quantity], taker))

    @rule(source=people, to=people, first=st.integers(1, 60), size=st.integers(1, 10))
    def transfer_named(self, source, to, first, size):
        giver, taker = self.accounts[source], self.accounts[to]
        wanted = range(first, first + size)
        allowed = (
            giver != taker
            and all(self.owner.get(number) == giver for number in wanted)
            and size <= len(self.held(giver)) - self.reserved(giver)
        )
        serials = (SerialRange(first, first + size - 1),)
        self.expect(allowed, lambda: self.ledger.move(giver, taker, size, serials=serials))
        if allowed:
            self.owner.update(dict.fromkeys(wanted, taker))

    @rule(who=people, quantity=amounts)
    def surrender(self, who, quantity):
        giver = self.accounts[who]
        held = self.held(giver)
        allowed = quantity <= len(held) - self.reserved(giver)
        self.expect(allowed, lambda: self.ledger.move(giver, SURRENDER, quantity))
        if allowed:
            self.owner.update(dict.fromkeys(held[:quantity], SURRENDER))

    @precondition(lambda self: SURRENDER in self.owner.values())
    @rule(who=people)
    def take_back_what_is_final(self, who):
        self.expect(False, lambda: self.ledger.move(SURRENDER, self.accounts[who], 1))

    @rule(target=reservations, who=people, quantity=amounts)
    def reserve(self, who, quantity):
        account = self.accounts[who]
        allowed = quantity <= len(self.held(account)) - self.reserved(account)
        id_ = self.expect(allowed, lambda: self.ledger.reserve(account, quantity))
        if allowed:
            self.open[id_] = (account, quantity)
        return id_ or "never made"

    @rule(reservation=reservations, to=people, quantity=amounts)
    def post_reserved(self, reservation, to, quantity):
        giver, rest = self.open.get(reservation, (self.accounts[0], 0))
        taker = self.accounts[to]
        allowed = giver != taker and quantity <= rest
        held = self.held(giver)
        self.expect(allowed, lambda: self.ledger.move(giver, taker, quantity, reservation))
        if allowed:
            self.owner.update(dict.fromkeys(held[:quantity], taker))
            self.open[reservation] = (giver, rest - quantity)

    @rule(reservation=consumes(reservations), part=st.none() | amounts)
    def void(self, reservation, part):
        account, rest = self.open.get(reservation, (0, 0))
        allowed = rest > 0 and (part is None or part <= rest)
        self.expect(allowed, lambda: self.ledger.void(reservation, part))
        if allowed:
            self.open[reservation] = (account, 0 if part is None else rest - part)

    @invariant()
    def balances_agree(self):
        if not hasattr(self, "ledger"):
            return
        for account, (quantity, reserved) in self.ledger.balances().items():
            assert quantity == len(self.held(account))
            assert reserved == self.reserved(account)
            assert 0 <= reserved <= quantity

    @invariant()
    def serials_agree(self):
        if hasattr(self, "ledger"):
            assert self.ledger.owners() == self.owner


def run(machine, examples):
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=50, deadline=None)
    )


def machine_on(new_database, clock):
    class DatabaseMachine(LedgerMachine):
        def make_ledger(self):
            database = self.stack.enter_context(new_database())
            session = self.stack.enter_context(unit_of_work(World("test", database, clock)))
            return DatabaseLedger(session)

    return DatabaseMachine


def test_five_hundred_histories_in_memory_keep_every_unit():
    run(LedgerMachine, 500)


def test_histories_in_a_database_keep_every_unit(new_database, clock):
    run(machine_on(new_database, clock), 25)


@pytest.mark.soak
def test_five_hundred_histories_in_a_database_keep_every_unit(new_database, clock):
    run(machine_on(new_database, clock), 500)


def overlook_reservations(monkeypatch):
    """A withdrawal looks at all units held, as if none were reserved."""

    def withdraw(balance, quantity):
        assert quantity <= balance.quantity
        balance.quantity -= quantity

    monkeypatch.setattr(Balance, "withdraw", withdraw)


def forget_the_split(monkeypatch):
    """A block that splits loses its first remaining unit."""
    move = Shelf.move

    def careless(self, source, target, quantity):
        moved = move(self, source, target, quantity)
        blocks = self._places[source]
        if blocks and blocks[0].first < blocks[0].last:
            blocks[0] = blocks[0]._replace(first=blocks[0].first + 1)
        return moved

    monkeypatch.setattr(Shelf, "move", careless)


@pytest.mark.parametrize("plant", [overlook_reservations, forget_the_split])
def test_a_planted_bug_is_found(monkeypatch, plant):
    plant(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception, BaseExceptionGroup)):
        run(LedgerMachine, 500)
