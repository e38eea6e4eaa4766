"""Monitoring reports that the voluntary programme does not take."""

from registry.worlds.errors import CCER_RULES, Conflict, words
from registry.worlds.refused_values import PeriodInvalid

REDUCTIONS_RULE = f"{CCER_RULES} 第十七条"


class ReductionsTooEarly(PeriodInvalid):
    """The period begins before the programme counts reductions (facts: period, value, after)."""

    code = "registry.reductions_too_early"
    text = words(
        "The period {period} begins too early: reductions count after {after}.",
        "期间 {period} 起始过早：减排量须产生于 {after} 之后。",
    )
    rule = words(
        "Registered reductions were generated after 22 September 2020.",
        "申请登记的减排量应当产生于 2020 年 9 月 22 日之后。",
    )
    source = REDUCTIONS_RULE
    fix = words("Begin the period after {after}.", "请将起始日改为 {after} 之后。")


class ReductionsTooOld(PeriodInvalid):
    """The period begins more than five years before filing (facts: period, value, earliest)."""

    code = "registry.reductions_too_old"
    text = words(
        "The period {period} begins before {earliest}, more than five years ago.",
        "期间 {period} 早于 {earliest}，已超过五年。",
    )
    rule = words(
        "Reductions are generated within the five years before the application.",
        "减排量应当产生于申请登记之日前五年以内。",
    )
    source = REDUCTIONS_RULE
    fix = words("Begin the period on {earliest} or later.", "请将起始日改为 {earliest} 或之后。")


class PeriodSpansYears(PeriodInvalid):
    """The period lies in two calendar years (facts: period, value)."""

    code = "registry.period_spans_years"
    text = words(
        "The period {period} lies in more than one calendar year.",
        "期间 {period} 跨越多个日历年。",
    )
    rule = words(
        "Credits have the calendar year of their reductions as vintage, so a report has one year.",
        "减排量年份为其产生的日历年，故一份报告只涉及一个日历年。",
    )
    source = "TanLab docs/methodologies; CCER-01-001-V01, CCER-01-002-V01 §6.3 (第 y 年)"
    fix = words("File one report for each calendar year.", "请按日历年分别提交报告。")


class PeriodOfEstimateDiffers(PeriodInvalid):
    """The estimate was calculated for another period (facts: period, estimate, value, stated)."""

    code = "registry.period_of_estimate_differs"
    text = words(
        "Estimate {estimate} was calculated for {stated}, not for {period}.",
        "核算结果 {estimate} 的核算期为 {stated}，不是 {period}。",
    )
    rule = words(
        "Reductions are reported for the period in which they were measured.",
        "减排量按其计量所属的核算期申报。",
    )
    source = REDUCTIONS_RULE
    fix = words(
        "Enter the period {stated}, or calculate the other period.",
        "请填写核算期 {stated}，或另行核算该期间。",
    )


class EstimateReported(Conflict):
    """A report was filed with this estimate before (facts: estimate, report, field)."""

    code = "registry.estimate_reported"
    text = words(
        "Estimate {estimate} was reported before, in {report}.",
        "核算结果 {estimate} 已用于报告 {report}。",
    )
    rule = words(
        "A reduction is registered once; one calculation backs one report.",
        "减排量应具有唯一性；一份核算结果只能用于一份报告。",
    )
    source = CCER_RULES
    fix = words(
        "Calculate this period from its own meter readings and save it.",
        "请以该核算期的计量数据另行核算并保存。",
    )


class EstimateOfOtherProject(Conflict):
    """The estimate belongs to another project (facts: estimate, project, field)."""

    code = "registry.estimate_of_other_project"
    text = words(
        "Estimate {estimate} belongs to another project than {project}.",
        "核算结果 {estimate} 属于 {project} 以外的项目。",
    )
    rule = words("A project reports its own reductions only.", "项目只能申报自身产生的减排量。")
    source = CCER_RULES
    fix = words("Choose a calculation made for {project}.", "请选择为 {project} 所作的核算结果。")
