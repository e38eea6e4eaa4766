"""The deadline of a cycle: every firm settles, and the next cycle's units open."""

from typing import Any

from simulations.agents import Trader
from simulations.memory import Venue
from simulations.runs.equilibrium_prices import clearing_of
from simulations.runs.market_state import Carrying, MarketState
from simulations.runs.moving import depart, exits_at
from simulations.runs.records import CycleNote
from simulations.runs.surrender import carried_t, month_mean_fen
from simulations.runs.year_end import YearEnd

_RARE = ("borrowed",)
_FIRST_NUMBER, _LAST_NUMBER = 4, 15


def settle_cycle(market: MarketState) -> None:
    """Surrender, fine and carry over after the close of the deadline; go on to the next cycle."""
    cycle, old = market.cycle, market.venue
    days = market.stage.days
    market.stage.records.cycles.append(
        CycleNote(
            market=market.name,
            emission_years=cycle.emission_years,
            first=days[cycle.first],
            deadline=days[cycle.deadline],
            clearing=clearing_of(market),
        )
    )
    leaving = exits_at(market)
    market.number += 1
    market.under_way = False
    market.venue = _next_venue(market, cycle.emission_year + 1, old)
    end = YearEnd(
        world=market.world,
        rules=market.rules,
        year=cycle.emission_year,
        old=old,
        new=market.venue,
        credits=market.credits,
        mean_fen=month_mean_fen(market.closes, market.stage.days, cycle.deadline),
        supply=market.supply,
        leaving=leaving,
        remainders=market.remainders,
    )
    for agent in market.agents:
        row = end.settle(agent)
        if agent.account_id not in market.remainders and _takes_part(row):
            market.stage.records.firm(row)
    for trader in [*market.traders, *market.carriers]:
        _exchange(market, end, trader)
    _retire(market, end)
    for kind, quantity_t in end.totals.items():
        if quantity_t or kind not in _RARE:
            market.event(cycle.deadline, kind, old.instrument, quantity_t)
    auctions = market.rules.auctions
    keeps_unsold = auctions is not None and auctions.unsold == "next_auction"
    not_free_t = sum(agent.year.auctioned_t for agent in market.agents)
    market.supply.end_cycle(not_free_t, keeps_unsold=keeps_unsold)
    if end.exits:
        depart(market, end.exits, cycle.deadline)


def _takes_part(row: tuple[Any, ...]) -> bool:
    """Whether a firm's year holds anything: firms outside the plan, without units, have none."""
    return any(row[_FIRST_NUMBER:_LAST_NUMBER])


def _exchange(market: MarketState, end: YearEnd, trader: Trader | Carrying) -> None:
    """Exchange what a trader without an obligation may carry over for units of the next cycle."""
    world = market.world
    account_id = world.accounts[trader.account]
    held_t = world.held(account_id, end.old.unit_type_id)
    kept_t = min(held_t, carried_t(market.rules, held_t, trader.opening_t - held_t))
    world.cancel_units(account_id, end.old.unit_type_id, held_t)
    world.issue(trader.account, end.new.instrument, kept_t)
    trader.opening_t = kept_t
    market.supply.cancelled_t += held_t - kept_t
    end.totals["carry_over"] += kept_t
    end.totals["cancelled"] += held_t - kept_t


def _retire(market: MarketState, end: YearEnd) -> None:
    """Take what the regulator bought out of circulation: into the reserve, or for good."""
    world, supply = market.world, market.supply
    held_t = world.held(market.regulator_id, end.old.unit_type_id)
    world.cancel_units(market.regulator_id, end.old.unit_type_id, held_t)
    supply.cancelled_t += held_t
    end.totals["cancelled"] += held_t
    if market.rules.reserve is not None:
        supply.reserve = supply.reserve._replace(held_t=supply.reserve.held_t + held_t)


def _next_venue(market: MarketState, emission_year: int, old: Venue) -> Venue:
    """Open the units of the next cycle; after the last one those of the next emission year."""
    if market.number < len(market.cycles):
        emission_year = market.cycle.emission_year
    return market.new_venue(emission_year, old.previous_close_fen)
