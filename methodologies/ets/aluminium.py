"""Aluminium smelting: emissions of the electrolysis process, CETS-AG-04.01-V01-2024.

Source: 《企业温室气体排放核算与报告指南 铝冶炼行业（CETS—AG—04.01—V01—2024）》, Ministry of Ecology
and Environment, 2024-09-13. Its contents page was read (§6 electrolysis, §7 enterprise, annex A
defaults), the equations and defaults were found in public code; the numbers are this module's.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from methodologies.engine.answers import Fit, Since
from methodologies.engine.contract import Methodology
from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import asked
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, N, Notice, Number, equation
from methodologies.ets.clauses import RECONSTRUCTED, ROUNDED_TO_TONNES, installation, year_covered
from methodologies.ets.combustion import COMBUSTION_EQUATIONS, FuelRules, combustion
from methodologies.ets.electrolysis import (
    ELECTROLYSIS_EQUATIONS,
    AluminiumMonth,
    anode,
    anode_effect,
    check_electrolysis,
    electrolysis_series,
)
from methodologies.ets.fuel_quality import StockedFuelInputs, check_fuels, fuel_series
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

ID = "ets-aluminium"
TEXT = "CETS-AG-04.01-V01-2024"
FIRST_YEAR = 2024
BOILER = FuelRules("aluminium")

CELL_KINDS = {
    "prebaked": both("预焙阳极电解槽", "prebaked anode cells"),
    "remelting": both("再生铝熔炼（无电解）", "remelting of scrap without electrolysis"),
}


class AluminiumInputs(StockedFuelInputs, PurchasedInputs):
    """One year of an electrolysis process."""

    cell_kind: Literal["prebaked", "remelting"] = asked(
        "工艺",
        "Technology",
        group="site",
        kind="choice",
        choices=CELL_KINDS,
        default="prebaked",
    )
    aluminium: tuple[AluminiumMonth, ...] = asked(
        "铝液产量与电解参数",
        "Aluminium and electrolysis",
        group="electrolysis",
        kind="rows",
        default=(),
        rows_max=ROWS_MAX,
        help=both("每月一行。", "One row for each month."),
    )


@equation(
    "(1)",
    "E_electrolysis",
    "t CO2e",
    meaning=both("铝电解工序排放量", "emissions of electrolysis"),
    operands=("E_anode", "E_PFC"),
    source="§6",
)
def equation_1(anode_part: Number, effect_part: Number) -> Number:
    """Anodes consumed and anode effects."""
    return anode_part + effect_part


@equation(
    "(9)",
    "E",
    "t CO2e",
    meaning=both("企业层级温室气体排放总量", "emissions of the enterprise"),
    operands=("E_electrolysis", "E_comb", "E_elec", "E_heat"),
    source="§7",
)
def equation_9(
    electrolysis: Number, fuels: Number, electricity_part: Number, heat_part: Number
) -> Number:
    """Electrolysis, other fuels burned, electricity and heat bought."""
    return electrolysis + fuels + electricity_part + heat_part


def model(
    calculation: Calculation[N], inputs: AluminiumInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    anodes = anode(calculation, inputs, inputs.aluminium, factors)
    effects = anode_effect(calculation, inputs, inputs.aluminium, factors)
    electrolysis = calculation.step(equation_1, anodes, effects)
    fuels = combustion(calculation, inputs, BOILER, factors)
    power, warmth = electricity(calculation, inputs, factors), heat(calculation, inputs, factors)
    return {
        "anode_t_co2": anodes,
        "anode_effect_t_co2e": effects,
        "combustion_t_co2": fuels,
        "electricity_t_co2": power,
        "heat_t_co2": warmth,
        "covered_emissions_t_co2e": covered(
            calculation, electrolysis, [power, warmth], "aluminium", inputs.year, factors
        ),
        "emissions_t_co2e": calculation.step(equation_9, electrolysis, fuels, power, warmth),
    }


def check(inputs: AluminiumInputs, factors: FactorLibrary) -> list[Notice]:
    """Check months, fuels and the data of electrolysis."""
    series = [
        *electrolysis_series(inputs.aluminium),
        *fuel_series(inputs),
        *purchased_series(inputs),
    ]
    notices = check_months(inputs, series)
    notices += check_fuels(inputs, BOILER, factors)
    produced = sum((row.aluminium_t for row in inputs.aluminium), Decimal(0))
    notices += check_electricity(inputs, "aluminium_electricity", produced, factors)
    return notices + check_electrolysis(inputs.aluminium, factors)


def _outputs() -> tuple[Output, ...]:
    return (
        Output(
            name="anode_t_co2",
            title=both("炭阳极消耗排放量", "Emissions of anodes consumed"),
            unit="t CO2",
        ),
        Output(
            name="anode_effect_t_co2e",
            title=both("阳极效应排放量", "Emissions of anode effects"),
            unit="t CO2e",
        ),
        Output(
            name="combustion_t_co2",
            title=both("其他化石燃料燃烧排放量", "Emissions of other fuels"),
            unit="t CO2",
        ),
        ELECTRICITY_OUTPUT,
        HEAT_OUTPUT,
        covered_output("t CO2e"),
        total_output("t CO2e"),
    )


ALUMINIUM_V01 = Methodology(
    id=ID,
    version="V01-2024",
    status="reconstructed",
    purpose="obligation",
    title=both("铝冶炼排放核算", "Emissions of aluminium smelting"),
    scope=both(
        "全国碳市场铝电解工序：炭阳极消耗的 CO2 和阳极效应的 CF4、C2F6，按月核算；"
        "其他燃料、购入电力和热力另列。",
        "Electrolysis in the national market: CO2 of anodes, CF4 and C2F6 of anode effects, by "
        "month; other fuels, electricity and heat bought stand apart.",
    ),
    source="《企业温室气体排放核算与报告指南 铝冶炼行业（CETS—AG—04.01—V01—2024）》 (MEE)",
    published="2024-09-13",
    Inputs=AluminiumInputs,
    clauses=(
        installation(
            "cell_kind",
            f"{TEXT} §1",
            both("铝冶炼行业的铝电解工序。", "Electrolysis of aluminium smelting."),
            CELL_KINDS,
            {"remelting"},
        ),
        year_covered(FIRST_YEAR, "国环规气候〔2025〕2号"),
    ),
    equations=(
        equation_1,
        *ELECTROLYSIS_EQUATIONS,
        equation_9,
        *COMBUSTION_EQUATIONS,
        *PURCHASED_EQUATIONS,
        covered_emissions,
        missing_month,
        nothing,
    ),
    model=model,
    check=check,
    outputs=_outputs(),
    issues=None,
    rounding=None,
    tables=("ets_aluminium", "gwp", "ets_accounting", "fuels", "constants", "ets_plausibility"),
    fit=Fit(
        activities=("aluminium_smelting",),
        since=Since(first_day=date(FIRST_YEAR, 1, 1), clause="year_covered"),
        article=f"{TEXT} §1",
        near=dict.fromkeys(("aluminium_remelting",), ("installation",)),
    ),
    remarks=(
        RECONSTRUCTED,
        ROUNDED_TO_TONNES,
        both(
            "指南目录已读；公式和附录 A 缺省值见于公开代码。公开代码把炭阳极排放因子修约为 1.47，"
            "此处不修约。",
            "The guide's contents page was read; equations and the defaults of annex A were found "
            "in public code. One public tool rounds the anode factor to 1.47; nothing is rounded "
            "here.",
        ),
        both(
            "C2F6 按 CF4 的 0.1 倍；欧盟边境规则对同类槽型取 0.121。",
            "C2F6 is 0.1 of CF4; the EU's border rules take 0.121 for such cells.",
        ),
    ),
    examples={
        "defaults": {"year": 2024, "aluminium": [{"aluminium_t": "300000"}]},
        "measured_anode_effects": {
            "year": 2024,
            "aluminium": [{"aluminium_t": "300000", "anode_effect_minutes": "0.20"}],
        },
    },
)
