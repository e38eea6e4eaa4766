"""Monitoring reports that the voluntary programme does not take."""

from typing import ClassVar

from registry.worlds.errors import CCER_RULES, Conflict, words
from registry.worlds.refused_values import InvalidValue, PeriodInvalid

REDUCTIONS_RULE = f"{CCER_RULES} 第十七条"


class ReductionsTooEarly(PeriodInvalid):
    """The period begins before the programme counts reductions (facts: period, value, after)."""

    number: ClassVar[int] = 5010
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
    """The period begins too many years before (facts: period, value, earliest, years)."""

    number: ClassVar[int] = 5011
    code = "registry.reductions_too_old"
    text = words(
        "The period {period} begins before {earliest}, more than {years} years before application.",
        "期间 {period} 早于 {earliest}，距申请已超过 {years} 年。",
    )
    rule = words(
        "Reductions are generated within the five years before the application.",
        "减排量应当产生于申请登记之日前五年以内。",
    )
    source = REDUCTIONS_RULE
    fix = words("Begin the period on {earliest} or later.", "请将起始日改为 {earliest} 或之后。")


class PeriodSpansYears(PeriodInvalid):
    """The period lies in two calendar years (facts: period, value)."""

    number: ClassVar[int] = 5012
    code = "registry.period_spans_years"
    text = words(
        "The period {period} lies in more than one calendar year.",
        "期间 {period} 跨越多个日历年。",
    )
    rule = words(
        "Credits have the calendar year of their reductions as vintage, so a report has one year.",
        "减排量年份为其产生的日历年，故一份报告只涉及一个日历年。",
    )
    source = "CCER-01-001-V01, CCER-01-002-V01 §6.3"
    fix = words("File one report for each calendar year.", "请按日历年分别提交报告。")


class PeriodOfEstimateDiffers(PeriodInvalid):
    """The estimate was calculated for another period (facts: period, estimate, value, stated)."""

    number: ClassVar[int] = 5013
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

    number: ClassVar[int] = 5014
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

    number: ClassVar[int] = 5015
    code = "registry.estimate_of_other_project"
    text = words(
        "Estimate {estimate} belongs to another project than {project}.",
        "核算结果 {estimate} 属于 {project} 以外的项目。",
    )
    rule = words("A project reports its own reductions only.", "项目只能申报自身产生的减排量。")
    source = CCER_RULES
    fix = words("Choose a calculation made for {project}.", "请选择为 {project} 所作的核算结果。")


class OutsideCrediting(PeriodInvalid):
    """The period is not inside the project's crediting period (facts: period, crediting)."""

    number: ClassVar[int] = 5016
    code = "registry.outside_crediting"
    text = words(
        "The period {period} is not inside the crediting period {crediting}.",
        "期间 {period} 不在计入期 {crediting} 内。",
    )
    rule = words(
        "Only reductions of the registered crediting period are registered.",
        "仅登记项目计入期内产生的减排量。",
    )
    source = REDUCTIONS_RULE
    fix = words("Report a period inside {crediting}.", "请申报 {crediting} 之内的期间。")


class VerifiedAboveReported(InvalidValue):
    """More was verified than was reported (facts: report, verified, reported, field)."""

    number: ClassVar[int] = 5017
    code = "registry.verified_above_reported"
    text = words(
        "{verified} t cannot be verified: report {report} states {reported} t.",
        "不能核查确认 {verified} 吨：报告 {report} 申报 {reported} 吨。",
    )
    rule = words(
        "A verification confirms the reported reductions or less, never more.",
        "核查确认的减排量不得高于申报量。",
    )
    source = CCER_RULES
    fix = words(
        "Confirm {reported} t or less; for more the developer files another report.",
        "请确认不高于 {reported} 吨的数量；如需更多，由项目业主另行申报。",
    )


class OverrideMissing(InvalidValue):
    """Credits of a reconstructed methodology without a reason (facts: report, methodology)."""

    number: ClassVar[int] = 5018
    code = "registry.override_missing"
    text = words(
        "Report {report} rests on {methodology}, whose equations are reconstructed: nothing is "
        "issued from it without an override.",
        "报告 {report} 所依据的 {methodology} 为重构公式，未经例外批准不得签发。",
    )
    rule = words(
        "Units are issued from published equations; from a reconstruction of them only if the "
        "registry operator overrides that explicitly and says why.",
        "减排量按已发布的公式签发；公式为重构的，须由注册登记机构明示例外并说明理由。",
    )
    source = "TanLab"
    fix = words(
        "Compare the result with the official text and state the reason of the override, or "
        "return the report.",
        "请与官方文本核对结果并填写例外理由，或退回报告。",
    )


class OverrideNotNeeded(InvalidValue):
    """A reason to override where nothing is to be overridden (facts: report, methodology)."""

    number: ClassVar[int] = 5019
    code = "registry.override_not_needed"
    text = words(
        "Report {report} rests on {methodology} as published; there is nothing to override.",
        "报告 {report} 所依据的 {methodology} 为已发布文本，无须例外。",
    )
    rule = words(
        "An override is recorded only where units are issued from reconstructed equations.",
        "仅对依据重构公式的签发记录例外。",
    )
    source = "TanLab"
    fix = words("Leave the reason empty.", "请将理由留空。")
