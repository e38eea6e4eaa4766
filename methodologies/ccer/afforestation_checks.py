"""Cross-checks of what an afforestation project reports."""

from decimal import Decimal

from methodologies.ccer.afforestation_inputs import (
    DATES,
    ID,
    PARAMETERS,
    AfforestationInputs,
    Fire,
    PlantedStratum,
)
from methodologies.ccer.forest_area import check_area
from methodologies.ccer.forest_period import check_dates
from methodologies.ccer.forest_refusals import (
    AgeWithoutCombustion,
    BurntAboveArea,
    NoStrata,
    NothingMeasured,
    SamplingErrorMissing,
    SpeciesParameterMissing,
    StockMissing,
)
from methodologies.ccer.forest_survey import check_plots, stocks_by_stratum
from methodologies.engine.factors import Factor, FactorLibrary
from methodologies.engine.inputs import form_fields
from methodologies.engine.trace import Notice, plain

LABELS = {field.name: field.label for field in form_fields(PlantedStratum)}
AGE_CLASSES = ("age_3_5", "age_6_10", "age_11_17", "age_18")


def combustion_default(age_years: int, factors: FactorLibrary) -> Factor | None:
    """Return the combustion factor of a stand's age, None for stands too young for the table."""
    table = factors["forest_fire"]
    reached = [age for age in AGE_CLASSES if table.get("age_min", age).value <= age_years]
    return table.get("combustion", reached[-1]) if reached else None


def check(inputs: AfforestationInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's dates and the cross-checks of strata, plots and fires."""
    if not inputs.strata:
        raise NoStrata(field="strata")
    notices = check_dates(inputs, ID, factors)
    notices += check_area((stratum.area_ha for stratum in inputs.strata), ID, factors)
    for number, stratum in enumerate(inputs.strata, start=1):
        _check_stratum(number, stratum, factors)
    area_ha = sum((stratum.area_ha for stratum in inputs.strata), Decimal(0))
    for fire in inputs.fires:
        _check_fire(fire, area_ha, factors)
    if bool(inputs.plots) == (inputs.sampling_error_pct is not None):
        raise SamplingErrorMissing(field="sampling_error_pct")
    if inputs.plots:
        check_plots(stocks_by_stratum(inputs.plots, len(inputs.strata)))
        if not area_ha:
            raise NothingMeasured(field="strata")
    if inputs.sampling_error_pct is not None and inputs.sampling_error_pct < 1:
        notices.append(ERROR_BELOW_ONE)
    return notices


ERROR_BELOW_ONE = Notice(
    "methodologies.sampling_error_below_one",
    {
        "zh": "抽样相对误差小于 1 %：请确认填写的是百分数（13 % 填 13，不是 0.13）。",
        "en": "The sampling error is below 1 %: check that it is in per cent (13, not 0.13).",
    },
)


def _check_stratum(number: int, stratum: PlantedStratum, factors: FactorLibrary) -> None:
    by_volume = stratum.method == "volume"
    for date in DATES:
        field = f"volume_{date}_m3_ha" if by_volume else f"biomass_{date}_t_ha"
        if getattr(stratum, field) is None:
            raise StockMissing(field="strata", stratum=number, parameter=LABELS[field])
    table = factors["forest_species"]
    needed = list(PARAMETERS) if by_volume else ["root_ratio", "carbon_fraction"]
    for name in needed:
        if getattr(stratum, name) is None and not table.years(name, stratum.species):
            raise SpeciesParameterMissing(
                field="strata",
                stratum=number,
                species=table.region_name(stratum.species),
                parameter=LABELS[name],
            )


def _check_fire(fire: Fire, area_ha: Decimal, factors: FactorLibrary) -> None:
    if fire.area_ha > area_ha:
        raise BurntAboveArea(field="fires", value=plain(fire.area_ha), most=plain(area_ha))
    if fire.combustion_factor is None and combustion_default(fire.age_years, factors) is None:
        raise AgeWithoutCombustion(field="fires", value=fire.age_years)
