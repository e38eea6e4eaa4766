"""A forward and an option from opening to close through a default, with ledgers worked out by hand.

What a position has lost stays covered until it is paid, whatever its owner does in between.
"""

import pytest

from market.clearing import PayClaim, TradingBlocked, WithdrawCash
from market.clearing.refused_clearing import CashNotWithdrawable
from market.derivatives import PostMargin
from market.rules import Side
from market.rules.refused_series import MarginTooSmall
from registry.rules import WorkingCalendar
from registry.worlds import DrivenClock, World
from tests.market.clearing.houses import amend
from tests.market.derivatives.series_floor import (
    FRI,
    MON,
    SERIES,
    THU,
    TUE,
    WED,
    SeriesFloor,
    open_floor,
)
from tests.market.traders import Trader

CASH = 100_000_000
MARGIN = 978_100  # 10 contracts x 100 t x 97.81 CNY/t x 10 %
FORWARD = "CEA-D2611"
OPTION = "CEA-C2611"
CLAIMS = "SELECT advanced_fen, unpaid_fen FROM default_claim ORDER BY id"


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    return open_floor(world, clock)


def spot_closes_at(floor: SeriesFloor, price_fen: int) -> None:
    """Trade a tonne at spot, between two who do nothing else."""
    seller, buyer = floor.venue.trader("Seller", 0, 1), floor.venue.trader("Buyer", price_fen, 0)
    floor.venue.place(seller, Side.SELL, price_fen, 1)
    floor.venue.place(buyer, Side.BUY, price_fen, 1)


def withdraw(floor: SeriesFloor, trader: Trader, amount_fen: int) -> None:
    command = WithdrawCash(
        client_id=floor.venue.next_id(), account=trader.account, amount_fen=amount_fen
    )
    floor.venue.execute(command, trader.actor)


def pay_claim(floor: SeriesFloor, trader: Trader, amount_fen: int) -> None:
    ((claim,),) = floor.rows("SELECT number FROM default_claim")
    floor.operate_deposit(trader, amount_fen)
    command = PayClaim(client_id=floor.venue.next_id(), claim=claim, amount_fen=amount_fen)
    floor.venue.execute(command, trader.actor)


def test_a_forward_is_marked_margined_defaulted_recovered_and_delivered(floor: SeriesFloor) -> None:
    ann, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Cem", "Dan"))
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.fund(1_000_000)
    floor.open_series(FORWARD, contract_kind="forward", settlement="physical")
    floor.trade(poor, ann, 10_700, 10, FORWARD)
    assert floor.venue.cash(poor) == (1_000_000, MARGIN)
    floor.close(MON)  # at 107.00, its only trade

    floor.at(TUE)
    spot_closes_at(floor, 8_803)
    floor.close(TUE)  # no trades: 88.03 x (1 + 2 % x 3 / 365) = 88.0445, 88.04
    # -18.96 x 1,000 t = 1,896,000: margin 978,100, cash 21,900, the reserve 896,000.
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.rows(CLAIMS) == [(896_000, 0)]
    assert floor.reserve_fen() == 104_000
    assert floor.venue.cash(ann) == (CASH + 1_896_000, 880_300)  # 10 % of 88.03 x 1,000 t
    floor.assert_sound()
    with pytest.raises(TradingBlocked):
        floor.offer(poor, ann, 8_804, 1, FORWARD)

    floor.at(WED)
    floor.trade(cem, dan, 9_000, 1, FORWARD)
    floor.close(WED)  # +1.96 on the ten contracts that the counterparty holds now
    assert floor.reserve_fen() == 300_000
    assert floor.venue.cash(ann) == (CASH + 1_700_000, 684_300)  # below 8 %: 704,240
    assert floor.calls() == [(196_000, "open")]
    floor.at(THU, 9)
    floor.venue.execute(PostMargin(client_id="post", call=1), ann.actor)
    assert floor.venue.cash(ann) == (CASH + 1_700_000, 880_300)
    pay_claim(floor, poor, 896_000)
    assert floor.reserve_fen() == 1_196_000
    floor.offer(poor, ann, 9_000, 1, FORWARD)  # trades again
    floor.close(THU)  # 88.03 x (1 + 2 % x 1 / 365) = 88.0348, 88.03: -1.97
    assert floor.reserve_fen() == 999_000
    floor.at(FRI, 9, 30)
    *_, ended = floor.due()
    # (107.00 + 88.04 + 90.00 + 88.03) / 4 = 93.2675: +5.24. Cem alone takes delivery, of one
    # contract, and Ann, who sold ten of the eleven, gives it.
    assert (ended["final_price_fen"], ended["delivered_contracts"]) == (9_327, 1)
    assert floor.reserve_fen() == 1_523_000
    assert floor.venue.cash(ann) == (CASH + 1_897_000 - 524_000 + 932_700, 0)
    assert floor.venue.units(ann) == (99_900, 0)
    assert floor.venue.cash(cem) == (CASH - 900_000, 0)  # 100 t at the 90.00 agreed
    assert floor.venue.units(cem) == (100_100, 0)
    assert floor.venue.cash(dan) == (CASH - 32_700, 0)  # sold at 90.00, ended at 93.27 in cash
    floor.assert_sound()


