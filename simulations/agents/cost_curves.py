"""A firm's marginal cost of abatement, from the terms of its population and its own factor."""

from dataclasses import replace

from simulations.behaviour import (
    AbatementCurve,
    AbatementProject,
    FirmAbatement,
    Splitting,
)
from simulations.scenarios import Abatement

_PER_CENT = 0.01


def curve_of(terms: Abatement, multiplier: float) -> AbatementCurve:
    """Return marginal cost by the share abated: ``cost_cny_per_pct`` at one per cent.

    Args:
        terms: The population's terms; a line where they give no exponent.
        multiplier: The firm's own factor on cost, ζ.
    """
    exponent = 1.0 if terms.exponent is None else terms.exponent
    scale_cny = terms.cost_cny_per_pct * multiplier / _PER_CENT**exponent
    return AbatementCurve.power(scale_cny, exponent, 0.0, terms.share_max)


def abatement_of(terms: Abatement, multiplier: float, size_t: int) -> FirmAbatement:
    """Return what a firm abates in a year with what can be done and undone.

    Args:
        terms: The population's terms.
        multiplier: The firm's own factor on cost, ζ.
        size_t: Emissions of a year without abatement, t.
    """
    slope = terms.cost_cny_per_pct * multiplier / max(_PER_CENT * size_t, 1e-9)
    most_t = int(terms.share_max * size_t)
    line = FirmAbatement.line(slope, most_t)
    whole = replace(
        line,
        rise_cny=curve_of(terms, multiplier).rise_cny,
        exponent=1.0 if terms.exponent is None else terms.exponent,
    )
    if terms.projects is None:
        return whole
    part = terms.projects.reversible_share
    return whole.narrowed(part)


def projects_of(
    terms: Abatement, curve: AbatementCurve, size_t: int
) -> tuple[AbatementProject, ...]:
    """Return what a firm can build, the cheapest first; nothing where the terms name no projects.

    Args:
        terms: The population's terms.
        curve: The firm's whole curve.
        size_t: Emissions of a year without abatement, t.
    """
    projects = terms.projects
    if projects is None or not size_t:
        return ()
    splitting = Splitting(
        projects.reversible_share,
        projects.slices,
        projects.lead_years,
        projects.life_years,
        projects.rate,
    )
    return splitting.split(curve, float(size_t)).projects
