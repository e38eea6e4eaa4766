"""The figures of a report: read from text, checked, and one set for each enrolled unit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from registry.compliance.industry_allocation import AS_VERIFIED_KINDS, SECTORS, LineYear
from registry.compliance.power_allocation import PowerUnitYear
from registry.compliance.power_plans import Cooling
from registry.compliance.refused_cycle import FiguresInvalid, SectorUnknown
from registry.rules.benchmarks import ELECTRICITY_CLASSES
from registry.rules.schemes import NATIONAL

FIGURE_MAX = Decimal(10) ** 12
DECIMALS_MAX = 6
POWER_SPECIAL = (
    "new",
    "heat_only",
    "shut_down",
    "biomass",
    "biomass_cofiring",
    "own_gas",
    "special_fuel",
    "oil",
    "igcc",
    "internal_combustion",
    "green_fuel",
    "emergency_reserve",
    "closing",
    "below_threshold",
)
LOCAL_CLASS = "installation"
POWER_FIGURES = ("emissions_t", "output_mwh", "heat_gj", "load_factor", "heat_ratio", "special")
LINE_FIGURES = (
    "emissions_t",
    "intensity_emissions_t",
    "product_t",
    "carbide_slag_share",
    "special",
)
LOCAL_FIGURES = ("emissions_t",)
_SECTOR = re.compile(r"[a-z][a-z_]{0,15}")
_SHARES = {"load_factor", "heat_ratio", "carbide_slag_share"}
_NEEDED = {"emissions_t", "output_mwh", "load_factor", "product_t"}


class EnrolledUnit(NamedTuple):
    """A unit as it was enrolled."""

    code: str
    unit_class: str
    cooling: str


Figures = Mapping[str, str]
UnitYear = PowerUnitYear | LineYear


def unit_classes(scheme: str, sector: str) -> tuple[str, ...]:
    """Return the classes that units of a sector may have."""
    if scheme != NATIONAL:
        return (LOCAL_CLASS,)
    if sector == "power":
        return ELECTRICITY_CLASSES
    return {"steel": ("steel_works",), "cement": ("clinker_line",)}.get(sector, ("electrolysis",))


def check_sector(scheme: str, sector: str) -> str:
    """Return a sector of the market; pilots name their own.

    Raises:
        SectorUnknown: the national market has none such, or the word is no word.
    """
    known = ("power", *SECTORS)
    if scheme == NATIONAL and sector not in known:
        raise SectorUnknown(value=str(sector)[:40], known=", ".join(known), field="sector")
    if not (isinstance(sector, str) and _SECTOR.fullmatch(sector)):
        raise SectorUnknown(value=str(sector)[:40], known="a–z, _", field="sector")
    return sector


def figure_names(scheme: str, sector: str) -> tuple[str, ...]:
    """Return which figures a unit of a sector reports, in order."""
    if scheme != NATIONAL:
        return LOCAL_FIGURES
    return POWER_FIGURES if sector == "power" else LINE_FIGURES


def read_figures(
    scheme: str, sector: str, enrolled: Sequence[EnrolledUnit], given: Iterable[Figures]
) -> list[dict[str, str]]:
    """Return the figures of a report, checked, in the order of the enrolled units.

    Args:
        scheme: the market.
        sector: of the entity.
        enrolled: its units.
        given: for each unit its `code` and figures as text.

    Raises:
        FiguresInvalid: a unit is missing, twice or not enrolled, or a figure cannot be used.
    """
    by_code: dict[str, Figures] = {}
    known = {unit.code for unit in enrolled}
    for figures in given:
        code = str(figures.get("code", ""))
        if code not in known or code in by_code:
            raise FiguresInvalid(unit=code[:40], figure="code", value=code[:40], field="units")
        by_code[code] = figures
    names = figure_names(scheme, sector)
    read = []
    for unit in enrolled:
        figures = by_code.get(unit.code, {})
        checked = {name: _figure(unit.code, name, figures.get(name, "")) for name in names}
        read.append({"code": unit.code, **checked})
    return read


def total_emissions_t(figures: Iterable[Figures]) -> int:
    """Return the emissions of all units together, t CO2e."""
    return sum(int(each["emissions_t"]) for each in figures)


def power_units(
    enrolled: Sequence[EnrolledUnit], figures: Sequence[Figures]
) -> list[PowerUnitYear]:
    """Return checked figures as power units."""
    return [
        PowerUnitYear(
            code=unit.code,
            unit_class=unit.unit_class,
            output_mwh=Decimal(each["output_mwh"]),
            heat_gj=Decimal(each["heat_gj"]),
            load_factor=Decimal(each["load_factor"]),
            heat_ratio=Decimal(each["heat_ratio"]),
            cooling=unit.cooling or Cooling.WATER.value,
            emissions_t=int(each["emissions_t"]),
            special=each["special"],
        )
        for unit, each in zip(enrolled, figures, strict=True)
    ]


def lines(figures: Sequence[Figures]) -> list[LineYear]:
    """Return checked figures as production lines; without emissions of its own, I counts all."""
    return [
        LineYear(
            code=each["code"],
            emissions_t=int(each["emissions_t"]),
            intensity_emissions_t=Decimal(each["intensity_emissions_t"])
            or Decimal(each["emissions_t"]),
            product_t=Decimal(each["product_t"]),
            special=each["special"],
            carbide_slag_share=Decimal(each["carbide_slag_share"]),
        )
        for each in figures
    ]


def _figure(unit: str, name: str, given: object) -> str:
    text = str(given).strip()
    if name == "special":
        if text and text not in {*POWER_SPECIAL, *AS_VERIFIED_KINDS}:
            raise FiguresInvalid(unit=unit, figure=name, value=text[:40], field=name)
        return text
    if not text and name not in _NEEDED:
        return "0"
    refusal = FiguresInvalid(unit=unit, figure=name, value=text[:40], field=name)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise refusal from None
    most = Decimal(1) if name in _SHARES else FIGURE_MAX
    if not number.is_finite() or not 0 <= number <= most:
        raise refusal
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > DECIMALS_MAX:
        raise refusal
    if (name == "emissions_t" and number != number.to_integral_value()) or (
        name == "product_t" and not number
    ):
        raise refusal
    return str(int(number)) if name == "emissions_t" else f"{number:f}"
