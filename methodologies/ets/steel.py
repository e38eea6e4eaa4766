"""Iron and steel: emissions of a works by its carbon balance, CETS-AG-03.01-V01-2024.

Source: 《企业温室气体排放核算与报告指南 钢铁行业（CETS—AG—03.01—V01—2024）》, Ministry of Ecology
and Environment. The balance and the factors of materials are recalled from the older guide of the
National Development and Reform Commission; the numbers of the equations are this module's.
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
from methodologies.engine.trace import Calculation, N, Notice, Number, equation
from methodologies.ets.carbon_balance import (
    BALANCE_EQUATIONS,
    MaterialMonth,
    balance,
    balance_series,
    check_balance,
    intensity_part,
)
from methodologies.ets.clauses import (
    RECONSTRUCTED,
    ROUNDED_TO_TONNES,
    installation,
    year_covered,
)
from methodologies.ets.plausibility import judge
from methodologies.ets.provenance import RECALLED, UNNUMBERED
from methodologies.ets.purchased import (
    ELECTRICITY_OUTPUT,
    HEAT_OUTPUT,
    PURCHASED_EQUATIONS,
    PurchasedInputs,
    check_electricity,
    covered,
    covered_emissions,
    covered_output,
    electricity,
    heat,
    purchased_series,
    total_output,
)
from methodologies.ets.reporting import (
    ROWS_MAX,
    Series,
    check_months,
    missing_month,
    month_column,
    nothing,
)

ID = "ets-steel"
TEXT = "CETS-AG-03.01-V01-2024"
FIRST_YEAR = 2024

WORKS_KINDS = {
    "integrated": both("长流程（含炼铁）", "integrated works with ironmaking"),
    "electric": both("短流程（电炉）", "electric arc furnace works"),
    "rolling_only": both("仅轧钢、无冶炼", "rolling mill without melting"),
}


class SteelMonth(MethodologyInputs):
    """What a works made in one month."""

    month: Count | None = month_column("production")
    crude_steel_t: Amount = asked(
        "粗钢产量",
        "Crude steel",
        group="production",
        kind="decimal",
        unit="t",
        at_most=100_000_000,
    )
    hot_metal_t: Amount = asked(
        "炼铁工序铁水产量",
        "Hot metal of ironmaking",
        group="production",
        kind="decimal",
        unit="t",
        at_most=100_000_000,
        default=Decimal(0),
        help=both("履约的排放强度以它为分母。", "The intensity of compliance is per tonne of it."),
    )


class SteelInputs(PurchasedInputs):
    """One year of a steel works."""

    works_kind: Literal["integrated", "electric", "rolling_only"] = asked(
        "流程",
        "Kind of works",
        group="site",
        kind="choice",
        choices=WORKS_KINDS,
        default="integrated",
    )
    production: tuple[SteelMonth, ...] = asked(
        "产量",
        "Production",
        group="production",
        kind="rows",
        default=(),
        rows_max=12,
        help=both("履约需要；不影响排放量。", "The compliance cycle needs it; emissions do not."),
    )
    materials: tuple[MaterialMonth, ...] = asked(
        "含碳物料",
        "Carbon-bearing materials",
        group="materials",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both(
            "进入和离开厂界的含碳物料，每种每月一行。",
            "Materials that cross the fence, in and out, one row for each and month.",
        ),
    )


@equation(
    "(5)",
    "E",
    "t CO2",
    meaning=both("温室气体排放总量", "emissions in all"),
    operands=("E_balance", "E_elec", "E_heat"),
    source=RECALLED,
)
def equation_5(direct: Number, electricity_part: Number, heat_part: Number) -> Number:
    """The carbon balance, and emissions of electricity and heat bought."""
    return direct + electricity_part + heat_part


def model(calculation: Calculation[N], inputs: SteelInputs, factors: FactorLibrary) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    direct, counted = balance(calculation, inputs, inputs.materials, factors)
    part = intensity_part(calculation, counted, factors)
    power, warmth = electricity(calculation, inputs, factors), heat(calculation, inputs, factors)
    return {
        "iron_and_sinter_t_co2": part,
        "carbon_balance_t_co2": direct,
        "electricity_t_co2": power,
        "heat_t_co2": warmth,
        "covered_emissions_t_co2": covered(
            calculation, direct, [power, warmth], "steel", inputs.year, factors
        ),
        "emissions_t_co2": calculation.step(equation_5, direct, power, warmth),
    }


def check(inputs: SteelInputs, factors: FactorLibrary) -> list[Notice]:
    """Check months, the balance and its intensity."""
    made = Series("production", both("产量", "Production"), inputs.production, False)
    notices = check_months(
        inputs, [*balance_series(inputs.materials), *purchased_series(inputs), made]
    )
    emitted, quality = check_balance(inputs, inputs.materials, factors)
    crude_steel = sum((row.crude_steel_t for row in inputs.production), Decimal(0))
    quality += check_electricity(inputs, "steel_electricity", crude_steel, factors)
    if crude_steel and inputs.materials:
        quality += judge(factors, "steel_intensity", emitted / crude_steel, "production")
    return notices + quality


STEEL_V01 = Methodology(
    id=ID,
    version="V01-2024",
    status="reconstructed",
    purpose="obligation",
    title=both("钢铁排放核算", "Emissions of iron and steel"),
    scope=both(
        "全国碳市场钢铁企业：按进出厂界的含碳物料作碳平衡，按月核算；购入电力和热力另列。",
        "Steel works of the national market: the carbon balance of materials across the fence, by "
        "month; electricity and heat bought stand apart.",
    ),
    source="《企业温室气体排放核算与报告指南 钢铁行业（CETS—AG—03.01—V01—2024）》 (MEE)",
    published="2024",
    Inputs=SteelInputs,
    clauses=(
        installation(
            "works_kind",
            f"{TEXT} §1 {UNNUMBERED}",
            both("钢铁生产企业（有炼铁或炼钢）。", "Works that make iron or steel."),
            WORKS_KINDS,
            {"rolling_only"},
        ),
        year_covered(FIRST_YEAR, "国环规气候〔2025〕2号"),
    ),
    equations=(
        *BALANCE_EQUATIONS,
        equation_5,
        *PURCHASED_EQUATIONS,
        covered_emissions,
        missing_month,
        nothing,
    ),
    model=model,
    check=check,
    outputs=(
        Output(
            name="iron_and_sinter_t_co2",
            title=both("其中：炼铁和烧结工序", "Of it: ironmaking and sintering"),
            unit="t CO2",
        ),
        Output(
            name="carbon_balance_t_co2",
            title=both("碳平衡排放量", "Emissions by carbon balance"),
            unit="t CO2",
        ),
        ELECTRICITY_OUTPUT,
        HEAT_OUTPUT,
        covered_output("t CO2"),
        total_output("t CO2"),
    ),
    issues=None,
    rounding=None,
    tables=("ets_steel", "ets_accounting", "fuels", "constants", "ets_plausibility"),
    fit=Fit(
        activities=("steel_making",),
        since=Since(first_day=date(FIRST_YEAR, 1, 1), clause="year_covered"),
        article=f"{TEXT} §1 {UNNUMBERED}",
        near=dict.fromkeys(("steel_rolling",), ("installation",)),
    ),
    remarks=(
        RECONSTRUCTED,
        ROUNDED_TO_TONNES,
        both(
            "碳平衡与熔剂、电极、合金、生铁、粗钢的排放因子为记忆的旧版指南数值，可替换；"
            "新指南的公式和编号未见。",
            "The balance and the factors of fluxes, electrodes, alloys, iron and steel are those "
            "of the older guide, recalled and replaceable; the new guide was not seen.",
        ),
        both(
            "碳平衡不乘碳氧化率：未离开厂界的碳都计为 CO2。",
            "No oxidation factor enters the balance: carbon that does not leave is CO2.",
        ),
    ),
    examples={
        "balance": {
            "year": 2024,
            "materials": [
                {"material": "coking_coal", "quantity_t": "900000", "carbon_content": "0.82"},
                {"material": "injection_coal", "quantity_t": "250000", "carbon_content": "0.78"},
                {"material": "limestone", "quantity_t": "180000", "carbon_content": "0.12"},
                {"material": "pig_iron", "quantity_t": "40000", "carbon_content": "0.0466"},
                {
                    "flow": "out",
                    "material": "crude_steel",
                    "quantity_t": "1800000",
                    "carbon_content": "0.0042",
                },
                {
                    "flow": "out",
                    "material": "coal_tar",
                    "quantity_t": "28000",
                    "carbon_content": "0.91",
                },
            ],
        },
    },
)
