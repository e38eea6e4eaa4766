"""One instrument's trading day in memory: its book, its rules, its bar."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from market.matching import OrderBook
from market.rules import MarketRules, PriceBand, closing_price_fen, market_profile, price_band
from market.rules import Venue as ClearingVenue
from registry.rules import file_rules
from simulations.scenarios import Trading

CASH: Final = 1
"""Unit type id of money, in fen."""


NATIONAL: Final = "cn_ets"
RULES_DAY: Final = date(2024, 1, 1)
"""The day whose national rules a scenario changes: a run does not depend on today's."""


@cache
def national_rules(mode: str) -> MarketRules:
    """Return the national market's rules of a mode, `listed` or `block`."""
    rules = market_profile(file_rules(), NATIONAL, RULES_DAY).mode(mode)
    assert rules is not None
    return rules


def listed_rules(trading: Trading) -> MarketRules:
    """Return the listed-agreement rules of a scenario."""
    listing = trading.listing
    return replace(
        national_rules("listed"),
        code="scenario-listed",
        tick_fen=listing.tick_fen,
        lot_t=listing.lot_t,
        quantity_t_max=listing.max_t,
        band_pct=listing.limit_pct,
    )


def block_rules(trading: Trading) -> MarketRules | None:
    """Return the block-agreement rules of a scenario, or None where blocks are not allowed."""
    block = trading.block
    if not block.enabled:
        return None
    return replace(
        national_rules("block"),
        code="scenario-block",
        tick_fen=trading.listing.tick_fen,
        lot_t=trading.listing.lot_t,
        quantity_t_min=block.min_t,
        band_pct=block.limit_pct,
    )


class Venue:
    """The venue of one instrument: what stands in its book and what was traded today.

    Args:
        market: Name of the market in the scenario.
        instrument: Code of the instrument.
        unit_type_id: Its unit type on the ledger.
        opening_fen: First previous close, fen per t.
        trading: Rules of the scenario.
    """

    __slots__ = (
        "band",
        "block_band",
        "block_rules",
        "block_turnover_fen",
        "block_volume_t",
        "book",
        "clearing",
        "high_fen",
        "instrument",
        "last_fen",
        "low_fen",
        "market",
        "open_fen",
        "previous_close_fen",
        "rules",
        "turnover_fen",
        "unit_type_id",
        "volume_t",
    )

    def __init__(
        self, market: str, instrument: str, unit_type_id: int, opening_fen: int, trading: Trading
    ) -> None:
        self.market = market
        self.instrument = instrument
        self.unit_type_id = unit_type_id
        self.clearing = ClearingVenue(unit_type_id, CASH)
        self.book = OrderBook()
        self.previous_close_fen = opening_fen
        self.rules: MarketRules
        self.block_rules: MarketRules | None
        self.band: PriceBand
        self.block_band: PriceBand
        self.set_rules(trading)
        self.open_day()

    def set_rules(self, trading: Trading) -> None:
        """Take over rules; they hold from the next order on."""
        self.rules = listed_rules(trading)
        self.block_rules = block_rules(trading)
        # No account receives fees and no scenario sets any: a trade is two legs, and what a buyer
        # reserves is price times quantity. A fee needs both to change in `memory`.
        assert not self.rules.fee_rate, "simulated venues charge no fee"
        assert not (self.block_rules and self.block_rules.fee_rate), "nor do their blocks"
        self._draw_bands()

    def open_day(self) -> None:
        """Start a trading day: empty bar, bands around the previous close."""
        self.last_fen = self.previous_close_fen
        self.open_fen = self.high_fen = self.low_fen = 0
        self.volume_t = self.turnover_fen = 0
        self.block_volume_t = self.block_turnover_fen = 0
        self._draw_bands()

    def note(self, price_fen: int, quantity_t: int) -> None:
        """Enter a listed trade in the day's bar."""
        if not self.volume_t:
            self.open_fen = self.high_fen = self.low_fen = price_fen
        elif price_fen > self.high_fen:
            self.high_fen = price_fen
        elif price_fen < self.low_fen:
            self.low_fen = price_fen
        self.last_fen = price_fen
        self.volume_t += quantity_t
        self.turnover_fen += price_fen * quantity_t

    def note_block(self, price_fen: int, quantity_t: int) -> None:
        """Enter a block trade: volume and turnover, but neither the bar nor the close."""
        self.block_volume_t += quantity_t
        self.block_turnover_fen += price_fen * quantity_t

    def close_day(self) -> tuple[int, int, int, int, int, int, int, int]:
        """Make the close and return the day's row.

        Returns:
            Open, high, low, close in fen (the close where nothing was listed), listed volume,
            block volume, auction volume in t, turnover of all modes in fen.
        """
        close_fen = closing_price_fen(
            self.turnover_fen, self.volume_t, self.previous_close_fen, self.rules.tick_fen
        )
        opened = self.open_fen or close_fen
        row = (
            opened,
            self.high_fen or close_fen,
            self.low_fen or close_fen,
            close_fen,
            self.volume_t,
            self.block_volume_t,
            0,
            self.turnover_fen + self.block_turnover_fen,
        )
        self.previous_close_fen = close_fen
        return row

    def _draw_bands(self) -> None:
        listed = self.rules
        blocks = self.block_rules or listed
        self.band = price_band(self.previous_close_fen, listed.band_pct, listed.tick_fen)
        self.block_band = price_band(self.previous_close_fen, blocks.band_pct, blocks.tick_fen)
