"""Lives of series with ledgers worked out by hand: marked, margined, defaulted, closed."""

import pytest

from market.derivatives import PostMargin
from market.rules.refused_series import CentralCounterpartyShort, MarginTooSmall
from registry.worlds import DrivenClock, World
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

CASH = 100_000_000
MARGIN = 978_100  # 10 contracts x 100 t x 97.81 CNY/t x 10 %


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    return open_floor(world, clock)


def test_a_future_is_marked_over_four_days_and_ends_in_cash(floor: SeriesFloor) -> None:
    ann, ben, cem, dan = (floor.venue.trader(name) for name in ("Ann", "Ben", "Cem", "Dan"))
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    assert floor.venue.cash(ann) == (CASH, MARGIN)
    assert floor.venue.cash(ben) == (CASH, MARGIN)
    (monday,) = floor.close(MON)
    assert (monday["price_fen"], monday["basis"]) == (9_800, "trades")
    assert floor.venue.cash(ann) == (CASH, MARGIN)

    floor.at(TUE)
    floor.trade(cem, dan, 10_000, 1)
    floor.close(TUE)  # +2.00 x 1,000 t
    assert floor.venue.cash(ann) == (CASH + 200_000, MARGIN)
    assert floor.venue.cash(ben) == (CASH - 200_000, MARGIN - 200_000)  # below 8 %: 782,480
    assert floor.calls() == [(200_000, "open")]

    floor.at(WED, 9)
    floor.venue.execute(PostMargin(client_id="post", call=1), ben.actor)
    assert floor.venue.cash(ben) == (CASH - 200_000, MARGIN)
    assert floor.calls() == [(200_000, "met")]
    floor.at(WED)
    floor.trade(cem, dan, 9_900, 1)
    floor.close(WED)  # -1.00
    assert floor.venue.cash(ann) == (CASH + 100_000, MARGIN - 100_000)
    assert floor.venue.cash(ben) == (CASH - 100_000, MARGIN)

    (thursday,) = floor.close(THU)  # nothing traded: 97.81 x (1 + 2 % x 1 / 365) = 97.815, 97.82
    assert (thursday["price_fen"], thursday["basis"]) == (9_782, "model")
    assert floor.venue.cash(ann) == (CASH - 18_000, MARGIN - 218_000)
    floor.at(FRI, 9, 29)
    assert floor.due() == []
    # Ann's margin, 760,100, was below 782,480: a call for 218,000, and at the opening the series
    # ends at the mean of 98.00, 100.00, 99.00 and 97.82: 98.705, half up 98.71.
    floor.at(FRI, 9, 30)
    done = floor.due()
    assert [each["kind"] for each in done] == ["end_margin_call", "expire_series"]
    assert done[1]["final_price_fen"] == 9_871
    assert floor.venue.cash(ann) == (CASH + 71_000, 0)  # (98.71 - 98.00) x 1,000 t
    assert floor.venue.cash(ben) == (CASH - 71_000, 0)
    # Cem: 100 t from 100.00 and 100 t from 99.00, both to 98.71.
    assert floor.venue.cash(cem) == (CASH - 12_900 - 2_900, 0)
    assert floor.venue.cash(dan) == (CASH + 12_900 + 2_900, 0)
    assert floor.reserve_fen() == 0
    floor.assert_sound()


