"""CCER-01-002-V01, grid-connected offshore wind power (并网海上风力发电).

Source: 《温室气体自愿减排项目方法学 并网海上风力发电（CCER-01-002-V01）》, Ministry of Ecology and
Environment, 2023.
"""

from decimal import Decimal

from methodologies.activity.metering import MeterCorrection, corrected_down, corrected_up
from methodologies.ccer.grid_electricity import (
    GridInputs,
    NetElectricity,
    baseline_emissions,
    by_meter,
    check_electricity,
    equation_1,
    equation_2,
    equation_3,
    law_and_policy,
)
from methodologies.ccer.monthly_electricity import missing_export, missing_import, sum_of_months
from methodologies.ccer.programme import BUILT_SINCE, check_programme
from methodologies.ccer.refusals import NotFarNorDeepEnough
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Clause, Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, asked
from methodologies.engine.outputs import FLOOR_TO_TONNES, REDUCTION_OUTPUTS, reduction_results
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, plain

ID = "ccer-01-002"
TEXT = "CCER-01-002-V01"
DISTANCE_KM_BEYOND = Decimal(30)
DEPTH_M_BEYOND = Decimal(30)


class OffshoreWindInputs(GridInputs):
    """One year, or part of a year, of an offshore wind farm."""

    distance_to_shore_km: Amount = asked(
        "离岸距离",
        "Distance to shore",
        group="site",
        kind="decimal",
        unit="km",
        at_most=1_000,
        help={
            "zh": "超过 30 km，或水深超过 30 m，方可适用。",
            "en": "More than 30 km, unless the water is deeper than 30 m.",
        },
        source=f"{TEXT} §2",
    )
    water_depth_m: Amount = asked(
        "水深",
        "Water depth",
        group="site",
        kind="decimal",
        unit="m",
        at_most=11_000,
        help={
            "zh": "超过 30 m，或离岸超过 30 km，方可适用。",
            "en": "More than 30 m, unless the farm is more than 30 km offshore.",
        },
        source=f"{TEXT} §2",
    )
    meter_corrections: tuple[MeterCorrection, ...] = asked(
        "需修正的时段",
        "Intervals to be corrected",
        group="meters",
        kind="rows",
        default=(),
        rows_max=120,
        help={
            "zh": "电能表超差、未校准或延迟校准的时段；没有则不填。",
            "en": "Intervals with a meter out of tolerance, not calibrated or calibrated late; "
            "usually none.",
        },
        source=f"{TEXT} §7.3.4",
    )


@equation(
    "§6.4",
    "PE_y",
    "t CO2e",
    meaning={"zh": "项目排放量", "en": "project emissions"},
    source="§6.4",
)
def section_6_4() -> int:
    """Project emissions are counted as zero."""
    return 0


@equation(
    "§6.5",
    "LE_y",
    "t CO2e",
    meaning={"zh": "泄漏", "en": "leakage"},
    source="§6.5",
)
def section_6_5() -> int:
    """Leakage is neglected."""
    return 0


@equation(
    "(4)",
    "ER_y",
    "t CO2e",
    meaning={"zh": "项目减排量", "en": "emission reductions"},
    operands=("BE_y", "PE_y"),
    source="§6.6 (4)",
)
def equation_4(baseline: Number, project: Number) -> Number:
    """Baseline emissions less project emissions."""
    return baseline - project


def model(
    calculation: Calculation[N], inputs: OffshoreWindInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    baseline = baseline_emissions(calculation, _electricity(inputs), factors)
    project = calculation.step(section_6_4)
    leakage = calculation.step(section_6_5)
    reductions = calculation.step(equation_4, baseline, project)
    return reduction_results(
        baseline=baseline, project=project, leakage=leakage, reductions=reductions
    )


def check(inputs: OffshoreWindInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's rules and the cross-checks of fields."""
    return check_programme(inputs) + check_electricity(_electricity(inputs), factors)


def _electricity(inputs: OffshoreWindInputs) -> NetElectricity:
    rows = by_meter([(row.meter, row) for row in inputs.meter_corrections])
    return NetElectricity(ID, inputs, rows)


def _far_or_deep(inputs: OffshoreWindInputs) -> bool:
    return inputs.distance_to_shore_km > DISTANCE_KM_BEYOND or inputs.water_depth_m > DEPTH_M_BEYOND


def _too_near(inputs: OffshoreWindInputs) -> NotFarNorDeepEnough:
    return NotFarNorDeepEnough(
        field="distance_to_shore_km",
        value=plain(inputs.distance_to_shore_km),
        distance_km=plain(inputs.distance_to_shore_km),
        depth_m=plain(inputs.water_depth_m),
    )


OFFSHORE_WIND_V01 = Methodology(
    id=ID,
    version="V01",
    status="official",
    purpose="credits",
    title={"zh": "并网海上风力发电", "en": "Grid-connected offshore wind power"},
    scope={
        "zh": "离岸 30 公里以外或水深大于 30 米的并网海上风电，替代区域电网电量。",
        "en": "Offshore wind farms beyond 30 km or in water deeper than 30 m, "
        "displacing electricity of the regional grid.",
    },
    source="《温室气体自愿减排项目方法学 并网海上风力发电（CCER-01-002-V01）》 (MEE)",
    published="2023",
    Inputs=OffshoreWindInputs,
    clauses=(
        Clause(
            id="far_or_deep",
            article=f"{TEXT} §2",
            text={
                "zh": "离岸 30 公里以外，或者水深大于 30 米。",
                "en": "More than 30 km offshore, or in water deeper than 30 m.",
            },
            fields=("distance_to_shore_km", "water_depth_m"),
            holds=_far_or_deep,
            refusal=_too_near,
        ),
        law_and_policy(TEXT),
    ),
    equations=(
        equation_1,
        equation_2,
        equation_3,
        corrected_down,
        corrected_up,
        sum_of_months,
        missing_export,
        missing_import,
        section_6_4,
        section_6_5,
        equation_4,
    ),
    model=model,
    check=check,
    outputs=REDUCTION_OUTPUTS,
    issues="emission_reductions_t_co2e",
    rounding=FLOOR_TO_TONNES,
    tables=("grid_margins", "margin_weights"),
    fit=Fit(
        activities=("wind_power",),
        places=("far_sea",),
        since=BUILT_SINCE,
        article=f"{TEXT} §2",
        near={"near_sea": ("far_or_deep",), "other_land": ("far_or_deep",)},
    ),
    remarks=(
        {
            "zh": "额外性免予论证（§6.2）。",
            "en": "Additionality need not be demonstrated (§6.2).",
        },
        {
            "zh": "计入期最长 10 年，且在项目寿命期限之内（§5.2.2）。",
            "en": "The crediting period has at most 10 years, within the lifetime (§5.2.2).",
        },
        {
            "zh": "数据在最后一期减排量登记后至少保存 10 年（§7.3.3）。",
            "en": "Records are kept for 10 years after the last registration (§7.3.3).",
        },
    ),
    examples={
        "one_year": {
            "distance_to_shore_km": "45",
            "water_depth_m": "38",
            "grid": "south",
            "factor_year": 2019,
            "export_mwh": "1500000",
            "import_mwh": "3200",
        },
    },
)
