"""Random lives of contracts: units and cash conserve, and security stays set aside."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from market.auditing import audit_market
from market.financing import Side, financing_contracts
from market.rules import Side as OrderSide
from registry.audit import audit
from registry.worlds import DrivenClock, RegistryError, World, reading
from tests.market.financing.desks import SMALL_TERMS, STEPS, Desk
from tests.market.traders import OPERATOR, open_venue

MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["offer", "offer", "accept", "accept", "withdraw", "decline", "settle", "top_up",
             "days", "days", "trade", "spend"]
        ),
        st.integers(0, 2**16),
    ),
    min_size=8,
    max_size=25,
)  # fmt: skip


def play(desk: Desk, move: str, draw: int) -> None:
    """Do one thing that may be refused."""
    traders = (desk.ann, desk.ben)
    with reading(desk.venue.world) as session:
        numbers = [each.number for each in financing_contracts(session, OPERATOR)]
    if move == "offer":
        kind = ("repo", "pledge", "lending")[draw % 3]
        quantity_t = 1 + draw % 9_000
        side = Side.GIVER if draw % 5 else Side.TAKER
        terms = SMALL_TERMS[kind](quantity_t)
        desk.offer(kind, side=side, quantity_t=quantity_t, term_days=1 + draw % 12, **terms)
    elif move == "days":
        desk.clock.advance(timedelta(days=1 + draw % 4, hours=draw % 3))
        desk.due()
    elif move == "trade":
        band = 95 + draw % 11
        with reading(desk.venue.world) as session:
            rows = session.connection().exec_driver_sql(
                "SELECT close_fen FROM trading_day ORDER BY id DESC LIMIT 1"
            )
            close_fen = int(rows.scalar_one())
        desk.close_at(close_fen * band // 100)
    elif move == "spend":
        payer = traders[draw % 2]
        other = desk.venue.trader(f"Spent {desk.venue.next_id()}", cash_fen=0, units_t=9_000)
        with reading(desk.venue.world) as session:
            rows = session.connection().exec_driver_sql(
                "SELECT close_fen FROM trading_day ORDER BY id DESC LIMIT 1"
            )
            close_fen = int(rows.scalar_one())
        desk.venue.place(other, OrderSide.SELL, close_fen, 9_000)
        desk.venue.place(payer, OrderSide.BUY, close_fen, 9_000)
    elif numbers and move == "top_up":
        desk.top_up(traders[draw % 2], numbers[draw % len(numbers)], 1 + draw % 50_000)
    elif numbers and move in STEPS:
        desk.step(move, traders[draw % 2], numbers[draw // 2 % len(numbers)])


@settings(max_examples=12)
@given(moves=MOVES)
def check_lives(make: Any, moves: list[tuple[str, int]]) -> None:
    desk = make()
    for move, draw in moves:
        try:
            play(desk, move, draw)
        except RegistryError:
            continue
    assert_conserved(desk)
    desk.clock.advance(timedelta(days=60))
    desk.due()
    assert_conserved(desk)
    with reading(desk.venue.world) as session:
        left = Counter(each.state.value for each in financing_contracts(session, OPERATOR))
    assert not left.keys() & {"offered", "running", "called"}
    assert desk.venue.units(desk.ann)[1] == desk.venue.cash(desk.ben)[1] == 0


def assert_conserved(desk: Desk) -> None:
    with reading(desk.venue.world) as session:
        report = audit(session)
        assert report.ok, [each for each in report.invariants if not each.ok]
        market = audit_market(session)
        assert market.ok, [each for each in market.invariants if not each.ok]


def test_units_and_cash_conserve_over_random_lives(world: World, clock: DrivenClock) -> None:
    venue = open_venue(world)

    def make() -> Desk:
        """Both traders are new in each example, the world is the same."""
        ann = venue.trader(f"Ann {venue.next_id()}", units_t=20_000)
        ben = venue.trader(f"Ben {venue.next_id()}", units_t=20_000)
        return Desk(venue, clock, ann, ben)

    check_lives(make)
