"""Carbon of burned fuels: equations (C.1) to (C.5), shared by the sectors.

The numbers are this module's; the order is that of the guides: activity, carbon as received,
oxidation, 44/12.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from methodologies.activity.fuels import FUEL_UNITS, FUELS, GASES_BY_VOLUME, Fuel
from methodologies.engine.errors import both
from methodologies.engine.factors import Factor, FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.trace import Calculation, N, Number, equation
from methodologies.ets.provenance import RECALLED
from methodologies.ets.reporting import (
    ROWS_MAX,
    ReportInputs,
    by_name,
    each_month,
    month_column,
    sum_equation,
    sum_or_zero,
    tag,
)

CarbonBasis = Literal["received", "air_dried", "dry"]
CARBON_BASES = {
    "received": {"zh": "收到基", "en": "as received"},
    "air_dried": {"zh": "空气干燥基", "en": "air-dried"},
    "dry": {"zh": "干燥基", "en": "dry"},
}
COALS = frozenset(["anthracite", "bituminous_coal", "lignite", "coal_gangue", "coal_slime"])
SOLIDS = COALS | {"coke", "petroleum_coke"}
GASES = GASES_BY_VOLUME | {"refinery_gas"}


class FuelMonth(MethodologyInputs):
    """What was burned of one fuel in one month, and its carbon if it was tested."""

    month: Count | None = month_column("fuels")
    fuel: Fuel = asked("燃料", "Fuel", group="fuels", kind="choice", choices=FUELS)
    quantity: Amount = asked(
        "消耗量",
        "Quantity",
        group="fuels",
        kind="decimal",
        unit="t, 10^4 Nm3",
        at_most=100_000_000,
        help=both(
            "入炉消耗量；固体和液体以 t 计，气体以万标准立方米（10^4 Nm3）计。",
            "As burned; solids and liquids in t, gases by volume in 10^4 Nm3.",
        ),
    )
    carbon_content: Amount | None = asked(
        "元素碳含量（实测）",
        "Carbon content, measured",
        group="fuels",
        kind="decimal",
        unit="t C/t, t C/10^4 Nm3",
        at_most=100,
        default=None,
        help=both(
            "未检测则留空，按缺省值计算。52.3 % 填 0.523。",
            "Empty if it was not tested: defaults apply. Write 52.3 % as 0.523.",
        ),
    )
    carbon_basis: CarbonBasis = asked(
        "元素碳的基准",
        "Basis of the carbon",
        group="fuels",
        kind="choice",
        choices=CARBON_BASES,
        default="received",
        help=both("检测报告所用的基准。", "The basis of the test report."),
    )
    moisture_received_pct: Amount | None = asked(
        "收到基水分 Mar",
        "Moisture as received, Mar",
        group="fuels",
        kind="decimal",
        unit="%",
        at_most=90,
        default=None,
        help=both("换算基准时需要。", "Needed to convert the basis."),
    )
    moisture_air_dried_pct: Amount | None = asked(
        "空气干燥基水分 Mad",
        "Moisture air-dried, Mad",
        group="fuels",
        kind="decimal",
        unit="%",
        at_most=90,
        default=None,
        help=both("由空气干燥基换算时需要。", "Needed to convert from air-dried."),
    )
    heating_value: Amount | None = asked(
        "低位发热量（实测）",
        "Net calorific value, measured",
        group="fuels",
        kind="decimal",
        unit="GJ/t, GJ/10^4 Nm3",
        at_most=1_000,
        default=None,
        help=both(
            "收到基；未检测元素碳时使用，留空取缺省值。",
            "As received; used where carbon was not tested. Empty: the default.",
        ),
    )


class FuelInputs(ReportInputs):
    """The fuels of a plant."""

    fuels: tuple[FuelMonth, ...] = asked(
        "化石燃料消耗",
        "Fossil fuels burned",
        group="fuels",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both(
            "每种燃料每月一行；没有则不填。",
            "One row for each fuel and month; leave empty if none.",
        ),
    )


class FuelRules(NamedTuple):
    """Which defaults a sector takes: row of oxidation, and row of untested coal if it has one."""

    oxidation: str
    untested_coal: str = ""


@equation(
    "(C.2)",
    "E_i,m",
    "t CO2",
    meaning=both("燃料 i 在 m 月的燃烧排放量", "emissions of fuel i in month m"),
    operands=("FC_i,m", "C_ar,i,m", "OF_i", "M_CO2", "M_C"),
    source=RECALLED,
)
def fuel_emissions(
    quantity: Number,
    carbon_content: Number,
    oxidation: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon of a fuel that turns into CO2; the masses are 44 and 12."""
    return quantity * carbon_content * oxidation * (carbon_dioxide_mass / carbon_mass)


