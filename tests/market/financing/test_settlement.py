"""Whole lives of repo, pledge and loan of units, with ledgers calculated by hand.

Both traders start with 1,000,000.00 CNY and 100,000 t; the units close at 97.81 CNY/t on
20 November 2026. Contracts run from Monday 23 November for 30 days to Wednesday 23 December.
"""

import pytest

from market.clearing.refused_clearing import CashNotWithdrawable
from market.rules import Side as OrderSide
from market.rules.refused_financing import ContractInOtherState, ContractNotDue
from registry.worlds import reading
from tests.checked import passes, trips
from tests.market.clearing.houses import (
    RESERVE,
    assert_cash_conserved,
    fund,
    house_fen,
    stated,
)
from tests.market.financing.desks import Desk
from tests.market.traders import set_status

FALL = (8_803, 7_923, 7_131)
"""Three days at the lower limit, each 10 % down and rounded half up to the fen."""


def claims(desk: Desk) -> list[tuple[int, int]]:
    """Advanced and unpaid, of each claim on a defaulter."""
    with reading(desk.venue.world) as session:
        rows = session.connection().exec_driver_sql(
            "SELECT advanced_fen, unpaid_fen FROM default_claim ORDER BY id"
        )
        return [(int(advanced), int(unpaid)) for advanced, unpaid in rows]


@passes(ContractNotDue)
def test_a_repo_is_sold_and_bought_back_on_its_day(desk: Desk) -> None:
    number = desk.run("repo")
    assert number == "RP-2026-000001"
    # 10,000 t x 70.00 = 700,000.00 CNY
    assert desk.venue.units(desk.ann) == (90_000, 0)
    assert desk.venue.cash(desk.ann) == (170_000_000, 0)
    assert desk.venue.units(desk.ben) == (110_000, 0)
    assert desk.venue.cash(desk.ben) == (30_000_000, 0)
    desk.go(12, 23, 14)
    assert desk.state(number) == "running"
    desk.go(12, 23, 15)
    # 700,000.00 x 5 % x 30/365 = 2,876.712... CNY
    assert desk.steps(number) == [
        ("offer", 0, 0),
        ("accept", 10_000, -70_000_000),
        ("settle", -10_000, 70_287_671),
    ]
    assert desk.venue.units(desk.ann) == (100_000, 0)
    assert desk.venue.cash(desk.ann) == (99_712_329, 0)
    assert desk.venue.cash(desk.ben) == (100_287_671, 0)
    assert desk.state(number) == "settled"
    assert desk.due() == []


def test_the_seller_of_a_repo_may_buy_back_on_the_morning_of_the_last_day(desk: Desk) -> None:
    number = desk.run("repo", rate_ppm=None, repurchase_price_fen=7_050)
    desk.go(12, 23, 9)
    desk.step("settle", desk.ann, number)
    # 10,000 t x 70.50 as agreed, 5,000.00 CNY more than received
    assert desk.venue.cash(desk.ann) == (99_500_000, 0)
    assert desk.venue.cash(desk.ben) == (100_500_000, 0)


@trips(ContractNotDue)
def test_a_repo_is_not_bought_back_early(desk: Desk) -> None:
    number = desk.run("repo")
    desk.go(12, 22)
    with pytest.raises(ContractNotDue, match="2026-12-23"):
        desk.step("settle", desk.ann, number)


def test_a_last_day_off_moves_to_the_next_working_day_and_interest_runs_on(desk: Desk) -> None:
    number = desk.run("repo", term_days=33)  # Saturday 26 December
    view = desk.page(number).contract
    assert (view.matures_on, view.term_days) == (desk.last_day(number), 35)
    assert str(view.matures_on) == "2026-12-28"
    assert view.return_fen == 70_335_616  # 70,000,000 x 5 % x 35/365 = 335,616.4


def test_a_repo_is_marked_called_topped_up_and_returns_all_units(desk: Desk) -> None:
    number = desk.run("repo")
    desk.fall(*FALL)
    desk.go(11, 26)
    # owed on the third day: 70,000,000 + 287,671 x 3/30 = 70,028,767; value 10,000 x 71.31
    mark = desk.page(number).marks[0]
    assert (mark.price_fen, mark.value_fen, mark.exposure_fen) == (7_131, 71_310_000, 70_028_767)
    # 70,028,767 / 71,310,000 = 0.9820329... > 0.95, shown rounded up
    # 70,028,767 / (0.95 x 7,131) = 10,337.2 -> 10,338 t
    assert (mark.level_ppm, mark.missing) == (982_033, 338)
    view = desk.page(number).contract
    assert (view.state, str(view.call_due_on)) == ("called", "2026-11-30")
    assert desk.top_up(desk.ann, number, 337)["state"] == "called"
    assert desk.top_up(desk.ann, number, 1)["state"] == "running"
    assert desk.venue.units(desk.ann) == (89_662, 0)
    desk.go(12, 23, 15)
    assert desk.steps(number)[-1] == ("settle", -10_338, 70_287_671)
    assert desk.venue.units(desk.ann) == (100_000, 0)


