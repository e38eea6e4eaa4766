"""What a firm abates in a year, in whole tonnes: the form in which decisions take its curve.

The line is exact: at a price p it gives ⌊p / slope⌋ tonnes, as Montgomery's closed forms have it.
"""

import math
from dataclasses import dataclass, replace

from simulations.behaviour.refused_behaviour import require_within


@dataclass(frozen=True, slots=True)
class FirmAbatement:
    """A firm's marginal cost ``intercept + rise * (t / reversible_t) ** exponent`` and projects.

    Args:
        intercept_cny: Marginal cost of the first tonne, CNY/t; below 0 where it saves money.
        slope: Rise of marginal cost with each tonne where it is a line, CNY/t per t.
        rise_cny: Rise of marginal cost to the last tonne, CNY/t; used where it is no line.
        exponent: How cost rises; 1 makes it a line.
        reversible_t: Most that can be done and undone in the year, t.
        built_t: What projects abate whatever the price, t.
        earned: Part of the price that a tonne not emitted earns: 1, or 0 where the allocation
            falls by as much.
    """

    intercept_cny: float
    slope: float
    rise_cny: float
    exponent: float
    reversible_t: int
    built_t: int
    earned: float

    def __post_init__(self) -> None:
        require_within("earned", self.earned, 0.0, 1.0)
        require_within("exponent", self.exponent, 0.0)

    @classmethod
    def line(cls, slope: float, most_t: int) -> "FirmAbatement":
        """Return the line through zero that rises by ``slope`` with each tonne up to the last."""
        return cls(0.0, slope, slope * most_t, 1.0, most_t, 0, 1.0)

    @property
    def most_t(self) -> int:
        """Most that it abates at any price, t."""
        return self.built_t + (self.reversible_t if self.earned > 0 else 0)

    def at(self, price_cny: float) -> int:
        """Return the abatement whose marginal cost is what a tonne earns at a price, t."""
        above = price_cny * self.earned - self.intercept_cny
        most_t = self.reversible_t
        if above <= 0 or not self.earned or not most_t:
            return self.built_t
        if self.exponent == 1.0:
            undone_t = int(above / self.slope)
        else:
            part = above / self.rise_cny
            undone_t = int(part ** (1.0 / self.exponent) * most_t) if part < 1.0 else most_t
        return self.built_t + (undone_t if undone_t < most_t else most_t)

    def worth_cny(self, abatement_t: int) -> float:
        """Return the price at which it would abate so much, CNY/t; infinite where none would."""
        undone_t = abatement_t - self.built_t
        if undone_t <= 0:
            return 0.0
        if undone_t > self.reversible_t or not self.earned:
            return math.inf
        return max(self.intercept_cny + self._risen_cny(undone_t), 0.0) / self.earned

    def cost_cny(self, abatement_t: int) -> float:
        """Return the cost of so much abatement in the year, without the capital of projects, CNY.

        What projects abate costs nothing more once they stand.
        """
        undone_t = max(abatement_t - self.built_t, 0)
        return undone_t * (self.intercept_cny + self._risen_cny(undone_t) / (self.exponent + 1.0))

    def changed(self, shift_cny: float, factor: float) -> "FirmAbatement":
        """Return it after technology stretched the whole curve and fuel moved it.

        Args:
            shift_cny: Added to marginal cost, CNY/t.
            factor: Factor on marginal cost before, above 0.
        """
        return replace(
            self,
            intercept_cny=factor * self.intercept_cny + shift_cny,
            slope=self.slope * factor,
            rise_cny=self.rise_cny * factor,
        )

    def narrowed(self, part: float) -> "FirmAbatement":
        """Return it when every price calls forth only a part of the abatement, 0 to 1."""
        require_within("part", part, 0.0, 1.0)
        slope = self.slope / part if part else math.inf
        return replace(self, slope=slope, reversible_t=int(part * self.reversible_t))

    def of_year(self, years: int, emissions_t: int, built_t: int, earned: float) -> "FirmAbatement":
        """Return what can be abated of the emissions that are surrendered together.

        Args:
            years: Emission years, over which each price calls forth so many times as much.
            emissions_t: Emissions without any abatement, t: no more can be abated.
            built_t: What projects abate of them, t.
            earned: As the attribute.
        """
        built_t = min(built_t, emissions_t)
        whole_t = years * self.reversible_t
        most_t = min(whole_t, emissions_t - built_t)
        part = most_t / whole_t if whole_t else 1.0
        return FirmAbatement(
            self.intercept_cny,
            self.slope / years,
            self.rise_cny * part**self.exponent,
            self.exponent,
            most_t,
            built_t,
            earned,
        )

    def _risen_cny(self, undone_t: int) -> float:
        if not undone_t:
            return 0.0
        if self.exponent == 1.0:
            return self.slope * undone_t
        return float(self.rise_cny * (undone_t / self.reversible_t) ** self.exponent)
