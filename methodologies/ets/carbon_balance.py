"""The carbon balance of a steel works, equations (1) to (4): what enters, less what leaves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Generic, Literal, NamedTuple

from methodologies.engine.errors import both
from methodologies.engine.factors import Factor, FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.replacing import replacements
from methodologies.engine.trace import (
    Audit,
    Calculation,
    N,
    Notice,
    Number,
    Quantity,
    equation,
    plain,
    total,
)
from methodologies.ets.provenance import DEFAULTS, OLDER_GUIDE, RECALLED
from methodologies.ets.refusals import BalanceNegative, CarbonAboveMass, CarbonMissing
from methodologies.ets.reporting import (
    ReportInputs,
    Series,
    by_name,
    missing,
    missing_month,
    month_column,
    tag,
)
from methodologies.ets.steel_materials import (
    FLOWS,
    GASES,
    INTENSITY_PROCESSES,
    MATERIALS,
    PROCESSES,
    Material,
)


class MaterialMonth(MethodologyInputs):
    """One material that enters or leaves in one month."""

    month: Count | None = month_column("materials")
    flow: Literal["in", "out"] = asked(
        "方向", "Flow", group="materials", kind="choice", choices=FLOWS, default="in"
    )
    process: Literal["sintering", "ironmaking", "other"] = asked(
        "工序",
        "Process",
        group="materials",
        kind="choice",
        choices=PROCESSES,
        default="other",
        help=both(
            "炼铁和烧结工序的排放用于履约的排放强度。",
            "Ironmaking and sintering give the intensity of compliance.",
        ),
    )
    material: Material = asked(
        "物料", "Material", group="materials", kind="choice", choices=MATERIALS
    )
    quantity_t: Amount = asked(
        "数量",
        "Quantity",
        group="materials",
        kind="decimal",
        unit="t, 10^4 Nm3",
        at_most=100_000_000,
        help=both("煤气和天然气以万标准立方米计。", "Gases in 10^4 Nm3."),
    )
    carbon_content: Amount | None = asked(
        "含碳量（实测）",
        "Carbon content, measured",
        group="materials",
        kind="decimal",
        unit="t C/t, t C/10^4 Nm3",
        at_most=100,
        default=None,
        help=both("留空取缺省值。82 % 填 0.82。", "Empty: the default. Write 82 % as 0.82."),
    )


class Counted(NamedTuple, Generic[N]):
    """Carbon of one row with where it flows."""

    flow: str
    process: str
    carbon: N


@equation(
    "(1)",
    "E_balance",
    "t CO2",
    meaning=both("碳平衡排放量", "emissions by carbon balance"),
    operands=("C_in", "C_out", "M_CO2", "M_C"),
    each=("C_in", "C_out"),
    source=RECALLED,
)
def equation_1(
    entering: Sequence[Number],
    leaving: Sequence[Number],
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon that enters less carbon that leaves, as CO2."""
    kept = total(entering) - total(leaving) if leaving else total(entering)
    return kept * (carbon_dioxide_mass / carbon_mass)


@equation(
    "(1a)",
    "E_balance",
    "t CO2",
    meaning=both("碳平衡排放量（无含碳物料）", "emissions without any material"),
    source=RECALLED,
)
def equation_1_without_materials() -> int:
    """The balance of nothing."""
    return 0


@equation(
    "(2)",
    "C_j",
    "t C",
    meaning=both("物料 j 的碳量", "carbon of material j"),
    operands=("AD_j", "CC_j"),
    source=RECALLED,
)
def equation_2(quantity: Number, carbon_content: Number) -> Number:
    """Quantity times carbon content."""
    return quantity * carbon_content


@equation(
    "(3)",
    "CC_j",
    "t C/t",
    meaning=both("由排放因子换算的含碳量", "carbon content from an emission factor"),
    operands=("EF_j", "M_C", "M_CO2"),
    source=OLDER_GUIDE,
)
def equation_3(factor: Number, carbon_mass: Number, carbon_dioxide_mass: Number) -> Number:
    """Emission factor as carbon: times 12/44."""
    return factor * carbon_mass / carbon_dioxide_mass


@equation(
    "(4)",
    "CC_j",
    "t C/t, t C/10^4 Nm3",
    meaning=both("由热值换算的含碳量", "carbon content from heat"),
    operands=("NCV_j", "CCH_j"),
    source=DEFAULTS,
)
def equation_4(heating_value: Number, carbon_per_heat: Number) -> Number:
    """Heat times carbon per heat."""
    return heating_value * carbon_per_heat


BALANCE_EQUATIONS = (equation_1, equation_1_without_materials, equation_2, equation_3, equation_4)


def balance(
    calculation: Calculation[N],
    inputs: ReportInputs,
    rows: Sequence[MaterialMonth],
    factors: FactorLibrary,
) -> tuple[N, list[Counted[N]]]:
    """Apply equations (1) to (4).

    Returns:
        E_balance in t CO2, and the carbon of every row. Of a material that enters, a missing month
        takes the month of its highest quantity; of one that leaves, nothing is taken off.
    """
    counted: list[Counted[N]] = []
    for (flow, process, _), found in _by_flow(rows).items():
        parts = [(row, _carbon(calculation, row, factors)) for row in found]
        counted += [Counted(flow, process, carbon) for _, carbon in parts]
        if flow == "out":
            continue
        highest = max(parts, key=lambda pair: pair[0].quantity_t)[1]
        for month in missing(found, inputs.through_month):
            symbol = f"C_{_name(found[0])},{month}"
            stand_in = calculation.step(missing_month, highest, symbol=symbol, unit="t C")
            counted.append(Counted(flow, process, stand_in))
    return _balanced(calculation, counted, factors, "E_balance"), counted


