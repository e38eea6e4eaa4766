"""The demand curve of an auction as points of a drawing: pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from market.auctions import Step
from market.rules import cny_text

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 14, 34
TICKS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it is, and what it says; quantities are numbers."""

    at: str
    label: str
    quantity_t: int = 0


@dataclass(frozen=True, slots=True)
class Curve:
    """What a template draws.

    Attributes:
        points: of the stepped line, as SVG writes them.
        offered_x: where the quantity offered ends.
        price_y: height of the clearing price, empty where nothing was traded.
        quantities: marks of the lower axis.
        prices: marks of the left axis.
    """

    points: str
    offered_x: str
    price_y: str
    quantities: tuple[Tick, ...]
    prices: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve(steps: Sequence[Step], quantity_t: int, price_fen: int | None) -> Curve | None:
    """Lay a curve out; None where nobody bid.

    Args:
        steps: the best price first.
        quantity_t: offered or wanted, t.
        price_fen: at which it cleared, fen per t.
    """
    if not steps:
        return None
    most_t = max(quantity_t, steps[-1].cumulative_t)
    named = [step.price_fen for step in steps] + ([price_fen] if price_fen else [])
    low, high = min(named), max(named)
    margin = max((high - low) // 10, high // 100, 1)
    low, high = max(0, low - margin), high + margin

    def x(quantity: int) -> str:
        return _text(LEFT + Decimal(quantity) * (WIDTH - LEFT - RIGHT) / most_t)

    def y(price: int) -> str:
        return _text(TOP + Decimal(high - price) * (HEIGHT - TOP - BOTTOM) / (high - low))

    points, before_t = [], 0
    for step in steps:
        points += [
            f"{x(before_t)},{y(step.price_fen)}",
            f"{x(step.cumulative_t)},{y(step.price_fen)}",
        ]
        before_t = step.cumulative_t
    quantities = [most_t * part // TICKS for part in range(TICKS + 1)]
    prices = [low + (high - low) * part // TICKS for part in range(TICKS + 1)]
    return Curve(
        points=" ".join(points),
        offered_x=x(quantity_t),
        price_y=y(price_fen) if price_fen else "",
        quantities=tuple(Tick(x(each), "", each) for each in quantities),
        prices=tuple(Tick(y(each), cny_text(each)) for each in prices),
    )


def _text(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'))}"
