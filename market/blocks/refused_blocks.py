"""Why a step of a block trade is refused.

RegistryError
├── UnknownRecord
│   └── UnknownBlockOffer
├── NotPermitted
│   └── NotSideOfOffer
├── Conflict
│   ├── BlockOfferEnded, TermsChanged
│   └── OtherSideCannotSettle, NothingProposed
└── OwnBlockOffer, OwnTerms, BlockTooLarge, TooManyCounters
"""

from collections.abc import Mapping

from market.blocks.negotiation import OfferState
from market.rules.errors import CEA_NOTICE, CEA_TRADING_RULES, TANLAB_MARKET
from market.rules.refused_orders import ORDER_775_MANIPULATION
from registry.worlds import Conflict, NotPermitted, RegistryError, UnknownRecord, words

SETTLEMENT_RULES = "碳排放权结算管理规则(试行) (生态环境部, 2021-05-14)"

STATE_NAMES: Mapping[OfferState, Mapping[str, str]] = {
    OfferState.OPEN: words("open", "有效"),
    OfferState.AGREED: words("agreed", "已成交"),
    OfferState.DECLINED: words("declined", "已拒绝"),
    OfferState.WITHDRAWN: words("withdrawn", "已撤回"),
    OfferState.EXPIRED: words("expired", "已过期"),
}
"""What people call the states of an offer."""


class UnknownBlockOffer(UnknownRecord):
    """No offer that the reader may see has the number (facts: offer)."""

    code = "market.unknown_block_offer"
    number = 12001
    text = words("There is no block offer {offer}.", "不存在大宗报价 {offer}。")
    rule = words(
        "A block offer to one counterparty is known to the two sides only.",
        "定向大宗报价仅买卖双方可见。",
    )
    source = TANLAB_MARKET
    fix = words(
        "Look the number up among the block offers you may see.",
        "请在您可见的大宗报价列表中核对编号。",
    )


class NotSideOfOffer(NotPermitted):
    """The account is neither the offering one nor one it is offered to (facts: account, offer)."""

    code = "market.not_side_of_offer"
    number = 12002
    text = words(
        "Account {account} is no side of block offer {offer}.",
        "账户 {account} 不是大宗报价 {offer} 的当事方。",
    )
    rule = words(
        "An offer to one counterparty is answered from the account it names.",
        "定向大宗报价只能由报价指定的账户应答。",
    )
    source = TANLAB_MARKET
    fix = words("Answer from the account that the offer names.", "请使用报价指定的账户应答。")


class BlockOfferEnded(Conflict):
    """The offer was agreed, declined, withdrawn or has expired (facts: offer, state)."""

    code = "market.block_offer_ended"
    number = 12003
    text = words("Block offer {offer} has ended ({state}).", "大宗报价 {offer} 已结束（{state}）。")
    rule = words(
        "An offer holds until it is accepted, declined or withdrawn, at most until the end of"
        " its day; trades stand.",
        "报价在被接受、拒绝或撤回前有效，最迟于当日结束；成交不可撤销。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        "Reload the offer; make a new one if you still want to trade.",
        "请刷新报价；如仍需交易，请重新报价。",
    )


class TermsChanged(Conflict):
    """The round that is answered no longer stands (facts: offer, round)."""

    code = "market.terms_changed"
    number = 12004
    text = words(
        "Round {round} of block offer {offer} does not stand any more.",
        "大宗报价 {offer} 第 {round} 轮已失效。",
    )
    rule = words(
        "An answer names the proposal it means; a proposal stands until its side replaces or"
        " withdraws it, or the other side declines it.",
        "应答须指明所针对的轮次；一方重新报价、撤回或对方拒绝后，原轮次失效。",
    )
    source = TANLAB_MARKET
    fix = words("Reload the offer and answer the latest terms.", "请刷新报价并应答最新条件。")


class OtherSideCannotSettle(Conflict):
    """The other side lacks the units, the cash or an open account (facts: account)."""

    code = "market.other_side_cannot_settle"
    number = 12005
    text = words(
        "Account {account} cannot deliver or pay this block now.",
        "账户 {account} 目前无法交付或支付该笔大宗交易。",
    )
    rule = words(
        "A trade settles at once, delivery against payment, or not at all.",
        "交易即时货银对付，不能足额交收则不成交。",
    )
    source = SETTLEMENT_RULES
    fix = words(
        "Ask the other side to provide units or cash, or propose a smaller quantity.",
        "请对方备足单位或资金，或提出较小数量。",
    )


class NothingProposed(Conflict):
    """The account has no proposal to take back (facts: account, offer)."""

    code = "market.nothing_proposed"
    number = 12006
    text = words(
        "Account {account} has no standing proposal on block offer {offer}.",
        "账户 {account} 在大宗报价 {offer} 中没有有效的还价。",
    )
    rule = words("Only one's own standing proposal is taken back.", "只能撤回本方仍有效的报价。")
    source = TANLAB_MARKET
    fix = words("Reload the offer; there is nothing to withdraw.", "请刷新报价；无可撤回内容。")


class OwnBlockOffer(RegistryError):
    """Both sides would be one party (facts: account)."""

    code = "market.own_block_offer"
    number = 12007
    text = words(
        "Account {account} belongs to the party that offers.",
        "账户 {account} 与报价方属于同一主体。",
    )
    rule = words(
        "Nobody trades with themselves: such trades feign a price and a volume.",
        "禁止自买自卖：此类交易虚构价格和成交量。",
    )
    source = ORDER_775_MANIPULATION
    fix = words(
        "Choose an account of another party; move units between own accounts by a transfer.",
        "请选择其他主体的账户；本主体账户之间请使用划转。",
    )


class OwnTerms(RegistryError):
    """A side answers its own proposal (facts: round)."""

    code = "market.own_terms"
    number = 12008
    text = words("Round {round} is your own proposal.", "第 {round} 轮是本方的报价。")
    rule = words("A proposal is accepted or declined by the other side.", "报价由对方接受或拒绝。")
    source = TANLAB_MARKET
    fix = words(
        "Wait for the answer, propose other terms, or withdraw.",
        "请等待对方应答、重新报价或撤回。",
    )


class BlockTooLarge(RegistryError):
    """The quantity is beyond what one block may carry (facts: quantity_t, quantity_t_max)."""

    code = "market.block_too_large"
    number = 12009
    text = words(
        "{quantity_t} units are more than one block may carry, {quantity_t_max}.",
        "数量 {quantity_t} 超过单笔大宗申报上限 {quantity_t_max}。",
    )
    rule = words(
        "One block carries at most {quantity_t_max} units; no official limit is known.",
        "单笔大宗申报不超过 {quantity_t_max}（未见官方上限）。",
    )
    source = f"{CEA_NOTICE}; the limit is TanLab's"
    fix = words("Enter {quantity_t_max} units or less.", "请填写不超过 {quantity_t_max} 的数量。")


class TooManyCounters(RegistryError):
    """The account has proposed as often as it may on this offer (facts: offer, limit)."""

    code = "market.too_many_counters"
    number = 12010
    text = words(
        "You have proposed {limit} times on block offer {offer}; that is the limit.",
        "您在大宗报价 {offer} 中已报价 {limit} 次，达到上限。",
    )
    rule = words(
        "One account proposes at most {limit} times on an offer.",
        "同一账户在一笔报价中最多报价 {limit} 次。",
    )
    source = TANLAB_MARKET
    fix = words(
        "Accept, decline or withdraw, or make a new offer.", "请接受、拒绝或撤回，或重新发起报价。"
    )
