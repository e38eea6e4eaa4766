"""The daily statement: what an account held, traded, paid, and holds; golden figures by hand."""

from datetime import timedelta

from market.due import carry_out_due
from market.rules import Side
from registry.worlds import unit_of_work
from tests.market.clearing.houses import TODAY, charge, stated
from tests.market.traders import CASH_FEN, CEA, UNITS_T

ONE_DAY = timedelta(days=1)


def test_a_statement_adds_up(venue, ann, ben):
    charge(venue)
    venue.place(ann, Side.SELL, 9_781, 333)
    venue.place(ben, Side.BUY, 9_781, 133)
    venue.place(ben, Side.BUY, 9_700, 100)
    told = stated(venue, ben)
    # 9,781 × 133 = 1,300,873 fen; 7.5 per mille of it = 9,756.5…, down to 9,756.
    (trade,) = told.trades
    assert (trade.side, trade.turnover_fen, trade.fee_fen, trade.amount_fen) == (
        "buy",
        1_300_873,
        9_756,
        -1_310_629,
    )
    cash, units = told.balances
    assert (cash.opening, cash.received, cash.sent) == (0, CASH_FEN, 1_310_629)
    assert cash.closing == CASH_FEN - 1_310_629
    # 9,700 × 100 = 970,000 and its fee of 7,275 are set aside.
    assert cash.reserved == 977_275
    assert (units.unit_type, units.closing) == (CEA, UNITS_T + 133)
    assert (told.deposited_fen, told.withdrawn_fen, told.fees_fen) == (CASH_FEN, 0, 9_756)
    assert told.withdrawable_fen == CASH_FEN - 1_310_629 - 977_275
    assert [move.kind for move in told.moves] == ["deposit_cash", "issuance"]
    assert told.cleared_at is None
    seller = stated(venue, ann)
    assert seller.trades[0].amount_fen == 1_300_873 - 9_756
    assert seller.withdrawable_fen == CASH_FEN


def test_the_opening_of_a_day_is_the_closing_of_the_day_before(venue, clock, ann, ben):
    venue.place(ann, Side.SELL, 9_781, 10)
    venue.place(ben, Side.BUY, 9_781, 10)
    before = stated(venue, ben)
    clock.advance(ONE_DAY)
    with unit_of_work(venue.world) as session:
        carry_out_due(session)
    after = stated(venue, ben, TODAY + ONE_DAY)
    assert [each.opening for each in after.balances] == [each.closing for each in before.balances]
    assert after.trades == after.moves == ()
    yesterday = stated(venue, ben)
    assert yesterday.cleared_at is not None
    assert [each.closing for each in yesterday.balances] == [
        each.closing for each in before.balances
    ]
    assert yesterday.withdrawable_fen is None


def test_an_account_that_never_held_anything_has_a_statement_of_nothing(venue):
    empty = venue.trader("Empty", cash_fen=0, units_t=0)
    told = stated(venue, empty)
    assert (told.cash.closing, told.balances[1:], told.trades, told.moves) == (0, (), (), ())
