"""What a survey of a forest reports: plots one by one, or summaries of strata."""

from collections.abc import Sequence
from decimal import Decimal

from methodologies.ccer.forest_refusals import NothingMeasured, TooFewPlots, UnknownStratum
from methodologies.ccer.forest_statistics import PLOTS_PER_STRATUM_MIN
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.replacing import ReplacingInputs

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
