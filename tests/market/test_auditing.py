"""Each check of the market is broken by SQL, with the guards out of the way, and found."""

import json

import pytest
from typer.testing import CliRunner

from market.auditing import audit_market
from market.rules import Side
from registry.worlds import reading
from tests.market.blocks.dealers import Dealers
from tests.market.traders import Trader, Venue
from tests.registry.audit.test_auditing import tamper
from web.cli import existing_worlds
from web.cli import registry as command

BREAKS = {
    "open order without its rest": (
        "M1.open_orders_reserve",
        "UPDATE reservation SET remaining = remaining - 1 WHERE state = 'open'",
    ),
    "order said to be open": (
        "M1.open_orders_reserve",
        "UPDATE market_order SET price_fen = price_fen + 1 WHERE state = 'open'",
    ),
    "order said to be cancelled": (
        "M1.open_orders_reserve",
        "UPDATE market_order SET state = 'cancelled' WHERE state = 'open'",
    ),
    "order said to be filled": (
        "M1.orders_match_trades",
        "UPDATE market_order SET quantity_t = quantity_t + 1 WHERE state = 'filled'",
    ),
    "price of a trade": (
        "M2.trades_match_postings",
        "UPDATE trade SET price_fen = price_fen + 1",
    ),
    "quantity of a trade": (
        "M2.trades_match_postings",
        "UPDATE trade SET quantity_t = quantity_t + 1",
    ),
    "parties of a trade": (
        "M2.trades_match_postings",
        "UPDATE trade SET buyer_account_id = seller_account_id,"
        " seller_account_id = buyer_account_id",
    ),
    "close": ("M3.days_match_trades", "UPDATE trading_day SET close_fen = close_fen + 1"),
    "volume": ("M3.days_match_trades", "UPDATE trading_day SET volume_t = volume_t + 1"),
    "open offer without its reserve": (
        "M4.open_offers_reserve",
        "UPDATE block_offer SET quantity_t = quantity_t + 1 WHERE state = 'open'",
    ),
    "offer said to be withdrawn": (
        "M4.open_offers_reserve",
        "UPDATE block_offer SET state = 'withdrawn', closed_at = offered_at WHERE state = 'open'",
    ),
    "terms of an agreed offer": (
        "M4.open_offers_reserve",
        "UPDATE block_offer SET price_fen = price_fen + 1 WHERE state = 'agreed'",
    ),
    "high": ("M3.days_match_trades", "UPDATE trading_day SET high_fen = high_fen + 1"),
}


@pytest.fixture
def traded(venue: Venue, ann: Trader, ben: Trader) -> Venue:
    """A market with trades at two prices, orders that rest on both sides, and two block offers."""
    venue.place(ann, Side.SELL, 9_700, 100)
    venue.place(ann, Side.SELL, 9_800, 100)
    venue.place(ben, Side.BUY, 9_800, 150)
    venue.place(ben, Side.BUY, 9_600, 10)
    dealers = Dealers(venue)
    dan, eve = dealers.trader("Dan"), dealers.trader("Eve")
    dealers.accept(eve, dealers.offer(dan, Side.SELL))
    dealers.offer(dan, Side.SELL)
    return venue


def test_a_market_that_only_the_services_touched_is_whole(traded: Venue) -> None:
    with reading(traded.world) as session:
        report = audit_market(session)
    assert report.ok, [found for found in report.invariants if not found.ok]
    assert {found.id for found in report.invariants} == {id_ for id_, _ in BREAKS.values()}
    assert all(found.checked for found in report.invariants)


@pytest.mark.parametrize("damage", BREAKS)
def test_a_row_altered_behind_the_systems_back_is_found(traded: Venue, damage: str) -> None:
    invariant, statement = BREAKS[damage]
    tamper(traded.world, statement)
    with reading(traded.world) as session:
        report = audit_market(session)
    assert invariant in {found.id for found in report.invariants if not found.ok}


def test_the_command_joins_both_audits(traded: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(existing_worlds, "_existing_world", lambda *_: (traded.world, None))
    whole = CliRunner().invoke(command.app, ["audit", "--json"])
    assert whole.exit_code == 0
    ids = {found["id"] for found in json.loads(whole.stdout)["invariants"]}
    assert {"I1.postings_sum_to_zero", "M3.days_match_trades"} <= ids
    tamper(traded.world, BREAKS["close"][1])
    assert CliRunner().invoke(command.app, ["audit", "--json"]).exit_code == 1


def test_an_untouched_market_is_whole(venue: Venue) -> None:
    with reading(venue.world) as session:
        assert audit_market(session).ok
