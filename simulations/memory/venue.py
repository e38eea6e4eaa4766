"""One instrument's trading day in memory: its book, its rules, its bar."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

from market.matching import OrderBook
from market.rules import (
    MarketRules,
    OrderLimits,
    PriceBand,
    closing_price_fen,
    market_profile,
    order_limits,
    price_band,
)
from market.rules import Venue as ClearingVenue
from registry.ledger import SystemAccount
from registry.rules import file_rules
from simulations.memory.accounts import CASH
from simulations.memory.call_book import CallBook
from simulations.memory.holdings import Holdings
from simulations.scenarios import Trading

NATIONAL: Final = "cn_ets"
RULES_DAY: Final = date(2024, 1, 1)
"""The day whose national rules a scenario changes: a run does not depend on today's."""


@cache
def national_rules(mode: str) -> MarketRules:
    """Return the national market's rules of a mode, `listed` or `block`."""
    rules = market_profile(file_rules(), NATIONAL, RULES_DAY).mode(mode)
    assert rules is not None
    return rules


def fee_rate(fee_pct: Decimal | None) -> int:
    """Return a fee in per cent as parts of 100,000 of the turnover, rounded half up."""
    return 0 if fee_pct is None else int((fee_pct * 1_000).to_integral_value(ROUND_HALF_UP))


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
        fee_rate=fee_rate(listing.fee_pct),
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
        fee_rate=fee_rate(block.fee_pct),
    )


def pool_rules() -> MarketRules:
    """Return the rules of a pool of credits: no band, no fee, no least or largest order."""
    return replace(national_rules("listed"), code="scenario-pool", band_pct=None, fee_rate=0)


class Venue:
    """The venue of one instrument: what stands in its book and what was traded today.

    Args:
        market: Name of the market in the scenario.
        instrument: Code of the instrument.
        unit_type_id: Its unit type on the ledger.
        opening_fen: First previous close, fen per t.
        trading: Rules of the scenario; None for a pool of credits, which knows no block trades.
        calls: Whether the orders of a day meet once, at its end, instead of in a book.
    """

    __slots__ = (
        "auction_turnover_fen",
        "auction_volume_t",
        "band",
        "block_band",
        "block_clearing",
        "block_rules",
        "block_turnover_fen",
        "block_volume_t",
        "book",
        "clearing",
        "high_fen",
        "holdings",
        "instrument",
        "last_fen",
        "limits",
        "low_fen",
        "market",
        "open_fen",
        "orders",
        "place",
        "position_t_max",
        "previous_close_fen",
        "rules",
        "turnover_fen",
        "unit_type_id",
        "volume_t",
    )

    def __init__(
        self,
        market: str,
        instrument: str,
        unit_type_id: int,
        opening_fen: int,
        trading: Trading | None,
        *,
        calls: bool = False,
    ) -> None:
        self.market = market
        self.instrument = instrument
        self.unit_type_id = unit_type_id
        self.book: OrderBook | CallBook = CallBook() if calls else OrderBook()
        self.previous_close_fen = opening_fen
        self.rules: MarketRules
        self.block_rules: MarketRules | None
        self.band: PriceBand
        self.limits: OrderLimits
        self.block_band: PriceBand
        self.position_t_max: int | None
        self.holdings: Holdings
        self.place: int
        self.set_rules(trading)
        self.open_day()

    def set_rules(self, trading: Trading | None) -> None:
        """Take over rules before anybody orders; those of a day hold to its end."""
        assert not len(self.book), "rules change while no order rests"
        self.rules = pool_rules() if trading is None else listed_rules(trading)
        self.block_rules = None if trading is None else block_rules(trading)
        self.position_t_max = None if trading is None else trading.position_t_max
        self.clearing = self._clearing(self.rules)
        self.block_clearing = self._clearing(self.block_rules or self.rules)
        self._draw_bands()

    def open_day(self) -> None:
        """Start a trading day: empty bar, bands around the previous close."""
        self.last_fen = self.previous_close_fen
        self.open_fen = self.high_fen = self.low_fen = 0
        self.volume_t = self.turnover_fen = 0
        self.block_volume_t = self.block_turnover_fen = 0
        self.auction_volume_t = self.auction_turnover_fen = 0
        self.orders = 0
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

    def note_auction(self, price_fen: int, quantity_t: int) -> None:
        """Enter what an auction sold: volume and turnover, but neither the bar nor the close."""
        self.auction_volume_t += quantity_t
        self.auction_turnover_fen += price_fen * quantity_t

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
            self.auction_volume_t,
            self.turnover_fen + self.block_turnover_fen + self.auction_turnover_fen,
        )
        self.previous_close_fen = close_fen
        return row

    def _clearing(self, rules: MarketRules) -> ClearingVenue:
        exchange = int(SystemAccount.EXCHANGE)
        return ClearingVenue(self.unit_type_id, CASH, rules.fee_rate, exchange)

    def _draw_bands(self) -> None:
        listed = self.rules
        blocks = self.block_rules or listed
        self.limits = order_limits(self.previous_close_fen, listed)
        self.band = price_band(self.previous_close_fen, listed.band_pct, listed.tick_fen)
        self.block_band = price_band(self.previous_close_fen, blocks.band_pct, blocks.tick_fen)
