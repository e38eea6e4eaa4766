"""Rural clean heating in Hebei: one household's heating season with gas or electricity for coal.

The equations are those a public copy gives (V01); their numbering was not seen. The baseline per
square metre (DE) was not found and is asked for.
"""

from decimal import Decimal
from typing import Any

from methodologies.engine.answers import Fit
from methodologies.engine.contract import Clause, Methodology
from methodologies.engine.factors import FactorLibrary, FactorTable
from methodologies.engine.inputs import Amount, Year, asked
from methodologies.engine.outputs import (
    REDUCTION_OUTPUTS,
    reduction_results,
)
from methodologies.engine.replacing import ReplacingInputs
from methodologies.engine.trace import Calculation, N, Notice, plain
from methodologies.inclusion.hebei_equations import (
    ARTICLE,
    TEXT,
    equation_1,
    equation_2,
    equation_3,
    equation_4,
    equation_5,
    equation_6,
    equation_7,
)
from methodologies.inclusion.records import Limit, data_consent
from methodologies.inclusion.refusals import (
    PERSONAL_INFORMATION_LAW,
    HeatedTooLittle,
    HeatingSeasonTooLate,
)
from methodologies.inclusion.scenario import Scenario, admit

ID = "inclusion-hebei-heating"
TABLE = "inclusion_hebei"
GRID = "north"
CREDITING_YEARS_MAX = 10
AREA_M2_MAX, GAS_M3_MAX, ELECTRICITY_KWH_MAX = 1_000, 20_000, 100_000
GAS_M3_USUAL = Decimal(5_000)


class HeatingInputs(ReplacingInputs):
    """One household in one heating season."""

    season_year: Year = asked(
        "采暖季（起始年）",
        "Heating season (year it begins in)",
        group="period",
        kind="integer",
        unit="year",
        help={
            "zh": "如 2024 指 2024 年冬至 2025 年春；决定电网因子年份。",
            "en": "2024 is the winter from 2024 to 2025; it sets the year of the grid factors.",
        },
    )
    converted_year: Year | None = asked(
        "清洁取暖改造年份",
        "Year of conversion to clean heating",
        group="period",
        kind="integer",
        unit="year",
        default=None,
        help={
            "zh": "填写后检查是否在 10 年计入期内。",
            "en": "If given, the season is held to the crediting period of 10 years.",
        },
        source=ARTICLE,
    )
    data_consent: bool | None = asked(
        "用户同意使用用能记录",
        "The household agreed to the use of its meter records",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "用能记录属于个人信息，须经本人同意。",
            "en": "Meter records are personal; they are used with the household's consent.",
        },
        source=PERSONAL_INFORMATION_LAW,
    )
    baseline_kg_per_m2: Amount = asked(
        "单位面积基准线排放量 DE",
        "Baseline per square metre, DE",
        group="households",
        kind="decimal",
        unit="kg CO2e/m2",
        at_most=500,
        help={
            "zh": "每平方米每采暖季散煤取暖的排放量；未查到方法学取值，须填写并注明依据。",
            "en": "Of heating with coal, per square metre and season; the methodology's value "
            "was not found, so enter yours.",
        },
        source=f"{ARTICLE} (1)",
    )
    heated_area_m2: Amount | None = asked(
        "取暖面积 A",
        "Heated area, A",
        group="households",
        kind="decimal",
        unit="m2",
        at_most=AREA_M2_MAX,
        default=None,
        help={
            "zh": "不填则取每户 60 m2。",
            "en": "60 m2 for each household if left empty.",
        },
        source=f"{ARTICLE} (1)",
    )
    gas_m3: Amount = asked(
        "采暖用气量",
        "Gas used for heating",
        group="households",
        kind="decimal",
        unit="m3",
        at_most=GAS_M3_MAX,
        default=Decimal(0),
        help={
            "zh": "一户一采暖季的天然气量，以 m3 计（不是 10^4 m3）。",
            "en": "Natural gas of the household in the season, in m3 (not 10^4 m3).",
        },
        source=f"{ARTICLE} (2)",
    )
    electricity_kwh: Amount = asked(
        "采暖用电量",
        "Electricity used for heating",
        group="households",
        kind="decimal",
        unit="kWh",
        at_most=ELECTRICITY_KWH_MAX,
        default=Decimal(0),
        help={
            "zh": "一户一采暖季的用电量，以 kWh 计（1 MWh = 1000 kWh）。",
            "en": "Electricity of the household in the season, in kWh (1 MWh = 1000 kWh).",
        },
        source=f"{ARTICLE} (3)",
    )


