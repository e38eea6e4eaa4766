"""What a market asks in each mode of trading, read from the dated rules: a pure value.

The rules of a market lie in its rule file under keys that begin with `trading_`; `applies_to` names
the mode (`listed`, `block`, `auction`) or `all`. What nobody has set is None here and unlimited.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from market.rules.errors import UnknownRules
from market.rules.hours import ONE_DAY, Session, sessions_of
from market.rules.market_rules import (
    FEE_DENOMINATOR,
    QUANTITY_T_MAX,
    MarketRules,
    Provenance,
)
from registry.rules.book import RuleBook, RuleParameter

MARKETS: Final = (
    "cn_ets",
    "ccer",
    "SZEA",
    "SHEA",
    "BEA",
    "GDEA",
    "TJEA",
    "HBEA",
    "CQEA",
    "FJEA",
    "gec",
)
"""The markets whose rule files say how they trade, by scheme."""
MODES: Final = ("listed", "block", "auction")
LISTED, BLOCK, AUCTION = MODES
OF_ORDERS: Final = {
    "tick_fen": "trading_tick_cny",
    "lot_t": "trading_lot",
    "quantity_t_min": "trading_quantity_min",
    "quantity_t_max": "trading_quantity_max",
    "band_pct": "trading_band_pct",
    "fee_rate": "trading_fee_rate",
    "makes_close": "trading_close",
    "same_day_resale": "trading_resale_after_days",
    "close_min_t": "trading_close_volume_t",
}
"""Key of each parameter of an order's rules."""
PREFIX: Final = "trading_"
OTHER_KEYS: Final = frozenset({"holding_above_allocation_max_t", "price_corridor_cny"})
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FEN_PER_CNY: Final = 100


@dataclass(frozen=True, slots=True)
class Stabilisation:
    """When an authority may step in; None where no such trigger is known.

    Attributes:
        low_fen: weighted price below which it may buy, fen per t.
        high_fen: weighted price above which it may sell, fen per t.
        window_days: trading days over which the price is weighted or touches are counted.
        band_touches: number of days at an end of the band within the window.
    """

    low_fen: int | None
    high_fen: int | None
    window_days: int | None
    band_touches: int | None


@dataclass(frozen=True, slots=True)
class MarketProfile:
    """The rules of one market as they hold from one day until something changes.

    Attributes:
        market: scheme whose rules they are, for example `cn_ets`.
        since: first day from which all of them hold.
        listed: of listed agreements; None where the mode is not open, as for those below.
        block: of block agreements.
        auction: of one-way auctions.
        participants: kinds of parties that are admitted.
        reference_rule: how the first reference price of a new vintage is made.
        close_min_t: the close is the average only of more than this listed volume, t.
        position_limit_t: most that a party without allocation may hold, t.
        position_above_allocation_t: most that an emitter may hold beyond its allocation, t.
        large_holder_t: holding from which a party reports, t.
        stabilisation: when an authority may step in.
        weekdays: days of the week with trading, Monday 0.
        sessions: hours of each open mode.
        parameters: the rows in force, by (key, mode).
    """

    market: str
    since: date
    listed: MarketRules | None
    block: MarketRules | None
    auction: MarketRules | None
    participants: frozenset[str]
    reference_rule: str
    close_min_t: int
    position_limit_t: int | None
    position_above_allocation_t: int | None
    large_holder_t: int | None
    stabilisation: Stabilisation
    weekdays: frozenset[int]
    sessions: Mapping[str, tuple[Session, ...]] = field(repr=False)
    parameters: Mapping[tuple[str, str], RuleParameter] = field(repr=False, compare=False)

    def mode(self, mode: str) -> MarketRules | None:
        """Return the rules of a mode, None where it is not open."""
        return {LISTED: self.listed, BLOCK: self.block, AUCTION: self.auction}[mode]

    @property
    def fee_rate(self) -> int:
        """Return the fee of each side of a listed trade, parts of 100,000 of the turnover."""
        return self.listed.fee_rate if self.listed else 0

    def hours(self, mode: str, day: date) -> tuple[Session, ...]:
        """Return the sessions of a mode on a day, none on a weekday without trading.

        Holidays are the working calendar's: see `market.rules.hours.trading_sessions`.
        """
        return self.sessions.get(mode, ()) if day.weekday() in self.weekdays else ()


UNBOUND: Final = MarketRules(
    code="unbound",
    tick_fen=1,
    lot_t=1,
    quantity_t_min=1,
    quantity_t_max=QUANTITY_T_MAX,
    band_pct=None,
    fee_rate=0,
    makes_close=True,
    same_day_resale=True,
)
"""What no rule binds: for days before a market's first rule."""


def market_profile(rules: RuleBook, market: str, day: date) -> MarketProfile:
    """Read how a market trades on a day.

    Args:
        rules: the rule book of the world, or that of the files.
        market: scheme, for example `cn_ets`, `BEA`, `ccer`.
        day: on which the rules are to hold.

    Raises:
        UnknownRules: the market has no rules of trading on the day.
    """
    changes = _days_of_change(rules, market)
    before = bisect_right(changes, day)
    if not before:
        raise UnknownRules(rules=market, known=", ".join(MARKETS), field="market")
    return _profile_since(rules, market, changes[before - 1])


