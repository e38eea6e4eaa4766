"""Each check of series refuses once, passes once, and leaves the ledger as it was."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from market.derivatives import (
    AcceptSeriesOffer,
    EndMarginCall,
    EndSeriesOffer,
    ExpireSeries,
    ListSeries,
    OfferSeriesTrade,
    PostMargin,
    SettleSeriesDay,
)
from market.derivatives.terms import hours, moment
from market.rules import InstrumentClosed
from market.rules.refused_pauses import TradingPaused
from market.rules.refused_series import (
    CentralCounterpartyShort,
    MarginCallNotDue,
    MarginCallNotOpen,
    MarginTooSmall,
    NotYourSeriesOffer,
    SeriesClosed,
    SeriesDaySettled,
    SeriesNotDue,
    SeriesOfferNotOpen,
    SeriesPriceOffTick,
    SeriesPriceOutsideBand,
    SeriesSamePartyTwice,
    SeriesShut,
    SeriesTermsInvalid,
    SeriesTooLarge,
    SeriesUnsettled,
    UnknownMarginCall,
    UnknownSeries,
    UnknownSeriesOffer,
)
from market.surveillance import PauseTrading, ResumeTrading
from registry.ledger import AccountNotOpen
from registry.worlds import (
    DrivenClock,
    IdempotencyConflict,
    NotRepresentative,
    RegistryError,
    RoleMissing,
    UnknownAccount,
    World,
)
from tests.checked import passes, trips
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
from tests.market.traders import CEA, OPERATOR, STRANGER, Trader, set_status

HUGE = 10**30


@pytest.fixture
def floor(world: World, clock: DrivenClock) -> SeriesFloor:
    floor = open_floor(world, clock)
    floor.open_series()
    return floor


@pytest.fixture
def ann(floor: SeriesFloor) -> Trader:
    return floor.venue.trader("Ann")


@pytest.fixture
def ben(floor: SeriesFloor) -> Iterator[Trader]:
    yield floor.venue.trader("Ben")
    floor.assert_sound()


def refused(floor: SeriesFloor, refusal: type[RegistryError], command: Any, who: Trader) -> None:
    before = floor.rows("SELECT count(*), sum(quantity) FROM posting")
    with pytest.raises(refusal):
        floor.venue.execute(command, who.actor)
    assert floor.rows("SELECT count(*), sum(quantity) FROM posting") == before


def offered(floor: SeriesFloor, ann: Trader, ben: Trader, **changed: Any) -> OfferSeriesTrade:
    terms: dict[str, Any] = {
        "series": SERIES,
        "account": ann.account,
        "to_account": ben.account,
        "side": "buy",
        "price_fen": 9_800,
        "contracts": 10,
        **changed,
    }
    return OfferSeriesTrade(client_id=floor.venue.next_id(), **terms)


@trips(
    UnknownSeries, SeriesSamePartyTwice, SeriesPriceOffTick, SeriesPriceOutsideBand, SeriesTooLarge
)
@passes(
    UnknownSeries, SeriesSamePartyTwice, SeriesPriceOffTick, SeriesPriceOutsideBand, SeriesTooLarge
)
@pytest.mark.parametrize(
    ("refusal", "changed"),
    [
        (UnknownSeries, {"series": "CEA-F9999"}),
        (UnknownSeries, {"series": "碳" * 40}),
        (UnknownAccount, {"account": "200-9999999-99"}),
        (UnknownAccount, {"to_account": "200-9999999-99"}),
        (SeriesTermsInvalid, {"side": "hold"}),
        (SeriesPriceOffTick, {"price_fen": 0}),
        (SeriesPriceOffTick, {"price_fen": -9_800}),
        (SeriesPriceOutsideBand, {"price_fen": 10_762}),  # 97.83 + 9.78
        (SeriesPriceOutsideBand, {"price_fen": 8_804}),
        (SeriesPriceOutsideBand, {"price_fen": HUGE}),
        (SeriesTooLarge, {"contracts": 0}),
        (SeriesTooLarge, {"contracts": -1}),
        (SeriesTooLarge, {"contracts": 10_001}),
        (SeriesTooLarge, {"contracts": HUGE}),
    ],
)
def test_an_offer_needs_usable_values(
    floor: SeriesFloor,
    ann: Trader,
    ben: Trader,
    refusal: type[RegistryError],
    changed: dict[str, Any],
) -> None:
    refused(floor, refusal, offered(floor, ann, ben, **changed), ann)
    for price_fen in (8_805, 10_761):
        floor.venue.execute(offered(floor, ann, ben, price_fen=price_fen), ann.actor)


def test_nobody_trades_with_itself_the_house_or_for_others(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    refused(floor, SeriesSamePartyTwice, offered(floor, ann, ann), ann)
    house = floor.rows("SELECT number FROM account WHERE kind = 'counterparty'")[0][0]
    refused(floor, SeriesSamePartyTwice, offered(floor, ann, ben, to_account=house), ann)
    refused(floor, NotRepresentative, offered(floor, ann, ben, account=house), ann)
    refused(floor, NotRepresentative, offered(floor, ann, ben), ben)
    with pytest.raises(NotRepresentative):
        floor.venue.execute(offered(floor, ann, ben), STRANGER)
    with pytest.raises(RoleMissing):
        floor.venue.execute(offered(floor, ann, ben), OPERATOR)


@trips(UnknownSeriesOffer, NotYourSeriesOffer, SeriesOfferNotOpen)
@passes(UnknownSeriesOffer, NotYourSeriesOffer, SeriesOfferNotOpen)
def test_an_offer_is_accepted_once_by_the_one_it_is_made_to(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    cem = floor.venue.trader("Cem")
    offer = floor.offer(ann, ben, 9_800, 10)
    for number in (offer + 1, 0, -1, HUGE):
        refused(
            floor, UnknownSeriesOffer, AcceptSeriesOffer(client_id=f"u{number}", offer=number), ben
        )
    accept = AcceptSeriesOffer(client_id="a", offer=offer)
    refused(floor, NotYourSeriesOffer, accept, cem)
    refused(floor, NotYourSeriesOffer, accept, ann)
    refused(floor, NotYourSeriesOffer, EndSeriesOffer(client_id="e", offer=offer), cem)
    first = floor.venue.execute(accept, ben.actor)
    again = floor.venue.execute(accept, ben.actor)
    assert (again.data, again.replayed) == (first.data, True)
    refused(floor, SeriesOfferNotOpen, AcceptSeriesOffer(client_id="b", offer=offer), ben)
    refused(floor, SeriesOfferNotOpen, EndSeriesOffer(client_id="c", offer=offer), ann)
    assert floor.rows("SELECT count(*) FROM series_trade") == [(1,)]
    with pytest.raises(IdempotencyConflict):
        floor.venue.execute(AcceptSeriesOffer(client_id="a", offer=offer + 1), ben.actor)


def test_either_side_ends_an_offer_and_midnight_does(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    for who, state in ((ann, "withdrawn"), (ben, "declined")):
        offer = floor.offer(ann, ben, 9_800, 10)
        ended = floor.venue.execute(
            EndSeriesOffer(client_id=floor.venue.next_id(), offer=offer), who.actor
        )
        assert ended.data["state"] == state
        refused(
            floor, SeriesOfferNotOpen, AcceptSeriesOffer(client_id=f"x{offer}", offer=offer), ben
        )
    late = floor.offer(ann, ben, 9_800, 10)
    floor.at(TUE)
    refused(floor, SeriesOfferNotOpen, AcceptSeriesOffer(client_id="late", offer=late), ben)


def test_an_accepted_price_must_still_be_within_reach(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    floor.open_series("CEA-G2611", initial_bp=2_000)
    offer = floor.offer(ann, ben, 10_700, 1, "CEA-G2611")
    with floor.venue.world.database.engine.begin() as connection:
        if not floor.venue.world.database.is_sqlite:
            connection.exec_driver_sql(f"SET search_path TO {floor.venue.world.schema}")
        connection.exec_driver_sql("UPDATE series_offer SET price_fen = 10762")
    refused(floor, SeriesPriceOutsideBand, AcceptSeriesOffer(client_id="a", offer=offer), ben)


@trips(SeriesClosed)
@passes(SeriesClosed)
def test_an_expired_series_is_not_traded(floor: SeriesFloor, ann: Trader, ben: Trader) -> None:
    floor.at(THU)
    floor.due()
    floor.trade(ann, ben, 9_800, 1)
    floor.at(FRI, 8)
    refused(floor, SeriesClosed, offered(floor, ann, ben), ann)
    floor.at(FRI, 10)
    floor.due()
    refused(floor, SeriesClosed, offered(floor, ann, ben), ann)


@trips(SeriesShut)
@passes(SeriesShut)
def test_hours_count_where_the_world_enforces_them(
    floor: SeriesFloor, ann: Trader, ben: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.at(MON, 15, 30)
    floor.trade(ann, ben, 9_800, 1)
    monkeypatch.setattr("market.derivatives.terms.hours_enforced", lambda *_: True)
    floor.at(TUE, 9, 29)
    refused(floor, SeriesShut, offered(floor, ann, ben), ann)
    floor.at(TUE, 15)
    refused(floor, SeriesShut, offered(floor, ann, ben), ann)
    floor.at(WED, 14, 59)
    floor.due()
    floor.trade(ann, ben, 9_800, 1)


@trips(SeriesUnsettled)
@passes(SeriesUnsettled)
def test_trades_wait_until_the_days_before_are_settled(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    floor.trade(ann, ben, 9_800, 10)
    floor.at(TUE)
    # Marked with Monday's positions, a trade of Tuesday would be paid for at Monday's price.
    refused(floor, SeriesUnsettled, offered(floor, ann, ben, price_fen=10_500), ann)
    floor.due()
    offer = floor.offer(ann, ben, 10_500, 1)
    floor.at(TUE, 16)
    floor.accept(ben, offer)
    floor.at(WED)
    assert [each["price_fen"] for each in floor.due()] == [10_500]


@trips(TradingPaused)
@passes(TradingPaused)
def test_nothing_new_is_agreed_while_what_is_underneath_is_paused(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    floor.trade(ann, ben, 9_800, 10)
    offer = floor.offer(ann, ben, 9_800, 1)
    words = {"instrument": CEA, "reason_zh": "系统检修", "reason_en": "Maintenance"}
    said = floor.operate(PauseTrading(client_id="pause", **words))["announcement"]
    listing = {"contract_kind": "future", "last_trading_day": THU, "expires_on": FRI}
    for command, who in (
        (offered(floor, ann, ben), ann),
        (AcceptSeriesOffer(client_id="accept", offer=offer), ben),
    ):
        with pytest.raises(TradingPaused, match=said):
            floor.venue.execute(command, who.actor)
    with pytest.raises(TradingPaused, match=said):
        floor.operate(ListSeries(client_id="l", series="CEA-X", instrument=CEA, **listing))
    floor.close(MON)
    assert floor.rows("SELECT price_fen FROM series_settlement") == [(9_800,)]
    floor.at(TUE)
    floor.operate(ResumeTrading(client_id="resume", **words))
    floor.trade(ann, ben, 9_800, 1)
    set_status(floor.venue, "instrument", "state", "closed", "")
    refused(floor, InstrumentClosed, offered(floor, ann, ben), ann)


@trips(SeriesDaySettled, SeriesNotDue)
@passes(SeriesDaySettled, SeriesNotDue)
def test_days_are_settled_once_in_order_after_the_close(floor: SeriesFloor) -> None:
    def settle(day: date) -> None:
        floor.operate(SettleSeriesDay(client_id=floor.venue.next_id(), series=SERIES, day=day))

    def expire() -> None:
        floor.operate(ExpireSeries(client_id=floor.venue.next_id(), series=SERIES))

    with pytest.raises(SeriesDaySettled):
        settle(MON)
    floor.at(TUE, 15)
    for day in (TUE, date(2026, 11, 22), date.max):
        with pytest.raises(SeriesDaySettled):
            settle(day)
    settle(MON)
    with pytest.raises(SeriesDaySettled):
        settle(MON)
    settle(TUE)
    floor.at(FRI, 10)
    with pytest.raises(SeriesNotDue):
        expire()
    settle(WED)
    settle(THU)
    with pytest.raises(SeriesDaySettled):
        settle(FRI)
    expire()
    with pytest.raises(SeriesNotDue):
        expire()


@trips(UnknownMarginCall, MarginCallNotDue, MarginCallNotOpen, MarginTooSmall)
@passes(UnknownMarginCall, MarginCallNotDue, MarginCallNotOpen, MarginTooSmall)
def test_a_call_is_answered_once_by_its_own_party(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    poor = floor.venue.trader("Poor", cash_fen=1_000_000)
    floor.trade(poor, ann, 9_800, 10)
    floor.close(MON)
    floor.at(TUE)
    floor.trade(ann, ben, 9_500, 1)
    floor.close(TUE)
    for number in (99, 0, -1, HUGE):
        unknown = PostMargin(client_id=f"p{number}", call=number)
        refused(floor, UnknownMarginCall, unknown, poor)
    post = PostMargin(client_id="post", call=1)
    refused(floor, NotRepresentative, post, ben)
    refused(floor, MarginTooSmall, post, poor)
    with pytest.raises(MarginCallNotDue):
        floor.operate(EndMarginCall(client_id="early", call=1))
    rich = floor.venue.trader("Rich")
    floor.operate_deposit(poor, 500_000)
    first = floor.venue.execute(post, poor.actor)
    assert first.data["posted_fen"] == 300_000
    assert floor.venue.execute(post, poor.actor).replayed
    assert floor.venue.cash(poor) == (1_200_000, 978_100)
    refused(floor, MarginCallNotOpen, PostMargin(client_id="again", call=1), poor)
    with pytest.raises(MarginCallNotOpen):
        floor.operate(EndMarginCall(client_id="late", call=1))
    assert floor.venue.cash(rich)[1] == 0


@trips(CentralCounterpartyShort)
@passes(CentralCounterpartyShort)
def test_gains_are_paid_in_full_or_the_settlement_waits(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    floor.open_series("CEA-G2611", initial_bp=500, maintenance_bp=400)
    poor = floor.venue.trader("Poor", cash_fen=500_000)
    floor.trade(poor, ann, 9_800, 10, "CEA-G2611")
    floor.close(MON)
    floor.at(TUE)
    floor.trade(ann, ben, 9_000, 1, "CEA-G2611")
    floor.at(TUE, 15)
    settle = SettleSeriesDay(client_id="s", series="CEA-G2611", day=TUE)
    with pytest.raises(CentralCounterpartyShort):
        floor.operate(settle)
    floor.fund(300_000)
    floor.operate(settle)
    assert floor.reserve_fen() == 0


def test_a_frozen_account_does_not_trade_but_pays_and_is_paid(
    floor: SeriesFloor, ann: Trader, ben: Trader
) -> None:
    floor.trade(ann, ben, 9_800, 10)
    floor.close(MON)
    offer = None
    floor.at(TUE)
    offer = floor.offer(ann, ben, 9_800, 1)
    set_status(floor.venue, "account", "status", "frozen", f"WHERE number = '{ben.account}'")
    refused(floor, AccountNotOpen, AcceptSeriesOffer(client_id="f", offer=offer), ben)
    back = floor.venue.execute(offered(floor, ann, ben, side="sell", contracts=1), ann.actor)
    smaller = AcceptSeriesOffer(client_id="s", offer=back.data["offer"])
    refused(floor, AccountNotOpen, smaller, ben)
    cem = floor.venue.trader("Cem")
    floor.trade(ann, cem, 10_000, 1)
    floor.close(TUE)
    assert floor.venue.cash(ben) == (99_800_000, 778_100)
    floor.at(WED, 10)
    floor.due()  # its free cash cannot be set aside, so the position is closed out
    assert floor.calls() == [(200_000, "closed_out")]
    assert floor.venue.cash(ben) == (99_800_000, 0)
    set_status(floor.venue, "account", "status", "open", f"WHERE number = '{ben.account}'")


def test_hours_are_read_as_the_rules_write_them() -> None:
    class Parameter:
        text = "10:30-15:00"

    assert hours(Parameter()) == ("10:30", "15:00")  # type: ignore[arg-type]
    assert moment(MON, "10:30").isoformat() == "2026-11-23T10:30:00+08:00"
