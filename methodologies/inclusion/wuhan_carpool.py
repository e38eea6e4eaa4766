"""Wuhan's second batch, carpool, with the structure of T/CCAA 38-2021.

PE = PE_car + PE_sys with a detour coefficient; the values of the standard were not found.
"""

from methodologies.engine.contract import Clause
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, Count, asked
from methodologies.engine.trace import Calculation, N, Number, equation
from methodologies.inclusion.aggregation import CollectableInputs
from methodologies.inclusion.records import Activity as Kind
from methodologies.inclusion.records import activity_asked, distance_asked
from methodologies.inclusion.reductions import Activity
from methodologies.inclusion.refusals import RidingAlone
from methodologies.inclusion.wuhan import wuhan

STANDARD = "T/CCAA 38-2021（编号未见） · T/CCAA 38-2021 (numbering not seen)"
PERSONS_MIN = 2


class CarpoolInputs(CollectableInputs):
    """One person's trip in a shared car."""

    activity: Kind = activity_asked("carpool")
    distance_km: Amount = distance_asked()
    persons: Count = asked(
        "同乘人数",
        "Persons in the car",
        group="trips",
        kind="integer",
        unit="persons",
        at_least=1,
        at_most=9,
        help={
            "zh": "含驾驶员；合乘须两人及以上。",
            "en": "The driver counts; a carpool has two or more.",
        },
        source=STANDARD,
    )


@equation(
    "(2a)",
    "PE_car",
    "kg CO2e",
    meaning={"zh": "合乘车辆排放量", "en": "emissions of the shared car"},
    operands=("AD", "k", "EF_low"),
    source=STANDARD,
)
def equation_2a(distance: Number, detour: Number, project_factor: Number) -> Number:
    """One person's part of the car's emissions, with the detour to pick up others."""
    return distance * detour * project_factor


@equation(
    "(2b)",
    "PE_sys",
    "kg CO2e",
    meaning={"zh": "平台系统排放量", "en": "emissions of the platform's system"},
    operands=("AD", "EF_sys"),
    source=STANDARD,
)
def equation_2b(distance: Number, system_factor: Number) -> Number:
    """What arranging the trip emits."""
    return distance * system_factor


@equation(
    "(2)",
    "PE",
    "kg CO2e",
    meaning={"zh": "合乘排放量", "en": "emissions of the carpool"},
    operands=("PE_car", "PE_sys"),
    source=STANDARD,
)
def equation_2(car: Number, system: Number) -> Number:
    """Car and system together."""
    return car + system


def carpool_emissions(
    calculation: Calculation[N], distance: N, activity: Activity, factors: FactorLibrary
) -> N:
    """Apply equations (2a), (2b) and (2).

    Returns:
        PE in kg CO2e.
    """
    detour = calculation.factor("k", activity.factor("detour", factors))
    project = calculation.factor("EF_low", activity.factor("project", factors))
    system = calculation.factor("EF_sys", activity.factor("platform_system", factors))
    return calculation.step(
        equation_2,
        calculation.step(equation_2a, distance, detour, project),
        calculation.step(equation_2b, distance, system),
    )


SHARED = Clause(
    id="not_alone",
    article=STANDARD,
    text={
        "zh": "两人及以上因路线相近同乘一车。",
        "en": "Two or more persons with similar routes share one car.",
    },
    fields=("persons",),
    holds=lambda inputs: inputs.persons >= PERSONS_MIN,
    refusal=lambda inputs: RidingAlone(field="persons", value=inputs.persons, article=STANDARD),
)

CARPOOL = wuhan(
    "carpool",
    CarpoolInputs,
    "distance_km",
    title={"zh": "武汉碳普惠：合乘出行", "en": "Wuhan carbon inclusion: carpool"},
    clause=SHARED,
    example={"distance_km": "14.2", "persons": 2},
    project=carpool_emissions,
    equations=(equation_2a, equation_2b, equation_2),
)