@equation(
    "(C.3)",
    "C_ar,i,m",
    "t C/t, t C/10^4 Nm3",
    meaning=both("收到基元素碳含量（未实测）", "carbon as received, not tested"),
    operands=("NCV_ar,i,m", "CC_i"),
    source=RECALLED,
)
def untested_carbon(heating_value: Number, carbon_per_heat: Number) -> Number:
    """Carbon from the heat of the fuel."""
    return heating_value * carbon_per_heat


@equation(
    "(C.4)",
    "C_ar,i,m",
    "t C/t",
    meaning=both("收到基元素碳含量（由空气干燥基换算）", "carbon as received, from air-dried"),
    operands=("C_ad,i,m", "M_ar,i,m", "M_ad,i,m"),
    source=RECALLED,
)
def from_air_dried(
    carbon_air_dried: Number, moisture_received: Number, moisture_air_dried: Number
) -> Number:
    """Carbon of the air-dried sample, diluted by the moisture it lost; moistures in %."""
    return carbon_air_dried * (100 - moisture_received) / (100 - moisture_air_dried)


@equation(
    "(C.5)",
    "C_ar,i,m",
    "t C/t",
    meaning=both("收到基元素碳含量（由干燥基换算）", "carbon as received, from dry"),
    operands=("C_d,i,m", "M_ar,i,m"),
    source=RECALLED,
)
def from_dry(carbon_dry: Number, moisture_received: Number) -> Number:
    """Carbon of the dry sample, diluted by the moisture as received in %."""
    return carbon_dry * (100 - moisture_received) / 100


sum_of_fuels = sum_equation(
    "(C.1)",
    "E_comb",
    "E_i,m",
    both("化石燃料燃烧排放量", "emissions of fuel combustion"),
    RECALLED,
)

COMBUSTION_EQUATIONS = (sum_of_fuels, fuel_emissions, untested_carbon, from_air_dried, from_dry)


def combustion(
    calculation: Calculation[N], inputs: FuelInputs, rules: FuelRules, factors: FactorLibrary
) -> N:
    """Apply equations (C.1) to (C.5).

    Returns:
        E_comb in t CO2, over all fuels and months.
    """
    parts: list[N] = []
    for fuel, rows in by_name(inputs.fuels, lambda row: row.fuel).items():
        parts += each_month(
            calculation,
            inputs,
            rows,
            lambda row: row.quantity,
            lambda row: _emissions(calculation, row, inputs.year, rules, factors),
            f"E_{fuel}",
        )
    return sum_or_zero(calculation, sum_of_fuels, parts)