def test_an_unanswered_call_of_a_repo_is_closed_out_and_the_surplus_returned(desk: Desk) -> None:
    number = desk.run("repo")
    desk.fall(*FALL)
    desk.go(11, 26)
    desk.go(11, 30, 15)
    # owed after 7 days: 70,000,000 + 287,671 x 7/30 = 70,067,123; the units are worth 71,310,000
    assert desk.steps(number)[-1] == ("default", 0, -1_242_877)
    assert desk.venue.cash(desk.ann) == (171_242_877, 0)
    assert desk.venue.cash(desk.ben) == (28_757_123, 0)
    assert desk.venue.units(desk.ben) == (110_000, 0)
    assert desk.state(number) == "defaulted"
    assert claims(desk) == []


def test_a_seller_whose_units_fell_too_far_owes_the_difference(desk: Desk) -> None:
    number = desk.run("repo")
    desk.fall(*FALL, 6_418)
    desk.go(11, 27)
    assert desk.state(number) == "called"
    desk.go(12, 1, 15)
    # the call ran out on 30 November, although the clock comes a day late:
    # the units are worth 64,180,000; owed after 7 days 70,067,123
    assert desk.steps(number)[-1] == ("default", 0, 5_887_123)
    assert desk.venue.cash(desk.ann) == (164_112_877, 0)
    assert desk.venue.cash(desk.ben) == (35_887_123, 0)


def test_what_the_seller_of_a_repo_lacks_the_reserve_advances_and_claims(desk: Desk) -> None:
    desk.ann = desk.venue.trader("Anna", cash_fen=0)
    number = desk.run("repo")
    desk.withdraw(desk.ann, 70_000_000)
    fund(desk.venue, 1_000_000)
    desk.fall(*FALL, 6_418)
    desk.go(11, 27)
    desk.go(11, 30, 15)
    # 70,067,123 owed and 64,180,000 of value, as below: 5,887,123, of which the reserve has a part
    assert desk.steps(number)[-1] == ("default", 0, 1_000_000)
    assert claims(desk) == [(1_000_000, 4_887_123)]
    assert desk.page(number).steps[-1].claim_fen == 5_887_123
    assert desk.venue.cash(desk.ann) == (0, 0)
    assert desk.venue.cash(desk.ben) == (100_000_000 - 70_000_000 + 1_000_000, 0)
    assert desk.venue.units(desk.ben) == (110_000, 0)
    assert house_fen(desk.venue, RESERVE) == 0
    assert_cash_conserved(desk.venue)


