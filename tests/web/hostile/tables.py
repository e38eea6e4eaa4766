"""The tables of attacks by area, and which routes they must cover."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from werkzeug.routing import Rule

from tests.web.hostile import (
    auction_attacks,
    block_attacks,
    clearing_attacks,
    financing_attacks,
    listed_attacks,
    series_attacks,
    surveillance_attacks,
)
from tests.web.hostile.attacks import Attack
from tests.web.hostile.besieged import Facts

AREAS: Final[Mapping[str, Callable[[Facts], tuple[Attack, ...]]]] = {
    "listed": listed_attacks.attacks,
    "blocks": block_attacks.attacks,
    "auctions": auction_attacks.attacks,
    "clearing": clearing_attacks.attacks,
    "financing": financing_attacks.attacks,
    "series": series_attacks.attacks,
    "surveillance": surveillance_attacks.attacks,  # last: it pauses what the others trade
}
BLUEPRINTS: Final = {"clearing", "daily_statements"}
"""Of the venue, beside all that lies under its own address."""


def is_of_venue(rule: Rule) -> bool:
    """Tell whether a route belongs to the venue."""
    blueprint = rule.endpoint.rpartition(".")[0].removeprefix("api.")
    return blueprint in BLUEPRINTS or rule.rule.startswith(("/market", "/api/v1/market"))


def every(facts: Facts) -> Iterator[Attack]:
    """Return the attacks of all areas."""
    for attacks in AREAS.values():
        yield from attacks(facts)
