"""What the compliance cycle refuses from enrolment to the final allocation."""

from registry.worlds.errors import (
    Conflict,
    NotPermitted,
    RegistryError,
    UnknownRecord,
    words,
)
from registry.worlds.refused_values import InvalidValue

ORDER_775 = "碳排放权交易管理暂行条例 (国务院令第775号, 2024)"
POWER_PLAN = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 (国环规气候〔2024〕1号)"
INDUSTRY_PLAN = "2024、2025年度钢铁、水泥、铝冶炼行业配额总量和分配方案 (国环规气候〔2025〕2号)"


class UnknownEntity(UnknownRecord):
    """No entity is enrolled under the number (facts: entity)."""

    code = "registry.unknown_entity"
    number = 4101
    text = words("There is no enrolled entity {entity}.", "不存在重点排放单位 {entity}。")
    rule = words("An entity is enrolled before it reports.", "重点排放单位须先列入名录，方可报告。")
    source = f"{ORDER_775} 第八条"
    fix = words("Look the number up in the compliance report.", "请在履约公示中查询编号。")


class EnrolledElsewhere(Conflict):
    """The party is enrolled already (facts: party, entity, scheme)."""

    code = "registry.enrolled_elsewhere"
    number = 4102
    text = words(
        "{party} is already enrolled as {entity} in {scheme}.",
        "{party} 已在 {scheme} 列入名录（{entity}）。",
    )
    rule = words(
        "An entity in the national market takes no part in a local one for the same gas and"
        " sector.",
        "纳入全国碳市场的重点排放单位，不再参与地方市场同一气体、同一行业的配额管理。",
    )
    source = f"{ORDER_775} 第二十九条"
    fix = words("End the other enrolment first.", "请先办理原市场退出。")


class BelowThreshold(RegistryError):
    """Emissions are below the entry threshold (facts: emissions, threshold, scheme)."""

    code = "registry.below_threshold"
    number = 4103
    text = words(
        "{emissions} t a year are below the threshold of {threshold} t of {scheme}.",
        "年排放量 {emissions} 吨，低于 {scheme} 纳入门槛 {threshold} 吨。",
    )
    rule = words(
        "Entities are enrolled from the threshold of their market on.",
        "年排放量达到纳入门槛的单位方列入名录。",
    )
    source = "关于做好2026年全国碳排放权交易市场有关工作的通知 (环办气候函〔2026〕32号)"
    fix = words(
        "Check the emissions, or amend the rule “Entry threshold, emissions”.",
        "请核对排放量，或修订规则“纳入门槛（排放量）”。",
    )


class SectorUnknown(InvalidValue):
    """The sector is not one of the scheme's (facts: value, known)."""

    code = "registry.compliance_sector"
    number = 4104
    text = words("“{value}” is none of: {known}.", "“{value}”不属于：{known}。")
    rule = words(
        "Each sector and class of unit has its own allocation rule.",
        "各行业、各类机组适用各自的分配方法。",
    )
    source = POWER_PLAN
    fix = words("Choose one of the list.", "请从列表中选择。")


class FiguresInvalid(InvalidValue):
    """A reported figure cannot be used (facts: unit, figure, value)."""

    code = "registry.compliance_figures"
    number = 4105
    text = words(
        "Unit {unit}: {figure} = “{value}” cannot be used.",
        "{unit}：{figure} 的值“{value}”不可用。",
    )
    rule = words(
        "Each enrolled unit is reported once, with numbers in their range: emissions in whole"
        " tonnes, shares from 0 to 1, products above 0.",
        "已登记机组（生产线）各填报一次，数值须在范围内：排放量为整数吨，比例为 0–1，产量大于 0。",
    )
    source = f"{ORDER_775} 第十一条"
    fix = words("Correct the figure and file again.", "请更正后重新提交。")


class EvidenceMonthInvalid(InvalidValue):
    """Evidence of a month that is not over (facts: value)."""

    code = "registry.evidence_month"
    number = 4106
    text = words("The month {value} is not over.", "{value} 尚未结束。")
    rule = words(
        "Data evidence of a month is filed within 40 days after its end.",
        "每月结束后 40 日内存证上月数据。",
    )
    source = "环办气候函〔2026〕32号"
    fix = words("Choose a month that is over.", "请选择已结束的月份。")


