"""What is refused about source claims."""

from typing import ClassVar

from registry.worlds.errors import Conflict, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue

LINKAGE_NOTICE = "国能综通新能〔2024〕124号"


class SourceClaimed(Conflict):
    """Another record stands on the source and period (facts: source, period, mechanism, …)."""

    number: ClassVar[int] = 8001
    code = "registry.source_claimed"
    text = words(
        "{source} from {period} already backs {mechanism} ({kind}): {reference}, {other_period}.",
        "{source} 在 {period} 已用于{mechanism}（{kind}）：{reference}，{other_period}。",
    )
    rule = words(
        "What one meter or area yields in a period backs one mechanism only, once.",
        "同一计量点或地块在同一时期的电量或减排量只能支持一种机制，且只能一次。",
    )
    source = LINKAGE_NOTICE
    fix = words(
        "Choose a period or source that {reference} does not cover, or have that claim released.",
        "请选择 {reference} 未覆盖的时期或来源，或先行解除该项主张。",
    )


class SourceBarred(SourceClaimed):
    """The mechanism may not register the source now (facts: source, mechanism, until, reason)."""

    number: ClassVar[int] = 8005
    code = "registry.source_barred"
    text = words(
        "{source} cannot be registered for {mechanism} ({until}): {reason}.",
        "{source} 不可登记用于{mechanism}（{until}）：{reason}。",
    )
    rule = words(
        "In the transition, only deep-sea offshore wind and solar thermal power may choose between"
        " green certificates and CCER; other wind power and photovoltaics are not newly admitted.",
        "过渡期内仅深远海海上风电、光热发电可自主选择绿证或CCER；光伏及其他风电不新纳入。",
    )
    source = LINKAGE_NOTICE
    fix = words(
        "Leave the source to green certificates, or wait until the bar ends.",
        "请将该来源用于绿证，或待限制期满。",
    )


class SourceInvalid(InvalidValue):
    """A source has a wrong form (facts: value, field)."""

    number: ClassVar[int] = 8002
    code = "registry.source"
    text = words(
        "“{value}” names no meter, device or area.", "“{value}”不是有效的计量点或地块编号。"
    )
    rule = words(
        "A source has 1 to 64 letters, digits or . _ : / -",
        "来源编号为 1–64 个字母、数字或 . _ : / - 字符。",
    )
    source = "TanLab"
    fix = words(
        "Write it as the meter or area is registered, like MTR-0001.",
        "请按登记的计量点或地块编号填写，例如 MTR-0001。",
    )


class UnknownClaim(UnknownRecord):
    """No claim has the number (facts: claim)."""

    number: ClassVar[int] = 8003
    code = "registry.unknown_claim"
    text = words("There is no source claim {claim}.", "不存在来源主张 {claim}。")
    rule = words("Only a claim that was made can be released.", "仅可解除已提出的主张。")
    source = "TanLab"


class ClaimReleased(Conflict):
    """A claim was released before (facts: claim)."""

    number: ClassVar[int] = 8004
    code = "registry.claim_released"
    text = words("Source claim {claim} was released before.", "来源主张 {claim} 已解除。")
    rule = words("A claim is released once and for good.", "主张一经解除即为终局。")
    source = "TanLab"
    fix = words("Make a new claim.", "请重新提出主张。")
