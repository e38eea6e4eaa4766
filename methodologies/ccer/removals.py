"""What a sink project earns: removals less baseline, leakage and the risk of loss."""

from methodologies.ccer.forest_carbon import STRUCTURE
from methodologies.engine.outputs import Output
from methodologies.engine.trace import N, Number, equation

REMOVAL_OUTPUTS = (
    Output(
        name="baseline_removals_t_co2e",
        title={"zh": "基线碳汇量", "en": "Baseline removals"},
        unit="t CO2e",
        sign="−",
    ),
    Output(
        name="project_removals_t_co2e",
        title={"zh": "项目碳汇量", "en": "Project removals"},
        unit="t CO2e",
    ),
    Output(
        name="leakage_t_co2e",
        title={"zh": "泄漏", "en": "Leakage"},
        unit="t CO2e",
        sign="−",
    ),
    Output(
        name="emission_reductions_t_co2e",
        title={"zh": "项目减排量（碳汇）", "en": "Creditable removals"},
        unit="t CO2e",
    ),
)
"""The four results of a methodology for removals."""


@equation(
    "R1",
    "CDR",
    "t CO2e",
    meaning={"zh": "项目减排量", "en": "creditable removals"},
    operands=("ΔC_PROJ", "ΔC_BSL", "LK", "K_risk"),
    source=STRUCTURE,
)
def creditable_removals(project: Number, baseline: Number, leakage: Number, risk: Number) -> Number:
    """Removals beyond the baseline, less leakage, less the share held back for the risk of loss."""
    return (project - baseline - leakage) * (1 - risk)


def removal_results(*, baseline: N, project: N, leakage: N, creditable: N) -> dict[str, N]:
    """Name the four results of `REMOVAL_OUTPUTS`."""
    values = (baseline, project, leakage, creditable)
    return {output.name: value for output, value in zip(REMOVAL_OUTPUTS, values, strict=True)}