def test_a_buyer_that_sold_the_units_pays_what_they_are_worth_more(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", units_t=0)
    number = desk.run("repo")
    taker = desk.venue.trader("Cleo", units_t=0)
    desk.go(11, 24)
    desk.venue.place(desk.ben, OrderSide.SELL, 9_781, 1)
    desk.venue.place(taker, OrderSide.BUY, 9_781, 1)
    desk.go(12, 23, 15)
    # 10,000 t are worth 97,810,000, the seller owes 70,287,671
    assert desk.steps(number)[-1] == ("default", 0, -27_522_329)
    assert desk.page(number).steps[-1].failed == "taker"
    assert desk.venue.units(desk.ben) == (9_999, 0)
    assert desk.venue.cash(desk.ann) == (170_000_000 + 27_522_329, 0)


def test_open_orders_of_one_that_owes_end_before_it_defaults(desk: Desk) -> None:
    number = desk.run("repo")
    desk.go(12, 23, 10)
    for quantity_t in (60_000, 45_000):
        desk.venue.place(desk.ben, OrderSide.SELL, 9_900, quantity_t)
    desk.venue.place(desk.ann, OrderSide.BUY, 9_700, 17_000)
    desk.go(12, 23, 15)
    assert desk.state(number) == "settled"
    assert desk.venue.units(desk.ben) == (100_000, 0)
    assert desk.venue.cash(desk.ann) == (99_712_329, 0)


def test_a_pledge_is_repaid_with_the_interest_of_the_days_it_ran(desk: Desk) -> None:
    number = desk.run("pledge")
    assert desk.venue.units(desk.ann) == (100_000, 10_000)
    assert desk.venue.cash(desk.ann) == (160_000_000, 0)
    desk.go(12, 3)
    desk.step("settle", desk.ann, number)
    # 60,000,000 x 6 % x 10/360 = 100,000
    assert desk.venue.units(desk.ann) == (100_000, 0)
    assert desk.venue.cash(desk.ann) == (99_900_000, 0)
    assert desk.venue.cash(desk.ben) == (100_100_000, 0)
    assert desk.steps(number)[-1] == ("settle", 0, 60_100_000)


def test_a_pledge_is_called_and_topped_up_with_units(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.fall(*FALL, 6_418)
    desk.go(11, 26)
    assert desk.state(number) == "running"  # 60,000,000 / 71,310,000 = 0.8414
    desk.close_at(6_418)
    desk.go(11, 27)
    mark = desk.page(number).marks[0]
    # 60,000,000 / 64,180,000 = 0.93487...; 60,000,000 / (0.85 x 6,418) = 10,998.55 -> 10,999 t
    assert (mark.level_ppm, mark.missing) == (934_871, 999)
    assert str(desk.page(number).contract.call_due_on) == "2026-12-04"
    desk.top_up(desk.ann, number, 999)
    assert desk.venue.units(desk.ann) == (100_000, 10_999)
    assert desk.state(number) == "running"
    desk.go(12, 23, 15)
    # 60,000,000 x 6 % x 30/360 = 300,000
    assert desk.steps(number)[-1] == ("settle", 0, 60_300_000)
    assert desk.venue.units(desk.ann) == (100_000, 0)


def test_a_rising_price_ends_a_call(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.fall(*FALL, 6_418)
    desk.go(11, 27)
    assert desk.state(number) == "called"
    desk.close_at(7_060)  # 64.18 + 10 %
    desk.go(11, 30)
    assert desk.state(number) == "running"  # 60,000,000 / 70,600,000 = 0.8498
    assert [step for step, _, _ in desk.steps(number)][-2:] == ["call", "lift"]


def test_a_debtor_that_cannot_repay_loses_units_up_to_the_debt(desk: Desk) -> None:
    desk.ann = desk.venue.trader("Anna", cash_fen=0, units_t=10_000)
    number = desk.run("pledge")
    sink = desk.venue.trader("Sink", cash_fen=0, units_t=2_000)
    desk.venue.place(sink, OrderSide.SELL, 9_781, 700)
    desk.venue.place(desk.ann, OrderSide.BUY, 9_781, 700)  # spends 6,846,700 of the loan
    desk.go(12, 23, 15)
    # debt 60,300,000; 60,300,000 / 9,781 = 6,165.01 -> 6,165 t = 60,299,865, and 135 in cash
    assert desk.steps(number)[-2:] == [("default", 6_165, 0), ("default", 0, 135)]
    assert desk.venue.units(desk.ann) == (10_000 + 700 - 6_165, 0)
    assert desk.venue.cash(desk.ann) == (60_000_000 - 6_846_700 - 135, 0)
    assert desk.venue.units(desk.ben) == (106_165, 0)
    assert claims(desk) == []


def test_an_unanswered_call_of_a_pledge_hands_units_over_at_the_close(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.fall(*FALL, 6_418)
    desk.go(11, 27)
    assert str(desk.page(number).contract.call_due_on) == "2026-12-04"
    desk.go(12, 4, 14)
    assert desk.state(number) == "called"
    desk.go(12, 4, 15)
    # owed after 11 days: 60,000,000 x (1 + 6 % x 11/360) = 60,110,000; / 6,418 = 9,365.8 t, whole
    # ones worth 60,104,570, and 5,430 in cash
    assert desk.steps(number)[-2:] == [("default", 9_365, 0), ("default", 0, 5_430)]
    assert desk.state(number) == "defaulted"
    assert desk.venue.units(desk.ann) == (90_635, 0)
    assert desk.venue.units(desk.ben) == (109_365, 0)
    assert desk.venue.cash(desk.ann) == (160_000_000 - 5_430, 0)
    assert desk.venue.cash(desk.ben) == (40_000_000 + 5_430, 0)
    assert claims(desk) == []


def test_a_later_price_does_not_lift_a_call_that_has_run_out(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.fall(*FALL, 6_418)
    desk.go(11, 27)
    desk.clock.set(desk.clock.now().replace(month=12, day=7))
    desk.close_at(7_060)  # nobody has looked at the clock since the call ran out on the 4th
    desk.go(12, 8)
    assert desk.state(number) == "defaulted"
    assert desk.steps(number)[-2:] == [("default", 9_365, 0), ("default", 0, 5_430)]
    assert str(desk.page(number).marks[0].business_date) == "2026-11-27"


def test_lent_units_come_back_and_the_fee_is_paid_out_of_the_collateral(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=200_000_000, units_t=0)
    number = desk.run("lending")
    # collateral 1.30 x 97,810,000 = 127,153,000
    assert desk.venue.units(desk.ann) == (90_000, 0)
    assert desk.venue.units(desk.ben) == (10_000, 0)
    assert desk.venue.cash(desk.ben) == (200_000_000, 127_153_000)
    desk.go(12, 23, 15)
    # fee 97,810,000 x 3 % x 30/365 = 241,175.3
    assert desk.steps(number)[-1] == ("settle", -10_000, -241_175)
    assert desk.venue.units(desk.ann) == (100_000, 0)
    assert desk.venue.cash(desk.ann) == (100_241_175, 0)
    assert desk.venue.cash(desk.ben) == (199_758_825, 0)


def test_a_rising_price_calls_the_borrower_for_cash(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=200_000_000, units_t=0)
    number = desk.run("lending")
    desk.fall(10_759, 11_835)
    desk.go(11, 25)
    mark = desk.page(number).marks[0]
    # 127,153,000 / 118,350,000 = 1.07438 < 1.10; 1.30 x 118,350,000 - 127,153,000 = 26,702,000
    assert (mark.level_ppm, mark.missing) == (1_074_381, 26_702_000)
    assert desk.state(number) == "called"
    desk.top_up(desk.ben, number, 26_702_000)
    assert desk.venue.cash(desk.ben) == (200_000_000, 153_855_000)
    assert desk.state(number) == "running"


def test_cash_that_a_borrower_of_units_is_called_for_does_not_leave(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=160_000_000, units_t=0)
    number = desk.run("lending")
    desk.fall(10_759, 11_835)
    desk.go(11, 25)
    # 160,000,000 less 127,153,000 set aside and 26,702,000 called for, as above
    with pytest.raises(CashNotWithdrawable, match=r"61,?450\.00"):
        desk.withdraw(desk.ben, 6_145_001)
    told = stated(desk.venue, desk.ben, desk.clock.today())
    assert (told.margin_fen, told.called_fen) == (127_153_000, 26_702_000)
    assert told.withdrawable_fen == 6_145_000
    desk.withdraw(desk.ben, 6_145_000)
    desk.top_up(desk.ben, number, 26_702_000)
    assert desk.state(number) == "running"
    told = stated(desk.venue, desk.ben, desk.clock.today())
    assert (told.margin_fen, told.called_fen, told.withdrawable_fen) == (153_855_000, 0, 0)


def test_units_that_do_not_come_back_are_paid_out_of_the_collateral_at_the_close(
    desk: Desk,
) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=200_000_000, units_t=0)
    number = desk.run("lending")
    buyer = desk.venue.trader("Buyer", units_t=0)
    desk.go(11, 24)
    desk.venue.place(desk.ben, OrderSide.SELL, 9_781, 10)
    desk.venue.place(buyer, OrderSide.BUY, 9_781, 10)
    desk.go(12, 23, 15)
    # 10,000 x 97.81 and the fee of 241,175: 98,051,175 of 127,153,000
    assert desk.steps(number)[-1] == ("default", 0, -98_051_175)
    assert desk.venue.cash(desk.ann) == (198_051_175, 0)
    assert desk.venue.cash(desk.ben) == (200_000_000 + 97_810 - 98_051_175, 0)
    assert desk.venue.units(desk.ann) == (90_000, 0)


def test_what_collateral_does_not_cover_is_claimed(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=127_153_000, units_t=0)
    number = desk.run("lending")
    desk.fall(10_759, 11_835, 13_019)
    desk.go(11, 26)
    assert desk.state(number) == "called"
    desk.go(11, 27, 15)
    # value 130,190,000 and the fee of 4 days, 97,810,000 x 3 % x 4/365 = 32,156.7 -> 32,157;
    # the collateral pays 127,153,000, and 3,069,157 are left
    assert desk.state(number) == "defaulted"
    assert desk.venue.cash(desk.ann) == (227_153_000, 0)
    assert desk.venue.cash(desk.ben) == (0, 0)
    assert claims(desk) == [(0, 3_069_157)]
    assert desk.page(number).steps[-1].claim_fen == 3_069_157


def test_a_frozen_account_makes_the_end_wait(desk: Desk) -> None:
    number = desk.run("repo")
    set_status(desk.venue, "account", "status", "frozen", f"WHERE number = '{desk.ann.account}'")
    desk.clock.set(desk.clock.now().replace(month=12, day=23, hour=8))
    (done,) = [each for each in desk.due() if each.data["kind"] == "mature_financing"]
    assert done.data["refused"] == "registry.account_not_open"
    assert desk.state(number) == "running"
    set_status(desk.venue, "account", "status", "open", f"WHERE number = '{desk.ann.account}'")
    desk.due()
    assert desk.state(number) == "settled"


@trips(ContractInOtherState)
def test_a_closed_contract_is_not_closed_again(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.step("settle", desk.ann, number)
    with pytest.raises(ContractInOtherState):
        desk.step("settle", desk.ann, number)
    with pytest.raises(ContractInOtherState):
        desk.top_up(desk.ann, number, 1)
