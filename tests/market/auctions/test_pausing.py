"""Auctions of an instrument in which trading is paused."""

from typing import Any

import pytest

from market.auctions import CloseAuction
from market.due import due_commands
from market.rules.refused_pauses import TradingPaused
from market.surveillance import PauseTrading, ResumeTrading
from registry.worlds import reading
from tests.market.auctions.auction_room import (
    HOUR,
    announce,
    bid,
    open_reserve,
    run_due,
    withdraw,
)
from tests.market.traders import CASH_FEN, CEA, OPERATOR, UNITS_T, Trader, Venue, assert_sound


def say(venue: Venue, kind: type[PauseTrading] | type[ResumeTrading]) -> str:
    """Pause or resume CEA-2024; return the number of the announcement."""
    command = kind(
        client_id=venue.next_id(), instrument=CEA, reason_zh="系统检修", reason_en="Maintenance"
    )
    return str(venue.execute(command, OPERATOR).data["announcement"])


def test_notices_and_bids_are_refused_with_the_announcement(venue: Venue, ann: Trader) -> None:
    reserve = open_reserve(venue)
    auction = announce(venue, reserve, 100)
    bid(venue, auction, ann, (9_000, 10))
    pause = say(venue, PauseTrading)
    steps: tuple[Any, ...] = (
        lambda: announce(venue, reserve, 100),
        lambda: announce(venue, ann, 100),
        lambda: bid(venue, auction, ann, (9_000, 20)),
    )
    for step in steps:
        with pytest.raises(TradingPaused) as refused:
            step()
        assert refused.value.facts["announcement"] == pause
        assert refused.value.facts["reason"]["zh"] == "系统检修"
    assert venue.cash(ann) == (CASH_FEN, 90_000)
    withdraw(venue, auction, ann)
    assert venue.cash(ann) == (CASH_FEN, 0)


def test_bids_rest_during_a_pause_and_are_cleared_once_trading_resumes(
    venue: Venue, ann: Trader
) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    bid(venue, auction, ann, (9_000, 10))
    say(venue, PauseTrading)
    venue.world.clock.advance(HOUR)
    with reading(venue.world) as session:
        assert [each for each in due_commands(session) if each.kind == "close_auction"] == []
    with pytest.raises(TradingPaused):
        venue.execute(CloseAuction(client_id=venue.next_id(), auction=auction), OPERATOR)
    assert venue.cash(ann) == (CASH_FEN, 90_000)
    say(venue, ResumeTrading)
    (closed,) = run_due(venue)
    assert closed.data["traded_t"] == 10
    assert venue.units(ann) == (UNITS_T + 10, 0)
    assert_sound(venue)
