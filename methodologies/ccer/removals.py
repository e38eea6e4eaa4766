"""What a sink project earns: removals less baseline, leakage and the risk of loss."""

from methodologies.engine.outputs import Output
from methodologies.engine.trace import N

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


def removal_results(*, baseline: N, project: N, leakage: N, creditable: N) -> dict[str, N]:
    """Name the four results of `REMOVAL_OUTPUTS`."""
    values = (baseline, project, leakage, creditable)
    return {output.name: value for output, value in zip(REMOVAL_OUTPUTS, values, strict=True)}
