"""The factors that correct a power unit's benchmark: load, cooling, heat supply."""

from decimal import ROUND_HALF_UP, Decimal

from registry.compliance.power_plans import GAS, PowerPlan
from registry.compliance.rules import ONE, load_adjustment

_STEP = Decimal("0.000001")
_HUNDRED = Decimal(100)
CONVENTIONAL_COAL = frozenset({"coal_large", "coal_small"})


def load_factor_correction(load_factor: Decimal, unit_class: str, plan: PowerPlan) -> Decimal:
    """Return Ff, which helps conventional coal units that run little.

    Args:
        load_factor: output over capacity while running, a fraction from 0 to 1.
        unit_class: of the unit.
        plan: of the year; says which formula holds.

    Returns:
        The factor, rounded half-up to six decimals; 1 for other units.
    """
    if unit_class not in CONVENTIONAL_COAL:
        return ONE
    rule = plan.load_rule.text
    if rule == "piecewise":
        factor = _piecewise(load_factor)
    else:
        assert plan.load_threshold is not None
        if rule == "below_threshold":
            return load_adjustment(load_factor, unit_class, plan.load_threshold.decimal)
        assert rule == "exponential"
        below = load_factor < plan.load_threshold.decimal
        factor = _exponential(load_factor * _HUNDRED) if below else ONE
    return factor.quantize(_STEP, rounding=ROUND_HALF_UP)


LOAD_FORMULAS = {
    "piecewise": "Ff = 1 (F ≥ 85 %); 1 + 0.0014 (85 − 100F) (80–85 %);"
    " 1.007 + 0.0016 (80 − 100F) (75–80 %); 1.015^(16 − 20F) (F < 75 %)",
    "below_threshold": "Ff = 1.015^(16 − 20F) (F < 65 %); 1 (F ≥ 65 %)",
    "exponential": "Ff = 7.254 − 0.633 (1 − e^(−F/29.822)) − 5.643 (1 − e^(−F/6.871))"
    " (F < 50); 1 (F ≥ 50)",
}


def cooling_factor(cooling: str, unit_class: str, plan: PowerPlan) -> Decimal:
    """Return Fl: 1.05 for air-cooled coal units until 2022, 1 otherwise."""
    if unit_class == GAS or not plan.cooling:
        return ONE
    return plan.cooling[cooling].decimal


def heat_factor(heat_ratio: Decimal, unit_class: str, plan: PowerPlan) -> Decimal:
    """Return Fr = 1 − slope × heat-supply ratio until 2022, 1 otherwise.

    Args:
        heat_ratio: share of heat in the unit's output, 0 to 1.
        unit_class: of the unit.
        plan: of the year.
    """
    slope = plan.heat_ratio_slope.get("gas" if unit_class == GAS else "coal")
    return ONE if slope is None else ONE - slope.decimal * heat_ratio


def _piecewise(load: Decimal) -> Decimal:
    if load >= Decimal("0.85"):
        return ONE
    if load >= Decimal("0.80"):
        return ONE + Decimal("0.0014") * (85 - _HUNDRED * load)
    if load >= Decimal("0.75"):
        return Decimal("1.007") + Decimal("0.0016") * (80 - _HUNDRED * load)
    return Decimal("1.015") ** (16 - 20 * load)


def _exponential(percent: Decimal) -> Decimal:
    slow = ONE - (-percent / Decimal("29.822")).exp()
    fast = ONE - (-percent / Decimal("6.871")).exp()
    return Decimal("7.254") - Decimal("0.633") * slow - Decimal("5.643") * fast
