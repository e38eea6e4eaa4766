"""Sampling error of forest plots, on its own: what a survey says before any methodology uses it.

Source: rules of AR-CM-001-V01 and of the CDM's tool for the number of sample plots, from memory.
"""

from decimal import Decimal

from methodologies.ccer.forest_precision import (
    PlotStratum,
    Precision,
    deduction_bands,
    is_beyond_bands,
    plots_for_target,
    sampling_precision,
    stratum_of_plots,
)
from methodologies.ccer.forest_refusals import (
    MorePlotsNeeded,
    NothingMeasured,
    PlotsTwice,
)
from methodologies.ccer.forest_sampling import (
    deduction_rate,
    degrees_of_freedom,
    plots_needed,
    relative_error,
    standard_error,
    stratified_mean,
    stratum_mean,
    stratum_variance,
    stratum_weight,
    t_quantile,
    weighted_deviation,
)
from methodologies.ccer.forest_statistics import plots_by_stratum
from methodologies.ccer.forest_survey import (
    ForestPlotsInputs,
    check_count,
    check_plots,
    stocks_by_stratum,
)
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, N, Notice, Quantity

ID = "forest-plots"

MORE_PLOTS = Notice(
    "methodologies.more_plots_asked_for",
    MorePlotsNeeded.rule,
    MorePlotsNeeded.source,
)


