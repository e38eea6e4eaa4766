"""What control refuses: for want of a second person or factor, over limits, before the time."""

from registry.worlds.errors import (
    REGISTRATION_RULES,
    Conflict,
    NotPermitted,
    RegistryError,
    UnknownRecord,
    words,
)
from registry.worlds.refused_values import InvalidValue

UNION_REGISTRY = "Commission Delegated Regulation (EU) 2019/1122"
"""Rules of the Union Registry, whose controls ours follow where Chinese rules are silent."""

PROFILE = "TanLab"


class SecondPersonNeeded(NotPermitted):
    """The command takes an initiator and an approver (facts: kind in both languages)."""

    code = "registry.second_person_needed"
    number = 1020
    text = words(
        "“{kind}” needs a second person: nothing has happened yet.",
        "“{kind}”须由第二人批准，目前尚未办理。",
    )
    rule = words(
        "One person initiates, another approves, as the control profile or the mandate says.",
        "按内控方案或授权范围，一人发起、另一人批准。",
    )
    source = UNION_REGISTRY
    fix = words(
        "Propose it; a person with the right to approve carries it out.",
        "请改为提交提议，由具有批准权限的人员批准后办理。",
    )


class MustWait(NotPermitted):
    """The transfer may not be carried out at once (facts: kind in both languages, due)."""

    code = "registry.must_wait"
    number = 1021
    text = words(
        "“{kind}” to this account is carried out at {due} at the earliest.",
        "向该账户办理“{kind}”最早于 {due} 执行。",
    )
    rule = words(
        "Units leave for an account that is not trusted after a delay and within working hours.",
        "向非信任账户划转须经过等待期，并在工作时段内执行。",
    )
    source = UNION_REGISTRY
    fix = words(
        "Propose it and it waits with the units set aside, or put the account on the trusted list.",
        "请提交提议，单位将被冻结等待执行；或先将对方列入信任账户。",
    )


class SecondFactorNeeded(NotPermitted):
    """No fresh second factor (facts: kind in both languages, minutes)."""

    code = "registry.second_factor_needed"
    number = 1022
    text = words(
        "“{kind}” needs a code of your second factor, not older than {minutes} minutes.",
        "“{kind}”需要在 {minutes} 分钟内完成的二次验证。",
    )
    rule = words(
        "Steps that cannot be undone ask for a second factor.", "不可撤销的操作须进行二次验证。"
    )
    source = UNION_REGISTRY
    fix = words(
        "Enter the code of your authenticator, then send it again.",
        "请输入验证器上的动态码后重新提交。",
    )


class TransferLimitExceeded(RegistryError):
    """More than one transaction may carry (facts: quantity, limit, account)."""

    code = "registry.transfer_limit"
    number = 1023
    text = words(
        "Account {account} may send at most {limit} units at once, not {quantity}.",
        "账户 {account} 单笔最多划出 {limit} 个单位，本次为 {quantity}。",
    )
    rule = words(
        "The lowest of the central and the account's own limit counts for accounts not trusted.",
        "向非信任账户划转，取中央限额与账户限额中的最低者。",
    )
    source = UNION_REGISTRY
    fix = words(
        "Send less, or put the receiving account on the trusted list.",
        "请减少数量，或将对方列入信任账户。",
    )


class DailyLimitExceeded(RegistryError):
    """More than one day may carry (facts: quantity, sent, limit, account)."""

    code = "registry.daily_limit"
    number = 1024
    text = words(
        "Account {account} may send {limit} units a day; {sent} are sent or waiting, {quantity}"
        " more do not fit.",
        "账户 {account} 每日最多划出 {limit}；今日已划出或待执行 {sent}，不可再划 {quantity}。",
    )
    rule = words(
        "What is sent and what waits of one day counts together; the lowest limit wins.",
        "当日已执行与待执行合并计算，取最低限额。",
    )
    source = UNION_REGISTRY
    fix = words("Send the rest on another day.", "请改日办理其余部分。")


class UnknownProposal(UnknownRecord):
    """No proposal has the number (facts: proposal)."""

    code = "registry.unknown_proposal"
    number = 1030
    text = words("There is no proposal {proposal}.", "不存在提议 {proposal}。")


class ProposalDecided(Conflict):
    """The proposal does not wait for this any more (facts: proposal, state in both languages)."""

    code = "registry.proposal_decided"
    number = 1031
    text = words("Proposal {proposal} is {state} already.", "提议 {proposal} 已{state}。")
    rule = words(
        "A proposal is decided once; what was carried out or ended stays so.",
        "每项提议只作一次决定，已执行或终结的不再变更。",
    )
    source = UNION_REGISTRY
    fix = words("Make a new proposal.", "请重新提交提议。")


class OwnProposal(NotPermitted):
    """Who proposed may not approve (facts: actor, proposal)."""

    code = "registry.own_proposal"
    number = 1032
    text = words(
        "{actor} made proposal {proposal} and may not approve it.",
        "{actor} 是提议 {proposal} 的发起人，不得自行批准。",
    )
    rule = words("Initiator and approver are two persons.", "发起人与批准人不得为同一人。")
    source = UNION_REGISTRY
    fix = words(
        "Ask another person with the right to approve.", "请由另一名具有批准权限的人员办理。"
    )