def test_a_sold_option_is_marked_margined_defaulted_and_exercised(floor: SeriesFloor) -> None:
    ann, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Cem", "Dan"))
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.fund(500_000)
    terms = {"contract_kind": "option", "strike_fen": 9_500, "option_type": "call"}
    floor.open_series(OPTION, last_trading_day=THU, expires_on=THU, **terms)
    floor.trade(ann, poor, 100, 10, OPTION)
    floor.trade(dan, cem, 100, 2, OPTION)
    assert floor.venue.cash(poor) == (1_000_000, MARGIN)
    assert floor.venue.cash(cem) == (CASH, MARGIN // 5)
    floor.close(MON)  # at 1.00: a buyer cannot lose more, a seller keeps 10 %
    assert floor.venue.cash(ann) == (CASH, 100_000)
    assert floor.venue.cash(dan) == (CASH, 20_000)

    floor.at(TUE)
    spot_closes_at(floor, 10_759)
    floor.close(TUE)
    # Forward 107.59 x (1 + 2 % x 2 / 365) = 107.6018, so far above 95.00 that two days add nothing
    # to the difference: 12.60. Poor loses 11.60 x 1,000 t: 978,100 + 21,900 + 160,000 missing.
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.rows(CLAIMS) == [(160_000, 0)]
    assert floor.reserve_fen() == 340_000
    # Cem loses 232,000, 36,380 of it out of cash, and owes all of the margin: 10 % of 107.59 x
    # 200 t. The buyers are called too, for they may now lose 12.60: 10 % of the underlying.
    assert floor.venue.cash(cem) == (CASH - 232_000, 0)
    assert floor.venue.cash(ann) == (CASH + 1_160_000, 100_000)
    assert sorted(floor.calls()) == [(195_180, "open"), (215_180, "open"), (975_900, "open")]
    floor.assert_sound()
    floor.at(WED, 9)
    ((call,),) = floor.rows("SELECT id FROM margin_call WHERE amount_fen = 215180")
    floor.venue.execute(PostMargin(client_id="post", call=call), cem.actor)
    assert floor.venue.cash(cem) == (CASH - 232_000, 215_180)
    floor.close(WED)  # 107.59 x (1 + 2 % x 1 / 365) - 95.00 = 12.5959: still 12.60
    assert {state for _, state in floor.calls()} == {"met"}
    assert floor.venue.cash(ann) == (CASH + 1_160_000, 1_075_900)
    *_, ended = floor.close(THU)
    assert ended["final_price_fen"] == 1_259  # 107.59 - 95.00
    assert floor.venue.cash(ann) == (CASH + 1_159_000, 0)
    assert floor.venue.cash(dan) == (CASH + 231_800, 0)
    assert floor.venue.cash(cem) == (CASH - 231_800, 0)
    assert floor.reserve_fen() == 341_000
    floor.assert_sound()


def test_a_bought_option_that_is_turned_into_a_sold_one_needs_its_margin(
    floor: SeriesFloor,
) -> None:
    ann, small = floor.venue.trader("Ann"), floor.venue.trader("Small", cash_fen=500_000)
    terms = {"contract_kind": "option", "strike_fen": 9_500, "option_type": "call"}
    floor.open_series(OPTION, last_trading_day=THU, expires_on=THU, **terms)
    floor.trade(small, ann, 400, 10, OPTION)
    assert floor.venue.cash(small) == (500_000, 400_000)
    offer = floor.offer(ann, small, 400, 20, OPTION)
    with pytest.raises(MarginTooSmall, match=r"5,?781\.00"):
        floor.accept(small, offer)
    floor.operate_deposit(small, 478_100)
    floor.accept(small, offer)
    assert floor.venue.cash(small) == (978_100, MARGIN)
    floor.assert_sound()


def test_the_loss_of_contracts_traded_back_stays_until_it_is_paid(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.open_series()
    floor.trade(poor, ann, 9_800, 10)
    floor.trade(ben, poor, 9_000, 10)
    assert floor.venue.cash(poor) == (1_000_000, 800_000)  # 8.00 x 1,000 t
    with pytest.raises(CashNotWithdrawable):
        withdraw(floor, poor, 200_001)
    withdraw(floor, poor, 200_000)
    with pytest.raises(MarginTooSmall):  # nor does it secure anything new
        floor.trade(poor, ann, 9_000, 1)
    floor.assert_sound()
    floor.close(MON)
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.rows(CLAIMS) == []
    floor.assert_sound()


def test_one_who_is_called_and_trades_back_at_a_loss_keeps_what_will_pay_it(
    floor: SeriesFloor,
) -> None:
    ann, ben, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    poor = floor.venue.trader("Poor", cash_fen=2_000_000)
    floor.open_series()
    floor.trade(poor, ann, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(cem, dan, 8_900, 1)
    floor.close(TUE)
    assert floor.venue.cash(poor) == (1_100_000, 78_100)
    assert floor.calls()[0] == (900_000, "open")
    floor.at(WED, 9)
    floor.trade(ben, poor, 8_500, 10)  # -4.00 x 1,000 t: more than the margin that is left
    assert floor.venue.cash(poor) == (1_100_000, 400_000)
    assert floor.calls()[0] == (900_000, "met")
    with pytest.raises(CashNotWithdrawable):
        withdraw(floor, poor, 700_001)
    withdraw(floor, poor, 700_000)
    floor.close(WED)
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.rows(CLAIMS) == []
    floor.assert_sound()


def test_a_loss_after_the_last_settlement_is_paid_at_expiry(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series(last_trading_day=MON, expires_on=TUE)
    floor.close(MON)  # at 97.83
    floor.at(MON, 16)
    floor.trade(ann, ben, 9_800, 10)
    floor.trade(ben, ann, 9_700, 10)
    assert floor.venue.cash(ann) == (CASH, 100_000)
    floor.at(TUE)
    floor.due()
    assert floor.venue.cash(ann) == (CASH - 100_000, 0)
    assert floor.venue.cash(ben) == (CASH + 100_000, 0)
    floor.assert_sound()


def test_one_who_trades_after_the_deadline_is_closed_out_with_what_it_gained(
    floor: SeriesFloor,
) -> None:
    ann, ben, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.fund(500_000)
    floor.open_series()
    floor.trade(poor, ann, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(cem, dan, 8_900, 1)
    floor.close(TUE)  # -9.00 x 1,000 t
    assert floor.venue.cash(poor) == (100_000, 78_100)
    floor.at(WED)  # the deadline was 09:30, and nobody has looked since
    floor.trade(ben, poor, 9_100, 5)
    floor.due()
    # Five contracts sold 2.00 above the mark: 100,000, paid at the close-out by the reserve, which
    # holds the other five from 89.00 on.
    assert floor.calls() == [(900_000, "closed_out")]
    assert floor.venue.cash(poor) == (200_000, 0)
    assert floor.reserve_fen() == 400_000
    floor.assert_sound()
    floor.close(WED)  # at 91.00: Ann pays 200,000 for ten, half of it what Poor gained
    assert floor.venue.cash(ann)[0] == CASH + 900_000 - 200_000
    assert floor.reserve_fen() == 600_000
    floor.assert_sound()


def test_called_cash_does_not_leave_before_the_call_is_answered(floor: SeriesFloor) -> None:
    ann, ben, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(cem, dan, 10_000, 1)
    floor.close(TUE)
    assert floor.calls() == [(200_000, "open")]
    free_fen = CASH - MARGIN
    with pytest.raises(CashNotWithdrawable):
        withdraw(floor, ben, free_fen - 200_000 + 1)
    withdraw(floor, ben, free_fen - 200_000)
    floor.at(WED, 9, 30)
    floor.due()
    assert floor.calls() == [(200_000, "met")]
    assert floor.venue.cash(ben) == (MARGIN, MARGIN)
    floor.assert_sound()


def test_of_two_calls_at_once_the_second_finds_no_cash(floor: SeriesFloor) -> None:
    ann, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Cem", "Dan"))
    short = floor.venue.trader("Short", cash_fen=2 * MARGIN + 300_000)
    for series in (SERIES, FORWARD):
        floor.open_series(series)
        floor.trade(ann, short, 9_800, 10, series)
    floor.close(MON)
    floor.at(TUE)
    for series in (SERIES, FORWARD):
        floor.trade(cem, dan, 10_000, 1, series)
    floor.close(TUE)  # 200,000 lost in each, 300,000 free
    assert floor.calls() == [(200_000, "open"), (200_000, "open")]
    floor.at(WED, 9, 30)
    floor.due()
    assert floor.calls() == [(200_000, "met"), (200_000, "closed_out")]
    # The margin of the second is free again, and that of the first is whole.
    assert floor.venue.cash(short) == (2 * MARGIN + 300_000 - 400_000, MARGIN)
    assert floor.rows(CLAIMS) == []
    floor.assert_sound()


def test_a_series_whose_last_days_became_holidays_ends_all_the_same(
    floor: SeriesFloor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    calendar = WorkingCalendar(days_off=frozenset({THU, FRI}))
    for module in ("settling", "margin_calls"):
        monkeypatch.setattr(f"market.derivatives.{module}.working_calendar", lambda _: calendar)
    floor.at(FRI)
    done = floor.due()
    assert [each["kind"] for each in done] == ["settle_series_day"] * 3 + ["expire_series"]
    # (98.00 + 97.83 + 97.82) / 3 = 97.8833, 97.88
    assert done[-1]["final_price_fen"] == 9_788
    assert floor.venue.cash(ann) == (CASH - 12_000, 0)
    floor.assert_sound()


def test_no_carry_rate_makes_a_price_below_the_tick(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    floor.fund(CASH)
    amend(floor.venue, "cn_ets", "contract_carry_rate", "-400", "1")
    floor.open_series()
    terms = {"contract_kind": "option", "strike_fen": 9_500, "option_type": "put"}
    floor.open_series(OPTION, **terms)
    prices = [each["price_fen"] for each in floor.close(MON)]
    assert prices == [1, 9_499]
    assert floor.venue.cash(ann) == (CASH, 0)
    floor.assert_sound()
