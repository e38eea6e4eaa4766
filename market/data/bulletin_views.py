"""What a daily bulletin says, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Traded:
    """Volume, t, and turnover, fen."""

    volume_t: int = 0
    turnover_fen: int = 0

    def __add__(self, other: "Traded") -> "Traded":
        return Traded(self.volume_t + other.volume_t, self.turnover_fen + other.turnover_fen)

    @property
    def average_fen(self) -> int | None:
        """Return the average price, fen per t, half up; None without volume."""
        if not self.volume_t:
            return None
        return (2 * self.turnover_fen + self.volume_t) // (2 * self.volume_t)


@dataclass(frozen=True, slots=True)
class PriceBar:
    """The prices of a day, fen per t; open, high and low are None without listed trades."""

    previous_close_fen: int
    open_fen: int | None
    high_fen: int | None
    low_fen: int | None
    close_fen: int

    @property
    def change_fen(self) -> int:
        """Return the close less the close of the day before, fen per t."""
        return self.close_fen - self.previous_close_fen

    @property
    def change_pct(self) -> Decimal:
        """Return the same in per cent of the close before, two decimals, half up."""
        share = Decimal(100 * self.change_fen) / self.previous_close_fen
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class ByMode:
    """What was traded in each mode."""

    listed: Traded
    block: Traded
    auction: Traded

    @property
    def total(self) -> Traded:
        """Return the sum of the modes."""
        return self.listed + self.block + self.auction


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """The day of one instrument."""

    code: str
    prices: PriceBar
    traded: ByMode


@dataclass(frozen=True, slots=True)
class BulletinView:
    """A daily bulletin.

    Args:
        market: its scheme.
        business_date: the day.
        prices: composite, or of the market's only instrument; None where it has no such price.
        weights: what the composite weighs by; `only` where it is that of the only instrument.
        weight_confidence: of the rule that says so.
        traded: of all instruments.
        modes: in which the market's rules let it trade on the day.
        cumulative: since the market opened here, this day included.
        lines: each instrument, by code.
        frozen_at: when it was published; None: preliminary.
    """

    market: str
    business_date: date
    prices: PriceBar | None
    weights: str
    weight_confidence: str
    traded: ByMode
    modes: tuple[str, ...]
    cumulative: Traded
    lines: tuple[BulletinLine, ...]
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class BulletinHead:
    """A bulletin in a list: the day and what was traded; the close once it is published."""

    business_date: date
    close_fen: int | None
    traded: ByMode
    frozen: bool
