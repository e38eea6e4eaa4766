"""Pausing and resuming trading."""

import pytest
from sqlmodel import select

from market.rules import InstrumentClosed, Side
from market.rules.errors import UnknownInstrument
from market.rules.refused_pauses import TradingPaused
from market.surveillance import PauseTrading, ResumeTrading, announcements, pauses
from market.surveillance.refused_surveillance import (
    NothingToPause,
    NothingToResume,
    PauseScopeUnclear,
)
from market.venue import MarketEvent
from registry.worlds import DrivenClock, RoleMissing, TextInvalid, reading
from tests.checked import passes, trips
from tests.market.blocks.dealers import Dealers
from tests.market.financing.desks import Desk
from tests.market.traders import CEA, OPERATOR, Trader, Venue, assert_sound, set_status

OTHER = "CEA-2025"


def said(venue: Venue, kind: type = PauseTrading, **changes: str):
    """A command with reasons; it names CEA-2024 unless told otherwise."""
    facts = {"instrument": CEA, "reason_zh": "系统检修", "reason_en": "Maintenance"} | changes
    return kind(client_id=venue.next_id(), **facts)


@trips(TradingPaused)
@passes(TradingPaused, NothingToPause, NothingToResume, PauseScopeUnclear)
def test_orders_are_refused_with_the_announcement_until_trading_resumes(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    resting = venue.place(ann, Side.SELL, 9_800, 100)["order_id"]
    done = venue.execute(said(venue), OPERATOR).data
    assert (done["state"], done["instruments"]) == ("paused", [CEA])
    with pytest.raises(TradingPaused) as refused:
        venue.place(ben, Side.BUY, 9_800, 100)
    assert refused.value.facts["announcement"] == done["announcement"]
    assert refused.value.facts["reason"]["zh"] == "系统检修"
    assert venue.units(ann) == (100_000, 100)
    venue.execute(said(venue, ResumeTrading), OPERATOR)
    assert venue.place(ben, Side.BUY, 9_800, 60)["state"] == "filled"
    assert venue.cancel(ann, resting)["cancelled_t"] == 40
    assert_sound(venue)


def test_orders_may_be_cancelled_while_trading_is_paused(venue: Venue, ann: Trader) -> None:
    resting = venue.place(ann, Side.SELL, 9_800, 100)["order_id"]
    venue.execute(said(venue), OPERATOR)
    assert venue.cancel(ann, resting)["cancelled_t"] == 100


def test_block_offers_are_refused_and_may_be_withdrawn(venue: Venue) -> None:
    dealers = Dealers(venue)
    ann, ben = dealers.trader("Ann"), dealers.trader("Ben")
    number = dealers.offer(ann, Side.SELL, ben)
    venue.execute(said(venue), OPERATOR)
    for step in (
        lambda: dealers.offer(ann, Side.SELL),
        lambda: dealers.accept(ben, number),
        lambda: dealers.counter(ben, number, 9_781, 100_000),
    ):
        with pytest.raises(TradingPaused):
            step()
    assert dealers.withdraw(ann, number)["state"] == "withdrawn"


def test_financing_is_neither_offered_nor_begun(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    desk = Desk(venue, clock, ann, ben)
    number = desk.offer("repo")
    pause = venue.execute(said(venue), OPERATOR).data["announcement"]
    for step in (lambda: desk.offer("repo"), lambda: desk.step("accept", ben, number)):
        with pytest.raises(TradingPaused) as refused:
            step()
        assert refused.value.facts["announcement"] == pause
    assert desk.step("withdraw", ann, number)["state"] == "withdrawn"


def test_a_market_pauses_and_resumes_as_a_whole(venue: Venue, ann: Trader) -> None:
    venue.list_instrument(OTHER)
    venue.execute(said(venue, instrument=OTHER), OPERATOR)
    whole = venue.execute(said(venue, instrument="", market="cn_ets"), OPERATOR).data
    assert whole["instruments"] == [CEA]
    with reading(venue.world) as session:
        behind = {code: pause.number for code, pause in pauses(session).items()}
    assert behind == {CEA: whole["announcement"], OTHER: whole["announcement"]}
    again = venue.execute(said(venue, ResumeTrading, instrument="", market="cn_ets"), OPERATOR).data
    assert again["instruments"] == [CEA, OTHER]
    venue.place(ann, Side.SELL, 9_800, 1)


def test_an_instrument_listed_while_its_market_is_paused_waits_with_it(
    venue: Venue, ann: Trader
) -> None:
    venue.execute(said(venue, instrument="", market="cn_ets"), OPERATOR)
    venue.list_instrument(OTHER)
    order = venue.order(ann, Side.BUY, 9_800, 100)._replace(instrument=OTHER)
    with pytest.raises(TradingPaused):
        venue.execute(order, ann.actor)
    venue.execute(said(venue, ResumeTrading, instrument="", market="cn_ets"), OPERATOR)
    assert venue.execute(order, ann.actor).data["state"] == "open"


def test_announcements_are_public_and_wake_those_who_watch(venue: Venue) -> None:
    venue.execute(said(venue), OPERATOR)
    venue.execute(said(venue, ResumeTrading, reason_zh="检修完成"), OPERATOR)
    with reading(venue.world) as session:
        found = announcements(session, CEA)
        kinds = session.exec(select(MarketEvent.kind).order_by(MarketEvent.id)).all()
        assert pauses(session) == {}
    assert [(each.kind, each.instrument, each.reason["zh"]) for each in found] == [
        ("resumed", CEA, "检修完成"),
        ("paused", CEA, "系统检修"),
    ]
    assert kinds[-2:] == ["paused", "resumed"]


@trips(NothingToPause, NothingToResume)
def test_only_what_is_open_is_paused_and_what_is_paused_resumes(venue: Venue) -> None:
    with pytest.raises(NothingToResume):
        venue.execute(said(venue, ResumeTrading), OPERATOR)
    venue.execute(said(venue), OPERATOR)
    for changes in ({}, {"instrument": "", "market": "cn_ets"}, {"instrument": "", "market": "x"}):
        with pytest.raises(NothingToPause):
            venue.execute(said(venue, **changes), OPERATOR)


def test_what_is_closed_for_good_is_neither_paused_nor_resumed(venue: Venue, ann: Trader) -> None:
    set_status(venue, "instrument", "state", "closed", "")
    with pytest.raises(NothingToPause):
        venue.execute(said(venue), OPERATOR)
    with pytest.raises(NothingToResume):
        venue.execute(said(venue, ResumeTrading), OPERATOR)
    with pytest.raises(InstrumentClosed) as refused:
        venue.place(ann, Side.SELL, 9_800, 1)
    assert type(refused.value) is InstrumentClosed


@trips(PauseScopeUnclear)
def test_hostile_commands_are_refused(venue: Venue, ann: Trader) -> None:
    for changes in ({"instrument": ""}, {"market": "cn_ets"}):
        with pytest.raises(PauseScopeUnclear):
            venue.execute(said(venue, **changes), OPERATOR)
    with pytest.raises(UnknownInstrument):
        venue.execute(said(venue, instrument="XX-1"), OPERATOR)
    with pytest.raises(RoleMissing):
        venue.execute(said(venue), ann.actor)
    for changes in ({"reason_zh": " "}, {"reason_en": "x" * 201}, {"reason_en": "\x00"}):
        with pytest.raises(TextInvalid):
            venue.execute(said(venue, **changes), OPERATOR)
    command = said(venue)
    first, again = (venue.execute(command, OPERATOR) for _ in range(2))
    assert again.replayed
    assert again.data == first.data
