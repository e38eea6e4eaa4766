"""Abatement that must be built: irreversible projects with cost, lead time and life.

Source: net present value with a hurdle above 1 for what cannot be undone, A. K. Dixit & R. S.
Pindyck (1994), Investment under uncertainty, Princeton University Press.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from simulations.behaviour.abatement import LEAST, PRICE_CNY_MAX, TONNES_MAX, AbatementCurve
from simulations.behaviour.refused_behaviour import require_within

LEAD_YEARS_MAX = 30
LIFE_YEARS_MAX = 100
RATE_MIN, RATE_MAX = 0.0, 10.0
PROJECTS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class AbatementProject:
    """Something a firm can build once to emit less for years, whatever the price does then.

    Args:
        name: Its name within the firm.
        size_t: Abatement in each year of its life, t, above 0.
        capital_cny: Spent when it is decided, CNY.
        running_cny: Cost of operation, CNY/t abated.
        lead_years: Years from the decision to the first year of abatement, 0 or more.
        life_years: Years of abatement, 1 or more.
    """

    name: str
    size_t: float
    capital_cny: float
    running_cny: float
    lead_years: int
    life_years: int

    def __post_init__(self) -> None:
        require_within("size_t", self.size_t, LEAST, TONNES_MAX)
        require_within("capital_cny", self.capital_cny, 0.0, PRICE_CNY_MAX * TONNES_MAX)
        require_within("running_cny", self.running_cny, 0.0, PRICE_CNY_MAX)
        require_within("lead_years", self.lead_years, 0, LEAD_YEARS_MAX)
        require_within("life_years", self.life_years, 1, LIFE_YEARS_MAX)

    def unit_cost_cny(self, rate: float) -> float:
        """Return the constant price at which it just pays, CNY/t.

        Args:
            rate: Interest a year, a share.
        """
        tonnes = self.size_t * present_tonnes(rate, self.lead_years, self.life_years)
        return self.running_cny + self.capital_cny / tonnes

    def worth_cny(self, prices_cny: Sequence[float], rate: float) -> float:
        """Return what it earns over its life before capital, discounted to the decision, CNY.

        Args:
            prices_cny: Expected price of this year and the years after; the last one holds on.
            rate: Interest a year, a share.
        """
        years = range(self.lead_years, self.lead_years + self.life_years)
        last = len(prices_cny) - 1
        margins = (
            (prices_cny[min(year, last)] - self.running_cny) / (1 + rate) ** year for year in years
        )
        return self.size_t * math.fsum(margins)


class Built(NamedTuple):
    """A project that was decided, with the compliance years in which it abates."""

    project: AbatementProject
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Investing:
    """How a firm judges projects.

    Args:
        rate: Interest a year, a share.
        hurdle: What a project must earn for each CNY of capital, 1 or more.
    """

    rate: float
    hurdle: float

    def __post_init__(self) -> None:
        require_within("rate", self.rate, RATE_MIN, RATE_MAX)
        require_within("hurdle", self.hurdle, 1.0, 100.0)

    def adopts(self, project: AbatementProject, prices_cny: Sequence[float]) -> bool:
        """Return whether discounted expected earnings reach the hurdle."""
        worth = project.worth_cny(prices_cny, self.rate)
        return worth > 0 and worth >= self.hurdle * project.capital_cny

    def decided(
        self,
        projects: Iterable[AbatementProject],
        built: Sequence[Built],
        prices_cny: Sequence[float],
        year: int,
    ) -> tuple[Built, ...]:
        """Return what the firm has built and is building after this year's decisions.

        Args:
            projects: All that it can build; each once at a time.
            built: What it decided before; nothing of it is undone.
            prices_cny: Expected price of this year and the years after.
            year: Compliance year of the decision.

        Returns:
            ``built`` and the projects adopted now, in their order.
        """
        standing = {one.project.name for one in built if one.last_year >= year}
        added = tuple(
            Built(
                project,
                year + project.lead_years,
                year + project.lead_years + project.life_years - 1,
            )
            for project in projects
            if project.name not in standing and self.adopts(project, prices_cny)
        )
        return (*built, *added)


def built_t(built: Iterable[Built], year: int) -> float:
    """Return the abatement of all projects in a compliance year, t."""
    return math.fsum(one.project.size_t for one in built if one.first_year <= year <= one.last_year)


def present_tonnes(rate: float, lead_years: int, life_years: int) -> float:
    """Return one tonne a year over a project's life, discounted to its decision, t."""
    return math.fsum((1 + rate) ** -year for year in range(lead_years, lead_years + life_years))


class SplitAbatement(NamedTuple):
    """A curve in two parts: what can be done and undone, and what must be built.

    Args:
        reversible: Dispatch, fuel and load: follows the price at once.
        projects: Slices of the rest, the cheapest first.
    """

    reversible: AbatementCurve
    projects: tuple[AbatementProject, ...]

    def abatement_t(self, bau_t: float, price_cny: float, projects_t: float) -> float:
        """Return a year's abatement, never more than is emitted, t.

        Args:
            bau_t: Emissions of the year without abatement, t.
            price_cny: Price that the firm reckons with, CNY/t.
            projects_t: Abatement of projects in this year, t.
        """
        return min(projects_t + bau_t * self.reversible.share(price_cny), bau_t)


@dataclass(frozen=True, slots=True)
class Splitting:
    """How a curve is split.

    Args:
        reversible_part: Part of the abatement at every price that is reversible, 0 to 1.
        slices: Projects into which the rest is cut, of equal size.
        lead_years: Of each project.
        life_years: Of each project.
        rate: Interest a year at which unit costs become capital.
    """

    reversible_part: float
    slices: int
    lead_years: int
    life_years: int
    rate: float

    def __post_init__(self) -> None:
        require_within("reversible_part", self.reversible_part, 0.0, 1.0)
        require_within("slices", self.slices, 1, PROJECTS_MAX)
        require_within("rate", self.rate, RATE_MIN, RATE_MAX)

    def split(self, curve: AbatementCurve, bau_t: float) -> SplitAbatement:
        """Return a firm's curve in two parts that together abate as it does at a constant price.

        Args:
            curve: The whole curve.
            bau_t: Emissions without abatement, by which projects are sized, t.

        Returns:
            Both parts; a slice costs the mean marginal cost of its stretch of the curve. As
            slices grow in number and at a hurdle of 1 the projects follow the curve exactly.
        """
        reversible = curve.narrowed(self.reversible_part)
        rest = curve.narrowed(1 - self.reversible_part)
        width = rest.share_max / self.slices
        if width * bau_t < LEAST:
            return SplitAbatement(reversible, ())
        tonnes = width * bau_t * present_tonnes(self.rate, self.lead_years, self.life_years)
        projects = []
        for number in range(self.slices):
            low, high = width * number, width * (number + 1)
            mean_cny = (rest.cost_cny(high) - rest.cost_cny(low)) / width
            projects.append(
                AbatementProject(
                    f"slice-{number + 1:03d}",
                    width * bau_t,
                    mean_cny * tonnes,
                    0.0,
                    self.lead_years,
                    self.life_years,
                )
            )
        return SplitAbatement(reversible, tuple(projects))