@lru_cache(maxsize=256)
def _days_of_change(rules: RuleBook, market: str) -> tuple[date, ...]:
    """Return the days on which a rule of trading begins or has ended, in order."""
    rows = [row for row in rules if row.scheme == market and of_trading(row.key)]
    ended = {row.valid_to + ONE_DAY for row in rows if row.valid_to and row.valid_to < date.max}
    return tuple(sorted({row.valid_from for row in rows} | ended))


@lru_cache(maxsize=1024)
def _profile_since(rules: RuleBook, market: str, since: date) -> MarketProfile:
    """Read the rules of a market on a day on which something changed."""
    reader = _Reader(rules, market, since)
    modes = reader.words("trading_modes")
    if not modes:
        raise UnknownRules(rules=market, known=", ".join(MARKETS), field="market")
    by_mode: dict[str, MarketRules] = {
        mode: _mode_rules(reader, mode) for mode in MODES if mode in modes
    }
    return MarketProfile(
        market=market,
        since=since,
        listed=by_mode.get(LISTED),
        block=by_mode.get(BLOCK),
        auction=by_mode.get(AUCTION),
        participants=frozenset(reader.words("trading_participants")),
        reference_rule=reader.text("trading_reference_rule"),
        close_min_t=reader.whole("trading_close_volume_t", LISTED) or 0,
        position_limit_t=reader.whole("trading_position_limit_t"),
        position_above_allocation_t=reader.whole("holding_above_allocation_max_t"),
        large_holder_t=reader.whole("trading_large_holder_t"),
        stabilisation=Stabilisation(
            reader.fen("price_corridor_cny", "lower"),
            reader.fen("price_corridor_cny", "upper"),
            reader.whole("trading_stabilisation_days"),
            reader.whole("trading_stabilisation_touches"),
        ),
        weekdays=frozenset(
            WEEKDAYS.index(each) for each in reader.words("trading_weekdays") if each in WEEKDAYS
        ),
        sessions=MappingProxyType(
            {mode: sessions_of(reader.text("trading_hours", mode)) for mode in by_mode}
        ),
        parameters=MappingProxyType(reader.seen),
    )


def _mode_rules(reader: "_Reader", mode: str) -> MarketRules:
    """Return the value that checks an order, with where each parameter comes from."""
    found = {name: reader.find(key, mode) for name, key in OF_ORDERS.items()}
    values = {name: row.value for name, row in found.items() if row is not None and row.value}
    return MarketRules(
        code=f"{reader.market}-{mode}",
        tick_fen=int(Decimal(values.get("tick_fen", "0.01")) * FEN_PER_CNY),
        lot_t=int(values.get("lot_t", "1")),
        quantity_t_min=int(values.get("quantity_t_min", "1")),
        quantity_t_max=int(values.get("quantity_t_max", QUANTITY_T_MAX)),
        band_pct=int(values["band_pct"]) if "band_pct" in values else None,
        fee_rate=int(Decimal(values.get("fee_rate", "0")) * FEE_DENOMINATOR),
        makes_close=values.get("makes_close") == "average",
        same_day_resale=values.get("same_day_resale") == "0",
        close_min_t=int(values.get("close_min_t", "0")),
        provenance=MappingProxyType(
            {name: provenance(row) for name, row in found.items() if row is not None}
        ),
    )


def trading_rows(rules: RuleBook, market: str, day: date) -> list[RuleParameter]:
    """Return the rules of trading of a market that hold on a day, set or not, by key and mode."""
    rows = [row for row in rules.in_force(day, market) if of_trading(row.key)]
    return sorted(rows, key=lambda row: (row.key, row.applies_to))


def of_trading(key: str) -> bool:
    """Return whether a rule is one of trading."""
    return key.startswith(PREFIX) or key in OTHER_KEYS


def provenance(row: RuleParameter) -> Provenance:
    """Return where a value comes from: its citation, or the note that says there is none."""
    source = row.source or f"{row.note_zh} ({row.note_en})"
    return Provenance(source, row.confidence.value, row.cited)


class _Reader:
    """Reads the rows of one market on one day and remembers which it has read."""

    def __init__(self, rules: RuleBook, market: str, day: date) -> None:
        self.market = market
        self.seen: dict[tuple[str, str], RuleParameter] = {}
        self._rows = {(row.key, row.applies_to): row for row in rules.in_force(day, market)}

    def find(self, key: str, mode: str = "all") -> RuleParameter | None:
        """Return the row of a mode, else that for all; None where the file has neither."""
        row = self._rows.get((key, mode)) or self._rows.get((key, "all"))
        if row is not None:
            self.seen[key, mode] = row
        return row

    def text(self, key: str, mode: str = "all") -> str:
        """Return a value as it is written, empty where nobody has set it."""
        row = self.find(key, mode)
        return row.value if row is not None else ""

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(self.text(key).split())

    def whole(self, key: str, mode: str = "all") -> int | None:
        """Return a whole number, None where nobody has set it."""
        value = self.text(key, mode)
        return int(Decimal(value)) if value else None

    def fen(self, key: str, whom: str) -> int | None:
        """Return a price in fen, None where nobody has set it."""
        value = self.text(key, whom)
        return int(Decimal(value) * FEN_PER_CNY) if value else None
