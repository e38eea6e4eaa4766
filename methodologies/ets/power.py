"""Power generation: emissions of one generating unit, by the guide of 2022.

Source: 《企业温室气体排放核算与报告指南 发电设施》 (revised 2022), Ministry of Ecology and
Environment. Its structure is recalled, its defaults were found in public code; the numbers of the
equations are this module's.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from methodologies.engine.answers import Fit, Since
from methodologies.engine.contract import Methodology
from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.outputs import Output
from methodologies.engine.replacing import replacements
from methodologies.engine.trace import Audit, Calculation, N, Notice, Number, equation
from methodologies.ets.clauses import (
    RECONSTRUCTED,
    ROUNDED_TO_TONNES,
    installation,
    year_covered,
)
from methodologies.ets.combustion import COMBUSTION_EQUATIONS, FuelRules, combustion
from methodologies.ets.fuel_quality import StockedFuelInputs, check_fuels, fuel_series
from methodologies.ets.plausibility import judge
from methodologies.ets.provenance import RECALLED, UNNUMBERED
from methodologies.ets.purchased import (
    ELECTRICITY_EQUATIONS,
    ELECTRICITY_OUTPUT,
    ElectricityInputs,
    check_electricity,
    covered,
    covered_emissions,
    covered_output,
    electricity,
    purchased_series,
    total_output,
)
from methodologies.ets.reporting import (
    Series,
    check_months,
    missing_month,
    month_column,
    nothing,
)

ID = "ets-power"
TEXT = "核算与报告指南 发电设施（2022年修订）"
FIRST_YEAR = 2019
GJ_PER_MWH = Decimal("3.6")

UNIT_KINDS = {
    "conventional_coal": both("常规燃煤机组", "conventional coal unit"),
    "unconventional_coal": both(
        "非常规燃煤机组（煤矸石、煤泥、水煤浆等）",
        "unconventional coal unit (gangue, slime, slurry)",
    ),
    "gas": both("燃气机组", "gas unit"),
    "other_fossil": both("其他化石燃料机组", "unit of another fossil fuel"),
    "not_fossil": both("不使用化石燃料的机组", "unit without fossil fuel"),
}


class GenerationMonth(MethodologyInputs):
    """What a unit delivered in one month."""

    month: Count | None = month_column("production")
    output_mwh: Amount = asked(
        "发电量",
        "Gross generation",
        group="production",
        kind="decimal",
        unit="MWh",
        at_most=100_000_000,
        help=both(
            "配额按发电量（2022 年及以前按供电量）核定；1 MWh = 1000 kWh。",
            "Allowances follow gross generation (net supply until 2022); 1 MWh = 1000 kWh.",
        ),
    )
    heat_gj: Amount = asked(
        "供热量",
        "Heat supplied",
        group="production",
        kind="decimal",
        unit="GJ",
        at_most=1_000_000_000,
        default=Decimal(0),
    )
    running_hours: Amount | None = asked(
        "运行小时数",
        "Running hours",
        group="production",
        kind="decimal",
        unit="h",
        at_most=8784,
        default=None,
        help=both("与装机容量得出负荷系数。", "With the capacity it gives the load factor."),
    )


class PowerInputs(StockedFuelInputs, ElectricityInputs):
    """One year of a generating unit."""

    unit_kind: Literal[
        "conventional_coal", "unconventional_coal", "gas", "other_fossil", "not_fossil"
    ] = asked(
        "机组类型",
        "Kind of unit",
        group="site",
        kind="choice",
        choices=UNIT_KINDS,
        help=both("决定未实测燃煤的缺省值。", "It sets the defaults of untested coal."),
    )
    installed_capacity_mw: Amount | None = asked(
        "装机容量",
        "Installed capacity",
        group="site",
        kind="decimal",
        unit="MW",
        at_most=10_000,
        default=None,
    )
    generation: tuple[GenerationMonth, ...] = asked(
        "发电量与供热量",
        "Generation and heat",
        group="production",
        kind="rows",
        default=(),
        rows_max=12,
        help=both(
            "履约需要；不影响排放量。",
            "The compliance cycle needs it; emissions do not depend on it.",
        ),
    )


@equation(
    "(1)",
    "E",
    "t CO2",
    meaning=both("发电设施二氧化碳排放量", "emissions of the generating unit"),
    operands=("E_comb", "E_elec"),
    source=RECALLED,
)
def equation_1(fuels: Number, purchased: Number) -> Number:
    """Fuels burned and electricity bought; desulphurisation is not included."""
    return fuels + purchased


def model(calculation: Calculation[N], inputs: PowerInputs, factors: FactorLibrary) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    fuels = combustion(calculation, inputs, rules(inputs), factors)
    purchased = electricity(calculation, inputs, factors)
    counted = covered(calculation, fuels, [purchased], "power", inputs.year, factors)
    return {
        "combustion_t_co2": fuels,
        "electricity_t_co2": purchased,
        "covered_emissions_t_co2": counted,
        "emissions_t_co2": calculation.step(equation_1, fuels, purchased),
    }


def rules(inputs: PowerInputs) -> FuelRules:
    """Return the defaults that a unit's fuels take."""
    unconventional = inputs.unit_kind == "unconventional_coal"
    return FuelRules("power", "unconventional_coal" if unconventional else "conventional_coal")


