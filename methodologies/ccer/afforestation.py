"""CCER-14-001-V01, afforestation (造林碳汇), as reconstructed.

The scope was read in a public copy of the first pages; the equations were not. They follow the
structure of AR-CM-001, and every coefficient is an assumption that inputs can replace.
"""

from decimal import Decimal

from methodologies.ccer.afforestation_checks import check, combustion_default
from methodologies.ccer.afforestation_clauses import CLAUSES
from methodologies.ccer.afforestation_inputs import (
    DATES,
    ID,
    PARAMETERS,
    AfforestationInputs,
    Fire,
    PlantedStratum,
)
from methodologies.ccer.forest_carbon import (
    STRUCTURE,
    biomass_from_volume,
    burnt_biomass,
    carbon_stock,
    fire_emissions,
    molar_masses,
    no_fire,
    no_leakage,
    project_stock,
    stock_change,
)
from methodologies.ccer.forest_period import removals_of_period, share_by_days
from methodologies.ccer.forest_precision import (
    deduction_bands,
    refuse_beyond_bands,
    sampling_precision,
    stratum_of_plots,
)
from methodologies.ccer.forest_refusals import NotAfforestation
from methodologies.ccer.forest_sampling import (
    deduction_rate,
    degrees_of_freedom,
    relative_error,
    standard_error,
    stratified_mean,
    stratum_mean,
    stratum_variance,
    stratum_weight,
    t_quantile,
    weighted_deviation,
)
from methodologies.ccer.forest_survey import stocks_by_stratum
from methodologies.ccer.programme import BUILT_SINCE
from methodologies.ccer.removals import REMOVAL_OUTPUTS, creditable_removals, removal_results
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.outputs import FLOOR_TO_TONNES
from methodologies.engine.trace import Calculation, N, Number, equation


@equation(
    "A1",
    "u",
    "1",
    meaning={"zh": "抽样相对误差（填写值）", "en": "relative sampling error, as stated"},
    operands=("u_pct",),
    source=STRUCTURE,
)
def stated_error(per_cent: Number) -> Number:
    """The error in per cent as a fraction."""
    return per_cent / 100


@equation(
    "A2",
    "ΔC_DR",
    "t CO2",
    meaning={"zh": "扣减后的碳储量变化量", "en": "change of stock after deduction"},
    operands=("ΔC", "DR"),
    source=STRUCTURE,
)
def deducted_change(change: Number, deduction: Number) -> Number:
    """A gain is lowered and a loss raised by the deduction for uncertainty."""
    return change - abs(change) * deduction


@equation(
    "A3",
    "ΔC_PROJ",
    "t CO2e",
    meaning={"zh": "项目碳汇量", "en": "project removals"},
    operands=("ΔC_DR", "GHG_E"),
    source=STRUCTURE,
)
def project_removals(change: Number, fires: Number) -> Number:
    """Change of stock less non-CO2 emissions of fires."""
    return change - fires


