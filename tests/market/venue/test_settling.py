import pytest

from market.auditing import audit_market
from market.data import day_bar
from market.rules import AUCTION, BLOCK, Side
from market.venue import TradeRow, TradingDay
from market.venue.days import add_negotiated, roll_day
from market.venue.finding import find_instrument
from market.venue.settling import NegotiatedTrade, settle_negotiated
from registry.ledger import InsufficientUnits, SystemAccount, find_unit_type, reserve
from registry.parties import find_account
from registry.worlds import reading, unit_of_work
from tests.market.traders import CASH_FEN, CEA, UNITS_T, Trader, Venue, assert_sound

PRICE_FEN, QUANTITY_T = 9_000, 1_000
PAID_FEN = PRICE_FEN * QUANTITY_T


def settle(venue: Venue, seller: Trader, buyer: Trader, mode: str = BLOCK, **changed) -> TradeRow:
    with unit_of_work(venue.world) as session:
        instrument = find_instrument(session, CEA, lock=True)
        facts = {
            "mode": mode,
            "price_fen": PRICE_FEN,
            "quantity_t": QUANTITY_T,
            "buyer_account_id": find_account(session, buyer.account).id,
            "seller_account_id": find_account(session, seller.account).id,
            "client_id": venue.next_id(),
        }
        trade = NegotiatedTrade(**facts | changed)
        return settle_negotiated(session, instrument, roll_day(session, instrument), trade)


def cash_of_the_exchange(venue: Venue) -> int:
    with reading(venue.world) as session:
        row = session.connection().exec_driver_sql(
            "SELECT coalesce(sum(quantity), 0) FROM posting"
            f" WHERE account_id = {int(SystemAccount.EXCHANGE)}"
        )
        return int(row.scalar_one())


@pytest.mark.parametrize("mode", [BLOCK, AUCTION])
def test_a_negotiated_trade_delivers_and_pays_at_once(
    venue: Venue, ann: Trader, ben: Trader, mode: str
) -> None:
    row = settle(venue, ann, ben, mode)
    assert (row.mode, row.buy_order_id, row.buyer_fee_fen) == (mode, None, 0)
    assert venue.units(ann) == (UNITS_T - QUANTITY_T, 0)
    assert venue.units(ben) == (UNITS_T + QUANTITY_T, 0)
    assert venue.cash(ann) == (CASH_FEN + PAID_FEN, 0)
    assert venue.cash(ben) == (CASH_FEN - PAID_FEN, 0)
    assert_sound(venue)


def test_totals_of_modes_stay_apart_and_prices_are_those_of_listed_trades(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    settle(venue, ann, ben)
    settle(venue, ann, ben, AUCTION, quantity_t=10)
    venue.place(ann, Side.SELL, 9_800, 5)
    venue.place(ben, Side.BUY, 9_800, 5)
    with reading(venue.world) as session:
        bar = day_bar(session, CEA)
        day = session.get(TradingDay, 1)
        assert day is not None
        assert (day.block_volume_t, day.block_turnover_fen) == (QUANTITY_T, PAID_FEN)
        assert (day.auction_volume_t, day.auction_turnover_fen) == (10, 10 * PRICE_FEN)
        breached = [each.id for each in audit_market(session).invariants if not each.ok]
    assert breached == ["M9.awards_match_trades"], "no bid won what was settled as an auction's"
    assert (bar.volume_t, bar.turnover_fen, bar.close_fen) == (5, 49_000, 9_800)


def test_both_sides_pay_their_fee_to_the_exchange(venue: Venue, ann: Trader, ben: Trader) -> None:
    """7.5 per mille of 90,000.00 CNY is 675.00 CNY."""
    row = settle(venue, ann, ben, fee_rate=750)
    assert (row.buyer_fee_fen, row.seller_fee_fen) == (67_500, 67_500)
    assert venue.cash(ann) == (CASH_FEN + PAID_FEN - 67_500, 0)
    assert venue.cash(ben) == (CASH_FEN - PAID_FEN - 67_500, 0)
    assert cash_of_the_exchange(venue) == 135_000
    with reading(venue.world) as session:
        assert audit_market(session).ok


def test_what_both_sides_set_aside_is_drawn_on(venue: Venue, ann: Trader, ben: Trader) -> None:
    with unit_of_work(venue.world) as session:
        units = find_unit_type(session, CEA).id
        seller, buyer = (find_account(session, each.account).id for each in (ann, ben))
        given = reserve(session, seller, units, QUANTITY_T, "given").id
        paid = reserve(session, buyer, 1, PAID_FEN + 67_500, "paid").id
    settle(venue, ann, ben, fee_rate=750, buyer_reservation_id=paid, seller_reservation_id=given)
    assert venue.units(ann) == (UNITS_T - QUANTITY_T, 0)
    assert venue.cash(ben) == (CASH_FEN - PAID_FEN - 67_500, 0)


def test_nothing_moves_when_one_side_cannot(venue: Venue, ann: Trader, ben: Trader) -> None:
    with pytest.raises(InsufficientUnits):
        settle(venue, ann, ben, quantity_t=UNITS_T + 1, price_fen=1)
    assert (venue.units(ann), venue.cash(ben)) == ((UNITS_T, 0), (CASH_FEN, 0))
    assert_sound(venue)


def test_only_negotiated_modes_have_totals_of_their_own() -> None:
    with pytest.raises(AssertionError):
        add_negotiated(TradingDay(), "listed", 1, 1)  # type: ignore[call-arg]


def test_the_audit_finds_a_fee_that_was_not_posted(venue: Venue, ann: Trader, ben: Trader) -> None:
    settle(venue, ann, ben)
    with reading(venue.world) as session:
        before = audit_market(session)
    assert before.ok
    with unit_of_work(venue.world) as session:
        named = "trade_no_update" if venue.world.database.is_sqlite else "trade_no_change ON trade"
        session.connection().exec_driver_sql(f"DROP TRIGGER {named}")
        session.connection().exec_driver_sql("UPDATE trade SET seller_fee_fen = 1")
    with reading(venue.world) as session:
        breached = [each.id for each in audit_market(session).invariants if not each.ok]
    assert "M2.trades_match_postings" in breached
