"""Electrolysis of aluminium: anodes consumed and anode effects, equations (2) to (8)."""

from collections.abc import Sequence
from decimal import Decimal

from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.trace import Calculation, N, Notice, Number, equation
from methodologies.ets.plausibility import judge
from methodologies.ets.reporting import (
    ReportInputs,
    Series,
    each_month,
    month_column,
    sum_equation,
    sum_or_zero,
    tag,
)

CELLS = "prebaked"
SECTION_6 = "§6 公式见于公开代码 · §6 equation found in public code"
POTENTIALS = "ar5"


class AluminiumMonth(MethodologyInputs):
    """Aluminium of one month, and what was measured of anodes and anode effects."""

    month: Count | None = month_column("electrolysis")
    aluminium_t: Amount = asked(
        "铝液产量",
        "Aluminium produced",
        group="electrolysis",
        kind="decimal",
        unit="t",
        at_most=100_000_000,
    )
    anode_consumption: Amount | None = asked(
        "吨铝炭阳极净耗（实测）",
        "Net anode consumption, measured",
        group="electrolysis",
        kind="decimal",
        unit="t C/t",
        at_most=10,
        default=None,
        help=both("留空取因子表中的缺省值。", "Empty: the default of the table."),
    )
    sulphur_pct: Amount | None = asked(
        "炭阳极含硫量（实测）",
        "Sulphur in the anode, measured",
        group="electrolysis",
        kind="decimal",
        unit="%",
        at_most=20,
        default=None,
        help=both("留空取因子表中的缺省值。", "Empty: the default of the table."),
    )
    ash_pct: Amount | None = asked(
        "炭阳极灰分（实测）",
        "Ash in the anode, measured",
        group="electrolysis",
        kind="decimal",
        unit="%",
        at_most=20,
        default=None,
        help=both("留空取因子表中的缺省值。", "Empty: the default of the table."),
    )
    anode_effect_minutes: Amount | None = asked(
        "平均每天每槽阳极效应持续时间（实测）",
        "Anode effect minutes per cell and day, measured",
        group="electrolysis",
        kind="decimal",
        unit="min",
        at_most=1440,
        default=None,
        help=both("留空按缺省排放因子计算。", "Empty: default emission factors apply."),
    )


equation_2 = sum_equation(
    "(2)",
    "E_anode",
    "E_anode,m",
    both("炭阳极消耗排放量", "emissions of anodes consumed"),
    SECTION_6,
)


@equation(
    "(3)",
    "E_anode,m",
    "t CO2",
    meaning=both("m 月炭阳极消耗排放量", "emissions of anodes in month m"),
    operands=("P_m", "EF_C,m"),
    source=SECTION_6,
)
def equation_3(aluminium_t: Number, factor: Number) -> Number:
    """Aluminium times the factor of the anode."""
    return aluminium_t * factor


