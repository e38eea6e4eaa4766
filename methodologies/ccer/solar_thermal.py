"""CCER-01-001-V01, grid-connected solar thermal power, CSP (并网光热发电).

Source: 《温室气体自愿减排项目方法学 并网光热发电（CCER-01-001-V01）》, Ministry of Ecology and
Environment, 2023.
"""

from collections.abc import Sequence
from typing import Literal

from methodologies.activity.fuels import FUEL_UNITS, FUELS, Fuel, FuelUse
from methodologies.activity.metering import (
    METERS,
    Correction,
    ElectricityMeter,
    Reading,
    check_corrections,
    corrected,
    corrected_down,
    corrected_fuel,
    corrected_up,
)
from methodologies.activity.refusals import FuelTwice, MeterWithoutReading
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
from methodologies.ccer.refusals import NotSeparatelyMetered, NotSolarThermal
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Clause, Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import asked
from methodologies.engine.outputs import FLOOR_TO_TONNES, REDUCTION_OUTPUTS, reduction_results
from methodologies.engine.trace import Calculation, N, Notice, Number, equation, total

ID = "ccer-01-001"
TEXT = "CCER-01-001-V01"

PLANT_TYPES = {
    "stand_alone": {"zh": "独立的并网光热发电项目", "en": "stand-alone solar thermal plant"},
    "integrated_part": {
        "zh": "“光热+”一体化项目中的光热发电部分",
        "en": "solar thermal part of an integrated project",
    },
    "other": {"zh": "其他发电技术", "en": "another technique"},
}


class PlantMeterCorrection(Correction):
    """A correction of an electricity or a fuel meter."""

    meter: Literal[ElectricityMeter, Fuel] = asked(
        "计量对象",
        "Meter",
        group="meters",
        kind="choice",
        choices={**METERS, **FUELS},
        first=True,
    )


class SolarThermalInputs(GridInputs):
    """One year, or part of a year, of a solar thermal plant."""

    plant_type: Literal["stand_alone", "integrated_part", "other"] = asked(
        "项目类型",
        "Kind of plant",
        group="site",
        kind="choice",
        choices=PLANT_TYPES,
        help={
            "zh": "一体化项目只计算其中的光热发电部分。",
            "en": "Of an integrated project only the solar thermal part counts.",
        },
        source=f"{TEXT} §2",
    )
    separately_metered: bool | None = asked(
        "光热部分上网电量单独计量",
        "Export metered separately",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "一体化项目必须为“是”。",
            "en": "Must be yes for a part of an integrated project.",
        },
        source=f"{TEXT} §2",
    )
    fuels: tuple[FuelUse, ...] = asked(
        "化石燃料消耗",
        "Fossil fuels used",
        group="fuels",
        kind="rows",
        default=(),
        rows_max=len(FUELS),
        help={
            "zh": "防凝等用途的化石燃料，每种一行；运维车辆不计。没有则不填。",
            "en": "Fuels for freeze protection and the like, one row each; "
            "service vehicles do not count. Leave empty if none.",
        },
        source=f"{TEXT} §6.4 (4)",
    )
    meter_corrections: tuple[PlantMeterCorrection, ...] = asked(
        "需修正的时段",
        "Intervals to be corrected",
        group="meters",
        kind="rows",
        default=(),
        rows_max=120,
        help={
            "zh": "电能表或流量计超差、未校准或延迟校准的时段；没有则不填。",
            "en": "Intervals with a meter out of tolerance, not calibrated or calibrated late; "
            "usually none.",
        },
        source=f"{TEXT} §7.3.4",
    )


@equation(
    "(4)",
    "PE_y",
    "t CO2e",
    meaning={"zh": "项目排放量", "en": "project emissions"},
    operands=("FC_i,y", "COEF_i,y"),
    each=("FC_i,y", "COEF_i,y"),
    source="§6.4 (4)",
)
def equation_4(quantities: Sequence[Number], coefficients: Sequence[Number]) -> Number:
    """Emissions of all fossil fuels i."""
    return total(
        quantity * coefficient
        for quantity, coefficient in zip(quantities, coefficients, strict=True)
    )