def test_a_call_that_nobody_answers_is_taken_from_free_cash(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(ann, ben, 10_000, 1)
    floor.close(TUE)
    # Ben sold 11 contracts: margin 11 x 97,810 = 1,075,910, less 200,000; kept at least 860,728.
    assert floor.venue.cash(ben) == (CASH - 200_000, 875_910)
    assert floor.calls() == []
    floor.at(WED)
    floor.trade(ann, ben, 10_100, 1)
    floor.close(WED)  # 12 contracts: 12 x 97,810 = 1,173,720 at the trade, less 110,000
    assert floor.venue.cash(ben) == (CASH - 310_000, 1_063_720)
    floor.at(THU)
    floor.trade(ann, ben, 10_400, 1)
    floor.close(THU)  # 13 contracts: 1,271,530 less 360,000; 8 % are 1,017,224
    assert floor.venue.cash(ben) == (CASH - 670_000, 911_530)
    assert floor.calls() == [(360_000, "open")]
    floor.at(FRI, 9, 30)
    floor.due()
    assert floor.calls() == [(360_000, "met")]
    floor.assert_sound()


def test_a_position_whose_call_cannot_be_met_is_closed_out(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.fund(500_000)
    floor.open_series()
    floor.trade(poor, ann, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    dan = floor.venue.trader("Dan")
    floor.trade(ann, dan, 8_900, 1)
    floor.close(TUE)  # -9.00 x 1,000 t: margin 978,100 - 900,000
    assert floor.venue.cash(poor) == (100_000, 78_100)
    assert floor.calls()[0] == (900_000, "open")
    floor.at(WED, 9, 29)
    assert floor.due() == []
    floor.at(WED, 9, 30)
    floor.due()  # free cash 21,900 does not do: closed at 89.00, its margin free again
    assert floor.calls()[0] == (900_000, "closed_out")
    assert floor.venue.cash(poor) == (100_000, 0)
    assert floor.rows("SELECT net, value_fen FROM series_position WHERE account_id < 0") == [
        (10, 8_900_000)
    ]
    assert floor.rows("SELECT count(*) FROM default_claim") == [(0,)]
    floor.trade(ann, dan, 9_000, 1)
    floor.close(WED)  # the counterparty's ten contracts gain 1.00 x 1,000 t: for the reserve
    assert floor.reserve_fen() == 600_000
    floor.assert_sound()
    floor.close(THU)
    floor.at(FRI)
    floor.due()
    floor.assert_sound()
    assert floor.rows("SELECT net, value_fen FROM series_position WHERE account_id < 0") == [(0, 0)]


def test_what_margin_and_cash_do_not_cover_comes_from_the_reserve(floor: SeriesFloor) -> None:
    ann, dan = floor.venue.trader("Ann"), floor.venue.trader("Dan")
    poor = floor.venue.trader("Poor", cash_fen=500_000)
    floor.open_series(initial_bp=500, maintenance_bp=400)
    floor.trade(poor, ann, 9_800, 10)
    assert floor.venue.cash(poor) == (500_000, 489_050)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(ann, dan, 9_000, 1)
    # -8.00 x 1,000 t = 800,000: 489,050 of margin, 10,950 of cash, 300,000 are missing.
    (refused,) = floor.close(TUE)
    assert refused["refused"] == CentralCounterpartyShort.code
    assert floor.venue.cash(poor) == (500_000, 489_050)
    assert floor.rows("SELECT count(*) FROM default_claim") == [(0,)]
    floor.fund(1_000_000)
    (settled,) = floor.due()
    assert settled["price_fen"] == 9_000
    assert floor.venue.cash(poor) == (0, 0)
    assert floor.venue.cash(ann)[0] == CASH + 800_000
    assert floor.reserve_fen() == 700_000
    claim = "SELECT reason, reference, advanced_fen, unpaid_fen FROM default_claim"
    assert floor.rows(claim) == [("变动保证金 variation margin", SERIES, 300_000, 0)]
    mark = "SELECT variation_fen, from_margin_fen, from_cash_fen, missing_fen FROM series_mark"
    assert floor.rows(f"{mark} WHERE missing_fen > 0") == [(-800_000, 489_050, 10_950, 300_000)]
    floor.assert_sound()
    # The counterparty now holds the ten contracts; at 88.00 they lose 200,000 of the reserve.
    floor.at(WED)
    floor.trade(ann, dan, 8_800, 1)
    floor.close(WED)
    assert floor.reserve_fen() == 500_000
    floor.assert_sound()


def test_a_forward_is_delivered_against_payment(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series("CEA-D2611", contract_kind="forward", settlement="physical")
    floor.trade(ann, ben, 9_800, 10, "CEA-D2611")
    for day in (MON, TUE, WED, THU):
        floor.at(day)
        floor.close(day)
    floor.at(FRI, 9, 30)
    (expired,) = [each for each in floor.due() if each["kind"] == "expire_series"]
    # Days at 98.00, 97.83 (3 days: 97.826), 97.82 (97.821), 97.82 (97.815): mean 97.8675, 97.87.
    assert (expired["final_price_fen"], expired["delivered_contracts"]) == (9_787, 10)
    # Units at 97.87, and 0.13 a tonne of variation before: 98.00 in all.
    assert floor.venue.units(ann) == (101_000, 0)
    assert floor.venue.units(ben) == (99_000, 0)
    assert floor.venue.cash(ann) == (CASH - 9_800_000, 0)
    assert floor.venue.cash(ben) == (CASH + 9_800_000, 0)
    floor.assert_sound()


def test_what_a_seller_cannot_deliver_ends_in_cash(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    bare = floor.venue.trader("Bare", units_t=250)
    floor.open_series(settlement="physical", last_trading_day=MON, expires_on=MON)
    floor.trade(ann, bare, 9_800, 5)
    floor.trade(ben, bare, 9_800, 5)
    done = floor.close(MON)
    assert [each["kind"] for each in done] == ["settle_series_day", "expire_series"]
    assert done[1]["delivered_contracts"] == 2  # 250 t are two contracts of 100 t
    assert floor.venue.units(ann) == (100_100, 0)
    assert floor.venue.units(ben) == (100_100, 0)
    assert floor.venue.cash(bare) == (CASH + 2 * 980_000, 0)
    floor.assert_sound()


def test_a_call_is_exercised_in_cash_if_it_is_worth_something(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    terms = {"contract_kind": "option", "strike_fen": 9_500, "option_type": "call"}
    floor.open_series("CEA-C2611", last_trading_day=WED, expires_on=WED, **terms)
    floor.trade(ann, ben, 400, 10, "CEA-C2611")
    # The buyer cannot lose more than 4.00 x 1,000 t; the seller keeps 10 % of 97.81 x 1,000 t.
    assert floor.venue.cash(ann) == (CASH, 400_000)
    assert floor.venue.cash(ben) == (CASH, MARGIN)
    floor.close(MON)
    floor.close(TUE)
    done = floor.close(WED)
    # 97.81 - 95.00 = 2.81 at expiry: the buyer, who agreed on 4.00, is 1.19 a tonne poorer.
    assert done[-1]["final_price_fen"] == 281
    assert floor.venue.cash(ann) == (CASH - 119_000, 0)
    assert floor.venue.cash(ben) == (CASH + 119_000, 0)
    floor.assert_sound()


def test_a_put_is_exercised_by_delivery_at_its_strike(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    terms = {"contract_kind": "option", "strike_fen": 10_000, "option_type": "put"}
    floor.open_series(
        "CEA-P2611", last_trading_day=MON, expires_on=TUE, settlement="physical", **terms
    )
    floor.trade(ann, ben, 300, 10, "CEA-P2611")
    floor.close(MON)
    floor.at(TUE)
    (expired,) = floor.due()
    assert (expired["final_price_fen"], expired["delivered_contracts"]) == (219, 10)
    assert floor.venue.units(ann) == (99_000, 0)
    assert floor.venue.units(ben) == (101_000, 0)
    # 1,000 t at the strike of 100.00, less the premium of 3.00.
    assert floor.venue.cash(ann) == (CASH + 10_000_000 - 300_000, 0)
    assert floor.venue.cash(ben) == (CASH - 10_000_000 + 300_000, 0)
    floor.assert_sound()


def test_an_option_out_of_the_money_lapses(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    terms = {"contract_kind": "option", "strike_fen": 10_000, "option_type": "call"}
    floor.open_series(
        "CEA-C2611", last_trading_day=MON, expires_on=TUE, settlement="physical", **terms
    )
    floor.trade(ann, ben, 50, 10, "CEA-C2611")
    floor.close(MON)
    floor.at(TUE)
    (expired,) = floor.due()
    assert (expired["final_price_fen"], expired["delivered_contracts"]) == (0, 0)
    assert floor.venue.cash(ann) == (CASH - 50_000, 0)
    assert floor.venue.cash(ben) == (CASH + 50_000, 0)
    floor.assert_sound()


def test_a_week_that_nobody_looked_at_is_made_up_for_day_by_day(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.fund(10_000_000)
    floor.open_series()
    floor.trade(poor, ann, 10_700, 10)
    floor.at(FRI, 16)
    done = floor.due()
    days = [each.get("day") for each in done]
    assert days == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", None]
    # Tuesday at 97.83 took 917,000 of Poor's margin; Wednesday morning closed it out.
    assert floor.calls() == [(917_000, "closed_out")]
    assert floor.venue.cash(poor) == (83_000, 0)
    floor.assert_sound()


def test_a_trade_needs_the_margin_of_both_sides(floor: SeriesFloor) -> None:
    ann = floor.venue.trader("Ann")
    poor = floor.venue.trader("Poor", cash_fen=978_099)
    floor.open_series()
    offer = floor.offer(ann, poor, 9_800, 10)
    with pytest.raises(MarginTooSmall):
        floor.accept(poor, offer)
    assert floor.venue.cash(ann) == (CASH, 0)
    assert floor.rows("SELECT count(*) FROM series_trade") == [(0,)]


def test_a_smaller_position_frees_margin_and_one_traded_back_frees_all(floor: SeriesFloor) -> None:
    ann, ben = floor.venue.trader("Ann"), floor.venue.trader("Ben")
    floor.open_series()
    floor.trade(ann, ben, 9_800, 10)
    floor.trade(ben, ann, 9_900, 4)
    assert floor.venue.cash(ann) == (CASH, 586_860)
    floor.trade(ben, ann, 9_900, 6)
    assert floor.venue.cash(ann) == (CASH, 0)
    assert floor.venue.cash(ben) == (CASH, 100_000)  # what Ben lost, until it is paid
    floor.close(MON)
    assert floor.venue.cash(ann) == (CASH + 100_000, 0)
    assert floor.venue.cash(ben) == (CASH - 100_000, 0)
    floor.assert_sound()
