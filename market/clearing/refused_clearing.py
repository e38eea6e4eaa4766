"""What clearing refuses, and what to do about it.

UnknownRecord
└── UnknownClaim, UnknownStatement, UnknownDispute
NotPermitted
└── TradingBlocked, NeedsFullMandate
Conflict
├── ClaimSettled, DayNotToClear
└── DisputeTooLate, DisputeOpen, DisputeAnswered
├── CashNotWithdrawable (these two are RegistryErrors of their own)
└── RecoveryTooLarge
"""

from registry.worlds import Conflict, NotPermitted, RegistryError, UnknownRecord, words

SETTLEMENT_RULES = "碳排放权结算管理规则(试行) (生态环境部, 2021-05-14)"
TANLAB_CLEARING = "TanLab; 参照《碳排放权结算管理规则(试行)》(生态环境部, 2021-05-14)"


class UnknownClaim(UnknownRecord):
    """No claim on a defaulter has the number (facts: default_claim)."""

    code = "market.unknown_claim"
    number = 14001
    text = words("There is no claim {default_claim}.", "不存在违约债权 {default_claim}。")
    fix = words("Look the number up in the list of defaults.", "请在违约处置列表中核对编号。")


class TradingBlocked(NotPermitted):
    """A claim against the party is not settled (facts: party, default_claim, owed_cny)."""

    code = "market.trading_blocked"
    number = 14002
    text = words(
        "{party} may not trade: {owed_cny} CNY of claim {default_claim} are open.",
        "{party} 暂停交易：违约债权 {default_claim} 尚有 {owed_cny} 元未清偿。",
    )
    rule = words(
        "One that could not pay what was due does not trade until the claim is settled.",
        "未能履行到期支付义务的交易主体，在清偿前不得继续交易。",
    )
    source = TANLAB_CLEARING
    fix = words(
        "Deposit cash and pay the claim; trading opens again at once.",
        "请入金并清偿该债权，清偿后即恢复交易。",
    )


class CashNotWithdrawable(RegistryError):
    """More is to be withdrawn than may leave (facts: account, asked_cny, withdrawable_cny)."""

    code = "market.cash_not_withdrawable"
    number = 14003
    text = words(
        "{asked_cny} CNY cannot be withdrawn from account {account}: {withdrawable_cny} CNY can.",
        "账户 {account} 无法出金 {asked_cny} 元：可出金额为 {withdrawable_cny} 元。",
    )
    rule = words(
        "Cash leaves only where it is neither set aside nor called for; today's proceeds may pay"
        " for purchases today and leave from tomorrow.",
        "已冻结资金和待追加的保证金不得出金；当日卖出所得可用于当日买入，次日起方可出金。",
    )
    source = TANLAB_CLEARING
    fix = words(
        "Enter less, cancel open buy orders, answer margin calls, or wait until tomorrow.",
        "请减少金额、撤销未成交的买入委托、补足保证金，或于次日办理。",
    )


class ClaimSettled(Conflict):
    """Nothing of the claim is open (facts: default_claim)."""

    code = "market.claim_settled"
    number = 14004
    text = words("Claim {default_claim} is settled.", "违约债权 {default_claim} 已清偿。")
    rule = words("A settled claim takes no further payment.", "已清偿的债权不再受理还款。")
    source = TANLAB_CLEARING
    fix = words("Nothing is left to do.", "无需再办理。")


class RecoveryTooLarge(RegistryError):
    """More is to be paid than is open (facts: default_claim, owed_cny, field)."""

    code = "market.recovery_too_large"
    number = 14005
    text = words(
        "Of claim {default_claim} only {owed_cny} CNY are open.",
        "违约债权 {default_claim} 仅余 {owed_cny} 元未清偿。",
    )
    rule = words(
        "A claim recovers what was advanced and left unpaid, no more.",
        "追偿金额以垫付及未付金额为限。",
    )
    source = TANLAB_CLEARING
    fix = words("Enter at most what is open.", "请填写不超过未清偿金额的数额。")


class UnknownStatement(UnknownRecord):
    """The account has no statement of the day (facts: account, day, field)."""

    code = "market.unknown_statement"
    number = 14006
    text = words(
        "Account {account} has no statement of {day}.", "账户 {account} 没有 {day} 的结算单。"
    )
    rule = words("A statement covers one day that has begun.", "结算单按日出具，仅限已开始的日期。")
    source = SETTLEMENT_RULES
    fix = words("Choose today or an earlier day.", "请选择当日或此前的日期。")


class DisputeTooLate(Conflict):
    """The market has opened since (facts: day, disputed_until)."""

    code = "market.dispute_too_late"
    number = 14007
    text = words(
        "The statement of {day} could be disputed until {disputed_until}.",
        "{day} 的结算单异议期已于 {disputed_until} 截止。",
    )
    rule = words(
        "Objections to a daily statement are made before the next opening.",
        "对当日结算单有异议的，须在下一交易日开市前提出。",
    )
    source = SETTLEMENT_RULES
    fix = words("Write to the operator, who can still look into it.", "请联系运营机构另行核查。")


class DisputeOpen(Conflict):
    """A dispute of this statement waits for its answer (facts: dispute)."""

    code = "market.dispute_open"
    number = 14008
    text = words("Dispute {dispute} of this statement is open.", "结算单异议 {dispute} 正在处理。")
    rule = words(
        "One objection to a statement is answered before the next is made.",
        "同一结算单的异议答复后方可再次提出。",
    )
    source = TANLAB_CLEARING
    fix = words("Wait for the answer.", "请等待答复。")


class UnknownDispute(UnknownRecord):
    """No dispute has the number (facts: dispute)."""

    code = "market.unknown_dispute"
    number = 14009
    text = words("There is no dispute {dispute}.", "不存在异议 {dispute}。")
    fix = words("Look the number up in the list of disputes.", "请在异议列表中核对编号。")


class DisputeAnswered(Conflict):
    """The dispute has its answer (facts: dispute)."""

    code = "market.dispute_answered"
    number = 14010
    text = words("Dispute {dispute} is answered.", "异议 {dispute} 已答复。")
    rule = words("An answer is given once and stays.", "异议答复一经作出不再更改。")
    source = TANLAB_CLEARING
    fix = words("Read the answer given.", "请查看已作出的答复。")


class DayNotToClear(Conflict):
    """The day is not over, or days up to it are cleared (facts: day)."""

    code = "market.day_not_to_clear"
    number = 14011
    text = words("{day} cannot be cleared.", "{day} 不能清算。")
    rule = words(
        "Days are cleared once each, in order, when they are over.",
        "清算按日依次进行，每日一次，于当日结束后办理。",
    )
    source = SETTLEMENT_RULES
    fix = words("Wait until the day is over.", "请待当日结束后办理。")


class NeedsFullMandate(NotPermitted):
    """The actor may only propose for the party (facts: actor, account)."""

    code = "market.cash_needs_full_mandate"
    number = 14012
    text = words(
        "{actor} may not dispose of the cash of account {account} alone.",
        "{actor} 不得单独处置账户 {account} 的资金。",
    )
    rule = words(
        "Withdrawals, payments of claims and objections wait for no second person, so they take a"
        " mandate that both initiates and approves.",
        "出金、清偿和异议不经第二人批准，须由兼具发起与批准权限的授权人办理。",
    )
    source = "TanLab"
    fix = words(
        "Ask a representative with a full mandate, or have your own mandate widened.",
        "请由具有完整授权的代表办理，或申请扩大本人授权。",
    )
