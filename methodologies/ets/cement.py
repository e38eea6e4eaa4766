"""Cement clinker: emissions of one production line, CETS-AG-02.01-V01-2024.

Source: 《企业温室气体排放核算与报告指南 水泥行业（CETS—AG—02.01—V01—2024）》, Ministry of Ecology
and Environment, 2024-09-13. Factors and deductions were found in public code, the component formula
is recalled; the numbers of the equations are this module's.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from methodologies.engine.answers import Fit, Since
from methodologies.engine.contract import Methodology
from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, asked
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, N, Notice, Number, equation
from methodologies.ets.clauses import (
    RECONSTRUCTED,
    ROUNDED_TO_TONNES,
    installation,
    year_covered,
)
from methodologies.ets.clinker import (
    CLINKER_EQUATIONS,
    AlternativeMonth,
    ClinkerMonth,
    check_clinker,
    clinker_series,
    process_emissions,
)
from methodologies.ets.combustion import COMBUSTION_EQUATIONS, FuelRules, combustion, heat_gj
from methodologies.ets.fuel_quality import StockedFuelInputs, check_fuels, fuel_series
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
from methodologies.ets.reporting import ROWS_MAX, check_months, missing_month, nothing

ID = "ets-cement"
TEXT = "CETS-AG-02.01-V01-2024"
FIRST_YEAR = 2024
KILN = FuelRules("cement")

LINE_KINDS = {
    "clinker_line": both("水泥熟料生产线", "clinker production line"),
    "grinding_station": both("仅粉磨的企业", "grinding station without a kiln"),
}


class CementInputs(StockedFuelInputs, PurchasedInputs):
    """One year of a clinker line."""

    line_kind: Literal["clinker_line", "grinding_station"] = asked(
        "设施类型",
        "Kind of line",
        group="site",
        kind="choice",
        choices=LINE_KINDS,
        default="clinker_line",
    )
    gypsum_acid: bool = asked(
        "工业副产石膏制酸联产熟料",
        "Clinker with acid from gypsum",
        group="site",
        kind="boolean",
        default=False,
        help=both("配额等于排放量的特殊情形。", "A special case: allowances equal emissions."),
    )
    clinker: tuple[ClinkerMonth, ...] = asked(
        "熟料产量",
        "Clinker produced",
        group="production",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both("每种熟料每月一行。", "One row for each kind of clinker and month."),
    )
    alternatives: tuple[AlternativeMonth, ...] = asked(
        "非碳酸盐替代原料",
        "Non-carbonate raw materials",
        group="materials",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both(
            "每种每月一行，扣减过程排放；没有则不填。",
            "One row for each and month; they take off process emissions. Empty if none.",
        ),
    )
    raw_material_t: Amount | None = asked(
        "全年原料总消耗量",
        "Raw material of the year",
        group="materials",
        kind="decimal",
        unit="t",
        at_most=1_000_000_000,
        default=None,
        help=both(
            "用于计算电石渣替代比例，履约需要。",
            "It gives the share of carbide slag that the compliance cycle asks for.",
        ),
    )


@equation(
    "(1)",
    "E_direct",
    "t CO2",
    meaning=both("熟料生产排放量", "emissions of clinker production"),
    operands=("E_comb", "E_proc"),
    source=RECALLED,
)
def equation_1(fuels: Number, process: Number) -> Number:
    """Fuels of the kiln and carbonates of the raw meal."""
    return fuels + process


@equation(
    "(7)",
    "E",
    "t CO2",
    meaning=both("温室气体排放总量", "emissions in all"),
    operands=("E_direct", "E_elec", "E_heat"),
    source=RECALLED,
)
def equation_7(direct: Number, electricity_part: Number, heat_part: Number) -> Number:
    """Direct emissions, and those of electricity and heat bought."""
    return direct + electricity_part + heat_part


def model(
    calculation: Calculation[N], inputs: CementInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    fuels = combustion(calculation, inputs, KILN, factors)
    process = process_emissions(calculation, inputs, inputs.clinker, inputs.alternatives, factors)
    direct = calculation.step(equation_1, fuels, process)
    power, warmth = electricity(calculation, inputs, factors), heat(calculation, inputs, factors)
    return {
        "combustion_t_co2": fuels,
        "process_t_co2": process,
        "electricity_t_co2": power,
        "heat_t_co2": warmth,
        "covered_emissions_t_co2": covered(
            calculation, direct, [power, warmth], "cement", inputs.year, factors
        ),
        "emissions_t_co2": calculation.step(equation_7, direct, power, warmth),
    }


def check(inputs: CementInputs, factors: FactorLibrary) -> list[Notice]:
    """Check months, fuels, clinker and the heat of the kiln."""
    series = [
        *fuel_series(inputs),
        *purchased_series(inputs),
        *clinker_series(inputs.clinker, inputs.alternatives),
    ]
    notices = check_months(inputs, series)
    notices += check_fuels(inputs, KILN, factors)
    notices += check_clinker(inputs.clinker, inputs.alternatives, inputs.raw_material_t, factors)
    produced = sum((row.clinker_t for row in inputs.clinker), Decimal(0))
    notices += check_electricity(inputs, "clinker_electricity", produced, factors)
    if produced and inputs.fuels:
        burned = heat_gj(inputs, KILN, factors)
        notices += judge(factors, "clinker_heat", burned / produced, "fuels")
    return notices


CEMENT_V01 = Methodology(
    id=ID,
    version="V01-2024",
    status="reconstructed",
    purpose="obligation",
    title=both("水泥熟料排放核算", "Emissions of cement clinker"),
    scope=both(
        "全国碳市场水泥熟料生产线：燃料燃烧和过程排放，按月核算；购入电力和热力另列。",
        "Clinker lines of the national market: fuels and process by month; electricity and heat "
        "bought stand apart.",
    ),
    source="《企业温室气体排放核算与报告指南 水泥行业（CETS—AG—02.01—V01—2024）》 (MEE)",
    published="2024-09-13",
    Inputs=CementInputs,
    clauses=(
        installation(
            "line_kind",
            f"{TEXT} §1 {UNNUMBERED}",
            both("水泥熟料生产线。", "Production lines of cement clinker."),
            LINE_KINDS,
            {"grinding_station"},
        ),
        year_covered(FIRST_YEAR, "国环规气候〔2025〕2号"),
    ),
    equations=(
        equation_1,
        *CLINKER_EQUATIONS,
        equation_7,
        *COMBUSTION_EQUATIONS,
        *PURCHASED_EQUATIONS,
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
        Output(name="process_t_co2", title=both("过程排放量", "Process emissions"), unit="t CO2"),
        ELECTRICITY_OUTPUT,
        HEAT_OUTPUT,
        covered_output("t CO2"),
        total_output("t CO2"),
    ),
    issues=None,
    rounding=None,
    tables=("ets_cement", "ets_accounting", "fuels", "constants", "ets_plausibility"),
    fit=Fit(
        activities=("clinker",),
        since=Since(first_day=date(FIRST_YEAR, 1, 1), clause="year_covered"),
        article=f"{TEXT} §1 {UNNUMBERED}",
        near=dict.fromkeys(("cement_grinding",), ("installation",)),
    ),
    remarks=(
        RECONSTRUCTED,
        ROUNDED_TO_TONNES,
        both(
            "熟料过程排放因子和 30 种替代原料的扣减系数见于公开代码；"
            "CaO/MgO 公式为记忆的旧版公式。",
            "Process factors and the deductions of 30 materials were found in public code; the "
            "formula of CaO and MgO is the older one, recalled.",
        ),
        both(
            "扣减逐月进行，且不使当月过程排放小于 0（逐月为假设）。",
            "Deductions apply month by month, never below 0 (by month is an assumption).",
        ),
    ),
    examples={
        "three_deductions": {
            "year": 2024,
            "clinker": [{"kind": "portland", "clinker_t": "1500000"}],
            "alternatives": [
                {"material": "carbide_slag", "quantity_t": "50000"},
                {"material": "steel_slag", "quantity_t": "30000"},
                {"material": "coal_fly_ash", "quantity_t": "20000"},
            ],
        },
    },
)