@equation(
    "(4)",
    "EF_C,m",
    "t CO2/t",
    meaning=both("炭阳极消耗的排放因子", "emission factor of the anode"),
    operands=("NC_m", "S_m", "A_m", "M_CO2", "M_C"),
    source=SECTION_6,
)
def equation_4(
    consumption: Number,
    sulphur: Number,
    ash: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Net anode less sulphur and ash in %, as CO2."""
    return consumption * (1 - sulphur / 100 - ash / 100) * (carbon_dioxide_mass / carbon_mass)


equation_5 = sum_equation(
    "(5)",
    "E_PFC",
    "E_PFC,m",
    both("阳极效应排放量", "emissions of anode effects"),
    SECTION_6,
    unit="t CO2e",
)


@equation(
    "(6)",
    "E_PFC,m",
    "t CO2e",
    meaning=both("m 月阳极效应排放量", "emissions of anode effects in month m"),
    operands=("P_m", "e_PFC,m"),
    source=SECTION_6,
)
def equation_6(aluminium_t: Number, per_tonne: Number) -> Number:
    """Aluminium times what a tonne of it causes."""
    return aluminium_t * per_tonne


@equation(
    "(6a)",
    "e_PFC,m",
    "t CO2e/t",
    meaning=both("吨铝阳极效应排放量", "anode effects per tonne of aluminium"),
    operands=("EF_CF4,m", "GWP_CF4", "EF_C2F6,m", "GWP_C2F6"),
    source=SECTION_6,
)
def equation_6a(
    tetrafluoromethane: Number,
    potential_tetrafluoromethane: Number,
    hexafluoroethane: Number,
    potential_hexafluoroethane: Number,
) -> Number:
    """Both gases in kg per tonne, weighted by their warming potential."""
    return (
        tetrafluoromethane * potential_tetrafluoromethane
        + hexafluoroethane * potential_hexafluoroethane
    ) / 1000


@equation(
    "(7)",
    "EF_CF4,m",
    "kg CF4/t",
    meaning=both("CF4 排放因子（实测）", "emission factor of CF4, measured"),
    operands=("a", "AEM_m"),
    source=SECTION_6,
)
def equation_7(slope: Number, minutes: Number) -> Number:
    """Slope times minutes of anode effect per cell and day."""
    return slope * minutes


@equation(
    "(8)",
    "EF_C2F6,m",
    "kg C2F6/t",
    meaning=both("C2F6 排放因子（实测）", "emission factor of C2F6, measured"),
    operands=("b", "EF_CF4,m"),
    source=SECTION_6,
)
def equation_8(ratio: Number, tetrafluoromethane: Number) -> Number:
    """A fixed part of CF4."""
    return ratio * tetrafluoromethane


ELECTROLYSIS_EQUATIONS = (
    equation_2,
    equation_3,
    equation_4,
    equation_5,
    equation_6,
    equation_6a,
    equation_7,
    equation_8,
)


def anode(
    calculation: Calculation[N],
    inputs: ReportInputs,
    rows: Sequence[AluminiumMonth],
    factors: FactorLibrary,
) -> N:
    """Return the emissions of anodes in t CO2: (2) to (4)."""
    parts = each_month(
        calculation,
        inputs,
        rows,
        lambda row: row.aluminium_t,
        lambda row: calculation.step(
            equation_3,
            _produced(calculation, row),
            _anode_factor(calculation, row, factors),
            symbol=tag("E_anode,m", row.month),
        ),
        "E_anode,m",
    )
    return sum_or_zero(calculation, equation_2, parts)


def anode_effect(
    calculation: Calculation[N],
    inputs: ReportInputs,
    rows: Sequence[AluminiumMonth],
    factors: FactorLibrary,
) -> N:
    """Return the emissions of anode effects in t CO2e: (5) to (8)."""
    parts = each_month(
        calculation,
        inputs,
        rows,
        lambda row: row.aluminium_t,
        lambda row: calculation.step(
            equation_6,
            _produced(calculation, row),
            _effects(calculation, row, factors),
            symbol=tag("E_PFC,m", row.month),
        ),
        "E_PFC,m",
    )
    return sum_or_zero(calculation, equation_5, parts)


def _produced(calculation: Calculation[N], row: AluminiumMonth) -> N:
    return calculation.given(tag("P", row.month), row.aluminium_t, "aluminium.aluminium_t")


def _anode_factor(calculation: Calculation[N], row: AluminiumMonth, factors: FactorLibrary) -> N:
    constants = factors["constants"]
    return calculation.step(
        equation_4,
        _measured(calculation, "NC", row, "anode_consumption", "anode_consumption", factors),
        _measured(calculation, "S", row, "sulphur_pct", "sulphur", factors),
        _measured(calculation, "A", row, "ash_pct", "ash", factors),
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", constants.get("molar_mass", "carbon")),
        symbol=tag("EF_C", row.month),
    )


def _effects(calculation: Calculation[N], row: AluminiumMonth, factors: FactorLibrary) -> N:
    potentials = [
        calculation.factor(symbol, factors["gwp"].get(gas, POTENTIALS))
        for symbol, gas in (("GWP_CF4", "tetrafluoromethane"), ("GWP_C2F6", "hexafluoroethane"))
    ]
    first, second = _gases(calculation, row, factors)
    return calculation.step(
        equation_6a,
        first,
        potentials[0],
        second,
        potentials[1],
        symbol=tag("e_PFC", row.month),
    )


def _gases(calculation: Calculation[N], row: AluminiumMonth, factors: FactorLibrary) -> tuple[N, N]:
    table = factors["ets_aluminium"]
    if row.anode_effect_minutes is None:
        return (
            calculation.factor("EF_CF4", table.get("tetrafluoromethane", CELLS)),
            calculation.factor("EF_C2F6", table.get("hexafluoroethane", CELLS)),
        )
    minutes = calculation.given(
        tag("AEM", row.month), row.anode_effect_minutes, "aluminium.anode_effect_minutes"
    )
    slope = calculation.factor("a", table.get("slope", CELLS))
    first = calculation.step(equation_7, slope, minutes, symbol=tag("EF_CF4", row.month))
    ratio = calculation.factor("b", table.get("ratio", CELLS))
    return first, calculation.step(equation_8, ratio, first, symbol=tag("EF_C2F6", row.month))


def _measured(
    calculation: Calculation[N],
    symbol: str,
    row: AluminiumMonth,
    field: str,
    key: str,
    factors: FactorLibrary,
) -> N:
    value: Decimal | None = getattr(row, field)
    if value is not None:
        return calculation.given(tag(symbol, row.month), value, f"aluminium.{field}")
    return calculation.factor(symbol, factors["ets_aluminium"].get(key, CELLS))


def electrolysis_series(rows: Sequence[AluminiumMonth]) -> list[Series]:
    """Return the aluminium as a series of months."""
    return [Series("aluminium", both("铝液产量", "Aluminium produced"), rows)]


def check_electrolysis(rows: Sequence[AluminiumMonth], factors: FactorLibrary) -> list[Notice]:
    """Check anode consumption and anode effects.

    Returns:
        Notices of unlikely figures, and of months by default factors.

    Raises:
        Implausible: a figure cannot be right.
    """
    notices: list[Notice] = []
    for row in rows:
        if row.anode_consumption is not None:
            notices += judge(factors, "anode_consumption", row.anode_consumption, "aluminium")
        if row.anode_effect_minutes is not None:
            notices += judge(factors, "anode_effect", row.anode_effect_minutes, "aluminium")
    by_default = [row for row in rows if row.anode_effect_minutes is None and row.aluminium_t]
    if by_default:
        notices.append(BY_DEFAULT)
    return notices


BY_DEFAULT = Notice(
    "methodologies.anode_effects_by_default",
    {
        "zh": "有月份未填阳极效应持续时间，按缺省排放因子计算。",
        "en": "In some months anode effects were not measured; default factors apply.",
    },
    "CETS-AG-04.01-V01-2024 附录A",
)
