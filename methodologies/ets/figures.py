"""What the compliance cycle takes from an account: whole tonnes, and the figures of a unit.

The names are those of the registry's report of a unit or line; `emissions_t` counts what the
market's plan of the year counts.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from methodologies.engine.contract import Result
from methodologies.engine.trace import plain
from methodologies.ets.aluminium import AluminiumInputs
from methodologies.ets.cement import CementInputs
from methodologies.ets.power import PowerInputs
from methodologies.ets.purchased import COVERED
from methodologies.ets.refusals import PartialYear
from methodologies.ets.reporting import MONTHS
from methodologies.ets.steel import SteelInputs

ROUNDING_SOURCE = (
    "A question-and-answer page of the reporting platform (2016) keeps whole tonnes; whether half "
    "is rounded up was not seen. Draft plans round down allowances only."
)
"""Why `verified_t` rounds as it does; confidence low."""

_SIX_PLACES = Decimal("0.000001")


def verified_t(emissions: Decimal) -> int:
    """Return emissions in whole tonnes, half a tonne up.

    Args:
        emissions: t CO2e, unrounded.

    Raises:
        ValueError: emissions are below zero.

    Source:
        See `ROUNDING_SOURCE`; confidence low.
    """
    if emissions < 0:
        raise ValueError(f"emissions below zero: {emissions}")
    return int(emissions.to_integral_value(rounding=ROUND_HALF_UP))


def compliance_figures(result: Result) -> Mapping[str, str]:
    """Return the figures that an annual report states of a unit or production line.

    Args:
        result: of `ets-power`, `ets-cement`, `ets-aluminium` or `ets-steel`.

    Returns:
        Figures as text by the registry's names, at most six decimals. What the inputs do not say,
        for example a load factor without running hours, is left out.

    Raises:
        ValueError: the result is not an account of emissions of these sectors.
        PartialYear: the account ends before December.
    """
    sector = _SECTORS.get(result.methodology_id)
    if sector is None:
        raise ValueError(f"{result.methodology_id} accounts for no emissions under quota")
    through = getattr(result.inputs, "through_month", MONTHS)
    if through < MONTHS:
        raise PartialYear(field="through_month", value=through)
    return {"emissions_t": str(verified_t(_covered(result))), **sector(result)}


def _covered(result: Result) -> Decimal:
    """Return the emissions under quota, whose name ends in t CO2 or t CO2e."""
    return next(value for name, value in result.results.items() if name.startswith(COVERED))


def _power(result: Result) -> dict[str, str]:
    inputs = result.inputs
    assert isinstance(inputs, PowerInputs)
    output = _sum(inputs.generation, "output_mwh")
    hours = [row.running_hours for row in inputs.generation]
    figures = {"output_mwh": _text(output), "heat_gj": _text(_sum(inputs.generation, "heat_gj"))}
    known = [each for each in hours if each is not None]
    if inputs.installed_capacity_mw and hours and len(known) == len(hours) and sum(known):
        possible = inputs.installed_capacity_mw * sum(known, Decimal(0))
        figures["load_factor"] = _text(min(output / possible, Decimal(1)))
    return figures


def _cement(result: Result) -> dict[str, str]:
    inputs = result.inputs
    assert isinstance(inputs, CementInputs)
    figures = _line(result, _sum(inputs.clinker, "clinker_t"))
    kinds = {row.kind for row in inputs.clinker}
    if inputs.gypsum_acid:
        figures["special"] = "gypsum_acid"
    elif kinds == {"white"}:
        figures["special"] = "white_cement"
    if inputs.raw_material_t:
        slag = [row for row in inputs.alternatives if row.material == "carbide_slag"]
        figures["carbide_slag_share"] = _text(_sum(slag, "quantity_t") / inputs.raw_material_t)
    return figures


def _aluminium(result: Result) -> dict[str, str]:
    inputs = result.inputs
    assert isinstance(inputs, AluminiumInputs)
    return _line(result, _sum(inputs.aluminium, "aluminium_t"))


def _steel(result: Result) -> dict[str, str]:
    inputs = result.inputs
    assert isinstance(inputs, SteelInputs)
    figures = _line(result, _sum(inputs.production, "hot_metal_t"))
    counted = max(result.results["iron_and_sinter_t_co2"], Decimal(0))
    return {**figures, "intensity_emissions_t": _text(counted)}


def _line(result: Result, product: Decimal) -> dict[str, str]:
    return {"intensity_emissions_t": _text(_covered(result)), "product_t": _text(product)}


def _sum(rows: Sequence[Any], field: str) -> Decimal:
    return sum((getattr(row, field) for row in rows), Decimal(0))


def _text(value: Decimal) -> str:
    return plain(value.quantize(_SIX_PLACES, rounding=ROUND_HALF_UP))


_SECTORS: Mapping[str, Callable[[Result], dict[str, str]]] = {
    "ets-power": _power,
    "ets-cement": _cement,
    "ets-aluminium": _aluminium,
    "ets-steel": _steel,
}
