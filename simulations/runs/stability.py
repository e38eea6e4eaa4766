"""The yearly review of a market's stability reserve."""

from decimal import Decimal

from simulations.markets import ReserveRules, circulation_t, reserve_after, reserve_move
from simulations.runs.market_state import MarketState
from simulations.scenarios import StabilityReserve, on_year


def review_due(market: MarketState, day: int) -> None:
    """Review the reserve where the rules have it reviewed today."""
    terms, days = market.rules.reserve, market.stage.days
    if terms is None:
        return
    before = days[day - 1] if day else None
    for year in {days[day].year, (before or days[day]).year}:
        at = on_year(terms.review_on, year)
        if at <= days[day] and (at > before if before else at == days[day]):
            _review(market, terms, day)


def _review(market: MarketState, terms: StabilityReserve, day: int) -> None:
    """Withhold units from coming auctions or release some, by how many circulate."""
    supply = market.supply
    rules = ReserveRules(
        release_below_t=terms.release_below_t,
        release_t=terms.release_t,
        intake_above_t=terms.intake_above_t,
        full_intake_above_t=terms.full_intake_above_t,
        intake_share=Decimal(str(terms.intake_share)),
        intake_t_min=terms.intake_t_min,
        held_t_max=terms.held_t_max,
    )
    circulating_t = circulation_t(supply.issued_t, supply.emitted_t, supply.cancelled_t, 0)
    move = reserve_move(circulating_t, supply.reserve.held_t, market.to_offer_t, rules)
    before = supply.reserve
    supply.reserve = reserve_after(before, move, rules)
    supply.carried_t += move.released_t - move.withheld_t
    market.event(day, "circulation", market.venue.instrument, circulating_t)
    for kind, quantity_t in (
        ("reserve_intake", move.withheld_t),
        ("reserve_release", move.released_t),
        ("reserve_cancelled", supply.reserve.cancelled_t - before.cancelled_t),
    ):
        if quantity_t:
            market.event(day, kind, market.venue.instrument, quantity_t)
