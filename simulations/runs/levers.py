"""Rules that change on a day: taken over at once by venue, calendar and allocation."""

from collections.abc import Mapping

from pydantic import JsonValue

from simulations.runs.credit_purchases import recount_credits
from simulations.runs.market_state import MarketState
from simulations.runs.positions import plan_visits, refresh, take_stock
from simulations.scenarios import replan_cycles, with_levers

_DATES = (
    "compliance",
    "compliance.deadline",
    "compliance.cycles",
    "allocation",
    "allocation.pre_issue",
    "allocation.pre_issue.on",
    "allocation.verified_on",
    "allocation.final_issue_on",
    "allocation.equal_to_verified_issue_on",
)


def change_rules(market: MarketState, changes: Mapping[str, JsonValue], day: int) -> None:
    """Carry out changes of rules; they hold from now on.

    The venue takes over its own at once. The allocation of the cycle follows as long as its final
    part has not been issued, but sectors join or leave with the next cycle only. Dates move the
    cycle under way; what has happened stays as it was.
    """
    market.rules = with_levers(market.rules, changes)
    market.venue.set_rules(market.rules.trading)
    if any(key in _DATES for key in changes):
        _replan(market, day)
    covered = market.plan.covered
    market.plan = market.rules.allocation.model_copy(update={"covered": covered})
    allocates = any(key.split(".")[0] == "allocation" for key in changes)
    if allocates and "final_issue" not in market.done:
        refresh(market)
    if any(key.split(".")[0] == "offsets" for key in changes):
        recount_credits(market)
    take_stock(market)
    for key, value in changes.items():
        market.event(day, "rule", key, 0, str(value))


def _replan(market: MarketState, day: int) -> None:
    before = market.cycle
    planned = replan_cycles(market.rules, market.stage.days, before, day)
    market.cycles = market.cycles[: market.number] + planned
    if market.cycle.deadline != before.deadline:
        plan_visits(market)
