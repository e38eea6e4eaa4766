"""Steps and designs that the voluntary programme does not take.

NotPermitted
└── NotDevelopersAccount
Conflict
└── WindowOpen
InvalidValue
├── DesignIncomplete, MethodologyNotPublished, InsideQuotaControl
└── ConstructionTooEarly, CreditingPeriodInvalid
"""

from typing import ClassVar

from registry.worlds.errors import CCER_RULES, Conflict, NotPermitted, words
from registry.worlds.refused_values import InvalidValue

ELIGIBILITY_RULE = f"{CCER_RULES} 第十条"


class NotDevelopersAccount(NotPermitted):
    """Credits go to the developer's account only (facts: project)."""

    number: ClassVar[int] = 5008
    code = "registry.not_developers_account"
    text = words(
        "Credits of project {project} go to an account of its developer.",
        "项目 {project} 的减排量只能签发至项目业主账户。",
    )
    rule = words("Reductions belong to the project's owner.", "减排量登记在项目业主账户。")
    source = CCER_RULES
    fix = words("Choose an account of the developer.", "请选择项目业主的账户。")


class WindowOpen(Conflict):
    """A step is taken before its publicity ends (facts: record, step, until, day)."""

    number: ClassVar[int] = 5030
    code = "registry.window_open"
    text = words(
        "The publicity of {record} lasts until {until}; “{step}” may be taken from {day}.",
        "{record} 的公示期至 {until} 止；{day} 起方可办理“{step}”。",
    )
    rule = words(
        "Design and monitoring report are published, and anybody may comment, before they are "
        "judged; the window is counted in working days.",
        "项目设计文件和减排量核算报告须先行公示并接受公众意见，公示期按工作日计算，"
        "期满方可审定或核查。",
    )
    source = CCER_RULES
    fix = words("Come back on {day}.", "请于 {day} 或之后办理。")


class DesignIncomplete(InvalidValue):
    """The design lacks a fact (facts: project, what in both languages, field)."""

    number: ClassVar[int] = 5024
    code = "registry.design_incomplete"
    text = words(
        "The design of project {project} lacks: {what}.", "项目 {project} 的设计信息缺少：{what}。"
    )
    rule = words(
        "The published design states the start of construction, the crediting period and that the "
        "installation is outside quota control.",
        "公示的设计信息须载明开工日期、计入期，并声明不属于配额管理设施。",
    )
    source = ELIGIBILITY_RULE
    fix = words("Complete the design facts of the draft.", "请在草稿中补全设计信息。")


class MethodologyNotPublished(InvalidValue):
    """The methodology was not published by the ministry (facts: methodology, status, field)."""

    number: ClassVar[int] = 5020
    code = "registry.methodology_not_published"
    text = words(
        "The methodology {methodology} is not a published one ({status}).",
        "方法学 {methodology} 未经生态环境部发布（{status}）。",
    )
    rule = words(
        "Projects apply a methodology that the ministry of ecology and environment published.",
        "项目应当采用生态环境部发布的项目方法学。",
    )
    source = ELIGIBILITY_RULE
    fix = words(
        "Start the project from an estimate by a published methodology.",
        "请依据已发布的方法学核算并建立项目。",
    )


class InsideQuotaControl(InvalidValue):
    """The installation is inside quota control, or nothing was declared (facts: project, field)."""

    number: ClassVar[int] = 5023
    code = "registry.inside_quota_control"
    text = words(
        "Project {project} is not declared to be outside quota control.",
        "项目 {project} 未声明其设施不属于碳排放配额管理范围。",
    )
    rule = words(
        "Reductions inside an installation under a national or local emission quota are not "
        "registered.",
        "纳入全国和地方碳排放权交易市场配额管理的设施，其减排量不予登记。",
    )
    source = ELIGIBILITY_RULE
    fix = words(
        "Declare it if it is true; otherwise the project cannot be registered.",
        "属实的请作出声明；否则项目不能登记。",
    )


class ConstructionTooEarly(InvalidValue):
    """Construction began too early (facts: value, after, field)."""

    number: ClassVar[int] = 5021
    code = "registry.construction_too_early"
    text = words(
        "Construction began on {value}; projects begin after {after}.",
        "项目于 {value} 开工；须于 {after} 之后开工建设。",
    )
    rule = words(
        "Projects whose construction began after 8 November 2012 can be registered.",
        "项目应当于 2012 年 11 月 8 日之后开工建设。",
    )
    source = ELIGIBILITY_RULE
    fix = words(
        "Correct the date; a project that began earlier cannot be registered.",
        "请核对日期；此前开工的项目不能登记。",
    )


class CreditingPeriodInvalid(InvalidValue):
    """A crediting period is disordered or too long (facts: period, years, methodology, field)."""

    number: ClassVar[int] = 5022
    code = "registry.crediting_period"
    text = words(
        "The crediting period {period} is not one of at most {years} years ({methodology}).",
        "计入期 {period} 无效：{methodology} 的计入期起止有序且最长 {years} 年。",
    )
    rule = words(
        "A crediting period ends after it begins and is no longer than the methodology allows.",
        "计入期应当起止有序，且不超过方法学规定的年限。",
    )
    source = "CCER-01-001-V01, CCER-01-002-V01 §5.2.2"
    fix = words("Choose an earlier last day.", "请提前计入期截止日。")
