"""A state machine over commands: random requests by random people, against a model of balances.

After every step the registry must have accepted exactly what the model allows and agree on every
balance; after every history the audit must find every invariant whole.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, text

from registry.audit import FreezeAccount, UnfreezeAccount, audit
from registry.compliance.commands import Surrender
from registry.control import ApproveProposal, OwnProposal, Propose, RejectProposal
from registry.due import carry_out_due
from registry.ledger.commands import IssueAllowances, Purpose, Retire, Transfer
from registry.services import execute
from registry.worlds import (
    Actor,
    DrivenClock,
    IdempotencyConflict,
    RegistryError,
    Role,
    World,
    unit_of_work,
)
from registry.worlds.commands import body
from tests.strategies import OPERATOR, allowances, holder

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECOND_OPERATOR = Actor("operator2@example.org", frozenset({Role.OPERATOR}))
UNIT = "CEA-2024"
PEOPLE = 3
people = st.integers(0, PEOPLE - 1)
amounts = st.integers(1, 40)


class RegistryMachine(RuleBasedStateMachine):
    """Issues, transfers, uses, replays, freezes with two people, lets days pass."""

    commands = Bundle("commands")
    operations = 0
    """Commands asked of the registry so far, by every machine of a class."""

    #: opens a migrated database, as a context manager; each subclass names its own
    new_database: Callable[[], AbstractContextManager[Engine]]

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.ids = count(1)

    @initialize()
    def start(self):
        database = self.stack.enter_context(self.new_database())
        self.clock = DrivenClock(START)
        self.world = World("test", database, self.clock)
        with unit_of_work(self.world) as session:
            self.holders = [holder(session) for _ in range(PEOPLE)]
            for each in self.holders:
                allowances(session, each, 100)
        self.held = [100] * PEOPLE
        self.frozen = set()
        self.answers = {}

    def teardown(self):
        try:
            if hasattr(self, "world"):
                with unit_of_work(self.world) as session:
                    report = audit(session)
                assert report.ok, [each for each in report.invariants if not each.ok]
                assert report.accounts_apart == ()
        finally:
            self.stack.close()

    def client_id(self):
        return f"machine-{next(self.ids)}"

    def ask(self, command, actor, allowed=True):
        """The registry accepts exactly what the model allows, and keeps nothing else."""
        type(self).operations += 1
        if not allowed:
            with pytest.raises(RegistryError), unit_of_work(self.world) as session:
                execute(session, command, actor)
            return None
        with unit_of_work(self.world) as session:
            outcome = execute(session, command, actor)
        self.answers[command.client_id] = (command, actor, outcome.data)
        return command

    def can_give(self, who, quantity):
        return quantity <= self.held[who] and who not in self.frozen

    @rule(target=commands, who=people, quantity=amounts)
    def issue(self, who, quantity):
        command = IssueAllowances(
            client_id=self.client_id(),
            account=self.holders[who].account,
            unit_type=UNIT,
            quantity=quantity,
        )
        allowed = who not in self.frozen
        done = self.ask(command, OPERATOR, allowed)
        self.held[who] += quantity if allowed else 0
        return done

    @rule(target=commands, who=people, to=people, quantity=amounts, asks=people)
    def transfer(self, who, to, quantity, asks):
        command = Transfer(
            client_id=self.client_id(),
            from_account=self.holders[who].account,
            to_account=self.holders[to].account,
            unit_type=UNIT,
            quantity=quantity,
        )
        allowed = (
            asks == who and who != to and self.can_give(who, quantity) and to not in self.frozen
        )
        done = self.ask(command, self.holders[asks].actor, allowed)
        if allowed:
            self.held[who] -= quantity
            self.held[to] += quantity
        return done

    @rule(target=commands, who=people, quantity=amounts)
    def retire(self, who, quantity):
        command = Retire(
            client_id=self.client_id(),
            account=self.holders[who].account,
            unit_type=UNIT,
            quantity=quantity,
            beneficiary="示例受益人",
            purpose=Purpose.PUBLIC_GOOD,
        )
        return self.use(command, who)

    @rule(target=commands, who=people, quantity=amounts, year=st.integers(2022, 2027))
    def surrender(self, who, quantity, year):
        command = Surrender(
            client_id=self.client_id(),
            account=self.holders[who].account,
            unit_type=UNIT,
            quantity=quantity,
            compliance_year=year,
        )
        return self.use(command, who, allowed=year == 2024)

    def use(self, command, who, allowed=True):
        allowed = allowed and self.can_give(who, command.quantity)
        done = self.ask(command, self.holders[who].actor, allowed)
        self.held[who] -= command.quantity if allowed else 0
        return done

    @rule(command=commands)
    def send_again(self, command):
        if command is None:
            return
        type(self).operations += 1
        _, actor, data = self.answers[command.client_id]
        with unit_of_work(self.world) as session:
            again = execute(session, command, actor)
        assert again.replayed
        assert dict(again.data) == dict(data)

    @rule(command=commands, quantity=amounts)
    def send_something_else_under_the_same_id(self, command, quantity):
        if command is None:
            return
        type(self).operations += 1
        other = IssueAllowances(
            client_id=command.client_id,
            account=self.holders[0].account,
            unit_type=UNIT,
            quantity=quantity + 100,
        )
        with pytest.raises(IdempotencyConflict), unit_of_work(self.world) as session:
            execute(session, other, OPERATOR)

    @rule(who=people)
    def freeze(self, who):
        command = FreezeAccount(
            client_id=self.client_id(), account=self.holders[who].account, reason="核查"
        )
        self.ask(command, OPERATOR, who not in self.frozen)
        self.frozen.add(who)

    @rule(who=people, approves=st.booleans(), himself=st.booleans())
    def open_again_with_two_people(self, who, approves, himself):
        if who not in self.frozen:
            return
        command = UnfreezeAccount(
            client_id=self.client_id(), account=self.holders[who].account, reason="解除"
        )
        self.ask(command, OPERATOR, allowed=False)
        asked = Propose(client_id=self.client_id(), proposes=command.kind, content=body(command))
        self.ask(asked, OPERATOR)
        number = str(self.answers[asked.client_id][2]["proposal"])
        approval = ApproveProposal(client_id=self.client_id(), proposal=number)
        if himself:
            with pytest.raises(OwnProposal), unit_of_work(self.world) as session:
                execute(session, approval, OPERATOR)
        if approves:
            self.ask(approval, SECOND_OPERATOR)
            self.frozen.discard(who)
        else:
            refusal = RejectProposal(client_id=self.client_id(), proposal=number, reason="不同意")
            self.ask(refusal, SECOND_OPERATOR)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.clock.advance(timedelta(days=days))
        with unit_of_work(self.world) as session:
            carry_out_due(session)

    @invariant()
    def balances_agree(self):
        if not hasattr(self, "world"):
            return
        with unit_of_work(self.world) as session:
            rows = session.execute(
                text(
                    "SELECT h.account_id, h.quantity FROM holding h"
                    " JOIN unit_type u ON u.id = h.unit_type_id WHERE u.code = :code"
                ),
                {"code": UNIT},
            )
            found = dict(tuple(row) for row in rows)
        assert [found[each.account_id] for each in self.holders] == self.held
