"""Free parameters: dotted keys of a scenario with bounds, as points of a unit cube."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import Field, model_validator

from simulations.ensembles import rounded_like, value_at
from simulations.scenarios import Part

Scale = Literal["linear", "log"]
AT_BOUND: Final = 0.02
"""Share of a parameter's range within which it counts as standing at its bound."""


class Bounds(Part):
    """The range in which a parameter is sought; ``log`` searches it evenly in its logarithm."""

    low: float = Field(ge=-1e12, le=1e12)
    high: float = Field(ge=-1e12, le=1e12)
    scale: Scale = "linear"

    @model_validator(mode="after")
    def _in_order(self) -> "Bounds":
        if not self.low < self.high:
            raise ValueError("high must lie above low")
        if self.scale == "log" and self.low <= 0:
            raise ValueError("a logarithmic range needs a positive low")
        return self

    def at(self, place: float) -> float:
        """Return the value at a place between 0 and 1."""
        if self.scale == "log":
            return math.exp(math.log(self.low) + place * math.log(self.high / self.low))
        return self.low + place * (self.high - self.low)

    def place(self, value: float) -> float:
        """Return the place of a value, cut to 0 and 1."""
        if self.scale == "log":
            found = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            found = (value - self.low) / (self.high - self.low)
        return min(max(found, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class FreeParameters:
    """The parameters that a search may change, in a fixed order.

    Args:
        bounds: Dotted key and range of each.
        start: The scenario's own value of each.
        forms: What stands at each key, whose form a found number is given.
    """

    bounds: Mapping[str, Bounds]
    start: Mapping[str, float]
    forms: Mapping[str, Any]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys."""
        return tuple(self.bounds)

    def settings(self, point: Sequence[float]) -> dict[str, float | int]:
        """Return the values at a point of the unit cube, in the form that the scenario needs."""
        found: dict[str, float | int] = {}
        for key, place in zip(self.bounds, point, strict=True):
            number = float(f"{self.bounds[key].at(min(max(place, 0.0), 1.0)):.6g}")
            formed = rounded_like(self.forms[key], number)
            assert formed is not None, "keys were checked when the plan was read"
            found[key] = formed
        return found

    def start_point(self) -> list[float]:
        """Return the scenario's own values as a point, cut to the ranges."""
        return [bounds.place(self.start[key]) for key, bounds in self.bounds.items()]

    def at_bound(self, key: str, value: float) -> bool:
        """Tell whether a value stands at an end of its range."""
        place = self.bounds[key].place(value)
        return place < AT_BOUND or place > 1 - AT_BOUND


def free_parameters(bounds: Mapping[str, Bounds], base: Mapping[str, Any]) -> FreeParameters:
    """Return the parameters of a scenario that a plan frees.

    Args:
        bounds: Dotted key and range of each.
        base: ``Scenario.canonical()``, where every key holds a number.

    Raises:
        NoSuchKey: A key leads nowhere in the scenario.
        TypeError: What stands at a key is not a number.
    """
    forms = {key: value_at(base, key) for key in bounds}
    for key, form in forms.items():
        if rounded_like(form, 1.0) is None:
            raise TypeError(key)
    return FreeParameters(bounds, {key: float(form) for key, form in forms.items()}, forms)
