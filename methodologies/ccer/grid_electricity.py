"""Electricity delivered to a regional grid: equations (1) to (3), shared by wind and CSP.

The two methodologies print the same three equations, the same rule for the factor year and the
same correction of meters; a later version that differs gets a module of its own.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from methodologies.activity.metering import (
    ELECTRICITY_ERROR_PCT_MAX,
    METERS,
    Correction,
    Reading,
    check_corrections,
    corrected,
    corrected_down,
    corrected_up,
)
from methodologies.activity.refusals import AboveCapacity
from methodologies.ccer.combined_margin import (
    GridYearInputs,
    check_factor_year,
    combined_margin,
    margin_equation,
)
from methodologies.ccer.programme import ProgrammeInputs
from methodologies.ccer.refusals import AgainstLawOrPolicy
from methodologies.engine.contract import Clause
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, asked
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, plain

ENERGY_MWH_MAX = 100_000_000
HOURS_PER_DAY = 24
HOURS_PER_YEAR = 8760
FACTOR_YEAR_RULE = "CCER-01-001-V01 §7.2; CCER-01-002-V01 §7.2"


class LawfulInputs(ProgrammeInputs):
    """What every plant declares about law and policy."""

    complies_with_law_and_policy: bool | None = asked(
        "符合法律法规和行业发展政策",
        "Complies with law and industry policy",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "审定时以用海（用地）批复、环评批复、核准（备案）文件等证明。",
            "en": "Shown at validation by the site, environmental and project approvals.",
        },
        source="§2",
    )


class GridInputs(GridYearInputs, LawfulInputs):
    """What every grid-connected power plant reports."""

    export_mwh: Amount = asked(
        "上网电量",
        "Exported electricity",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=ENERGY_MWH_MAX,
        help={
            "zh": "关口表计量的输送至电网的电量，单位 MWh（1 MWh = 1000 kWh）。",
            "en": "Delivered to the grid by the revenue meter, in MWh (1 MWh = 1000 kWh).",
        },
        source="§6.3 (2)",
    )
    import_mwh: Amount = asked(
        "下网电量",
        "Imported electricity",
        group="generation",
        kind="decimal",
        unit="MWh",
        at_most=ENERGY_MWH_MAX,
        help={
            "zh": "电网输送至项目的电量，单位 MWh；没有则填 0。",
            "en": "Taken from the grid, in MWh; 0 if none.",
        },
        source="§6.3 (2)",
    )
    installed_capacity_mw: Amount | None = asked(
        "装机容量",
        "Installed capacity",
        group="generation",
        kind="decimal",
        unit="MW",
        at_most=1_000_000,
        default=None,
        help={
            "zh": "填写后会检查上网电量是否超过容量 × 小时数。",
            "en": "If given, the export is checked against capacity × hours.",
        },
    )


@equation(
    "(1)",
    "BE_y",
    "t CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("EG_PJ,y", "EF_grid,CM,y"),
    source="§6.3 (1)",
)
def equation_1(net_generation: Number, combined_margin: Number) -> Number:
    """Emissions of the grid that the net generation displaces."""
    return net_generation * combined_margin


@equation(
    "(2)",
    "EG_PJ,y",
    "MWh",
    meaning={"zh": "净上网电量", "en": "net electricity delivered"},
    operands=("EG_export,y", "EG_import,y"),
    source="§6.3 (2)",
)
def equation_2(exported: Number, imported: Number) -> Number:
    """Electricity delivered less electricity taken."""
    return exported - imported


equation_3 = margin_equation("(3)", "§6.3 (3)")


def law_and_policy(document: str) -> Clause:
    """Return the clause on law and policy, which both texts share."""
    return Clause(
        id="law_and_policy",
        article=f"{document} §2",
        text={
            "zh": "项目符合法律、法规要求，符合行业发展政策。",
            "en": "The project complies with laws, regulations and industry policy.",
        },
        fields=("complies_with_law_and_policy",),
        holds=lambda inputs: inputs.complies_with_law_and_policy,
        refusal=lambda _: AgainstLawOrPolicy(field="complies_with_law_and_policy", value="false"),
    )


class NetElectricity(NamedTuple):
    """What is needed to apply equations (1) to (3)."""

    methodology_id: str
    inputs: GridInputs
    corrections: dict[str, list[Correction]]


def baseline_emissions(
    calculation: Calculation[N], electricity: NetElectricity, factors: FactorLibrary
) -> N:
    """Apply equations (3), (2) and (1).

    Returns:
        BE_y in t CO2e.
    """
    methodology_id, inputs, corrections = electricity
    margin = combined_margin(calculation, equation_3, methodology_id, inputs, factors)
    exported = corrected(
        calculation,
        corrected_down,
        Reading("EG_export,y", inputs.export_mwh, "export_mwh"),
        corrections.get("export", []),
    )
    imported = corrected(
        calculation,
        corrected_up,
        Reading("EG_import,y", inputs.import_mwh, "import_mwh"),
        corrections.get("import", []),
    )
    net_generation = calculation.step(equation_2, exported, imported)
    return calculation.step(equation_1, net_generation, margin)


def by_meter(rows: Sequence[tuple[str, Correction]]) -> dict[str, list[Correction]]:
    """Sort corrections by the meter they name."""
    sorted_rows: dict[str, list[Correction]] = {}
    for meter, row in rows:
        sorted_rows.setdefault(meter, []).append(row)
    return sorted_rows


def check_electricity(electricity: NetElectricity, factors: FactorLibrary) -> list[Notice]:
    """Check year, factor year, capacity and meter corrections.

    Returns:
        A notice if the factors are of an earlier year than the electricity.

    Raises:
        InconsistentInputs: the inputs contradict each other.

    Source:
        CCER-01-001-V01 and CCER-01-002-V01 §7.2 (factor year), §7.3.4 (meters).
    """
    _, inputs, corrections = electricity
    _check_capacity(inputs)
    for meter, metered in (("export", inputs.export_mwh), ("import", inputs.import_mwh)):
        rows = corrections.get(meter, [])
        check_corrections(METERS[meter], metered, rows, ELECTRICITY_ERROR_PCT_MAX)
    return check_factor_year(inputs, factors, FACTOR_YEAR_RULE)


def _check_capacity(inputs: GridInputs) -> None:
    capacity_mw = inputs.installed_capacity_mw
    if capacity_mw is None:
        return
    hours = HOURS_PER_YEAR
    if inputs.period_start is not None and inputs.period_end is not None:
        hours = HOURS_PER_DAY * ((inputs.period_end - inputs.period_start).days + 1)
    most_mwh = capacity_mw * Decimal(hours)
    if inputs.export_mwh > most_mwh:
        raise AboveCapacity(
            field="export_mwh",
            value=plain(inputs.export_mwh),
            hours=hours,
            most_mwh=plain(most_mwh),
        )
