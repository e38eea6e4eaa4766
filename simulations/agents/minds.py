"""How firms form expectations: rule, opinion and attention are drawn; peers are found."""

import math
from dataclasses import replace

from simulations.agents.expectation_menu import ADAPTIVE, PEERS
from simulations.agents.profiles import FirmProfile, Mind
from simulations.behaviour import (
    Attention,
    Network,
    random_network,
    regular_network,
    small_world_network,
)
from simulations.scenarios import Behaviours, Expectations, Scenario
from simulations.streams import Streams


def behaviours_in(scenario: Scenario, market: str) -> Behaviours:
    """Return how firms of a market decide: its own behaviours, or those of all."""
    own = scenario.agents.behaviours_of or {}
    return own.get(market, scenario.agents.behaviours)


def draw_mind(scenario: Scenario, market: str, firm_id: str, streams: Streams) -> Mind:
    """Return how a firm forms expectations; adaptive where the scenario gives no mix."""
    agents = scenario.agents
    spread = behaviours_in(scenario, market).opinion_sd
    if agents.expectations is None and agents.attention is None and spread is None:
        return Mind(ADAPTIVE, 1.0, None, 0.0, ())
    numbers = streams.generator("mind", firm_id)
    kind, delay, trust = (float(u) for u in numbers.random(3))
    opinion = math.exp((spread or 0.0) * float(numbers.standard_normal()))
    attention = None
    if agents.attention is not None:
        late = int(delay * (agents.attention.delay_days_spread + 1))
        days = agents.attention.delay_days + late
        attention = Attention(days, agents.attention.responsiveness)
    rule = ADAPTIVE if agents.expectations is None else _rule(agents.expectations, kind)
    return Mind(rule, opinion, attention, trust, ())


def _rule(terms: Expectations, uniform: float) -> str:
    """Return a rule by its chance; the chances need not sum to one."""
    left = uniform * math.fsum(terms.mix.values())
    rule = ADAPTIVE
    for name, chance in terms.mix.items():
        if chance > 0:
            rule, left = name, left - chance
        if left < 0:
            break
    return rule


def with_peers(
    profiles: list[FirmProfile], scenario: Scenario, streams: Streams
) -> list[FirmProfile]:
    """Return the firms, those who follow peers with the numbers of the firms that they observe."""
    terms = scenario.agents.expectations
    if terms is None or not any(firm.mind.rule == PEERS for firm in profiles):
        return profiles
    for market in scenario.markets:
        places = [place for place, firm in enumerate(profiles) if firm.market == market]
        network = _network(terms, [profiles[place].firm_id for place in places], streams)
        for place, seen in zip(places, network, strict=True):
            firm = profiles[place]
            if firm.mind.rule == PEERS:
                peers = tuple(profiles[places[other]].number for other in seen)
                profiles[place] = replace(firm, mind=replace(firm.mind, peers=peers))
    return profiles


def _network(terms: Expectations, firm_ids: list[str], streams: Streams) -> Network:
    """Return who observes whom; in a small market each observes as many as there are."""
    count = len(firm_ids)
    degree = min(terms.peer_degree, max(count - 1, 0))
    if terms.peer_network == "regular":
        return regular_network(count, degree - degree % 2)
    randoms = [streams.generator("peers", firm_id) for firm_id in firm_ids]
    if terms.peer_network == "random":
        return random_network(randoms, degree)
    return small_world_network(randoms, degree - degree % 2, terms.peer_rewired_share)