def model(
    calculation: Calculation[N], inputs: ForestPlotsInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry a survey through S1 to S11."""
    areas = [
        calculation.given(f"A_{number}", stratum.area_ha, "strata.area_ha")
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    strata = _surveyed(calculation, inputs)
    precision = sampling_precision(calculation, areas, strata, factors, inputs.t_value)
    plots = plots_for_target(calculation, precision, factors)
    _advise(calculation, precision, plots)
    bands = deduction_bands(calculation, factors)
    if is_beyond_bands(precision.relative_error, bands):
        calculation.notice(MORE_PLOTS)
    deduction = calculation.step(deduction_rate, precision.relative_error, *bands)
    return {
        "mean_t_ha": precision.mean,
        "standard_error_t_ha": precision.standard_error,
        "plots_needed": plots,
        "relative_error": precision.relative_error,
        "deduction": deduction,
    }


def _surveyed(calculation: Calculation[N], inputs: ForestPlotsInputs) -> list[PlotStratum[N]]:
    stocks = stocks_by_stratum(inputs.plots, max(1, len(inputs.strata)))
    if not inputs.strata:
        return [stratum_of_plots(calculation, 1, stocks[0])]
    return [
        stratum_of_plots(calculation, number, values)
        if stratum.summary is None
        else _summarised(calculation, number, stratum.summary)
        for number, (stratum, values) in enumerate(zip(inputs.strata, stocks, strict=True), start=1)
    ]


def _summarised(
    calculation: Calculation[N], number: int, summary: tuple[Decimal, Decimal, int]
) -> PlotStratum[N]:
    mean, variance, count = summary
    plots = calculation.given(f"n_{number}", Decimal(count), "strata.plots_count")
    return PlotStratum(
        calculation.given(f"c_{number}", mean, "strata.mean_t_ha"),
        calculation.given(f"s²_{number}", variance, "strata.variance"),
        plots,
        calculation.step(degrees_of_freedom, plots, symbol=f"ν_{number}"),
    )


def _advise(calculation: Calculation[N], precision: Precision[N], plots: N) -> None:
    if not isinstance(plots, Quantity):
        return
    weights = [weight.value for weight in precision.weights if isinstance(weight, Quantity)]
    variances = [value.value for value in precision.variances if isinstance(value, Quantity)]
    spread = plots_by_stratum(int(plots.value), weights, variances)
    listed = ", ".join(f"{number}: {count}" for number, count in enumerate(spread, start=1))
    calculation.notice(
        Notice(
            "methodologies.plots_by_stratum",
            {
                "zh": f"达到目标精度的样地分配（碳层：样地数）：{listed}。",
                "en": f"Plots that meet the target, by stratum: {listed}.",
            },
        )
    )


def check(inputs: ForestPlotsInputs, _: FactorLibrary) -> list[Notice]:
    """Check that each stratum has its plots or its summary, and that something was measured.

    Raises:
        InconsistentInputs: it was not.
    """
    stocks = stocks_by_stratum(inputs.plots, max(1, len(inputs.strata)))
    if not inputs.strata:
        check_plots(stocks)
        return []
    for number, (stratum, values) in enumerate(zip(inputs.strata, stocks, strict=True), start=1):
        if not stratum.is_bare and (stratum.summary is None or values):
            raise PlotsTwice(field="strata", stratum=number)
        if stratum.is_bare:
            check_count(number, values)
    means = [stratum.mean_t_ha for stratum in inputs.strata]
    areas = [stratum.area_ha for stratum in inputs.strata]
    if not any(areas) or not any(means + [sum(values) for values in stocks]):
        raise NothingMeasured(field="strata")
    return []


FOREST_PLOTS_V01 = Methodology(
    id=ID,
    version="V01",
    status="reconstructed",
    purpose="survey",
    title={"zh": "森林样地抽样误差", "en": "Sampling error of forest plots"},
    scope={
        "zh": "由样地得出平均值、标准误、相对误差、不确定性扣减率，以及达到目标精度所需的样地数。"
        "可用于造林、红树林等碳汇项目的调查设计。",
        "en": "From plots to mean, standard error, relative error, deduction, and the plots that "
        "a target precision takes; for surveys of afforestation and other sink projects.",
    },
    source="AR-CM-001-V01 (2013), 抽样与不确定性部分，凭记忆 · "
    "AR-CM-001-V01 (2013), sampling rules, from memory",
    published="2013",
    Inputs=ForestPlotsInputs,
    clauses=(),
    equations=(
        stratum_mean,
        degrees_of_freedom,
        stratum_variance,
        stratum_weight,
        stratified_mean,
        standard_error,
        t_quantile,
        relative_error,
        weighted_deviation,
        plots_needed,
        deduction_rate,
    ),
    model=model,
    check=check,
    outputs=(
        Output(
            name="mean_t_ha",
            title={"zh": "平均值", "en": "Mean"},
            unit="t/ha",
        ),
        Output(
            name="standard_error_t_ha",
            title={"zh": "标准误", "en": "Standard error"},
            unit="t/ha",
        ),
        Output(
            name="plots_needed",
            title={"zh": "达到目标精度所需样地数", "en": "Plots that meet the target"},
            unit="1",
        ),
        Output(
            name="deduction",
            title={"zh": "不确定性扣减率", "en": "Deduction for uncertainty"},
            unit="1",
        ),
        Output(
            name="relative_error",
            title={"zh": "抽样相对误差", "en": "Relative sampling error"},
            unit="1",
        ),
    ),
    issues=None,
    rounding=None,
    tables=("forest_sampling",),
    fit=Fit(activities=("planting", "mangroves")),
    remarks=(
        {
            "zh": "双侧 t 区间，自由度为样地总数减碳层数；不作有限总体校正。",
            "en": "A two-sided t-interval with as many degrees of freedom as plots less strata; "
            "no finite population correction.",
        },
        {
            "zh": "所需样地数按最优分配计算，每层至少两个。",
            "en": "The plots needed are spread over strata as suits best, two or more in each.",
        },
        {
            "zh": "相对误差超过最后一档时扣减率记为 1：须增加样地。",
            "en": "Beyond the last band the deduction is 1: more plots are asked for.",
        },
    ),
    examples={
        "simple_random_sampling": {
            "plots": [
                {"stock_t_ha": stock}
                for stock in ("92.4", "101.7", "88.9", "110.2", "97.3", "95.0")
            ],
        },
    },
)