def carbon(
    calculation: Calculation[N],
    row: FuelMonth,
    year: int,
    rules: FuelRules,
    factors: FactorLibrary,
) -> N:
    """Return the carbon of a fuel as received, t C per unit: measured, else by its heat."""
    name = tag(row.fuel, row.month)
    if row.carbon_content is None:
        return calculation.step(
            untested_carbon,
            _heating_value(calculation, row, year, rules, factors),
            calculation.factor(f"CC_{row.fuel}", carbon_default(row.fuel, year, rules, factors)),
            symbol=f"C_ar,{name}",
        )
    if row.carbon_basis == "received":
        return calculation.given(f"C_ar,{name}", row.carbon_content, "fuels.carbon_content")
    moisture = _moisture(calculation, f"M_ar,{name}", row.moisture_received_pct)
    if row.carbon_basis == "dry":
        dry = calculation.given(f"C_d,{name}", row.carbon_content, "fuels.carbon_content")
        return calculation.step(from_dry, dry, moisture, symbol=f"C_ar,{name}")
    return calculation.step(
        from_air_dried,
        calculation.given(f"C_ad,{name}", row.carbon_content, "fuels.carbon_content"),
        moisture,
        _moisture(calculation, f"M_ad,{name}", row.moisture_air_dried_pct),
        symbol=f"C_ar,{name}",
    )


def carbon_default(fuel: str, year: int, rules: FuelRules, factors: FactorLibrary) -> Factor:
    """Return the carbon per heat of an untested fuel, t C/GJ."""
    if rules.untested_coal and fuel in COALS:
        return factors["ets_coal"].of_year("carbon_content", rules.untested_coal, year)
    return factors["fuels"].get("carbon_content", fuel)


def heating_default(fuel: str, year: int, rules: FuelRules, factors: FactorLibrary) -> Factor:
    """Return the net calorific value of an untested fuel, GJ/t or GJ/10^4 Nm3."""
    if rules.untested_coal and fuel in COALS:
        return factors["ets_coal"].of_year("heating_value", rules.untested_coal, year)
    return factors["fuels"].get("heating_value", fuel)


def heat_gj(inputs: FuelInputs, rules: FuelRules, factors: FactorLibrary) -> Decimal:
    """Return the heat of all fuels burned, GJ, months that are missing not counted."""
    return sum(
        (
            row.quantity
            * (
                row.heating_value
                if row.heating_value is not None
                else heating_default(row.fuel, inputs.year, rules, factors).value
            )
            for row in inputs.fuels
        ),
        Decimal(0),
    )


def _emissions(
    calculation: Calculation[N],
    row: FuelMonth,
    year: int,
    rules: FuelRules,
    factors: FactorLibrary,
) -> N:
    name, constants = tag(row.fuel, row.month), factors["constants"]
    key = f"oxidation_{_state(row.fuel)}"
    return calculation.step(
        fuel_emissions,
        calculation.given(f"FC_{name}", row.quantity, "fuels.quantity"),
        carbon(calculation, row, year, rules, factors),
        calculation.factor(f"OF_{row.fuel}", factors["ets_accounting"].get(key, rules.oxidation)),
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", constants.get("molar_mass", "carbon")),
        symbol=f"E_{name}",
    )


def _heating_value(
    calculation: Calculation[N],
    row: FuelMonth,
    year: int,
    rules: FuelRules,
    factors: FactorLibrary,
) -> N:
    name = tag(row.fuel, row.month)
    if row.heating_value is not None:
        return calculation.given(f"NCV_ar,{name}", row.heating_value, "fuels.heating_value")
    default = heating_default(row.fuel, year, rules, factors)
    return calculation.factor(f"NCV_{row.fuel}", default)


def _moisture(calculation: Calculation[N], symbol: str, value: Decimal | None) -> N:
    assert value is not None, "checked before"
    field = "moisture_received_pct" if symbol.startswith("M_ar") else "moisture_air_dried_pct"
    return calculation.given(symbol, value, f"fuels.{field}")


def _state(fuel: str) -> str:
    if fuel in SOLIDS:
        return "solid"
    return "gas" if fuel in GASES else "liquid"


def fuel_unit(fuel: str) -> str:
    """Return the unit a fuel is measured in."""
    return FUEL_UNITS[fuel]


def used_fuels(rows: Sequence[FuelMonth]) -> dict[str, Decimal]:
    """Return the quantity of each fuel over its rows."""
    used: dict[str, Decimal] = {}
    for row in rows:
        used[row.fuel] = used.get(row.fuel, Decimal(0)) + row.quantity
    return used
