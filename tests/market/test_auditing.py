"""Each check of the market is broken by SQL, with the guards out of the way, and found."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from market.auditing import audit_market
from market.clearing.commands import PayClaim, ReserveSource
from market.derivatives import SettleSeriesDay
from market.due import carry_out_due
from market.rules import Side
from registry.ledger import DepositCash
from registry.worlds import DrivenClock, reading, unit_of_work
from tests.market.auctions.auction_room import hold_auctions
from tests.market.blocks.dealers import Dealers
from tests.market.clearing.houses import charge, fund, owe
from tests.market.derivatives.series_floor import SERIES, SeriesFloor
from tests.market.financing.desks import SMALL_TERMS, Desk
from tests.market.traders import OPERATOR, Trader, Venue
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
    "fee of a trade": (
        "M2.trades_match_postings",
        "UPDATE trade SET seller_fee_fen = seller_fee_fen + 1",
    ),
    "fees together": (
        "M5.fees_are_of_trades",
        "UPDATE trade SET buyer_fee_fen = buyer_fee_fen + 1",
    ),
    "fees that went elsewhere": (
        "M5.fees_are_of_trades",
        "UPDATE ledger_transaction SET kind = 'transfer' WHERE kind = 'fund_reserve'",
    ),
    "advance without its claim": (
        "M6.claims_match_postings",
        "UPDATE ledger_transaction SET kind = 'default_cover' WHERE kind = 'deposit_cash'",
    ),
    "claim larger than its advance": (
        "M6.claims_match_postings",
        "UPDATE default_claim SET advanced_fen = advanced_fen + 1",
    ),
    "payment of a claim never made": (
        "M6.claims_match_postings",
        "UPDATE default_recovery SET to_reserve_fen = to_reserve_fen + 1",
    ),
    "claim smaller than what was paid": (
        "M6.claims_match_postings",
        "UPDATE default_claim SET advanced_fen = 1",
    ),
    "trades of a cleared day": (
        "M7.cleared_days_match_journal",
        "UPDATE clearing_day SET trades = trades + 1",
    ),
    "line of a cleared day": (
        "M7.cleared_days_match_journal",
        "UPDATE clearing_line SET received = received + 1, closing = closing + 1",
    ),
    "opening of a cleared day": (
        "M7.cleared_days_match_journal",
        "UPDATE clearing_line SET opening = opening + 1, closing = closing + 1"
        " WHERE clearing_day_id = (SELECT max(id) FROM clearing_day)",
    ),
    "pledged units said to be fewer": (
        "M8.security_is_set_aside",
        "UPDATE financing_contract SET secured_t = secured_t - 1 WHERE kind = 'pledge'",
    ),
    "security of a contract that ended": (
        "M8.security_is_set_aside",
        "UPDATE financing_contract SET state = 'settled', secured_t = 0, collateral_fen = 0,"
        " reservation_id = NULL WHERE kind = 'pledge'",
    ),
    "step that says more than it moved": (
        "M8.steps_match_postings",
        "UPDATE financing_event SET cash_to_taker_fen = cash_to_taker_fen - 1"
        " WHERE transaction_id IS NOT NULL",
    ),
    "what a notice offers": (
        "M9.auctions_reserve",
        "UPDATE auction SET quantity_t = quantity_t + 1 WHERE state = 'announced'",
    ),
    "what bids set aside": (
        "M9.auctions_reserve",
        "UPDATE auction_sheet SET set_aside = set_aside + 1 WHERE auction_id = 2",
    ),
    "price of what a bid won": (
        "M9.awards_match_trades",
        "UPDATE auction_award SET price_fen = price_fen + 1",
    ),
    "result of an auction": (
        "M9.awards_match_trades",
        "UPDATE auction_result SET turnover_fen = turnover_fen + 1",
    ),
    "position": ("M10.positions_cancel_out", "UPDATE series_position SET net = net + 1"),
    "value of a position": (
        "M10.positions_cancel_out",
        "UPDATE series_position SET value_fen = value_fen + 1",
    ),
    "cash left with the counterparty": (
        "M10.counterparty_keeps_nothing",
        "UPDATE holding SET quantity = quantity + 1 WHERE account_id = -6",
    ),
    "margin of another account": (
        "M10.margins_reserved",
        "UPDATE series_position SET account_id = -4 WHERE net > 0",
    ),
    "variation": (
        "M10.variations_paid",
        "UPDATE series_mark SET variation_fen = variation_fen + 1 WHERE variation_fen > 0",
    ),
    "high": ("M3.days_match_trades", "UPDATE trading_day SET high_fen = high_fen + 1"),
    "guard taken away": ("M11.guards_present", "DROP TRIGGER trade_no_truncate ON trade"),
}


@pytest.fixture
def traded(venue: Venue, clock: DrivenClock, ann: Trader, ben: Trader) -> Venue:
    """A market with trades at two prices, orders that rest on both sides, and two block offers.

    Two days with fees were cleared before, and a claim on a defaulter is paid in part.
    """
    charge(venue)
    fund(venue, 1_000)
    poor = venue.trader("Poor", cash_fen=100)
    for _ in range(2):
        venue.place(ann, Side.SELL, 9_781, 100)
        venue.place(ben, Side.BUY, 9_781, 100)
        clock.advance(timedelta(days=1))
        with unit_of_work(venue.world) as session:
            carry_out_due(session)
    fund(venue, 7_000, ReserveSource.FEES)
    claim = owe(venue, poor, ann, 10_000).claim
    venue.execute(
        DepositCash(client_id=venue.next_id(), account=poor.account, amount_fen=3_000), OPERATOR
    )
    pay = PayClaim(client_id=venue.next_id(), claim=claim, amount_fen=3_000)
    venue.execute(pay, poor.actor)
    hold_auctions(venue, ann)
    venue.place(ann, Side.SELL, 9_700, 100)
    venue.place(ann, Side.SELL, 9_800, 100)
    venue.place(ben, Side.BUY, 9_800, 150)
    venue.place(ben, Side.BUY, 9_600, 10)
    dealers = Dealers(venue)
    dan, eve = dealers.trader("Dan"), dealers.trader("Eve")
    dealers.accept(eve, dealers.offer(dan, Side.SELL))
    dealers.offer(dan, Side.SELL)
    desk = Desk(venue, clock, ann, ben)
    for kind in ("repo", "pledge"):
        desk.run(kind, quantity_t=10, **SMALL_TERMS[kind](10))
    settle_series(venue, clock, ann, ben)
    return venue


def settle_series(venue: Venue, clock: DrivenClock, ann: Trader, ben: Trader) -> None:
    """Two trades of a future at different prices, and the settlement of their day."""
    floor = SeriesFloor(venue, clock)
    floor.open_series()
    floor.trade(ann, ben, 9_800, 2)
    floor.trade(ann, ben, 9_900, 1)
    clock.advance(timedelta(hours=5))
    day = clock.today()
    floor.operate(SettleSeriesDay(client_id=venue.next_id(), series=SERIES, day=day))


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