class CycleStepMissing(Conflict):
    """An earlier step of the cycle is missing (facts: entity, year, needed)."""

    code = "registry.cycle_step_missing"
    number = 4107
    text = words(
        "{entity} has no {needed} for {year} yet.", "{entity} 尚无 {year} 年度的{needed}。"
    )
    rule = words(
        "A year goes from report to verification, final allocation and surrender.",
        "年度履约依次经过报告、核查、核定配额和清缴。",
    )
    source = f"{ORDER_775} 第九、十一、十二、十四条"
    fix = words(
        "Do the missing step first; the entity's page shows the order.",
        "请先办理缺少的环节，顺序见单位页面。",
    )


class CycleStepDone(Conflict):
    """A step was done before (facts: entity, year, step)."""

    code = "registry.cycle_step_done"
    number = 4108
    text = words("{entity} already has a {step} for {year}.", "{entity} 已有 {year} 年度的{step}。")
    rule = words("Each step of a year is done once.", "每年度各环节只办理一次。")
    source = f"{ORDER_775} 第九条"
    fix = words(
        "See the entity's page; nothing more has to be done.", "请查看单位页面，无需重复办理。"
    )


class VerifierIsReporter(NotPermitted):
    """A body may not verify its own report (facts: party, entity)."""

    code = "registry.verifier_is_reporter"
    number = 4109
    text = words(
        "{party} reported for {entity} and may not verify it.",
        "{party} 为 {entity} 的报告方，不得核查。",
    )
    rule = words(
        "The verifier differs from the one who reports.", "核查方不得与报告方为同一主体或同一人。"
    )
    source = f"{ORDER_775} 第十二条"
    fix = words("Ask an independent verification body.", "请委托独立的核查机构。")


class NothingToBalance(RegistryError):
    """No line of the sector follows a balance value (facts: sector, year)."""

    code = "registry.nothing_to_balance"
    number = 4110
    text = words(
        "No verified line of {sector} in {year} follows a balance value.",
        "{sector} {year} 年度没有适用平衡值的已核查生产线。",
    )
    rule = words(
        "The balance value is found from all verified lines of the sector.",
        "平衡值由全行业经核查数据求得。",
    )
    source = INDUSTRY_PLAN
    fix = words("Verify the sector's reports first.", "请先完成该行业核查。")


class BalanceValueMissing(Conflict):
    """The sector's balance value is not set (facts: sector, year)."""

    code = "registry.balance_value_missing"
    number = 4111
    text = words(
        "{sector} has no balance value for {year} yet.", "{sector} 尚无 {year} 年度平衡值。"
    )
    rule = words(
        "From 2025 on allowances of steel, cement and aluminium follow the sector's balance value.",
        "2025 年度起，钢铁、水泥、铝冶炼配额按行业平衡值核定。",
    )
    source = INDUSTRY_PLAN
    fix = words("Set the balance value first.", "请先确定平衡值。")


class AllocationNotGiven(InvalidValue):
    """A local allocation has no quantity, or a national one has (facts: scheme, field)."""

    code = "registry.allocation_quantity"
    number = 4112
    text = words("The allocation of {scheme} is found {how}.", "{scheme} 配额{how}。")
    rule = words(
        "The national plans are calculated here; a local authority's decision is entered with its"
        " document.",
        "全国配额由系统按分配方案计算；地方配额按主管部门文件录入。",
    )
    source = POWER_PLAN
    fix = words(
        "Enter quantity and document for a local market, neither for the national one.",
        "地方市场请填写数量和文件；全国市场均留空。",
    )


class RecallNotCovered(RegistryError):
    """Allowances to be taken back are not there (facts: entity, missing, recalled)."""

    code = "registry.recall_not_covered"
    number = 4113
    text = words(
        "{entity} has to return {recalled} t, {missing} t more than it holds available.",
        "{entity} 须退回 {recalled} 吨，可用持有量不足，差 {missing} 吨。",
    )
    rule = words(
        "Allowances given ahead beyond the final allocation are taken back.",
        "预分配多于核定配额的部分应当退回（多退少补）。",
    )
    source = POWER_PLAN
    fix = words(
        "Acquire {missing} t of that year or release what orders reserve, then allocate.",
        "请先购入该年度配额 {missing} 吨或撤单解冻，再行核定。",
    )