def model(
    calculation: Calculation[N], inputs: AfforestationInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry one interval through the equations, exactly or on arrays."""
    areas = [
        calculation.given(f"A_{number}", stratum.area_ha, "strata.area_ha")
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    start, end = (_stock(calculation, inputs, areas, date, factors) for date in DATES)
    change = calculation.step(stock_change, end, start)
    error = _sampling_error(calculation, inputs, areas, factors)
    bands = deduction_bands(calculation, factors)
    refuse_beyond_bands(error, bands)
    deduction = calculation.step(deduction_rate, error, *bands)
    project = calculation.step(
        project_removals,
        calculation.step(deducted_change, change, deduction),
        _fires(calculation, inputs, factors),
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


def _stock(
    calculation: Calculation[N],
    inputs: AfforestationInputs,
    areas: list[N],
    date: str,
    factors: FactorLibrary,
) -> N:
    stocks = [
        _stratum_stock(calculation, (number, stratum), date, factors)
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    return calculation.step(project_stock, areas, stocks, symbol=f"C_{_instant(date)}")


def _stratum_stock(
    calculation: Calculation[N],
    numbered: tuple[int, PlantedStratum],
    date: str,
    factors: FactorLibrary,
) -> N:
    number, stratum = numbered
    at = f"{number},{_instant(date)}"
    if stratum.method == "volume":
        biomass = calculation.step(
            biomass_from_volume,
            _measured(calculation, f"V_{at}", stratum, f"volume_{date}_m3_ha"),
            _parameter(calculation, numbered, "wood_density", factors),
            _parameter(calculation, numbered, "expansion", factors),
            symbol=f"B_{at}",
        )
    else:
        biomass = _measured(calculation, f"B_{at}", stratum, f"biomass_{date}_t_ha")
    return calculation.step(
        carbon_stock,
        biomass,
        _parameter(calculation, numbered, "root_ratio", factors),
        _parameter(calculation, numbered, "carbon_fraction", factors),
        *molar_masses(calculation, factors),
        symbol=f"c_{at}",
    )


def _instant(date: str) -> str:
    return "t1" if date == "start" else "t2"


def _measured(calculation: Calculation[N], symbol: str, stratum: PlantedStratum, field: str) -> N:
    value = getattr(stratum, field)
    assert isinstance(value, Decimal), "check() refuses a stratum without its figures"
    return calculation.given(symbol, value, f"strata.{field}")


def _parameter(
    calculation: Calculation[N],
    numbered: tuple[int, PlantedStratum],
    name: str,
    factors: FactorLibrary,
) -> N:
    number, stratum = numbered
    own: Decimal | None = getattr(stratum, name)
    symbol = PARAMETERS[name]
    if own is not None:
        return calculation.given(f"{symbol}_{number}", own, f"strata.{name}")
    default = factors["forest_species"].get(name, stratum.species)
    return calculation.factor(f"{symbol}_{stratum.species}", default)


def _sampling_error(
    calculation: Calculation[N],
    inputs: AfforestationInputs,
    areas: list[N],
    factors: FactorLibrary,
) -> N:
    if inputs.sampling_error_pct is not None:
        stated = calculation.given("u_pct", inputs.sampling_error_pct, "sampling_error_pct")
        return calculation.step(stated_error, stated)
    stocks = stocks_by_stratum(inputs.plots, len(inputs.strata))
    strata = [
        stratum_of_plots(calculation, number, values)
        for number, values in enumerate(stocks, start=1)
    ]
    return sampling_precision(calculation, areas, strata, factors).relative_error


def _fires(calculation: Calculation[N], inputs: AfforestationInputs, factors: FactorLibrary) -> N:
    if not inputs.fires:
        return calculation.step(no_fire)
    numbered = list(enumerate(inputs.fires, start=1))
    burnt = calculation.step(
        burnt_biomass,
        [calculation.given(f"A_burn,{k}", fire.area_ha, "fires.area_ha") for k, fire in numbered],
        [
            calculation.given(f"b_{k}", fire.biomass_t_ha, "fires.biomass_t_ha")
            for k, fire in numbered
        ],
        [_combustion(calculation, k, fire, factors) for k, fire in numbered],
    )
    gases, warming = factors["forest_fire"], factors["gwp"]
    return calculation.step(
        fire_emissions,
        burnt,
        calculation.factor("EF_CH4", gases.get("methane", "biomass")),
        calculation.factor("GWP_CH4", warming.get("methane", inputs.warming_set)),
        calculation.factor("EF_N2O", gases.get("nitrous_oxide", "biomass")),
        calculation.factor("GWP_N2O", warming.get("nitrous_oxide", inputs.warming_set)),
    )


def _combustion(calculation: Calculation[N], number: int, fire: Fire, factors: FactorLibrary) -> N:
    if fire.combustion_factor is not None:
        return calculation.given(
            f"COMF_{number}", fire.combustion_factor, "fires.combustion_factor"
        )
    default = combustion_default(fire.age_years, factors)
    assert default is not None, "check() refuses a fire without its factor"
    return calculation.factor(f"COMF_{default.region}", default)


AFFORESTATION_V01 = Methodology(
    id=ID,
    version="V01",
    status="reconstructed",
    purpose="credits",
    title={"zh": "造林碳汇", "en": "Afforestation"},
    scope={
        "zh": "在无林地上营造乔木林、竹林、灌木林（防护林、特种用途林、用材林），以两次监测之间的"
        "碳储量变化计算碳汇。",
        "en": "Trees, bamboo or shrubs planted on land without forest; removals are the change of "
        "stock between two measurements.",
    },
    source="《温室气体自愿减排项目方法学 造林碳汇（CCER-14-001-V01）》 (MEE)，适用条件见公开摘录，"
    "公式按 AR-CM-001 重构",
    published="2023",
    Inputs=AfforestationInputs,
    clauses=CLAUSES,
    equations=(
        biomass_from_volume,
        carbon_stock,
        project_stock,
        stock_change,
        stated_error,
        stratum_mean,
        degrees_of_freedom,
        stratum_variance,
        stratum_weight,
        stratified_mean,
        standard_error,
        t_quantile,
        relative_error,
        weighted_deviation,
        deduction_rate,
        deducted_change,
        burnt_biomass,
        fire_emissions,
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
    tables=(
        "forest_species",
        "forest_sampling",
        "forest_fire",
        "forest_programme",
        "forest_plausibility",
        "gwp",
        "constants",
    ),
    fit=Fit(
        activities=("planting",),
        places=("bare_land",),
        since=BUILT_SINCE,
        article=NotAfforestation.source,
        near={
            "economic_planting": ("planting",),
            "greening": ("planting",),
            "forest": ("non_forest_land",),
            "wetland": ("wetland",),
        },
    ),
    remarks=(
        {
            "zh": "官方公式与附表未读到：公式编号为本系统自编，系数均可替换。",
            "en": "The official equations and tables were not read: the numbers of equations are "
            "ours, and every coefficient can be replaced.",
        },
        {
            "zh": "碳库：地上和地下生物量；枯死木、枯落物、土壤有机碳、木产品保守地不计。",
            "en": "Pools: above- and below-ground biomass; dead wood, litter, soil and wood "
            "products are left out, which is conservative.",
        },
        {
            "zh": "两次监测之间跨多个日历年的，按天数分摊到各年（假定）。",
            "en": "Between two measurements removals are shared over calendar years by days "
            "(an assumption).",
        },
    ),
    examples={
        "five_years": {
            "planting": "trees",
            "smallest_parcel_m2": "667",
            "strata": [
                {
                    "species": "chinese_fir",
                    "area_ha": "320.5",
                    "volume_start_m3_ha": "18.0",
                    "volume_end_m3_ha": "61.5",
                },
                {
                    "species": "masson_pine",
                    "area_ha": "210.25",
                    "volume_start_m3_ha": "12.5",
                    "volume_end_m3_ha": "44.0",
                },
            ],
            "sampling_error_pct": "13",
        },
    },
)
