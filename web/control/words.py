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
}
"""Names of the fields of commands that are proposed; others are shown by their code."""

PROFILE_NAMES: Mapping[str, Mapping[str, str]] = {
    "open": words("open: nobody else has to agree", "开放：无需他人批准"),
    "strict": words(
        "strict: two people, second factor, delays", "严格：两人办理、二次验证、延迟执行"
    ),
}
"""Names of the control profiles that are shipped."""
