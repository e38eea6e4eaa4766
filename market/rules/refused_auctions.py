"""Why an auction or a sealed bid is refused.

RegistryError
├── UnknownRecord: UnknownAuction
├── NotPermitted: AuctionNotYours, BidderNotEligible, OwnAuction
├── Conflict: AuctionInOtherState, BiddingNotOpen, BiddingStillOpen, WindowHasOpened,
│   NoBidsToWithdraw
└── AuctionTermInvalid, AuctionWindowInvalid, CeilingMissing, BidLinesInvalid,
    BidOutsideLimits, BidBeyondReserve
"""

from market.rules.errors import CEA_NOTICE, CEA_TRADING_RULES
from registry.worlds.errors import Conflict, NotPermitted, RegistryError, UnknownRecord, words

CEA_AUCTION = f"{CEA_NOTICE}; 单向竞价"
ORDER_775_FAIRNESS = "《碳排放权交易管理暂行条例》(国务院令第775号)"


class UnknownAuction(UnknownRecord):
    """No auction has the number (facts: auction)."""

    code = "market.unknown_auction"
    number = 13003
    text = words(en="There is no auction {auction}.", zh="不存在竞价 {auction}。")
    rule = words(
        en="Every auction is known by the number of its notice.",
        zh="每场竞价以公告编号识别。",
    )
    source = CEA_AUCTION
    fix = words(en="Choose a number from the list of auctions.", zh="请从竞价列表中选择编号。")


class AuctionWindowInvalid(RegistryError):
    """A bidding window is past, empty or too long (facts: opens, closes, days_max)."""

    code = "market.auction_window_invalid"
    number = 13004
    text = words(
        en="Bids cannot be taken from {opens} to {closes}.",
        zh="竞价时段 {opens} 至 {closes} 无效。",
    )
    rule = words(
        en="A window opens no earlier than its notice, closes after it opens, and ends within"
        " {days_max} days of the notice.",
        zh="竞价时段不得早于公告，结束须晚于开始，且在公告后 {days_max} 日内结束。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Choose a beginning from now on and a later end.",
        zh="请选择不早于当前的开始时间和更晚的结束时间。",
    )


class AuctionTermInvalid(RegistryError):
    """A term of the notice is none of those known (facts: value, known)."""

    code = "market.auction_term_invalid"
    number = 13005
    text = words(en="{value} is no such term of an auction.", zh="{value} 不是有效的竞价条件。")
    rule = words(en="A notice states each term as one of: {known}.", zh="公告条件须为：{known}。")
    source = CEA_AUCTION
    fix = words(en="Choose one of: {known}.", zh="请选择：{known}。")


class CeilingMissing(RegistryError):
    """A purchase by auction states no highest price."""

    code = "market.ceiling_missing"
    number = 13006
    text = words(en="A purchase by auction needs a highest price.", zh="买方竞价须填写最高限价。")
    rule = words(
        en="The buyer's cash is set aside when the notice is given: quantity times highest price.",
        zh="买方发布公告时，按数量与最高限价全额冻结资金。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Enter the highest price that the buyer accepts.", zh="请填写买方可接受的最高价格。"
    )


class AuctionNotYours(NotPermitted):
    """The auction, or the account that is to hold one, is another's (facts: actor, account)."""

    code = "market.auction_not_yours"
    number = 13007
    text = words(
        en="{actor} may not hold or end an auction for account {account}.",
        zh="{actor} 不得为账户 {account} 举行或取消竞价。",
    )
    rule = words(
        en="The operator auctions for the accounts of public bodies; others ask for an auction of"
        " their own account, and the operator publishes it.",
        zh="交易机构可为公共机构账户组织竞价；其他主体就本账户提出申请，由交易机构发布公告。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Name your own account, or let its representative ask.",
        zh="请填写本主体账户，或由其代表提出申请。",
    )


class AuctionInOtherState(Conflict):
    """The auction is not where it would have to be (facts: auction, state)."""

    code = "market.auction_in_other_state"
    number = 13008
    text = words(en="Auction {auction} is {state}.", zh="竞价 {auction} 当前状态为：{state}。")
    rule = words(
        en="A request is published once; a published auction is cancelled before its window or"
        " cleared after it, once.",
        zh="申请只发布一次；已公告的竞价在时段开始前可取消，结束后清算一次。",
    )
    source = CEA_AUCTION
    fix = words(en="Reload the auction's page.", zh="请刷新该竞价页面。")


class BiddingNotOpen(Conflict):
    """The window has not opened or is over (facts: auction, opens, closes)."""

    code = "market.bidding_not_open"
    number = 13009
    text = words(
        en="Auction {auction} takes bids from {opens} until before {closes}.",
        zh="竞价 {auction} 的申报时段为 {opens} 至 {closes}（不含）。",
    )
    rule = words(
        en="Bids are given, replaced and withdrawn only inside the window of the notice.",
        zh="仅可在公告时段内提交、更改或撤回申报。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Come back inside the window, or look for another auction.",
        zh="请在时段内操作，或参加其他竞价。",
    )


