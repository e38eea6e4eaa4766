"""CCER-14-002-V01, mangrove creation (红树林营造), as reconstructed.

The scope was read in public excerpts; equations and default values were not. Values of the IPCC
2013 Wetlands Supplement stand in for them and say so.
"""

from datetime import date
from decimal import Decimal

from methodologies.ccer.forest_area import check_area
from methodologies.ccer.forest_carbon import carbon_stock, molar_masses, no_leakage
from methodologies.ccer.forest_period import (
    check_dates,
    days,
    removals_of_period,
    share_by_days,
)
from methodologies.ccer.forest_refusals import (
    IntervalDiffers,
    NoStrata,
    NotMangroveCreation,
    StockMissing,
)
from methodologies.ccer.mangrove_equations import (
    biomass_change,
    change_by_increment,
    change_by_stocks,
    methane_emissions,
    methane_rate,
    nitrous_oxide_emissions,
    project_removals,
    soil_change,
)
from methodologies.ccer.mangrove_inputs import CLAUSES, ID, MangroveInputs, MangroveStratum
from methodologies.ccer.programme import BUILT_SINCE
from methodologies.ccer.removals import REMOVAL_OUTPUTS, creditable_removals, removal_results
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import form_fields
from methodologies.engine.outputs import FLOOR_TO_TONNES
from methodologies.engine.trace import Calculation, N, Notice, plain

DAYS_PER_YEAR = Decimal("365.25")
YEARS_APART_MAX = Decimal("0.05")
INSTANTS = {"start": "t1", "end": "t2"}
LABELS = {field.name: field.label for field in form_fields(MangroveStratum)}
FIGURES = {
    "increment": ("increment_t_c_ha_a",),
    "biomass": ("biomass_start_t_ha", "biomass_end_t_ha"),
}


