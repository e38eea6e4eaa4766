"""What green certificates cannot do wherever they move; the ledger's door asks."""

from typing import ClassVar

from registry.worlds.errors import RegistryError, words
from registry.worlds.refused_values import PeriodInvalid

GEC_RULES = "可再生能源绿色电力证书核发和交易规则 (国家能源局, 2024-08-26)"
GEC_DECISION = "TanLab"
LINKAGE_NOTICE = "国能综通新能〔2024〕124号"


class CertificateNotTradable(RegistryError):
    """Certificates of this type stay with their producer (facts: unit_type)."""

    number: ClassVar[int] = 7013
    code = "registry.certificate_not_tradable"
    text = words("{unit_type} is issued but not tradable.", "{unit_type} 为不可交易绿证。")
    rule = words(
        "Certificates of self-consumed electricity and of conventional hydro power are issued, but"
        " cannot be sold.",
        "自发自用电量和存量常规水电只核发绿证，不可交易。",
    )
    source = GEC_RULES
    fix = words(
        "Use them for the producer's own consumption, or offer tradable certificates.",
        "请用于本单位绿电消费，或选择可交易绿证。",
    )


class CertificateTransferredBefore(RegistryError):
    """Certificates were sold once (facts: unit_type, account, requested, available)."""

    number: ClassVar[int] = 7014
    code = "registry.certificate_transferred_before"
    text = words(
        "Of {unit_type}, account {account} may still sell {available}; {requested} are asked.",
        "账户 {account} 可再出售的 {unit_type} 为 {available}，请求 {requested}。",
    )
    rule = words(
        "A tradable certificate is traded once (recalled, to be checked).",
        "可交易绿证仅可交易一次（凭记忆，待核对）。",
    )
    source = "发改能源〔2023〕1044号"
    fix = words(
        "Use certificates that were bought, or sell certificates of one's own generation.",
        "买入的绿证请用于绿电消费，或出售自有电量的绿证。",
    )


class CertificateExpired(RegistryError):
    """The certificates' time is over (facts: unit_type, valid_until)."""

    number: ClassVar[int] = 7015
    code = "registry.certificate_expired"
    text = words(
        "{unit_type} was valid until {valid_until}.", "{unit_type} 的有效期至 {valid_until}。"
    )
    rule = words(
        "A certificate counts for two years from its production month; then it is cancelled.",
        "绿证有效期 2 年，自电量生产自然月（含）起计算，期满自动核销。",
    )
    source = GEC_RULES
    fix = words("Use certificates of a later month.", "请使用更晚月份的绿证。")


class UsePeriodOutsideValidity(PeriodInvalid):
    """The period of use has no day on which the certificates count (facts: unit_type, …)."""

    number: ClassVar[int] = 7016
    code = "registry.use_period_outside_validity"
    text = words(
        "{unit_type} counts from {valid_from} to {valid_until}, not for {period}.",
        "{unit_type} 可用于 {valid_from} 至 {valid_until}，不可用于 {period}。",
    )
    rule = words(
        "Green power use is declared for a period with a day on which the certificate counts.",
        "绿电消费期间须与绿证有效期有重合。",
    )
    source = GEC_DECISION
    fix = words("Choose another period or other certificates.", "请更换消费期间或绿证。")


class CertificateFrozen(RegistryError):
    """The electricity backs a reduction project (facts: unit_type, meter, month)."""

    number: ClassVar[int] = 7017
    code = "registry.certificate_frozen"
    text = words(
        "{unit_type} of meter {meter} is frozen: the electricity of {month} backs {reference}.",
        "计量点 {meter} 的 {unit_type} 已冻结：{month} 的电量已用于 {reference}。",
    )
    rule = words(
        "Electricity of a registered reduction project earns no tradable certificate.",
        "减排项目登记后，其计入期内未交易的绿证予以冻结。",
    )
    source = LINKAGE_NOTICE
    fix = words("Offer certificates of another meter or month.", "请选择其他计量点或月份的绿证。")