class BidderNotEligible(NotPermitted):
    """The notice does not admit the party (facts: auction, account)."""

    code = "market.bidder_not_eligible"
    number = 13010
    text = words(
        en="The holder of account {account} is not admitted to auction {auction}.",
        zh="账户 {account} 的主体不具备竞价 {auction} 的参与资格。",
    )
    rule = words(
        en="A notice admits everybody, compliance entities only, or those it names.",
        zh="公告可面向全部主体、仅面向重点排放单位，或面向指定主体。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Read who is admitted in the notice; choose another account or auction.",
        zh="请查看公告中的参与条件，或选择其他账户、其他竞价。",
    )


class OwnAuction(NotPermitted):
    """The party that holds an auction would bid in it (facts: auction)."""

    code = "market.own_auction"
    number = 13011
    text = words(en="Auction {auction} is your own.", zh="竞价 {auction} 由您的主体发起。")
    rule = words(
        en="Nobody trades with themselves: such bids feign a demand.",
        zh="禁止自买自卖：此类申报虚构需求。",
    )
    source = ORDER_775_FAIRNESS
    fix = words(en="Leave the bidding to others.", zh="请勿参与本主体发起的竞价。")


class BidLinesInvalid(RegistryError):
    """A sheet of bids has no line, or too many (facts: lines, lines_max)."""

    code = "market.bid_lines_invalid"
    number = 13012
    text = words(
        en="{lines} bids are no sheet of 1 to {lines_max}.",
        zh="申报笔数 {lines} 不在 1～{lines_max} 之间。",
    )
    rule = words(
        en="A bidder gives 1 to {lines_max} bids, each a price and a quantity.",
        zh="每一竞买（卖）人可提交 1～{lines_max} 笔申报，每笔含价格和数量。",
    )
    source = "TanLab"
    fix = words(
        en="Give 1 to {lines_max} bids; add quantities at one price up.",
        zh="请提交 1～{lines_max} 笔申报，同价数量可合并。",
    )


class BidOutsideLimits(RegistryError):
    """The bids together break the notice's limits.

    Facts: quantity_t, quantity_t_min, quantity_t_max.
    """

    code = "market.bid_outside_limits"
    number = 13013
    text = words(
        en="Bids for {quantity_t} units in all are outside {quantity_t_min} to {quantity_t_max}.",
        zh="申报总量 {quantity_t} 超出 {quantity_t_min}～{quantity_t_max} 的范围。",
    )
    rule = words(
        en="A bidder's quantities together stay within the limits of the notice.",
        zh="单一主体申报总量须在公告规定的上下限之内。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Bid for {quantity_t_min} to {quantity_t_max} units in all.",
        zh="请将申报总量调整到 {quantity_t_min}～{quantity_t_max}。",
    )


class BidBeyondReserve(RegistryError):
    """A bid is worse than the published limit price (facts: price_cny, reserve_cny)."""

    code = "market.bid_beyond_reserve"
    number = 13014
    text = words(
        en="{price_cny} CNY cannot win: the notice's limit price is {reserve_cny} CNY.",
        zh="价格 {price_cny} 元不符合公告的底价（限价）{reserve_cny} 元。",
    )
    rule = words(
        en="Bids to buy are at least the reserve price, offers to sell at most the highest price.",
        zh="竞买申报不得低于底价，竞卖申报不得高于最高限价。",
    )
    source = CEA_AUCTION
    fix = words(en="Bid {reserve_cny} CNY or better.", zh="请以 {reserve_cny} 元或更优价格申报。")


class NoBidsToWithdraw(Conflict):
    """The party has no bids in force (facts: auction)."""

    code = "market.no_bids_to_withdraw"
    number = 13015
    text = words(
        en="There are no bids of this account's party in auction {auction}.",
        zh="该账户主体在竞价 {auction} 中没有有效申报。",
    )
    rule = words(
        en="Bids in force are withdrawn by the party that gave them, all at once.",
        zh="有效申报由提交主体一次性撤回。",
    )
    source = CEA_AUCTION
    fix = words(en="Reload the auction's page.", zh="请刷新该竞价页面。")


class BiddingStillOpen(Conflict):
    """The window is not over (facts: auction, closes)."""

    code = "market.bidding_still_open"
    number = 13016
    text = words(
        en="Auction {auction} takes bids until {closes}.",
        zh="竞价 {auction} 的申报时段到 {closes} 才结束。",
    )
    rule = words(
        en="Bids stay sealed, and nothing is cleared, until the window is over.",
        zh="时段结束前申报保持密封，不得清算。",
    )
    source = CEA_AUCTION
    fix = words(en="Wait for the end of the window.", zh="请等待时段结束。")


class WindowHasOpened(Conflict):
    """An auction would be cancelled in its window (facts: auction, opens)."""

    code = "market.window_has_opened"
    number = 13017
    text = words(
        en="Auction {auction} has taken bids since {opens}.",
        zh="竞价 {auction} 已于 {opens} 开始申报。",
    )
    rule = words(
        en="An auction is cancelled before its window only; afterwards it is cleared.",
        zh="仅可在时段开始前取消竞价，开始后只能按期清算。",
    )
    source = CEA_AUCTION
    fix = words(
        en="Let the window end; a reserve price protects the seller.",
        zh="请等待时段结束；底价可保护卖方。",
    )
