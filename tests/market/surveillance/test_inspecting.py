"""Looking through days in a world on disk."""

from datetime import date, timedelta

import pytest

from market.due import carry_out_due, due_commands
from market.rules import SelfTrade, Side
from market.rules.errors import UnknownOrder
from market.surveillance import (
    InspectDay,
    NoteSelfTrade,
    ReviewAlert,
    list_alerts,
    show_alert,
)
from market.surveillance.refused_surveillance import DayNotBegun, UnknownAlert
from registry.worlds import (
    Actor,
    DrivenClock,
    Role,
    RoleMissing,
    TextInvalid,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.market.clearing.houses import fund, owe
from tests.market.traders import CEA, OPERATOR, Trader, Venue

BUY, SELL = Side.BUY, Side.SELL
TODAY = date(2026, 11, 23)
REGULATOR = Actor("regulator@example.org", frozenset({Role.REGULATOR}))


def inspect(venue: Venue, day: date = TODAY) -> list[str]:
    command = InspectDay(client_id=venue.next_id(), day=day)
    return list(venue.execute(command, OPERATOR).data["alerts"])


def found(venue: Venue, rule: str = ""):
    with reading(venue.world) as session:
        return list_alerts(session, OPERATOR, rule=rule)


@passes(DayNotBegun, UnknownAlert)
def test_an_attempt_to_trade_with_oneself_is_reported_and_reviewed(
    venue: Venue, ann: Trader
) -> None:
    order = venue.place(ann, SELL, 9_800, 100)["order_id"]
    with pytest.raises(SelfTrade):
        venue.place(ann, BUY, 9_800, 100)
    noted = NoteSelfTrade(
        client_id=venue.next_id(), instrument=CEA, account=ann.account, order_id=order
    )
    venue.execute(noted, OPERATOR)
    inspect(venue)
    (alert,) = found(venue, "self_trade")
    assert alert.party is not None
    assert alert.party["en"] == "Ann"
    assert (alert.instrument, alert.figures) == (CEA, {"attempts": 1})
    assert alert.explanation["zh"].startswith("1 笔委托")
    assert alert.source["zh"]
    review = ReviewAlert(client_id="r", alert=alert.number, note="误操作")
    venue.execute(review, OPERATOR)
    with reading(venue.world) as session:
        shown = show_alert(session, alert.number, REGULATOR)
        assert list_alerts(session, OPERATOR, rule="self_trade", reviewed=False) == []
    assert [(each.note, each.actor) for each in shown.reviews] == [("误操作", OPERATOR.name)]


@pytest.mark.usefixtures("ann")
def test_a_day_inspected_again_reports_nothing_twice(venue: Venue) -> None:
    assert len(inspect(venue)) == 1
    assert inspect(venue) == []
    assert [alert.figures["held_t"] for alert in found(venue, "large_holder")] == [100_000]


@pytest.mark.usefixtures("ann")
def test_holders_are_reported_once_a_month(venue: Venue, clock: DrivenClock) -> None:
    inspect(venue)
    clock.advance(timedelta(days=1))
    assert inspect(venue, TODAY + timedelta(days=1)) == []
    clock.advance(timedelta(days=10))
    assert len(inspect(venue, TODAY + timedelta(days=11))) == 1


def test_orders_cancelled_untouched_are_counted(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ben, BUY, 9_700, 1)
    for number in range(10):
        order = venue.place(ann, SELL, 9_900 + number, 10)["order_id"]
        if number < 8:
            venue.cancel(ann, order)
    inspect(venue)
    (alert,) = found(venue, "cancel_share")
    assert alert.figures == {
        "placed": 10,
        "cancelled": 8,
        "share_pct": 80,
        "threshold_pct": 80,
    }


def test_six_days_at_the_end_of_the_band_are_reported(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """97.81 rises by tenths, half up: 107.59, 118.35, 130.19, 143.21, 157.53, 173.28."""
    for price_fen in (10_759, 11_835, 13_019, 14_321, 15_753, 17_328):
        assert found(venue, "band_touches") == []
        venue.place(ann, SELL, price_fen, 10)
        venue.place(ben, BUY, price_fen, 10)
        inspect(venue, clock.today())
        clock.advance(timedelta(days=1))
    (alert,) = found(venue, "band_touches")
    assert alert.figures == {"touches": 6, "days": 20, "threshold": 6}
    assert alert.party is None
    venue.place(ann, SELL, 17_328, 10)  # a day without a trade repeats nothing
    inspect(venue, clock.today())
    assert len(found(venue, "band_touches")) == 1


def test_a_default_is_reported_once_with_its_claim(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """Ann owes 1,500,000 CNY and has 1,000,000; of the rest the reserve advances 300,000."""
    fund(venue, 30_000_000)
    paid = owe(venue, ann, ben, 150_000_000)
    inspect(venue)
    (alert,) = found(venue, "default")
    assert alert.party is not None
    assert (alert.party["en"], alert.instrument, alert.business_date) == ("Ann", None, TODAY)
    assert alert.figures == {
        "claim": paid.claim,
        "owed_fen": 50_000_000,
        "advanced_fen": 30_000_000,
        "unpaid_fen": 20_000_000,
    }
    assert alert.explanation["en"].startswith(f"Could not pay 500,000.00 CNY, claim {paid.claim}")
    assert "风险准备金垫付 300,000.00 元" in alert.explanation["zh"]
    assert "结算管理规则" in alert.source["zh"]
    clock.advance(timedelta(days=1))
    owe(venue, ann, ben, 100)
    with unit_of_work(venue.world) as session:
        carry_out_due(session)
    assert len(found(venue, "default")) == 1
    inspect(venue, TODAY + timedelta(days=1))
    assert [each.business_date.day for each in found(venue, "default")] == [24, 23]


@pytest.mark.usefixtures("ann")
def test_the_clock_inspects_the_last_day_once(venue: Venue, clock: DrivenClock) -> None:
    def inspections() -> list[str]:
        with reading(venue.world) as session:
            due = due_commands(session)
        return [each.client_id for each in due if each.kind == InspectDay.kind]

    assert inspections() == []
    clock.advance(timedelta(days=1))
    assert inspections() == ["inspection:2026-11-23"]
    with unit_of_work(venue.world) as session:
        carry_out_due(session)
    assert inspections() == []
    assert len(found(venue, "large_holder")) == 1


def test_days_that_nobody_inspected_are_made_up_for(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """Two days of attempts pass before the clock's work is carried out."""
    for number in range(2):
        order = venue.place(ann, SELL, 9_800 + number, 10)["order_id"]
        noted = NoteSelfTrade(
            client_id=venue.next_id(), instrument=CEA, account=ann.account, order_id=order
        )
        venue.execute(noted, OPERATOR)
        clock.advance(timedelta(days=1))
    venue.place(ben, BUY, 9_700, 1)
    with unit_of_work(venue.world) as session:
        carry_out_due(session)
    assert [alert.business_date.day for alert in found(venue, "self_trade")] == [24, 23]


@trips(DayNotBegun, UnknownAlert)
def test_only_operator_and_regulator_see_alerts(venue: Venue, ann: Trader) -> None:
    inspect(venue)
    with reading(venue.world) as session:
        for read in (list_alerts, lambda session, actor: show_alert(session, "x", actor)):
            with pytest.raises(RoleMissing):
                read(session, ann.actor)
        assert len(list_alerts(session, REGULATOR)) == 1
        for wanted in ("SA-2026-999999", "", "x" * 5_000, "监察"):
            with pytest.raises(UnknownAlert):
                show_alert(session, wanted, REGULATOR)
    for command in (
        InspectDay(client_id="a", day=TODAY),
        ReviewAlert(client_id="b", alert="SA-2026-000001", note="x"),
        NoteSelfTrade(client_id="c", instrument=CEA, account=ann.account, order_id=1),
    ):
        for actor in (ann.actor, REGULATOR):
            with pytest.raises(RoleMissing):
                venue.execute(command, actor)
    with pytest.raises(DayNotBegun):
        inspect(venue, TODAY + timedelta(days=1))
    review = ReviewAlert(client_id="d", alert="SA-2026-000001", note=" ")
    with pytest.raises(TextInvalid):
        venue.execute(review, OPERATOR)
    noted = NoteSelfTrade(client_id="e", instrument=CEA, account=ann.account, order_id=2**70)
    with pytest.raises(UnknownOrder):
        venue.execute(noted, OPERATOR)
