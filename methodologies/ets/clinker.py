"""Process emissions of clinker: default factor or oxides, less non-carbonate raw materials."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from methodologies.engine.errors import both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.functions import larger
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, plain, total
from methodologies.ets.clinker_materials import (
    CLINKERS,
    MATERIALS,
    Clinker,
    Material,
)
from methodologies.ets.plausibility import judge
from methodologies.ets.provenance import FOUND_IN_CODE, OLDER_GUIDE, RECALLED
from methodologies.ets.refusals import DeductedTwice, OxidesMissing, ShareAboveWhole
from methodologies.ets.reporting import (
    ReportInputs,
    Series,
    by_name,
    missing,
    missing_month,
    month_column,
    sum_equation,
    sum_or_zero,
    tag,
)

ROUTES = {
    "default_factor": both("缺省排放因子", "default factor"),
    "oxides": both("按 CaO、MgO 含量（旧版公式）", "by CaO and MgO (older formula)"),
}


def _share(zh: str, en: str) -> Any:
    return asked(
        zh,
        en,
        group="production",
        kind="decimal",
        unit="%",
        at_most=100,
        default=None,
        help=both("仅在按 CaO、MgO 核算时填写。", "Only for the route by CaO and MgO."),
    )


class ClinkerMonth(MethodologyInputs):
    """Clinker of one kind in one month."""

    month: Count | None = month_column("production")
    kind: Clinker = asked(
        "熟料种类",
        "Kind of clinker",
        group="production",
        kind="choice",
        choices=CLINKERS,
        default="portland",
    )
    clinker_t: Amount = asked(
        "熟料产量",
        "Clinker produced",
        group="production",
        kind="decimal",
        unit="t",
        at_most=100_000_000,
    )
    route: Literal["default_factor", "oxides"] = asked(
        "过程排放因子的获取方式",
        "Route of the process factor",
        group="production",
        kind="choice",
        choices=ROUTES,
        default="default_factor",
    )
    calcium_oxide_pct: Amount | None = _share("熟料中 CaO 含量", "CaO in clinker")
    calcium_oxide_other_pct: Amount | None = _share(
        "其中非碳酸盐来源的 CaO", "of it, CaO not from carbonates"
    )
    magnesium_oxide_pct: Amount | None = _share("熟料中 MgO 含量", "MgO in clinker")
    magnesium_oxide_other_pct: Amount | None = _share(
        "其中非碳酸盐来源的 MgO", "of it, MgO not from carbonates"
    )


class AlternativeMonth(MethodologyInputs):
    """One non-carbonate raw material in one month."""

    month: Count | None = month_column("materials")
    material: Material = asked(
        "替代原料", "Material", group="materials", kind="choice", choices=MATERIALS
    )
    quantity_t: Amount = asked(
        "消耗量", "Quantity", group="materials", kind="decimal", unit="t", at_most=100_000_000
    )


@equation(
    "(3)",
    "E_proc,m",
    "t CO2",
    meaning=both("m 月过程排放量（不小于 0）", "process emissions of month m, at least 0"),
    operands=("E_clinker,m", "D_m"),
    each=("E_clinker,m", "D_m"),
    source=FOUND_IN_CODE,
)
def equation_3(clinkers: Sequence[Number], deductions: Sequence[Number]) -> Number:
    """Clinker of all kinds less the deductions of all materials, at least 0."""
    gross = total(clinkers)
    return larger(gross - total(deductions) if deductions else gross, 0)


@equation(
    "(4)",
    "E_clinker,m",
    "t CO2",
    meaning=both("m 月熟料的过程排放量（扣减前）", "process emissions of clinker in month m"),
    operands=("Q_m", "EF_m"),
    source=FOUND_IN_CODE,
)
def equation_4(clinker_t: Number, factor: Number) -> Number:
    """Clinker times its factor."""
    return clinker_t * factor


@equation(
    "(5)",
    "EF_m",
    "t CO2/t",
    meaning=both("由 CaO、MgO 计算的过程排放因子", "process factor from CaO and MgO"),
    operands=("FR1", "FR10", "FR2", "FR20", "M_CO2", "M_CaO", "M_MgO"),
    source=OLDER_GUIDE,
)
def equation_5(  # noqa: PLR0913, PLR0917  # the symbols of the formula
    calcium: Number,
    calcium_other: Number,
    magnesium: Number,
    magnesium_other: Number,
    carbon_dioxide_mass: Number,
    calcium_oxide_mass: Number,
    magnesium_oxide_mass: Number,
) -> Number:
    """Oxides from carbonates, in %, times 44/56 and 44/40."""
    lime = (calcium - calcium_other) / 100 * (carbon_dioxide_mass / calcium_oxide_mass)
    magnesia = (magnesium - magnesium_other) / 100 * (carbon_dioxide_mass / magnesium_oxide_mass)
    return lime + magnesia


@equation(
    "(6)",
    "D_m",
    "t CO2",
    meaning=both("m 月替代原料的扣减量", "deduction of a material in month m"),
    operands=("M_alt,m", "d"),
    source=FOUND_IN_CODE,
)
def equation_6(quantity_t: Number, deduction: Number) -> Number:
    """Material times its deduction."""
    return quantity_t * deduction


equation_2 = sum_equation(
    "(2)",
    "E_proc",
    "E_proc,m",
    both("过程排放量", "process emissions"),
    RECALLED,
)

CLINKER_EQUATIONS = (equation_2, equation_3, equation_4, equation_5, equation_6)


def process_emissions(
    calculation: Calculation[N],
    inputs: ReportInputs,
    clinker: Sequence[ClinkerMonth],
    alternatives: Sequence[AlternativeMonth],
    factors: FactorLibrary,
) -> N:
    """Apply equations (2) to (6).

    Returns:
        E_proc in t CO2. Months without clinker take the highest month of that clinker; materials
        are deducted only in months that report them.
    """
    gross = _clinker(calculation, inputs, clinker, factors)
    less: dict[int | None, list[N]] = {}
    for row in alternatives:
        less.setdefault(row.month, []).append(_deduction(calculation, row, factors))
    if None in gross or None in less:
        gross = {None: [part for parts in gross.values() for part in parts]}
        less = {None: [part for parts in less.values() for part in parts]}
    parts = []
    for month, made in gross.items():
        if not made:
            continue
        used = less.get(month, [])
        parts.append(calculation.step(equation_3, made, used, symbol=tag("E_proc,m", month)))
    return sum_or_zero(calculation, equation_2, parts)


def _clinker(
    calculation: Calculation[N],
    inputs: ReportInputs,
    clinker: Sequence[ClinkerMonth],
    factors: FactorLibrary,
) -> dict[int | None, list[N]]:
    months: dict[int | None, list[N]] = {}
    for kind, rows in by_name(clinker, lambda row: row.kind).items():
        found = [(row, _gross(calculation, row, factors)) for row in rows]
        for row, gross in found:
            months.setdefault(row.month, []).append(gross)
        highest = max(found, key=lambda pair: pair[0].clinker_t)[1]
        for month in missing(rows, inputs.through_month):
            symbol = f"E_clinker,{kind},{month}"
            stand_in = calculation.step(missing_month, highest, symbol=symbol)
            months.setdefault(month, []).append(stand_in)
    return months


def _gross(calculation: Calculation[N], row: ClinkerMonth, factors: FactorLibrary) -> N:
    name = tag(row.kind, row.month)
    return calculation.step(
        equation_4,
        calculation.given(f"Q_{name}", row.clinker_t, "clinker.clinker_t"),
        _factor(calculation, row, factors),
        symbol=f"E_clinker,{name}",
    )


def _factor(calculation: Calculation[N], row: ClinkerMonth, factors: FactorLibrary) -> N:
    table, constants = factors["ets_cement"], factors["constants"]
    if row.route == "default_factor":
        return calculation.factor(f"EF_{row.kind}", table.get("process_factor", row.kind))
    name = tag(row.kind, row.month)
    shares = [
        calculation.given(f"{symbol}_{name}", value or Decimal(0), f"clinker.{field}")
        for symbol, field, value in (
            ("FR1", "calcium_oxide_pct", row.calcium_oxide_pct),
            ("FR10", "calcium_oxide_other_pct", row.calcium_oxide_other_pct),
            ("FR2", "magnesium_oxide_pct", row.magnesium_oxide_pct),
            ("FR20", "magnesium_oxide_other_pct", row.magnesium_oxide_other_pct),
        )
    ]
    return calculation.step(
        equation_5,
        *shares,
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_CaO", table.get("molar_mass", "calcium_oxide")),
        calculation.factor("M_MgO", table.get("molar_mass", "magnesium_oxide")),
        symbol=f"EF_{name}",
    )


def _deduction(calculation: Calculation[N], row: AlternativeMonth, factors: FactorLibrary) -> N:
    name = tag(row.material, row.month)
    return calculation.step(
        equation_6,
        calculation.given(f"M_{name}", row.quantity_t, "alternatives.quantity_t"),
        calculation.factor(
            f"d_{row.material}", factors["ets_cement"].get("deduction", row.material)
        ),
        symbol=f"D_{name}",
    )


def clinker_series(
    clinker: Sequence[ClinkerMonth], alternatives: Sequence[AlternativeMonth]
) -> list[Series]:
    """Return clinker and materials as series of months."""
    made = by_name(clinker, lambda row: row.kind)
    used = by_name(alternatives, lambda row: row.material)
    return [
        *(Series("clinker", CLINKERS[kind], rows) for kind, rows in made.items()),
        *(Series("alternatives", MATERIALS[name], rows, False) for name, rows in used.items()),
    ]


def check_clinker(
    clinker: Sequence[ClinkerMonth],
    alternatives: Sequence[AlternativeMonth],
    raw_material_t: Decimal | None,
    factors: FactorLibrary,
) -> list[Notice]:
    """Check oxides, and that materials are not more than the whole.

    Raises:
        OxidesMissing: a row by oxides lacks one, or its non-carbonate part is above it.
        DeductedTwice: materials are deducted from clinker by oxides.
        ShareAboveWhole: replacing materials are more than all raw material.
        Implausible: oxides or materials are far out.
    """
    notices: list[Notice] = []
    deducted = {row.month for row in alternatives}
    for row in clinker:
        if row.route == "oxides":
            notices += _check_oxides(row, factors)
            if deducted & {row.month, None} or (deducted and row.month is None):
                raise DeductedTwice(field="alternatives", value=CLINKERS[row.kind])
    made = sum((row.clinker_t for row in clinker), Decimal(0))
    used = sum((row.quantity_t for row in alternatives), Decimal(0))
    if raw_material_t is not None and used > raw_material_t:
        raise ShareAboveWhole(
            field="raw_material_t", value=plain(used), whole=plain(raw_material_t)
        )
    if made and used:
        notices += judge(factors, "alternative_share", used / made, "alternatives")
    return notices


def _check_oxides(row: ClinkerMonth, factors: FactorLibrary) -> list[Notice]:
    lime, magnesia = row.calcium_oxide_pct, row.magnesium_oxide_pct
    if lime is None or magnesia is None:
        raise OxidesMissing(field="clinker", value="–")
    for whole, other in (
        (lime, row.calcium_oxide_other_pct),
        (magnesia, row.magnesium_oxide_other_pct),
    ):
        if other is not None and other > whole:
            raise OxidesMissing(field="clinker", value=plain(other))
    return judge(factors, "clinker_oxides", lime + magnesia, "clinker")
