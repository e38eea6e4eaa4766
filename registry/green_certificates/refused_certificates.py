"""What is refused when certificates expire, are frozen or cancelled."""

from typing import ClassVar

from registry.ledger.refused_certificates import GEC_RULES, LINKAGE_NOTICE
from registry.worlds.errors import Conflict, words


class CertificatesOffered(Conflict):
    """Open orders hold certificates that must be frozen (facts: unit_type, account)."""

    number: ClassVar[int] = 7018
    code = "registry.certificates_offered"
    text = words(
        "Open orders of account {account} hold {unit_type} that must be frozen.",
        "账户 {account} 的未成交委托占用了须冻结的 {unit_type}。",
    )
    rule = words("What is frozen cannot be offered.", "冻结的绿证不得挂牌。")
    source = LINKAGE_NOTICE
    fix = words("Cancel the orders; freezing is tried again.", "请撤销委托；系统将重试冻结。")


class NotExpiredYet(Conflict):
    """The certificates still count (facts: unit_type, valid_until)."""

    number: ClassVar[int] = 7019
    code = "registry.not_expired_yet"
    text = words("{unit_type} counts until {valid_until}.", "{unit_type} 有效期至 {valid_until}。")
    rule = words("Certificates expire after their last day.", "绿证于有效期届满后自动核销。")
    source = GEC_RULES
    fix = words("Wait until they have expired.", "请待有效期届满。")


class ClaimNotExcluding(Conflict):
    """A claim asks for nothing of certificates (facts: claim)."""

    number: ClassVar[int] = 7020
    code = "registry.claim_not_excluding"
    text = words(
        "Claim {claim} leaves nothing to do for green certificates.",
        "主张 {claim} 无需处理绿证。",
    )
    rule = words(
        "A project's registration freezes certificates, registered reductions cancel them, and a"
        " released claim gives them back.",
        "项目登记冻结绿证，减排量登记注销绿证，解除主张后解冻。",
    )
    source = LINKAGE_NOTICE
    fix = words("Look at the list of exclusions.", "请查看衔接公示清单。")
