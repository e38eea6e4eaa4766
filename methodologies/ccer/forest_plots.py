"""Sampling error of forest plots, on its own: what a survey says before any methodology uses it.

Source: rules of AR-CM-001-V01 and of the CDM's tool for the number of sample plots, from memory.
"""

from collections.abc import Sequence
from decimal import Decimal

from methodologies.ccer.forest_precision import (
    PlotStratum,
    Precision,
    deduction_bands,
    plots_for_target,
    sampling_precision,
    stratum_of_plots,
)
from methodologies.ccer.forest_refusals import (
    NothingMeasured,
    PlotsTwice,
    TooFewPlots,
    UnknownStratum,
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
from methodologies.ccer.forest_statistics import PLOTS_PER_STRATUM_MIN, plots_by_stratum
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.outputs import Output
from methodologies.engine.replacing import ReplacingInputs
from methodologies.engine.trace import Calculation, N, Notice, Quantity

ID = "forest-plots"
STRATA_MAX = 100
PLOTS_MAX = 2_000
AREA_HA_MAX = 10_000_000
STOCK_T_HA_MAX = 5_000


class MeasuredPlot(MethodologyInputs):
    """One sample plot."""

    stratum: Count = asked(
        "碳层编号",
        "Stratum",
        group="plots",
        kind="integer",
        at_least=1,
        at_most=STRATA_MAX,
        default=1,
        help={
            "zh": "碳层表中的行号，从 1 起；不分层填 1。",
            "en": "Its row in the list of strata, from 1; 1 without strata.",
        },
        first=True,
    )
    stock_t_ha: Amount = asked(
        "样地碳储量",
        "Stock of the plot",
        group="plots",
        kind="decimal",
        unit="t/ha",
        at_most=STOCK_T_HA_MAX,
        help={
            "zh": "每公顷数值；所有样地用同一单位（t CO2/ha、t C/ha 或 t d.m./ha）。",
            "en": "Per hectare; all plots in the same unit, t CO2, t C or t of dry matter per ha.",
        },
    )


class SurveyedStratum(MethodologyInputs):
    """One stratum, with the summary of its plots unless they are listed."""

    area_ha: Amount = asked(
        "面积",
        "Area",
        group="strata",
        kind="decimal",
        unit="ha",
        at_most=AREA_HA_MAX,
        help={"zh": "公顷；15 亩 = 1 公顷。", "en": "In hectares; 15 mu make one."},
        first=True,
    )
    mean_t_ha: Amount | None = asked(
        "样地平均值",
        "Mean of plots",
        group="strata",
        kind="decimal",
        unit="t/ha",
        at_most=STOCK_T_HA_MAX,
        default=None,
        help={"zh": "已逐个填写样地的不填。", "en": "Leave empty if the plots are listed."},
    )
    variance: Amount | None = asked(
        "样本方差",
        "Sample variance",
        group="strata",
        kind="decimal",
        unit="(t/ha)²",
        at_most=STOCK_T_HA_MAX**2,
        default=None,
        help={"zh": "以 n − 1 为除数。", "en": "Over n − 1."},
    )
    plots_count: Count | None = asked(
        "样地数",
        "Number of plots",
        group="strata",
        kind="integer",
        at_least=PLOTS_PER_STRATUM_MIN,
        at_most=1_000_000,
        default=None,
    )

    @property
    def summary(self) -> tuple[Decimal, Decimal, int] | None:
        """Mean, variance and number of plots, if all are given."""
        if self.mean_t_ha is None or self.variance is None or self.plots_count is None:
            return None
        return self.mean_t_ha, self.variance, self.plots_count

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the area is given."""
        return self.mean_t_ha is None and self.variance is None and self.plots_count is None


class ForestPlotsInputs(ReplacingInputs):
    """A survey: plots one by one, or summaries of strata."""

    strata: tuple[SurveyedStratum, ...] = asked(
        "碳层",
        "Strata",
        group="strata",
        kind="rows",
        default=(),
        rows_max=STRATA_MAX,
        help={
            "zh": "分层抽样时每层一行；简单随机抽样不填。",
            "en": "One row each for stratified sampling; none for simple random sampling.",
        },
    )
    plots: tuple[MeasuredPlot, ...] = asked(
        "样地",
        "Plots",
        group="plots",
        kind="rows",
        default=(),
        rows_max=PLOTS_MAX,
        help={"zh": "每个样地一行，每层至少两个。", "en": "One row each, two or more a stratum."},
    )
    t_value: Amount | None = asked(
        "t 值（查表）",
        "t value, from a table",
        group="plots",
        kind="decimal",
        at_least=0,
        at_most=700,
        default=None,
        help={
            "zh": "报告采用印刷 t 表时填写；不填则按置信水平和自由度计算。",
            "en": "If the report used a printed table; else computed from level and degrees "
            "of freedom.",
        },
    )


def stocks_by_stratum(plots: Sequence[MeasuredPlot], strata: int) -> list[list[Decimal]]:
    """Sort plots by stratum.

    Args:
        plots: in any order.
        strata: how many there are.

    Raises:
        UnknownStratum: a plot names a stratum beyond the last.
    """
    stocks: list[list[Decimal]] = [[] for _ in range(strata)]
    for plot in plots:
        if plot.stratum > strata:
            raise UnknownStratum(field="plots", value=plot.stratum, most=strata)
        stocks[plot.stratum - 1].append(plot.stock_t_ha)
    return stocks


def check_plots(stocks: Sequence[Sequence[Decimal]]) -> None:
    """Refuse strata with fewer than two plots, and plots without any stock.

    Raises:
        TooFewPlots, NothingMeasured: no relative error can be had of them.
    """
    for number, values in enumerate(stocks, start=1):
        check_count(number, values)
    if not any(value for values in stocks for value in values):
        raise NothingMeasured(field="plots")


def check_count(number: int, stocks: Sequence[Decimal]) -> None:
    """Refuse a stratum with fewer plots than a variance needs.

    Raises:
        TooFewPlots: there are none, or one.
    """
    if len(stocks) < PLOTS_PER_STRATUM_MIN:
        raise TooFewPlots(field="plots", value=len(stocks), stratum=number)


def model(
    calculation: Calculation[N], inputs: ForestPlotsInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry a survey through S1 to S11."""
    areas = [
        calculation.given(f"A_{number}", stratum.area_ha, "strata")
        for number, stratum in enumerate(inputs.strata, start=1)
    ]
    strata = _surveyed(calculation, inputs)
    precision = sampling_precision(calculation, areas, strata, factors, inputs.t_value)
    plots = plots_for_target(calculation, precision, factors)
    _advise(calculation, precision, plots)
    bands = deduction_bands(calculation, factors)
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
    plots = calculation.given(f"n_{number}", Decimal(count), "strata")
    return PlotStratum(
        calculation.given(f"c_{number}", mean, "strata"),
        calculation.given(f"s²_{number}", variance, "strata"),
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
    source="AR-CM-001-V01 (2013), 抽样与不确定性部分，凭记忆 · sampling rules, from memory",
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
