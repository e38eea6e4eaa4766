"""Random mixes of everything that moves cash and units, on both databases: nothing is lost."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from market.auditing import audit_market
from market.clearing.commands import PayClaim, ReserveSource, WithdrawCash
from market.clearing.queries import claims
from market.due import carry_out_due
from market.rules import Side
from registry.audit import audit
from registry.ledger import CASH_CODE, DepositCash
from registry.worlds import DrivenClock, RegistryError, World, reading, unit_of_work
from tests.market.auctions.auction_room import announce, open_reserve, sheet
from tests.market.blocks.dealers import Dealers
from tests.market.clearing.houses import (
    FEES,
    RESERVE,
    TODAY,
    charge,
    fund,
    house_fen,
    owe,
    stated,
)
from tests.market.traders import OPERATOR, Trader, open_venue

STEPS = 60
CASH_FEN = 5_000_000_000
UNITS_T = 400_000
RESERVED_T = 5_000


class Mix:
    """A venue on which anything may happen, and what must be there in all."""

    def __init__(self, world: World, clock: DrivenClock, seed: int) -> None:
        self.venue = open_venue(world)
        self.clock = clock
        self.draw = random.Random(seed)
        charge(self.venue, "0.00753")
        self.dealers = Dealers(self.venue)
        self.traders = [self.venue.trader(f"T{n}", CASH_FEN, UNITS_T) for n in range(4)]
        self.reserve = open_reserve(self.venue, RESERVED_T)
        self.cash_fen = CASH_FEN * len(self.traders)
        self.done: dict[str, int] = {}

    def step(self) -> None:
        """Do one thing; what is refused changes nothing."""
        name = self.draw.choice(
            ["order"] * 6 + ["deposit", "withdraw", "block", "auction", "default", "pay", "fund"]
        )
        try:
            getattr(self, name)()
        except RegistryError:
            return
        self.done[name] = self.done.get(name, 0) + 1

    def order(self) -> None:
        side = self.draw.choice(list(Side))
        price_fen = self.draw.choice([None, *range(9_770, 9_793)])
        self.venue.place(self.one(), side, price_fen, self.draw.randint(1, 999))

    def deposit(self) -> None:
        amount_fen = self.draw.randint(1, 10**7)
        self.paid_in(self.one(), amount_fen)

    def paid_in(self, trader: Trader, amount_fen: int) -> None:
        command = DepositCash(
            client_id=self.venue.next_id(), account=trader.account, amount_fen=amount_fen
        )
        self.venue.execute(command, OPERATOR)
        self.cash_fen += amount_fen

    def withdraw(self) -> None:
        trader, amount_fen = self.one(), self.draw.randint(1, CASH_FEN)
        command = WithdrawCash(
            client_id=self.venue.next_id(), account=trader.account, amount_fen=amount_fen
        )
        self.venue.execute(command, trader.actor)
        self.cash_fen -= amount_fen

    def block(self) -> None:
        first, second = self.draw.sample(self.traders, 2)
        side = self.draw.choice(list(Side))
        offer = self.dealers.offer(first, side, quantity_t=100_000 + self.draw.randint(0, 99))
        self.dealers.accept(second, offer)

    def auction(self) -> None:
        number = announce(self.venue, self.reserve, 100)
        for bidder in self.draw.sample(self.traders, 2):
            bid = sheet(self.venue, number, bidder, (self.draw.randint(9_000, 10_500), 70))
            self.venue.execute(bid, bidder.actor)
        self.clock.advance(timedelta(hours=2))
        self.carry_out_due()

    def default(self) -> None:
        """Let a payment fall due that may be more than the payer has."""
        payer, payee = self.draw.sample(self.traders, 2)
        has_fen = self.venue.cash(payer)[0]
        owe(self.venue, payer, payee, has_fen + self.draw.randint(-1_000, 10**6))

    def pay(self) -> None:
        with reading(self.venue.world) as session:
            owed = [each for each in claims(session) if each.owed_fen]
        if owed:
            claim = self.draw.choice(owed)
            trader = next(each for each in self.traders if each.account == claim.account)
            self.paid_in(trader, claim.owed_fen)
            command = PayClaim(
                client_id=self.venue.next_id(),
                claim=claim.number,
                amount_fen=self.draw.choice([claim.owed_fen, -(-claim.owed_fen // 2)]),
            )
            self.venue.execute(command, trader.actor)

    def fund(self) -> None:
        source = self.draw.choice(list(ReserveSource))
        amount_fen = self.draw.randint(1, 10**5)
        fund(self.venue, amount_fen, source)
        if source is ReserveSource.CAPITAL:
            self.cash_fen += amount_fen

    def one(self) -> Trader:
        return self.draw.choice(self.traders)

    def carry_out_due(self) -> None:
        with unit_of_work(self.venue.world) as session:
            carry_out_due(session)

    def held(self) -> tuple[int, int]:
        """Cash and units of all traders, the reserve's body and the house."""
        everybody = [*self.traders, self.reserve]
        cash: Any = sum(self.venue.cash(trader)[0] for trader in everybody)
        units: Any = sum(self.venue.units(trader)[0] for trader in everybody)
        return cash + house_fen(self.venue, FEES) + house_fen(self.venue, RESERVE), units


def assert_statements_add_up(mix: Mix) -> None:
    """What moved is trades and other moves, no more, on each day; a day opens as one closed."""
    last = mix.clock.today()
    closing: dict[tuple[str, str], int] = {}
    for number in range((last - TODAY).days + 1):
        for trader in mix.traders:
            told = stated(mix.venue, trader, TODAY + timedelta(days=number))
            moved = Counter({each.unit_type: each.closing - each.opening for each in told.balances})
            for each in told.balances:
                place = trader.account, each.unit_type
                assert each.opening == closing.get(place, 0)
                closing[place] = each.closing
            for trade in told.trades:
                moved[CASH_CODE] -= trade.amount_fen
                bought = trade.side == "buy"
                moved[trade.instrument] -= trade.quantity_t if bought else -trade.quantity_t
            for move in told.moves:
                moved[move.unit_type] -= move.quantity
            assert not any(moved.values())
            assert told.fees_fen == sum(trade.fee_fen for trade in told.trades)


@pytest.mark.parametrize("seed", [3, 11])
def test_whatever_happens_cash_and_units_are_conserved(
    world: World, clock: DrivenClock, seed: int
) -> None:
    mix = Mix(world, clock, seed)
    for number in range(STEPS):
        mix.step()
        if number % 25 == 24:
            mix.clock.advance(timedelta(days=1))
            mix.carry_out_due()
        if number % 5 == 4:
            assert mix.held() == (mix.cash_fen, UNITS_T * len(mix.traders) + RESERVED_T)
    assert {"order", "deposit", "withdraw", "default", "fund"} <= mix.done.keys()
    with reading(mix.venue.world) as session:
        report, market = audit(session), audit_market(session)
        days = session.connection().exec_driver_sql("SELECT sum(differences) FROM clearing_day")
        assert not days.scalar()
    assert_statements_add_up(mix)
    assert report.ok, report
    assert market.ok, [found for found in market.invariants if not found.ok]