def model(
    calculation: Calculation[N], inputs: MangroveInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry one interval through the equations, exactly or on arrays."""
    areas = [
        calculation.given(f"A_{number}", stratum.area_ha, "strata.area_ha")
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    years = calculation.given("t", inputs.years, "years")
    project = calculation.step(
        project_removals,
        _biomass(calculation, inputs, (areas, years), factors),
        _soil(calculation, inputs, (areas, years), factors),
        _methane(calculation, inputs, (areas, years), factors),
        _nitrous_oxide(calculation, inputs, factors),
    )
    baseline = calculation.given("ΔC_BSL", inputs.baseline_change_t_co2, "baseline_change_t_co2")
    leakage = calculation.step(no_leakage)
    risk = calculation.factor("K_risk", factors["forest_programme"].get("risk_deduction", ID))
    removals = calculation.step(creditable_removals, project, baseline, leakage, risk)
    return removal_results(
        baseline=baseline,
        project=project,
        leakage=leakage,
        creditable=removals_of_period(calculation, inputs, removals),
    )


def _biomass(
    calculation: Calculation[N],
    inputs: MangroveInputs,
    extent: tuple[list[N], N],
    factors: FactorLibrary,
) -> N:
    areas, years = extent
    changes = []
    for number, (area, stratum) in enumerate(zip(areas, inputs.strata, strict=True), start=1):
        symbol = f"ΔC_{number}"
        if stratum.method == "biomass":
            start = _stock(calculation, inputs, (number, stratum), "start", factors)
            end = _stock(calculation, inputs, (number, stratum), "end", factors)
            change = calculation.step(change_by_stocks, area, end, start, symbol=symbol)
        else:
            assert stratum.increment_t_c_ha_a is not None
            increment = calculation.given(
                f"b_{number}", stratum.increment_t_c_ha_a, "strata.increment_t_c_ha_a"
            )
            masses = molar_masses(calculation, factors)
            change = calculation.step(
                change_by_increment, area, years, increment, *masses, symbol=symbol
            )
        changes.append(change)
    return calculation.step(biomass_change, changes)


def _stock(
    calculation: Calculation[N],
    inputs: MangroveInputs,
    numbered: tuple[int, MangroveStratum],
    date: str,
    factors: FactorLibrary,
) -> N:
    number, stratum = numbered
    field, at = f"biomass_{date}_t_ha", f"{number},{INSTANTS[date]}"
    biomass_t_ha: Decimal | None = getattr(stratum, field)
    assert biomass_t_ha is not None, "check() refuses a stratum without its figures"
    table = factors["mangrove"]
    return calculation.step(
        carbon_stock,
        calculation.given(f"B_{at}", biomass_t_ha, f"strata.{field}"),
        calculation.factor("R", table.get("root_ratio", inputs.climate)),
        calculation.factor("CF", table.get("carbon_fraction", "mangrove")),
        *molar_masses(calculation, factors),
        symbol=f"c_{at}",
    )


def _soil(
    calculation: Calculation[N],
    inputs: MangroveInputs,
    extent: tuple[list[N], N],
    factors: FactorLibrary,
) -> N:
    areas, years = extent
    default = factors["mangrove"].get("soil_accumulation", "mangrove")
    rates = [
        calculation.factor("SOC", default)
        if stratum.soil_t_c_ha_a is None
        else calculation.given(f"SOC_{number}", stratum.soil_t_c_ha_a, "strata.soil_t_c_ha_a")
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    return calculation.step(soil_change, areas, rates, years, *molar_masses(calculation, factors))


def _methane(
    calculation: Calculation[N],
    inputs: MangroveInputs,
    extent: tuple[list[N], N],
    factors: FactorLibrary,
) -> N:
    areas, years = extent
    table = factors["mangrove"]
    rates = [
        calculation.step(
            methane_rate,
            calculation.given(f"S_{number}", stratum.salinity_permille, "strata.salinity_permille"),
            calculation.factor("S_min", table.get("salinity_min", "low_salinity")),
            calculation.factor("EF_CH4", table.get("methane", "low_salinity")),
            symbol=f"EF_CH4,{number}",
        )
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    warming = calculation.factor("GWP_CH4", factors["gwp"].get("methane", inputs.warming_set))
    return calculation.step(methane_emissions, areas, rates, years, warming)


def _nitrous_oxide(
    calculation: Calculation[N], inputs: MangroveInputs, factors: FactorLibrary
) -> N:
    table, warming = factors["mangrove"], factors["gwp"]
    return calculation.step(
        nitrous_oxide_emissions,
        calculation.given("F", inputs.fish_kg, "fish_kg"),
        calculation.factor("EF_N2O", table.get("nitrous_oxide", "aquaculture")),
        calculation.factor("M_N2O", table.get("molar_mass", "nitrous_oxide")),
        calculation.factor("M_N2", table.get("molar_mass", "nitrogen")),
        calculation.factor("GWP_N2O", warming.get("nitrous_oxide", inputs.warming_set)),
    )


def check(inputs: MangroveInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's dates and the cross-checks of years and strata."""
    if not inputs.strata:
        raise NoStrata(field="strata")
    notices = check_dates(inputs, ID, factors)
    notices += check_area((stratum.area_ha for stratum in inputs.strata), ID, factors)
    if inputs.interval is not None:
        _check_years(inputs.years, inputs.interval)
    for number, stratum in enumerate(inputs.strata, start=1):
        _check_stratum(number, stratum)
    return notices


def _check_years(years: Decimal, interval: tuple[date, date]) -> None:
    if abs(years - days(interval) / DAYS_PER_YEAR) > YEARS_APART_MAX:
        raise IntervalDiffers(
            field="years",
            value=plain(years),
            start=interval[0].isoformat(),
            end=interval[1].isoformat(),
            days=days(interval),
        )


def _check_stratum(number: int, stratum: MangroveStratum) -> None:
    for field in FIGURES[stratum.method]:
        if getattr(stratum, field) is None:
            raise StockMissing(field="strata", stratum=number, parameter=LABELS[field])


MANGROVE_V01 = Methodology(
    id=ID,
    version="V01",
    status="reconstructed",
    purpose="credits",
    title={"zh": "红树林营造", "en": "Mangrove creation"},
    scope={
        "zh": "在无植被潮滩或退养的养殖塘上人工种植红树林，计算生物量和土壤的碳汇。",
        "en": "Mangroves planted on bare tidal flats or abandoned ponds; removals by biomass and "
        "soil.",
    },
    source="《温室气体自愿减排项目方法学 红树林营造（CCER-14-002-V01）》 (MEE)，"
    "适用范围见公开摘录，公式重构，缺省值取自 IPCC 2013 湿地增补指南",
    published="2023",
    Inputs=MangroveInputs,
    clauses=CLAUSES,
    equations=(
        change_by_increment,
        carbon_stock,
        change_by_stocks,
        biomass_change,
        soil_change,
        methane_rate,
        methane_emissions,
        nitrous_oxide_emissions,
        project_removals,
        no_leakage,
        creditable_removals,
        share_by_days,
    ),
    model=model,
    check=check,
    outputs=REMOVAL_OUTPUTS,
    issues="emission_reductions_t_co2e",
    rounding=FLOOR_TO_TONNES,
    tables=("mangrove", "forest_programme", "forest_plausibility", "gwp", "constants"),
    fit=Fit(
        activities=("mangroves",),
        places=("bare_coast",),
        since=BUILT_SINCE,
        article=NotMangroveCreation.source,
        near={"vegetated_coast": ("site",)},
    ),
    remarks=(
        {
            "zh": "官方公式与缺省值未读到：公式编号为本系统自编；备用缺省值取自 IPCC 2013 湿地增补"
            "指南，不是 CCER-14-002 的缺省值，均可替换。",
            "en": "The official equations and defaults were not read: the numbers of equations are "
            "ours; fallback values are of the IPCC 2013 Wetlands Supplement, not those of "
            "CCER-14-002, and all can be replaced.",
        },
        {"zh": "额外性免予论证。", "en": "Additionality need not be demonstrated."},
        {
            "zh": "两次监测之间跨多个日历年的，按天数分摊到各年（假定）。",
            "en": "Between two measurements removals are shared over calendar years by days "
            "(an assumption).",
        },
    ),
    examples={
        "saline_water": {
            "site": "bare_flat",
            "climate": "tropical_wet",
            "years": "5",
            "strata": [
                {"area_ha": "150", "salinity_permille": "25", "increment_t_c_ha_a": "2.35"},
            ],
        },
        "fresh_water": {
            "site": "bare_flat",
            "climate": "tropical_wet",
            "years": "5",
            "strata": [
                {"area_ha": "150", "salinity_permille": "5", "increment_t_c_ha_a": "2.35"},
            ],
        },
    },
)