def intensity_part(
    calculation: Calculation[N], counted: Sequence[Counted[N]], factors: FactorLibrary
) -> N:
    """Return the emissions of ironmaking and sintering in t CO2, by the balance of their rows."""
    rows = [each for each in counted if each.process in INTENSITY_PROCESSES]
    return _balanced(calculation, rows, factors, "E_iron")


def _balanced(
    calculation: Calculation[N], counted: Sequence[Counted[N]], factors: FactorLibrary, symbol: str
) -> N:
    entering = [each.carbon for each in counted if each.flow == "in"]
    leaving = [each.carbon for each in counted if each.flow == "out"]
    if not entering:
        return calculation.step(equation_1_without_materials, symbol=symbol)
    constants = factors["constants"]
    return calculation.step(
        equation_1,
        entering,
        leaving,
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", constants.get("molar_mass", "carbon")),
        symbol=symbol,
    )


def _by_flow(
    rows: Sequence[MaterialMonth],
) -> dict[tuple[str, str, str], list[MaterialMonth]]:
    found: dict[tuple[str, str, str], list[MaterialMonth]] = {}
    for row in rows:
        found.setdefault((row.flow, row.process, row.material), []).append(row)
    return found


def _name(row: MaterialMonth) -> str:
    parts = [row.material, *([row.process] if row.process != "other" else [])]
    return ",".join([*parts, *(["out"] if row.flow == "out" else [])])


def _carbon(calculation: Calculation[N], row: MaterialMonth, factors: FactorLibrary) -> N:
    name = tag(_name(row), row.month)
    return calculation.step(
        equation_2,
        calculation.given(f"AD_{name}", row.quantity_t, "materials.quantity_t"),
        _content(calculation, row, name, factors),
        symbol=f"C_{name}",
    )


def _content(
    calculation: Calculation[N], row: MaterialMonth, name: str, factors: FactorLibrary
) -> N:
    if row.carbon_content is not None:
        return calculation.given(f"CC_{name}", row.carbon_content, "materials.carbon_content")
    material = row.material
    constants = factors["constants"]
    known = _default(material, factors)
    if known is not None:
        return calculation.step(
            equation_3,
            calculation.factor(f"EF_{material}", known),
            calculation.factor("M_C", constants.get("molar_mass", "carbon")),
            calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
            symbol=f"CC_{material}",
        )
    fuels = factors["fuels"]
    if material not in fuels.regions():
        raise CarbonMissing(field="materials", label=MATERIALS[material])
    return calculation.step(
        equation_4,
        calculation.factor(f"NCV_{material}", fuels.get("heating_value", material)),
        calculation.factor(f"CCH_{material}", fuels.get("carbon_content", material)),
        symbol=f"CC_{material}",
    )


def _default(material: str, factors: FactorLibrary) -> Factor | None:
    table = factors["ets_steel"]
    return table.get("emission_factor", material) if material in table.regions() else None


def balance_series(rows: Sequence[MaterialMonth]) -> list[Series]:
    """Return the materials as series of months."""
    return [
        Series("materials", MATERIALS[material], found, flow == "in")
        for (flow, _, material), found in _by_flow(rows).items()
    ]


def check_balance(
    inputs: ReportInputs, rows: Sequence[MaterialMonth], factors: FactorLibrary
) -> tuple[Decimal, list[Notice]]:
    """Check that no more carbon leaves than enters.

    Returns:
        The emissions in t CO2, and a notice of materials by default.

    Raises:
        BalanceNegative: more carbon leaves than enters.
        CarbonAboveMass: a content is above 1 t C/t.
        CarbonMissing: a material has neither a test nor a default.
    """
    for row in rows:
        content = row.carbon_content
        if content is not None and content > 1 and row.material not in GASES:
            raise CarbonAboveMass(
                field="materials", label=MATERIALS[row.material], value=plain(content)
            )
    emitted, counted = balance(Audit("", replacements(inputs)), inputs, rows, factors)
    entering, leaving = _sum(counted, "in"), _sum(counted, "out")
    if leaving > entering:
        raise BalanceNegative(field="materials", value=plain(entering), carbon_out=plain(leaving))
    by_default = by_name(
        [row for row in rows if row.carbon_content is None], lambda row: row.material
    )
    return emitted.value, [_by_default(list(by_default))] if by_default else []


def _sum(counted: Sequence[Counted[Quantity]], flow: str) -> Decimal:
    return sum((each.carbon.value for each in counted if each.flow == flow), Decimal(0))


def _by_default(materials: list[str]) -> Notice:
    zh = "、".join(MATERIALS[name]["zh"] for name in materials)
    en = ", ".join(MATERIALS[name]["en"] for name in materials)
    return Notice(
        "methodologies.untested_carbon",
        {
            "zh": f"{zh}未实测含碳量，按缺省值计算。",
            "en": f"The carbon of {en} was not tested; defaults apply.",
        },
        DEFAULTS,
    )
