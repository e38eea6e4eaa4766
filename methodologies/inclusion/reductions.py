"""What one record reduces: equations (1) to (3), the same for trips and for counted deeds.

The structure is that of the published travel methodologies, ER = activity × (EF_base − EF_low);
their numbering was not seen, so the numbers are ours.
"""

from typing import NamedTuple

from methodologies.engine.factors import Factor, FactorLibrary
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, N, Number, equation

STRUCTURE = "通用结构 · general structure"

REDUCTIONS_KG = Output(
    name="emission_reductions_kg_co2e",
    title={"zh": "减排量", "en": "Emission reductions"},
    unit="kg CO2e",
)
EMISSIONS_KG = (
    Output(
        name="baseline_emissions_kg_co2e",
        title={"zh": "基准线排放量", "en": "Baseline emissions"},
        unit="kg CO2e",
    ),
    Output(
        name="project_emissions_kg_co2e",
        title={"zh": "低碳行为排放量", "en": "Emissions of the low-carbon activity"},
        unit="kg CO2e",
        sign="−",
    ),
)


class Activity(NamedTuple):
    """Which rows of a factor table apply to a record."""

    table: str
    kind: str
    year: int

    def factor(self, key: str, factors: FactorLibrary) -> Factor:
        """Look a factor up: of the year, else of the latest published year before it.

        Raises:
            NoFactor: neither that year nor an earlier one is published.
        """
        return factors[self.table].of_year(key, self.kind, self.year)


@equation(
    "(1)",
    "BE",
    "kg CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("AD", "EF_base"),
    source=f"{STRUCTURE} (1)",
)
def equation_1(amount: Number, baseline_factor: Number) -> Number:
    """Emissions of what would have been done instead."""
    return amount * baseline_factor


@equation(
    "(2)",
    "PE",
    "kg CO2e",
    meaning={"zh": "低碳行为排放量", "en": "emissions of the low-carbon activity"},
    operands=("AD", "EF_low"),
    source=f"{STRUCTURE} (2)",
)
def equation_2(amount: Number, project_factor: Number) -> Number:
    """Emissions of what was done."""
    return amount * project_factor


@equation(
    "(3)",
    "ER",
    "kg CO2e",
    meaning={"zh": "减排量", "en": "emission reductions"},
    operands=("BE", "PE"),
    source=f"{STRUCTURE} (3)",
)
def equation_3(baseline: Number, project: Number) -> Number:
    """Baseline emissions less those of the low-carbon activity."""
    return baseline - project


def project_emissions(
    calculation: Calculation[N], amount: N, activity: Activity, factors: FactorLibrary
) -> N:
    """Apply equation (2).

    Returns:
        PE in kg CO2e.
    """
    factor = calculation.factor("EF_low", activity.factor("project", factors))
    return calculation.step(equation_2, amount, factor)