@equation(
    "(5)",
    "COEF_i,y",
    "t CO2/t, t CO2/10^4 Nm3",
    meaning={"zh": "燃料的 CO2 排放系数", "en": "CO2 emission coefficient of the fuel"},
    operands=("NCV_i,y", "CC_i,y", "OF_i,y", "M_CO2", "M_C"),
    source="§6.4 (5)",
)
def equation_5(
    heating_value: Number,
    carbon_content: Number,
    oxidation: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon of a fuel that turns into CO2; the masses are 44 and 12."""
    return heating_value * carbon_content * oxidation * (carbon_dioxide_mass / carbon_mass)


@equation(
    "(4)",
    "PE_y",
    "t CO2e",
    meaning={"zh": "项目排放量（无化石燃料）", "en": "project emissions without fossil fuels"},
    source="§6.4 (4)",
)
def equation_4_without_fuels() -> int:
    """The sum over no fuel."""
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
    "(6)",
    "ER_y",
    "t CO2e",
    meaning={"zh": "项目减排量", "en": "emission reductions"},
    operands=("BE_y", "PE_y"),
    source="§6.6 (6)",
)
def equation_6(baseline: Number, project: Number) -> Number:
    """Baseline emissions less project emissions."""
    return baseline - project


def model(
    calculation: Calculation[N], inputs: SolarThermalInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    baseline = baseline_emissions(calculation, _electricity(inputs), factors)
    project = _project_emissions(calculation, inputs, factors)
    leakage = calculation.step(section_6_5)
    reductions = calculation.step(equation_6, baseline, project)
    return reduction_results(
        baseline=baseline, project=project, leakage=leakage, reductions=reductions
    )


def _project_emissions(
    calculation: Calculation[N], inputs: SolarThermalInputs, factors: FactorLibrary
) -> N:
    if not inputs.fuels:
        return calculation.step(equation_4_without_fuels)
    rows = _corrections(inputs)
    quantities = [
        corrected(
            calculation,
            corrected_fuel,
            Reading(f"FC_{use.fuel},y", use.quantity, "fuels.quantity", FUEL_UNITS[use.fuel]),
            rows.get(use.fuel, []),
        )
        for use in inputs.fuels
    ]
    coefficients = [_coefficient(calculation, use.fuel, factors) for use in inputs.fuels]
    return calculation.step(equation_4, quantities, coefficients)


def _coefficient(calculation: Calculation[N], fuel: str, factors: FactorLibrary) -> N:
    fuels, constants = factors["fuels"], factors["constants"]
    return calculation.step(
        equation_5,
        calculation.factor(f"NCV_{fuel}", fuels.get("heating_value", fuel)),
        calculation.factor(f"CC_{fuel}", fuels.get("carbon_content", fuel)),
        calculation.factor(f"OF_{fuel}", fuels.get("oxidation", fuel)),
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", constants.get("molar_mass", "carbon")),
        symbol=f"COEF_{fuel},y",
        unit=f"t CO2/{FUEL_UNITS[fuel]}",
    )


def check(inputs: SolarThermalInputs, factors: FactorLibrary) -> list[Notice]:
    """Apply the programme's rules and the cross-checks of fields."""
    notices = check_programme(inputs) + check_electricity(_electricity(inputs), factors)
    used: dict[str, FuelUse] = {}
    for use in inputs.fuels:
        if use.fuel in used:
            raise FuelTwice(field="fuels", value=FUELS[use.fuel])
        used[use.fuel] = use
    for meter, rows in _corrections(inputs).items():
        if meter in METERS:
            continue
        if meter not in used:
            raise MeterWithoutReading(field="meter_corrections", meter=FUELS[meter])
        check_corrections(FUELS[meter], used[meter].quantity, rows, None)
    return notices


def _corrections(inputs: SolarThermalInputs) -> dict[str, list[Correction]]:
    return by_meter([(row.meter, row) for row in inputs.meter_corrections])


def _electricity(inputs: SolarThermalInputs) -> NetElectricity:
    return NetElectricity(ID, inputs, _corrections(inputs))


def _separately_metered(inputs: SolarThermalInputs) -> bool | None:
    return True if inputs.plant_type == "stand_alone" else inputs.separately_metered


SOLAR_THERMAL_V01 = Methodology(
    id=ID,
    version="V01",
    status="official",
    purpose="credits",
    title={"zh": "并网光热发电", "en": "Grid-connected solar thermal power (CSP)"},
    scope={
        "zh": "独立的并网光热发电，或“光热+”一体化项目中单独计量的光热部分，替代区域电网电量。",
        "en": "Stand-alone solar thermal plants, or the separately metered solar thermal part "
        "of an integrated project, displacing electricity of the regional grid.",
    },
    source="《温室气体自愿减排项目方法学 并网光热发电（CCER-01-001-V01）》 (MEE)",
    published="2023",
    Inputs=SolarThermalInputs,
    clauses=(
        Clause(
            id="solar_thermal",
            article=f"{TEXT} §2",
            text={
                "zh": "独立的并网光热发电项目，或“光热+”一体化项目中的光热发电部分。",
                "en": "A stand-alone solar thermal plant, or that part of an integrated project.",
            },
            fields=("plant_type",),
            holds=lambda inputs: inputs.plant_type != "other",
            refusal=lambda inputs: NotSolarThermal(field="plant_type", value=inputs.plant_type),
        ),
        Clause(
            id="separately_metered",
            article=f"{TEXT} §2",
            text={
                "zh": "一体化项目中光热发电部分的上网电量可单独计量。",
                "en": "The export of the solar thermal part is metered separately.",
            },
            fields=("plant_type", "separately_metered"),
            holds=_separately_metered,
            refusal=lambda _: NotSeparatelyMetered(field="separately_metered", value="false"),
        ),
        law_and_policy(TEXT),
    ),
    equations=(
        equation_1,
        equation_2,
        equation_3,
        corrected_down,
        corrected_up,
        corrected_fuel,
        sum_of_months,
        missing_export,
        missing_import,
        equation_4,
        equation_5,
        section_6_5,
        equation_6,
    ),
    model=model,
    check=check,
    outputs=REDUCTION_OUTPUTS,
    issues="emission_reductions_t_co2e",
    rounding=FLOOR_TO_TONNES,
    tables=("grid_margins", "margin_weights", "fuels", "constants"),
    fit=Fit(
        activities=("solar_thermal",),
        since=BUILT_SINCE,
        article=f"{TEXT} §2",
        near=dict.fromkeys(
            ("wind_power", "photovoltaics", "other_renewables", "fossil_power"), ("solar_thermal",)
        ),
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
            "zh": "固体燃料的碳氧化率取工业锅炉值，应按设备核实。",
            "en": "Solid fuels take the oxidation of industrial boilers; check the equipment.",
        },
    ),
    examples={
        "one_year": {
            "plant_type": "stand_alone",
            "grid": "northwest",
            "factor_year": 2019,
            "export_mwh": "198500.25",
            "import_mwh": "12480.75",
            "fuels": [
                {"fuel": "natural_gas", "quantity": "45.2"},
                {"fuel": "diesel", "quantity": "18.6"},
            ],
        },
    },
)
