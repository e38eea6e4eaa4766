from pydantic import JsonValue

from simulations.agents import auction_bids
from tests.simulations.agents.markets import TestMarket, changed, open_market
from tests.simulations.scenarios import small

SHORT = ("agents.firms.power.gap_mean=0.08", "agents.firms.power.gap_sd=0.02")


def bidding(lines: int, shading_max: float) -> TestMarket:
    ways = small().canonical()["agents"]["behaviours"]
    terms: JsonValue = {"lines": lines, "shading_max": shading_max}
    market = open_market(changed(*SHORT, behaviours=ways | {"bidding": terms}))
    for firm in market.firms:
        market.give(firm.account, 0)
    return market


def test_nobody_bids_where_the_scenario_names_no_bidding() -> None:
    market = open_market(small(*SHORT))
    assert auction_bids(market.firms, market.world, market.now()) == []


def test_truthful_firms_bid_for_what_they_lack_at_what_it_is_worth() -> None:
    market = bidding(1, 0.0)
    firms = {firm.account: firm for firm in market.firms}
    bids = auction_bids(market.firms, market.world, market.now())
    assert bids
    for bid in bids:
        wish = firms[bid.bidder].wish(market.now())
        assert wish is not None
        worth_cny = min(wish.limit_cny, wish.expected_cny)
        assert bid.price_fen == int(worth_cny * 100)
        assert bid.quantity_t >= wish.quantity_t


def test_bids_fall_in_price_and_add_up_to_demand() -> None:
    market = bidding(5, 0.2)
    bids = auction_bids(market.firms, market.world, market.now())
    for firm in market.firms:
        own = [bid for bid in bids if bid.bidder == firm.account]
        prices = [bid.price_fen for bid in own]
        assert prices == sorted(prices, reverse=True)
        most_t = firm.short_t(market.now(), 77.99)
        assert sum(bid.quantity_t for bid in own) <= max(most_t, 0)


def test_shading_lowers_bids_by_at_most_its_share() -> None:
    honest, shaded = bidding(1, 0.0), bidding(1, 0.2)
    pairs = zip(
        auction_bids(honest.firms, honest.world, honest.now()),
        auction_bids(shaded.firms, shaded.world, shaded.now()),
        strict=True,
    )
    for high, low in pairs:
        assert 0.8 * high.price_fen - 1 <= low.price_fen <= high.price_fen


def test_no_firm_bids_beyond_its_cash() -> None:
    market = bidding(3, 0.1)
    poor = market.firms[0]
    bids = auction_bids([poor], market.world, market.now())
    spent_fen = sum(bid.price_fen * bid.quantity_t for bid in bids)
    assert spent_fen <= market.world.held(poor.account_id, 1)
