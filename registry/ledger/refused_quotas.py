"""What a quota of issuance refuses.

RegistryError
└── QuotaExceeded
InvalidValue
├── QuotaBelowUse
└── QuotaPurposeUnknown
"""

from typing import ClassVar

from registry.worlds.errors import RegistryError, words
from registry.worlds.refused_values import InvalidValue

QUOTA_DECISION = "TanLab"


class QuotaExceeded(RegistryError):
    """An issuance would exceed a quota (facts: scheme, vintage, purpose, quantity, left, limit)."""

    number: ClassVar[int] = 3201
    code = "registry.quota_exceeded"
    text = words(
        "The quota of {scheme} {vintage} ({purpose}) leaves {left} of {limit}, not {quantity}.",
        "{scheme} {vintage}（{purpose}）的总量控制额度为 {limit}，尚余 {left}，不足 {quantity}。",
    )
    rule = words(
        "What is issued and what is set aside never exceed the quota of a scheme and vintage.",
        "同一机制、同一年度的已签发与已预留数量之和不得超过总量控制额度。",
    )
    source = QUOTA_DECISION
    fix = words(
        "Issue at most {left}, or let the operator raise the quota.",
        "请将数量控制在 {left} 以内，或由登记机构调整总量控制额度。",
    )


class QuotaBelowUse(InvalidValue):
    """A quota cannot be set below what it has given out (facts: value, used, field)."""

    number: ClassVar[int] = 3202
    code = "registry.quota_below_use"
    text = words(
        "The quota cannot be {value}: {used} are issued or set aside already.",
        "总量控制额度不得设为 {value}：已签发或预留 {used}。",
    )
    rule = words(
        "A quota is never below what was issued under it.",
        "总量控制额度不得低于已签发与已预留的数量。",
    )
    source = QUOTA_DECISION
    fix = words("Set at least {used}.", "请设为不低于 {used}。")


class QuotaPurposeUnknown(InvalidValue):
    """There is no such purpose of a quota (facts: value, field)."""

    number: ClassVar[int] = 3203
    code = "registry.quota_purpose"
    text = words("“{value}” is no purpose of a quota.", "“{value}”不是有效的额度用途。")
    rule = words(
        "A quota holds for all issuance of a vintage, or for allocation, auction or reserve.",
        "总量控制额度适用于某年度的全部签发，或限于分配、拍卖、储备。",
    )
    source = QUOTA_DECISION
    fix = words("Choose one of these purposes.", "请选择其中一种用途。")
