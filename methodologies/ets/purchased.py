"""Indirect emissions of purchased electricity and heat, and which emissions the market counts."""

from collections.abc import Sequence
from decimal import Decimal

from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.outputs import Output
from methodologies.engine.replacing import replacements
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, total
from methodologies.ets.plausibility import judge
from methodologies.ets.provenance import PLAN_SCOPE, RECALLED
from methodologies.ets.reporting import (
    ROWS_MAX,
    ReportInputs,
    Series,
    each_month,
    month_column,
    sum_equation,
    sum_or_zero,
    tag,
)

ELECTRICITY = both("购入电力", "Purchased electricity")
ELECTRICITY_FACTOR = "EF_elec"
COVERED = "covered_emissions"
ENDINGS = {"t CO2": "_t_co2", "t CO2e": "_t_co2e"}
HEAT = both("购入热力", "Purchased heat")


class ElectricityMonth(MethodologyInputs):
    """Electricity bought in one month."""

    month: Count | None = month_column("purchased")
    electricity_mwh: Amount = asked(
        "购入使用电量",
        "Electricity bought and used",
        group="purchased",
        kind="decimal",
        unit="MWh",
        at_most=100_000_000,
        help=both("1 MWh = 1000 kWh。", "1 MWh = 1000 kWh."),
    )


class HeatMonth(MethodologyInputs):
    """Heat bought in one month."""

    month: Count | None = month_column("purchased")
    heat_gj: Amount = asked(
        "购入使用热量",
        "Heat bought and used",
        group="purchased",
        kind="decimal",
        unit="GJ",
        at_most=1_000_000_000,
    )


class ElectricityInputs(ReportInputs):
    """The electricity a plant buys."""

    electricity: tuple[ElectricityMonth, ...] = asked(
        "购入电力",
        "Purchased electricity",
        group="purchased",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both("每月一行；没有则不填。", "One row for each month; leave empty if none."),
    )


class PurchasedInputs(ElectricityInputs):
    """The electricity and heat a plant buys."""

    heat: tuple[HeatMonth, ...] = asked(
        "购入热力",
        "Purchased heat",
        group="purchased",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both("每月一行；没有则不填。", "One row for each month; leave empty if none."),
    )


@equation(
    "(P.2)",
    "E_elec,m",
    "t CO2",
    meaning=both("m 月购入电力的排放量", "emissions of electricity in month m"),
    operands=("AD_elec,m", "EF_elec"),
    source=RECALLED,
)
def electricity_emissions(electricity_mwh: Number, factor: Number) -> Number:
    """Electricity times the factor of the year."""
    return electricity_mwh * factor


@equation(
    "(P.4)",
    "E_heat,m",
    "t CO2",
    meaning=both("m 月购入热力的排放量", "emissions of heat in month m"),
    operands=("AD_heat,m", "EF_heat"),
    source=RECALLED,
)
def heat_emissions(heat_gj: Number, factor: Number) -> Number:
    """Heat times its factor."""
    return heat_gj * factor


sum_of_electricity = sum_equation(
    "(P.1)",
    "E_elec",
    "E_elec,m",
    both("购入电力排放量", "emissions of purchased electricity"),
    RECALLED,
)
sum_of_heat = sum_equation(
    "(P.3)",
    "E_heat",
    "E_heat,m",
    both("购入热力排放量", "emissions of purchased heat"),
    RECALLED,
)


@equation(
    "(K.1)",
    "E_covered",
    "t CO2e",
    meaning=both("纳入配额管理的排放量", "emissions under quota management"),
    operands=("E_direct", "φ", "E_indirect"),
    each=("E_indirect",),
    source=PLAN_SCOPE,
)
def covered_emissions(direct: Number, share: Number, indirect: Sequence[Number]) -> Number:
    """Direct emissions, and of the indirect ones what the year's plan counts."""
    return direct + share * total(indirect)


ELECTRICITY_EQUATIONS = (sum_of_electricity, electricity_emissions)
PURCHASED_EQUATIONS = (*ELECTRICITY_EQUATIONS, sum_of_heat, heat_emissions)

ELECTRICITY_OUTPUT = Output(
    name="electricity_t_co2",
    title=both("购入电力排放量", "Emissions of purchased electricity"),
    unit="t CO2",
)
HEAT_OUTPUT = Output(
    name="heat_t_co2", title=both("购入热力排放量", "Emissions of purchased heat"), unit="t CO2"
)


