"""What carbon inclusion refuses: of platforms and of batches. Rows are in `refused_rows`.

UnknownRecord
├── UnknownPlatform, UnknownBatch
└── UnknownInclusionScheme, UnknownCarbonAccount
NotPermitted
└── VerifierIsPlatform
Conflict
└── BatchInOtherState
InvalidValue
├── AccountOfOtherParty
├── KindNotInScheme
└── BatchPeriodInvalid
NoPersonalAccounts, NothingToAggregate
"""

from typing import ClassVar

from registry.worlds.errors import Conflict, NotPermitted, RegistryError, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue

INCLUSION_DECISION = "TanLab"
SCHEME_RULES = "TanLab"


class UnknownPlatform(UnknownRecord):
    """No platform has the number (facts: platform)."""

    number: ClassVar[int] = 6001
    code = "registry.unknown_platform"
    text = words("There is no platform {platform}.", "不存在平台 {platform}。")


class UnknownBatch(UnknownRecord):
    """No batch has the number (facts: batch)."""

    number: ClassVar[int] = 6002
    code = "registry.unknown_batch"
    text = words("There is no batch {batch}.", "不存在批次 {batch}。")


class UnknownInclusionScheme(UnknownRecord):
    """No carbon inclusion scheme has the code (facts: scheme)."""

    number: ClassVar[int] = 6003
    code = "registry.unknown_inclusion_scheme"
    text = words(
        "There is no carbon inclusion scheme {scheme} in force.", "没有生效的碳普惠机制 {scheme}。"
    )
    fix = words(
        "Choose one from the list of carbon inclusion schemes.", "请从碳普惠机制列表中选择。"
    )


class UnknownCarbonAccount(UnknownRecord):
    """No carbon account has the code (facts: account)."""

    number: ClassVar[int] = 6004
    code = "registry.unknown_carbon_account"
    text = words("There is no carbon account {account}.", "不存在碳账户 {account}。")
    rule = words(
        "A personal carbon account is known by its code alone.", "个人碳账户仅以其代码识别。"
    )
    source = INCLUSION_DECISION
    fix = words("Ask the platform for your code.", "请向平台查询您的碳账户代码。")


class VerifierIsPlatform(NotPermitted):
    """A body may not judge reductions of its own platform (facts: party, platform)."""

    number: ClassVar[int] = 6043
    code = "registry.verifier_is_platform"
    text = words(
        "{party} runs platform {platform} and may not verify what it reports.",
        "{party} 运营平台 {platform}，不得核查其申报的减排量。",
    )
    rule = words("Verification is independent of the platform.", "核查应当独立于申报平台。")
    source = INCLUSION_DECISION
    fix = words("Ask an independent verification body.", "请委托独立的核查机构。")


class BatchInOtherState(Conflict):
    """The batch's state does not allow the step (facts: batch, step, state, needed)."""

    number: ClassVar[int] = 6042
    code = "registry.batch_state"
    text = words(
        "Batch {batch} is {state}; the step “{step}” needs {needed}.",
        "批次 {batch} 当前为“{state}”，“{step}”须处于“{needed}”。",
    )
    rule = words(
        "A batch is aggregated, then verified or rejected, then issued, once.",
        "批次依次归集、核查（或退回）、签发，且只签发一次。",
    )
    source = INCLUSION_DECISION
    fix = words(
        "Do the steps in order; the batch's page shows the next.", "请按批次页面提示的下一步办理。"
    )


class AccountOfOtherParty(InvalidValue):
    """The account is not the platform operator's own (facts: account, party, field)."""

    number: ClassVar[int] = 6012
    code = "registry.account_of_other_party"
    text = words("Account {account} is not held by {party}.", "账户 {account} 不属于 {party}。")
    rule = words(
        "Credits of a platform go to an account of the party that runs it.",
        "平台归集的减排量签发至运营主体自己的账户。",
    )
    source = INCLUSION_DECISION
    fix = words("Choose an account of {party}.", "请选择 {party} 的账户。")


class KindNotInScheme(InvalidValue):
    """The scheme has no factors for a kind of activity (facts: kind, scheme, field)."""

    number: ClassVar[int] = 6011
    code = "registry.kind_not_in_scheme"
    text = words(
        "{scheme} has no factors for the activity “{kind}”.", "{scheme} 没有活动“{kind}”的因子。"
    )
    rule = words(
        "A platform reports activities for which its scheme has a methodology in force.",
        "平台只能申报所在机制已有方法学的活动。",
    )
    source = SCHEME_RULES
    fix = words("Choose among the activities on the scheme's page.", "请从机制页面所列活动中选择。")


class BatchPeriodInvalid(InvalidValue):
    """The period cannot be aggregated (facts: period, reason, field)."""

    number: ClassVar[int] = 6041
    code = "registry.batch_period"
    text = words(
        "The period {period} cannot be aggregated: {reason}.", "期间 {period} 不能归集：{reason}。"
    )
    rule = words(
        "A batch covers days of one calendar year, because its credits carry that year.",
        "一个批次的日期须在同一公历年内，签发的减排量以该年为年份。",
    )
    source = INCLUSION_DECISION
    fix = words("Choose another period.", "请选择其他期间。")


class NoPersonalAccounts(RegistryError):
    """The scheme has no personal accounts, so no platform either (facts: scheme, source)."""

    number: ClassVar[int] = 6010
    code = "registry.no_personal_accounts"
    text = words(
        "{scheme} has no accounts for persons, so platforms cannot collect there.",
        "{scheme} 暂不设个人账户，平台不能归集。",
    )
    rule = words(
        "A platform collects only where the scheme admits persons.",
        "仅在机制允许个人参与时方可由平台归集。",
    )
    source = "{source}"
    fix = words("Choose another scheme.", "请选择其他机制。")


class NothingToAggregate(RegistryError):
    """No record of the period waits for aggregation (facts: platform, period)."""

    number: ClassVar[int] = 6040
    code = "registry.nothing_to_aggregate"
    text = words(
        "Platform {platform} has no records of {period} left to aggregate.",
        "平台 {platform} 在 {period} 没有待归集的记录。",
    )
    rule = words("A record is shared out once.", "每条记录只归集一次。")
    source = INCLUSION_DECISION
    fix = words(
        "Upload records of this period, or choose another.", "请上传该期间的记录或选择其他期间。"
    )