def model(
    calculation: Calculation[N], inputs: HeatingInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry one season through the equations, exactly or on arrays."""
    table = factors[TABLE]
    per_square_metre = calculation.given("DE", inputs.baseline_kg_per_m2, "baseline_kg_per_m2")
    baseline = calculation.step(equation_1, per_square_metre, _area(calculation, inputs, table))
    gas = calculation.step(
        equation_2,
        calculation.given("EG_gas", inputs.gas_m3, "gas_m3"),
        calculation.factor("NCV", table.get("heating_value", "natural_gas")),
        calculation.factor("CC", table.get("carbon_content", "natural_gas")),
        calculation.factor("OF", table.get("oxidation", "natural_gas")),
        calculation.factor("M_CO2", factors["constants"].get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", factors["constants"].get("molar_mass", "carbon")),
    )
    electricity = calculation.step(
        equation_3,
        calculation.given("EG_elec", inputs.electricity_kwh, "electricity_kwh"),
        _combined_margin(calculation, inputs, factors),
    )
    project = calculation.step(equation_5, gas, electricity)
    return reduction_results(
        baseline=baseline,
        project=project,
        leakage=calculation.step(equation_6),
        reductions=calculation.step(equation_7, baseline, project),
    )


def _area(calculation: Calculation[N], inputs: HeatingInputs, table: FactorTable) -> N:
    if inputs.heated_area_m2 is None:
        return calculation.factor("A", table.get("heated_area", "household"))
    return calculation.given("A", inputs.heated_area_m2, "heated_area_m2")


def _combined_margin(
    calculation: Calculation[N], inputs: HeatingInputs, factors: FactorLibrary
) -> N:
    margins, own = factors["grid_margins"], factors[TABLE]
    year = inputs.season_year
    return calculation.step(
        equation_4,
        calculation.factor("EF_OM", margins.of_year("operating_margin", GRID, year)),
        calculation.factor("ω_OM", own.get("operating_weight", "grid")),
        calculation.factor("EF_BM", margins.of_year("build_margin", GRID, year)),
        calculation.factor("ω_BM", own.get("build_weight", "grid")),
    )


def limits(_: Any, factors: FactorLibrary) -> tuple[Limit, ...]:
    """Return which households count: those that used enough gas or electricity."""
    table = factors[TABLE]
    bounds = [table.get(key, "household").value for key in ("gas_above", "electricity_above")]

    def refusal(gas_m3: str, electricity_kwh: str) -> HeatedTooLittle:
        return HeatedTooLittle(
            field="gas_m3",
            value=gas_m3,
            gas_m3=gas_m3,
            electricity_kwh=electricity_kwh,
            gas_above=plain(bounds[0]),
            electricity_above=plain(bounds[1]),
        )

    return (Limit(("gas_m3", "electricity_kwh"), tuple(bounds), _heated, refusal),)


def _heated(gas: Any, electricity: Any, gas_above: Any, electricity_above: Any) -> Any:
    return (gas > gas_above) | (electricity > electricity_above)


def check(inputs: HeatingInputs, factors: FactorLibrary) -> list[Notice]:
    """Hold a household to what counts.

    Raises:
        HeatedTooLittle: it used too little gas and electricity.
    """
    admit(limits(inputs, factors), inputs)
    published = factors["grid_margins"].of_year("operating_margin", GRID, inputs.season_year).year
    if published == inputs.season_year:
        return []
    return [
        Notice(
            "methodologies.earlier_factor_year",
            {
                "zh": f"{inputs.season_year} 年的电网排放因子尚未收录，采用 {published} 年因子。",
                "en": f"Grid factors of {inputs.season_year} are not on record; "
                f"those of {published} are used.",
            },
            ARTICLE,
        )
    ]


def _within_crediting(inputs: HeatingInputs) -> bool | None:
    if inputs.converted_year is None:
        return None
    return 0 <= inputs.season_year - inputs.converted_year < CREDITING_YEARS_MAX


def _too_late(inputs: HeatingInputs) -> HeatingSeasonTooLate:
    first = inputs.converted_year or inputs.season_year
    return HeatingSeasonTooLate(
        field="season_year",
        value=inputs.season_year,
        first_year=first,
        last_year=first + CREDITING_YEARS_MAX - 1,
    )


HEBEI_HEATING_METHODOLOGY = Methodology(
    id=ID,
    version="V01",
    status="configurable",
    purpose="behaviour",
    title={"zh": "河北省农村地区清洁取暖", "en": "Hebei: clean heating in rural areas"},
    scope={
        "zh": "农村用户以天然气或电替代散煤取暖，按户按采暖季计算。",
        "en": "Rural households that heat with gas or electricity instead of coal, "
        "by household and heating season.",
    },
    source=f"{TEXT}，据公开代码转引 · Hebei rural clean heating V01, as quoted in public code",
    published="发布日期未见 · date not found",
    Inputs=HeatingInputs,
    clauses=(
        Clause(
            id="crediting_period",
            article=ARTICLE,
            text={
                "zh": "采暖季在计入期内，计入期最长 10 年。",
                "en": "The season lies within the crediting period of at most 10 years.",
            },
            fields=("season_year", "converted_year"),
            holds=_within_crediting,
            refusal=_too_late,
        ),
        data_consent(),
    ),
    equations=(
        equation_1,
        equation_2,
        equation_3,
        equation_4,
        equation_5,
        equation_6,
        equation_7,
    ),
    model=model,
    check=check,
    outputs=REDUCTION_OUTPUTS,
    issues=None,
    rounding=None,
    tables=(TABLE, "grid_margins", "constants"),
    fit=Fit(activities=("clean_heating",), places=("rural_hebei",), article=ARTICLE),
    remarks=(
        {
            "zh": "用气超过 100 m3 或用电超过 500 kWh 的用户方可计入。",
            "en": "A household counts above 100 m3 of gas or 500 kWh of electricity.",
        },
        {
            "zh": "电网按华北区域电网取因子，OM 与 BM 各半。",
            "en": "Grid factors are those of North China, both margins weighing half.",
        },
    ),
    examples={
        "gas": {
            "season_year": 2024,
            "converted_year": 2021,
            "data_consent": True,
            "baseline_kg_per_m2": "45",
            "gas_m3": "650",
            "electricity_kwh": "120",
        },
    },
)

HEBEI_HEATING = Scenario(
    methodology=HEBEI_HEATING_METHODOLOGY,
    amount="gas_m3",
    measured=("baseline_kg_per_m2", "heated_area_m2", "gas_m3", "electricity_kwh"),
    limits=limits,
    usual=lambda _inputs, _factors: GAS_M3_USUAL,
)