def electricity(
    calculation: Calculation[N], inputs: ElectricityInputs, factors: FactorLibrary
) -> N:
    """Return the emissions of purchased electricity in t CO2: (P.1) and (P.2)."""
    if not inputs.electricity:
        return sum_or_zero(calculation, sum_of_electricity, [])
    table = factors["ets_accounting"]
    dated = table.of_year("electricity", "national", inputs.year)
    factor = calculation.factor(ELECTRICITY_FACTOR, dated)
    parts = each_month(
        calculation,
        inputs,
        inputs.electricity,
        lambda row: row.electricity_mwh,
        lambda row: calculation.step(
            electricity_emissions,
            calculation.given(
                tag("AD_elec", row.month), row.electricity_mwh, "electricity.electricity_mwh"
            ),
            factor,
            symbol=tag("E_elec,m", row.month),
        ),
        "E_elec,m",
    )
    return calculation.step(sum_of_electricity, parts)


def heat(calculation: Calculation[N], inputs: PurchasedInputs, factors: FactorLibrary) -> N:
    """Return the emissions of purchased heat in t CO2: (P.3) and (P.4)."""
    if not inputs.heat:
        return sum_or_zero(calculation, sum_of_heat, [])
    factor = calculation.factor("EF_heat", factors["ets_accounting"].get("heat", "national"))
    parts = each_month(
        calculation,
        inputs,
        inputs.heat,
        lambda row: row.heat_gj,
        lambda row: calculation.step(
            heat_emissions,
            calculation.given(tag("AD_heat", row.month), row.heat_gj, "heat.heat_gj"),
            factor,
            symbol=tag("E_heat,m", row.month),
        ),
        "E_heat,m",
    )
    return calculation.step(sum_of_heat, parts)


def covered(
    calculation: Calculation[N],
    direct: N,
    indirect: Sequence[N],
    sector: str,
    year: int,
    factors: FactorLibrary,
) -> N:
    """Return the emissions the market counts in a year: (K.1)."""
    share = factors["ets_accounting"].of_year("indirect_share", sector, year)
    return calculation.step(covered_emissions, direct, calculation.factor("φ", share), indirect)


def covered_output(unit: str) -> Output:
    """Return the output that the compliance cycle takes as verified emissions; t CO2 or t CO2e."""
    return Output(
        name=f"{COVERED}{ENDINGS[unit]}",
        title=both("纳入配额管理的排放量", "Emissions under quota management"),
        unit=unit,
    )


def total_output(unit: str) -> Output:
    """Return the output of all emissions, direct and indirect; t CO2 or t CO2e."""
    return Output(
        name=f"emissions{ENDINGS[unit]}",
        title=both("温室气体排放总量", "Emissions in all"),
        unit=unit,
    )


def purchased_series(inputs: ElectricityInputs) -> list[Series]:
    """Return what is bought as series of months."""
    series = [Series("electricity", ELECTRICITY, inputs.electricity)]
    if isinstance(inputs, PurchasedInputs):
        series.append(Series("heat", HEAT, inputs.heat))
    return series


def check_electricity(
    inputs: ElectricityInputs, figure: str, product: Decimal, factors: FactorLibrary
) -> list[Notice]:
    """Check the electricity bought against a product, and the factor of the year.

    Args:
        inputs: of the account.
        figure: row of the plausible ranges, for example `clinker_electricity`.
        product: what the electricity is held against, in its unit; 0: unknown.
        factors: the tables.

    Returns:
        Notices of an unlikely figure and of a factor that was not checked.

    Raises:
        Implausible: the electricity cannot be right.
    """
    bought = sum((row.electricity_mwh for row in inputs.electricity), Decimal(0))
    notices = _check_factor(inputs, factors)
    if product and bought:
        notices += judge(factors, figure, bought / product, "electricity")
    return notices


def _check_factor(inputs: ElectricityInputs, factors: FactorLibrary) -> list[Notice]:
    if not inputs.electricity or ELECTRICITY_FACTOR in replacements(inputs):
        return []
    factor = factors["ets_accounting"].of_year("electricity", "national", inputs.year)
    if factor.confidence != "low":
        return []
    return [
        Notice(
            "methodologies.electricity_factor_unchecked",
            {
                "zh": f"{inputs.year} 年度的电力排放因子取 {factor.value}，"
                "对应关系待核实，可替换。",
                "en": f"The electricity factor of {inputs.year} is taken as {factor.value}; "
                "to be checked, and replaceable.",
            },
            factor.source,
        )
    ]
