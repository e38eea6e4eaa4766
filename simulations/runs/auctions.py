"""Auctions by the regulator of the units that are not given free of charge."""

from bisect import bisect_left
from datetime import date
from decimal import Decimal

from market.matching import AtMargin, Pricing
from simulations.agents import auction_bids
from simulations.markets import (
    AuctionOutcome,
    AuctionRules,
    SealedBid,
    Unsold,
    following_reserve_fen,
    hold_auction,
    leftover,
)
from simulations.memory import AwardUnits
from simulations.runs.market_state import MarketState
from simulations.runs.sessions import situation
from simulations.scenarios import AuctionCalendar, on_year

_MEAN_DAYS = 183
"""Days whose listed trades make a reserve price that follows the market: six months, as in the
notice of Shanghai's auction of September 2024."""


def auction_due(market: MarketState, day: int) -> None:
    """Hold the auction that the calendar has on this day, if any."""
    calendar = market.rules.auctions
    if calendar is None:
        return
    days = _days_of(market, calendar)
    if day in days:
        _hold(market, day, calendar, sum(other >= day for other in days))


def _days_of(market: MarketState, calendar: AuctionCalendar) -> list[int]:
    """Return the trading days of the cycle on which units are auctioned, in order."""
    cycle, days = market.cycle, market.stage.days
    last = min(cycle.deadline, len(days) - 1)
    years = range(days[cycle.first].year, days[last].year + 1)
    dates = sorted(on_year(text, year) for text in calendar.on for year in years)
    found = (bisect_left(days, at) for at in dates if _since(market) <= at <= days[last])
    return list(dict.fromkeys(place for place in found if place <= last))


def _since(market: MarketState) -> date:
    """Return the first date of the cycle: the one after the deadline before it."""
    first, days = market.cycle.first, market.stage.days
    return date.fromordinal(days[first - 1].toordinal() + 1) if first else days[0]


def _hold(market: MarketState, day: int, calendar: AuctionCalendar, still: int) -> None:
    """Offer an equal part of what is left; the last auction offers all of it."""
    supply = market.supply
    offered_t = market.to_offer_t // still
    if not offered_t:
        return
    terms = AuctionRules(
        pricing=Pricing.UNIFORM,
        at_margin=AtMargin.PRO_RATA,
        reserve_fen=_reserve_fen(market, day, calendar),
        bidder_share_max=Decimal(str(calendar.bidder_share_max)),
        cover_share_min=Decimal(0),
        unsold=Unsold(calendar.unsold),
    )
    bids = auction_bids(market.agents, market.world, situation(market, day, blocks=False))
    outcome = hold_auction(bids, offered_t, terms)
    _deliver(market, bids, outcome)
    left = leftover(outcome, terms)
    supply.offered_t += offered_t - left.next_auction_t
    supply.issued_t += outcome.sold_t
    held_t, cancelled_t = supply.reserve
    supply.reserve = supply.reserve._replace(
        held_t=held_t + left.reserve_t, cancelled_t=cancelled_t
    )
    code = market.venue.instrument
    price = f"{(outcome.price_fen or 0) / 100:.2f} CNY/t"
    market.event(day, "auction_offer", code, offered_t, f"≥ {terms.reserve_fen / 100:.2f} CNY/t")
    market.event(day, "auction", code, outcome.sold_t, price)
    if left.cancelled_t:
        market.event(day, "auction_unsold", code, left.cancelled_t)


def _deliver(market: MarketState, bids: list[SealedBid], outcome: AuctionOutcome) -> None:
    """Issue what was sold to the regulator and award it; the revenue is the regulator's."""
    world, code = market.world, market.venue.instrument
    world.issue(market.regulator, code, outcome.sold_t)
    results = zip(bids, outcome.awards_t, outcome.prices_fen, strict=True)
    for place, (bid, award_t, price_fen) in enumerate(results):
        if award_t:
            command = AwardUnits(
                client_id=f"award:{code}:{world.day}:{place}",
                buyer=bid.bidder,
                seller=market.regulator,
                instrument=code,
                price_fen=price_fen,
                quantity_t=award_t,
            )
            world.execute(command)


def _reserve_fen(market: MarketState, day: int, calendar: AuctionCalendar) -> int:
    """Return the lowest price accepted, fen per t; 0 where there is none."""
    least_fen = int((calendar.reserve_price_cny or 0) * 100)
    share = calendar.reserve_price_share
    if share is None:
        return least_fen
    days = market.stage.days
    first = bisect_left(days, date.fromordinal(days[day].toordinal() - _MEAN_DAYS))
    recent = market.supply.listed[first:day]
    turnover_fen, volume_t = sum(fen for fen, _ in recent), sum(t for _, t in recent)
    return following_reserve_fen(turnover_fen, volume_t, Decimal(str(share)), least_fen)
