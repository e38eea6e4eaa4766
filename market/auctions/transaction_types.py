"""What is asked of auctions, as data.

Bids know their own door, like orders: they are sealed, so they wait for no second person.
"""

from market.auctions.announcing import (
    HOLDERS,
    announce_auction,
    cancel_auction,
    publish_auction,
)
from market.auctions.bidding import submit_bids, withdraw_bids
from market.auctions.closing import close_auction
from market.auctions.commands import (
    AnnounceAuction,
    CancelAuction,
    CloseAuction,
    PublishAuction,
    SubmitBids,
    WithdrawBids,
)
from market.clearing.refused_clearing import TradingBlocked
from market.rules.errors import (
    BidInvalid,
    InstrumentClosed,
    OrderNeedsFullMandate,
    UnknownInstrument,
    UnknownRules,
)
from market.rules.refused_auctions import (
    AuctionInOtherState,
    AuctionNotYours,
    AuctionTermInvalid,
    AuctionWindowInvalid,
    BidBeyondReserve,
    BidderNotEligible,
    BiddingNotOpen,
    BiddingStillOpen,
    BidLinesInvalid,
    BidOutsideLimits,
    CeilingMissing,
    NoBidsToWithdraw,
    OwnAuction,
    UnknownAuction,
    WindowHasOpened,
)
from market.rules.refused_orders import (
    InsufficientCash,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
    PriceOffTick,
    QuantityNotInLots,
    SameDayResale,
)
from market.rules.refused_venue import ModeNotOpen
from registry.ledger import (
    AccountNotOpen,
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
    InsufficientUnits,
    UnitsFinal,
)
from registry.worlds import (
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    TextInvalid,
    TransactionType,
    UnknownAccount,
    words,
)

_HOLDERS: frozenset[Role] = frozenset(HOLDERS)
_SETTING_ASIDE = (
    SameDayResale,
    InsufficientCash,
    InsufficientUnits,
    AccountNotOpen,
    UnitsFinal,
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
)

TRANSACTION_TYPES = (
    TransactionType(
        command=AnnounceAuction,
        handler=announce_auction,
        name=words("Give notice of an auction", "发布竞价公告"),
        roles=frozenset({Role.OPERATOR, *HOLDERS}),
        checks=(
            UnknownInstrument,
            RoleMissing,
            UnknownAccount,
            OrderNeedsFullMandate,
            TradingBlocked,
            AuctionNotYours,
            InstrumentClosed,
            UnknownRules,
            ModeNotOpen,
            ParticipantNotAdmitted,
            PositionLimitExceeded,
            AuctionTermInvalid,
            QuantityOutOfRange,
            QuantityNotInLots,
            PriceOffTick,
            CeilingMissing,
            TextInvalid,
            AuctionWindowInvalid,
            *_SETTING_ASIDE,
        ),
    ),
    TransactionType(
        command=PublishAuction,
        handler=publish_auction,
        name=words("Publish an auction", "发布竞价申请"),
        roles=frozenset({Role.OPERATOR}),
        checks=(RoleMissing, UnknownAuction, AuctionInOtherState, AuctionWindowInvalid),
    ),
    TransactionType(
        command=SubmitBids,
        handler=submit_bids,
        name=words("Submit sealed bids", "提交竞价申报"),
        roles=_HOLDERS,
        checks=(
            RoleMissing,
            UnknownAuction,
            UnknownAccount,
            NotRepresentative,
            OrderNeedsFullMandate,
            TradingBlocked,
            OwnAuction,
            AuctionInOtherState,
            BiddingNotOpen,
            BidderNotEligible,
            InstrumentClosed,
            UnknownRules,
            ModeNotOpen,
            ParticipantNotAdmitted,
            PositionLimitExceeded,
            BidLinesInvalid,
            BidInvalid,
            QuantityOutOfRange,
            PriceOffTick,
            BidBeyondReserve,
            BidOutsideLimits,
            *_SETTING_ASIDE,
        ),
    ),
    TransactionType(
        command=WithdrawBids,
        handler=withdraw_bids,
        name=words("Withdraw sealed bids", "撤回竞价申报"),
        roles=_HOLDERS,
        checks=(
            RoleMissing,
            UnknownAuction,
            UnknownAccount,
            NotRepresentative,
            OrderNeedsFullMandate,
            OwnAuction,
            AuctionInOtherState,
            BiddingNotOpen,
            NoBidsToWithdraw,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=CancelAuction,
        handler=cancel_auction,
        name=words("Cancel an auction", "取消竞价"),
        roles=frozenset({Role.OPERATOR, *HOLDERS}),
        checks=(
            RoleMissing,
            UnknownAuction,
            NotRepresentative,
            AuctionInOtherState,
            WindowHasOpened,
            TextInvalid,
        ),
    ),
    TransactionType(
        command=CloseAuction,
        handler=close_auction,
        name=words("Clear an auction", "竞价清算"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownAuction,
            AuctionInOtherState,
            BiddingStillOpen,
            InstrumentClosed,
        ),
    ),
)
