"""What is asked of block trades, as data."""

from market.blocks.agreeing import accept_block
from market.blocks.answering import counter_block, decline_block, withdraw_block
from market.blocks.commands import (
    AcceptBlock,
    CounterBlock,
    DeclineBlock,
    ExpireBlockOffers,
    OfferBlock,
    WithdrawBlock,
)
from market.blocks.expiring import expire_block_offers
from market.blocks.offering import offer_block
from market.blocks.refused_blocks import (
    BlockOfferEnded,
    BlockTooLarge,
    NothingProposed,
    NotSideOfOffer,
    OtherSideCannotSettle,
    OwnBlockOffer,
    OwnTerms,
    TermsChanged,
    TooManyCounters,
    UnknownBlockOffer,
)
from market.clearing.refused_clearing import TradingBlocked
from market.rules.errors import (
    InstrumentClosed,
    OrderNeedsFullMandate,
    UnknownInstrument,
    UnknownRules,
)
from market.rules.refused_orders import (
    InsufficientCash,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
    PriceOffTick,
    PriceOutsideBand,
    QuantityNotInLots,
    QuantityTooSmall,
    SameDayResale,
)
from market.rules.refused_pauses import TradingPaused
from market.rules.refused_venue import ModeNotOpen, OutsideHours
from registry.ledger import (
    AccountNotOpen,
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
    InsufficientUnits,
)
from registry.parties import AccountClosedToUnits
from registry.worlds import (
    DISPOSING,
    NotRepresentative,
    RegistryError,
    Role,
    RoleMissing,
    TransactionType,
    UnknownAccount,
    words,
)

_TRADERS: frozenset[Role] = frozenset(DISPOSING)
_ACCOUNT = (RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate)
_TABLE: tuple[type[RegistryError], ...] = (
    *_ACCOUNT,
    UnknownBlockOffer,
    NotSideOfOffer,
    OwnBlockOffer,
    BlockOfferEnded,
)
_OPEN: tuple[type[RegistryError], ...] = (
    TradingPaused,
    InstrumentClosed,
    UnknownRules,
    ModeNotOpen,
    OutsideHours,
    TradingBlocked,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
)
_TERMS = (BlockTooLarge, QuantityTooSmall, QuantityNotInLots, PriceOffTick, PriceOutsideBand)
_MEANS = (
    SameDayResale,
    InsufficientCash,
    InsufficientUnits,
    AccountNotOpen,
    CertificateExpired,
    CertificateNotTradable,
    CertificateTransferredBefore,
)

TRANSACTION_TYPES = (
    TransactionType(
        command=OfferBlock,
        handler=offer_block,
        name=words("Offer a block", "大宗报价"),
        roles=_TRADERS,
        checks=(
            UnknownInstrument,
            *_ACCOUNT,
            *_OPEN,
            AccountClosedToUnits,
            OwnBlockOffer,
            *_TERMS,
            *_MEANS,
        ),
    ),
    TransactionType(
        command=CounterBlock,
        handler=counter_block,
        name=words("Counter a block offer", "大宗还价"),
        roles=_TRADERS,
        checks=(*_TABLE, *_OPEN, TooManyCounters, *_TERMS, *_MEANS),
    ),
    TransactionType(
        command=AcceptBlock,
        handler=accept_block,
        name=words("Accept block terms", "接受大宗报价"),
        roles=_TRADERS,
        checks=(
            *_TABLE,
            *_OPEN,
            OwnTerms,
            TermsChanged,
            *_MEANS,
            OtherSideCannotSettle,
            CertificateFrozen,
        ),
    ),
    TransactionType(
        command=DeclineBlock,
        handler=decline_block,
        name=words("Decline block terms", "拒绝大宗报价"),
        roles=_TRADERS,
        checks=(*_TABLE, OwnTerms, TermsChanged),
    ),
    TransactionType(
        command=WithdrawBlock,
        handler=withdraw_block,
        name=words("Withdraw block terms", "撤回大宗报价"),
        roles=_TRADERS,
        checks=(*_TABLE, NothingProposed),
    ),
    TransactionType(
        command=ExpireBlockOffers,
        handler=expire_block_offers,
        name=words("Expiry of block offers", "大宗报价过期"),
        roles=frozenset({Role.OPERATOR}),
        checks=(RoleMissing,),
    ),
)
