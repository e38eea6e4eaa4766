"""The composite price across vintages: P = Σ(P_y × W_y), half up to the fen. Pure values.

Source:
    上海环境能源交易所 沪环境交〔2023〕29号 (first shown 2023-08-28). How the weights are made was
    not seen: they are a rule of the world, shown with its confidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class WeightBasis(StrEnum):
    """What the weights of a composite price are made of."""

    ONLY = "only"  # the market has one instrument
    SINGLE_VINTAGE = "single_vintage"
    VOLUME_SHARE = "volume_share"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each vintage weighs.

    Args:
        basis: what the weights are made of.
        parts: weight by instrument, whole and positive; each counts by its share of the sum.
        confidence: of the rule that says so; empty where none is needed.
    """

    basis: WeightBasis
    parts: Mapping[int, int]
    confidence: str = ""

    @property
    def total(self) -> int:
        """Return the sum of the weights."""
        return sum(self.parts.values())

    def price_fen(self, weighted_sum: int) -> int:
        """Return a price, half up to the fen, from the sum of price × weight."""
        return (2 * weighted_sum + self.total) // (2 * self.total)

    def composite_fen(self, prices_fen: Mapping[int, int]) -> int:
        """Return the composite price of the vintages' prices, fen per t, half up.

        Args:
            prices_fen: by instrument; has each that has a weight.
        """
        return self.price_fen(sum(prices_fen[id_] * part for id_, part in self.parts.items()))

    def path_fen(
        self, previous_fen: Mapping[int, int], trades: Iterable[tuple[int, int]]
    ) -> tuple[int | None, int | None, int | None]:
        """Return the first, highest and lowest composite price after a trade of a day.

        After each trade the composite moves by the vintage's weight times the change of its price.

        Args:
            previous_fen: the closes before, by instrument; has each that has a weight.
            trades: instrument and price, fen per t, in the order of the day.

        Returns:
            Prices in fen per t, half up; None thrice without trades.
        """
        last = dict(previous_fen)
        moving = sum(last[id_] * part for id_, part in self.parts.items())
        first = high = low = None
        for id_, price_fen in trades:
            moving += (price_fen - last[id_]) * self.parts[id_]
            last[id_] = price_fen
            if first is None or high is None or low is None:
                first = high = low = moving
            elif moving > high:
                high = moving
            elif moving < low:
                low = moving
        if first is None or high is None or low is None:
            return None, None, None
        return self.price_fen(first), self.price_fen(high), self.price_fen(low)
