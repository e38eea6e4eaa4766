"""Words and names that pages of control need."""

from collections.abc import Mapping

from market.services import TRANSACTION_TYPES
from registry.worlds import words

KIND_TITLES: Mapping[str, Mapping[str, str]] = {
    type_.command.kind: type_.name for type_ in TRANSACTION_TYPES
}
"""Name of each kind of command."""

FIELD_NAMES: Mapping[str, Mapping[str, str]] = {
    "account": words("account", "账户"),
    "from_account": words("from account", "转出账户"),
    "to_account": words("to account", "转入账户"),
    "trusted": words("trusted account", "信任账户"),
    "unit_type": words("unit type", "单位类别"),
    "quantity": words("quantity", "数量"),
    "serials": words("serials", "编码"),
    "memo": words("memo", "附言"),
    "note": words("note", "说明"),
    "beneficiary": words("beneficiary", "受益方"),
    "beneficiary_credit_code": words("beneficiary's credit code", "受益方统一社会信用代码"),
    "purpose": words("purpose", "用途"),
    "period_from": words("period from", "期间起"),
    "period_to": words("period to", "期间止"),
    "compliance_year": words("compliance year", "履约年度"),
    "profile": words("control profile", "内控方案"),
    "scheme": words("scheme", "机制"),
    "key": words("rule", "规则"),
    "value": words("value", "取值"),
    "unit": words("unit", "单位"),
    "applies_to": words("applies to", "适用于"),
    "valid_from": words("valid from", "起始日"),
    "valid_to": words("valid to", "终止日"),
    "source": words("source", "来源"),
    "reason": words("reason", "理由"),
    "transfer_units": words("most units at once", "单笔限额"),
    "daily_units": words("most units a day", "单日限额"),
    "year": words("year", "年度"),
    "entity": words("entity", "重点排放单位"),
    "amount_fen": words("amount", "金额"),
    "mean_price_fen": words("mean price", "均价"),
    "application": words("application", "申请"),
    "base_t": words("base", "基数"),
    "batch": words("batch", "批次"),
    "certificate": words("certificate", "证书"),
    "day": words("day", "日期"),
    "working": words("worked", "工作日"),
    "name": words("name", "名称"),
    "name_zh": words("Chinese name", "中文名称"),
    "name_en": words("English name", "英文名称"),
    "device": words("device", "发电项目"),
    "document": words("document", "文件"),
    "evidence": words("evidence", "凭证"),
    "first": words("first serial", "起始编码"),
    "last": words("last serial", "终止编码"),
    "origin": words("original registry", "来源登记系统"),
    "series": words("series", "系列"),
    "mirror": words("mirror", "映射记录"),
    "month": words("month", "月份"),
    "platform": words("platform", "平台"),
    "kinds": words("activities", "活动类别"),
    "limit": words("limit", "限额"),
    "project": words("project", "项目"),
    "report": words("report", "报告"),
    "right": words("right", "权限"),
    "user_email": words("person", "用户"),
    "confidence": words("confidence", "可信度"),
    "claim_id": words("claim", "权属声明"),
    "findings": words("findings", "发现"),
    "accounts": words("accounts", "账户"),
    "trigger": words("occasion", "触发原因"),
    "to": words("new time", "新时间"),
    "sector": words("sector", "行业"),
    "code": words("code", "代码"),
    "units": words("units", "数量"),
    "override_reason": words("reason of the override", "例外理由"),
    "verified_quantity": words("verified quantity", "核查数量"),
    "crediting_from": words("crediting from", "计入期起"),
    "crediting_to": words("crediting to", "计入期止"),
    "annual_emissions_t": words("annual emissions", "年排放量"),
    "file": words("file", "文件"),
    "follows": words("latest import then", "当时的最新导入"),
}
"""Names of the fields of commands that are proposed; others are shown by their code."""

PROFILE_NAMES: Mapping[str, Mapping[str, str]] = {
    "open": words("open: nobody else has to agree", "开放：无需他人批准"),
    "strict": words(
        "strict: two people, second factor, delays", "严格：两人办理、二次验证、延迟执行"
    ),
}
"""Names of the control profiles that are shipped."""