def check(inputs: PowerInputs, factors: FactorLibrary) -> list[Notice]:
    """Check months, fuels and the intensity of generation."""
    generated = Series(
        "generation", both("发电量与供热量", "Generation and heat"), inputs.generation, False
    )
    notices = check_months(inputs, [*fuel_series(inputs), *purchased_series(inputs), generated])
    notices += check_fuels(inputs, rules(inputs), factors)
    output = sum((row.output_mwh for row in inputs.generation), Decimal(0))
    notices += check_electricity(inputs, "own_use", output, factors)
    supplied = output + sum((row.heat_gj for row in inputs.generation), Decimal(0)) / GJ_PER_MWH
    if supplied and inputs.fuels:
        emitted = combustion(Audit(ID, replacements(inputs)), inputs, rules(inputs), factors).value
        notices += judge(factors, "generation_intensity", emitted / supplied, "generation")
    return notices


POWER_2022 = Methodology(
    id=ID,
    version="V2022",
    status="reconstructed",
    purpose="obligation",
    title=both("发电设施排放核算", "Emissions of power generation"),
    scope=both(
        "全国碳市场发电行业机组：化石燃料燃烧和购入电力的二氧化碳排放，按月核算。",
        "Generating units of the national market: CO2 of fuels burned and electricity bought, "
        "by month.",
    ),
    source="《企业温室气体排放核算与报告指南 发电设施》 (MEE)",
    published="2022",
    Inputs=PowerInputs,
    clauses=(
        installation(
            "unit_kind",
            f"{TEXT} §1 {UNNUMBERED}",
            both(
                "使用化石燃料的发电设施（含热电联产）。",
                "Power generation from fossil fuels, combined heat and power included.",
            ),
            UNIT_KINDS,
            {"not_fossil"},
        ),
        year_covered(FIRST_YEAR, "国环规气候〔2020〕3号"),
    ),
    equations=(
        equation_1,
        *COMBUSTION_EQUATIONS,
        *ELECTRICITY_EQUATIONS,
        covered_emissions,
        missing_month,
        nothing,
    ),
    model=model,
    check=check,
    outputs=(
        Output(
            name="combustion_t_co2",
            title=both("化石燃料燃烧排放量", "Emissions of fuel combustion"),
            unit="t CO2",
        ),
        ELECTRICITY_OUTPUT,
        covered_output("t CO2"),
        total_output("t CO2"),
    ),
    issues=None,
    rounding=None,
    tables=("ets_accounting", "ets_coal", "fuels", "constants", "ets_plausibility"),
    fit=Fit(
        activities=("fossil_power",),
        since=Since(first_day=date(FIRST_YEAR, 1, 1), clause="year_covered"),
        article=f"{TEXT} §1 {UNNUMBERED}",
        near=dict.fromkeys(
            ("wind_power", "solar_thermal", "photovoltaics", "other_renewables"), ("installation",)
        ),
    ),
    remarks=(
        RECONSTRUCTED,
        ROUNDED_TO_TONNES,
        both(
            "燃煤碳氧化率 99 %、未实测燃煤的单位热值含碳量 0.03085 t C/GJ 和低位发热量 26.7 GJ/t "
            "为记忆值；其他燃料缺省值见于公开代码。",
            "The oxidation of coal, 99 %, and the defaults of untested coal, 0.03085 t C/GJ and "
            "26.7 GJ/t, are recalled; defaults of other fuels were found in public code.",
        ),
        both(
            "脱硫过程排放不计入；自 2023 年度起购入电力不纳入配额管理。",
            "Desulphurisation is not included; from 2023 on purchased electricity is not counted.",
        ),
    ),
    examples={
        "tested_coal": {
            "year": 2025,
            "unit_kind": "conventional_coal",
            "fuels": [
                {"fuel": "bituminous_coal", "quantity": "250000", "carbon_content": "0.5230"}
            ],
            "electricity": [{"electricity_mwh": "1250"}],
        },
    },
)
