"""What the compliance cycle refuses."""

from registry.worlds.errors import RegistryError, words

_POWER_PLAN = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 (国环规气候〔2024〕1号)"


class VintageTooLate(RegistryError):
    """Allowances of a later year cannot be surrendered (facts: vintage, compliance_year)."""

    code = "registry.vintage_too_late"
    text = words(
        "Allowances of {vintage} do not count for {compliance_year}.",
        "{vintage} 年度配额不能用于 {compliance_year} 年度清缴。",
    )
    rule = words(
        "An obligation is met with allowances of its own year or an earlier one.",
        "履约使用本年度及以前年度配额。",
    )
    source = _POWER_PLAN
    fix = words(
        "Choose allowances of {compliance_year} or earlier.",
        "请选择 {compliance_year} 及以前年度配额。",
    )


class VintageSpent(RegistryError):
    """National allowances of before 2025 count for nothing later (facts: vintage, …)."""

    code = "registry.vintage_spent"
    text = words(
        "National allowances of {vintage} do not count for {compliance_year}.",
        "{vintage} 年度全国配额不能用于 {compliance_year} 年度清缴。",
    )
    rule = words(
        "National allowances of 2019–2024 meet obligations up to 2024. From 2025 on they count"
        " only once carried over into allowances of 2025, by 10 June 2026 (published text read"
        " in a public copy).",
        "2019–2024 年度全国配额仅用于 2024 及以前年度履约；须在 2026 年 6 月 10 日前结转为"
        " 2025 年度配额后方可用于 2025 及以后年度（依据公开文本）。",
    )
    source = f"{_POWER_PLAN} 附件5"
    fix = words(
        "Choose allowances of 2025 or later, or surrender these for 2024 or earlier.",
        "请选择 2025 及以后年度配额，或将其用于 2024 及以前年度清缴。",
    )


class ComplianceYearAhead(RegistryError):
    """The compliance year has not begun (facts: compliance_year, latest)."""

    code = "registry.compliance_year_ahead"
    text = words(
        "The compliance year {compliance_year} has not begun; the latest is {latest}.",
        "{compliance_year} 履约年度尚未开始，最晚为 {latest} 年度。",
    )
    rule = words(
        "Units are surrendered for emissions of the past or current year: an obligation follows"
        " verified emissions.",
        "清缴针对过去或当年的排放：应清缴量以经核查的排放量为准。",
    )
    source = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第十四条 (recalled, 条号待核对)"
    fix = words("Enter {latest} or an earlier year.", "请填写 {latest} 或更早年度。")


class CreditLimitExceeded(RegistryError):
    """More credits than the limit allows (facts: quantity, limit, obligation, left)."""

    code = "registry.credit_limit"
    text = words(
        "{quantity} t of credits exceed {limit} t, the limit for an obligation of {obligation} t.",
        "使用减排量 {quantity} 吨，超过应清缴量 {obligation} 吨对应的上限 {limit} 吨。",
    )
    rule = words(
        "Credits meet at most 5 % of an obligation.", "抵销比例不得超过应清缴碳排放配额的 5%。"
    )
    source = "碳排放权交易管理办法(试行) 第二十九条"
    fix = words(
        "Use at most {left} t more and allowances for the rest.",
        "最多再使用 {left} 吨，其余使用配额。",
    )