class MayNotApprove(NotPermitted):
    """The actor has no valid right to decide about the proposal (facts: actor, proposal)."""

    code = "registry.may_not_approve"
    number = 1033
    text = words(
        "{actor} may not decide about proposal {proposal}.", "{actor} 无权决定提议 {proposal}。"
    )
    rule = words(
        "A mandate with the right to approve, valid now, or the same role decides.",
        "由当前有效且具有批准权限的授权人，或具有相同角色的人员决定。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Ask an approver of the party, or the registry operator for a mandate.",
        "请由该主体的批准人办理，或向登记机构申请授权。",
    )


class RoleLost(NotPermitted):
    """Who proposed or approved lost the role meanwhile (facts: actor, proposal)."""

    code = "registry.role_lost"
    number = 1037
    text = words(
        "{actor} proposed or approved {proposal} in a role that is gone meanwhile.",
        "{actor} 发起或批准提议 {proposal} 时所用的角色现已失效。",
    )
    rule = words(
        "The roles of both persons hold at the instant of carrying out.",
        "执行之时，发起人与批准人的角色均须有效。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Reject it; a person who has the role proposes it anew.",
        "请予否决，由具备该角色的人员重新提议。",
    )


class ProposerWithoutMandate(NotPermitted):
    """Who proposed lost the right meanwhile (facts: actor, proposal)."""

    code = "registry.proposer_without_mandate"
    number = 1034
    text = words(
        "{actor}, who made proposal {proposal}, may not act any more.",
        "提议 {proposal} 的发起人 {actor} 已不具有效授权。",
    )
    rule = words(
        "The mandates of both persons hold at the instant of carrying out.",
        "执行之时，发起人与批准人的授权均须有效。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Reject it; a person with a mandate proposes it anew.", "请予否决，由有授权的人员重新提议。"
    )


class NothingToPropose(InvalidValue):
    """The kind cannot be proposed (facts: kind, field)."""

    code = "registry.nothing_to_propose"
    number = 1035
    text = words("“{kind}” is not a step that is proposed.", "“{kind}”不是可以提议的操作。")
    rule = words(
        "Only kinds that a second person or a delay can apply to are proposed.",
        "仅需第二人批准或延迟执行的操作可以提议。",
    )
    source = PROFILE
    fix = words("Ask for it directly.", "请直接办理。")


class CommandUnreadable(InvalidValue):
    """The content of a proposal is no command of its kind (facts: kind, reason, field)."""

    code = "registry.command_unreadable"
    number = 1036
    text = words(
        "The content is no command “{kind}”: {reason}", "内容不是有效的“{kind}”指令：{reason}"
    )
    rule = words(
        "A proposal keeps the exact command that is carried out.", "提议保存的即为将执行的指令。"
    )
    source = PROFILE
    fix = words(
        "Send every field of the command, and no other.", "请完整填写指令字段，且不含其他字段。"
    )


class UnknownControlProfile(InvalidValue):
    """No control profile has the name (facts: profile, field)."""

    code = "registry.unknown_control_profile"
    number = 1040
    text = words("There is no control profile {profile}.", "不存在内控方案 {profile}。")
    rule = words(
        "A profile is a named set of rule parameters of the scheme control.",
        "内控方案是 control 规则参数中的一组命名取值。",
    )
    source = PROFILE
    fix = words("Choose one from the list.", "请从列表中选择。")


class AlreadyTrusted(Conflict):
    """The account is on the list already (facts: account, trusted)."""

    code = "registry.already_trusted"
    number = 1041
    text = words(
        "Account {trusted} is on the trusted list of {account} already.",
        "账户 {trusted} 已在 {account} 的信任名单中。",
    )
    rule = words("An account is listed once.", "同一账户只列入一次。")
    source = UNION_REGISTRY
    fix = words("Use the entry that is there.", "请使用已有条目。")


class NotTrusted(UnknownRecord):
    """The account is not on the list (facts: account, trusted)."""

    code = "registry.not_trusted"
    number = 1042
    text = words(
        "Account {trusted} is not on the trusted list of {account}.",
        "账户 {trusted} 不在 {account} 的信任名单中。",
    )
    rule = words("Only an entry that is there is removed.", "仅可移除已有条目。")
    source = UNION_REGISTRY
    fix = words("Check the account number.", "请核对账户编号。")


class ClockNotDriven(RegistryError):
    """The world follows the wall clock (no facts)."""

    code = "registry.clock_not_driven"
    number = 1050
    text = words(
        "This world follows the real time; its clock is not moved.",
        "本世界使用真实时间，时钟不可调整。",
    )
    rule = words(
        "Only a world that was given a clock of its own is moved through time.",
        "仅设有独立时钟的世界可以调整时间。",
    )
    source = PROFILE
    fix = words("Use a class or demonstration world.", "请使用教学或演示世界。")


class ClockBackwards(RegistryError):
    """A clock only goes forward (facts: now, to)."""

    code = "registry.clock_backwards"
    number = 1051
    text = words(
        "The clock shows {now} and cannot go back to {to}.", "时钟为 {now}，不能退回 {to}。"
    )
    rule = words("What has happened stays before what comes.", "已发生的事项不得晚于其后事项。")
    source = PROFILE
    fix = words("Choose a later instant.", "请选择更晚的时间。")
