"""What is asked of the open book, as data.

Orders know their own door: a mandate that only initiates may not place one, for it waits for
nobody.
"""

from typing import cast

from market.clearing.refused_clearing import TradingBlocked
from market.listed.admission import TRADERS
from market.listed.commands import CancelOrder, PlaceOrder, TakeOrder
from market.listed.placing import cancel_order, place_order
from market.listed.taking import take_order
from market.rules.errors import (
    InstrumentClosed,
    NotYourOrder,
    OrderNeedsFullMandate,
    OrderNotOpen,
    UnknownInstrument,
    UnknownOrder,
    UnknownRules,
)
from market.rules.refused_orders import (
    BetterPriceOpen,
    InsufficientCash,
    MatchingNotOpen,
    OrderGone,
    OrderNotShown,
    ParticipantNotAdmitted,
    PositionLimitExceeded,
    PriceMissing,
    PriceNotWanted,
    PriceOffTick,
    PriceOutsideBand,
    QuantityNotInLots,
    QuantityTooLarge,
    QuantityTooSmall,
    SameDayResale,
    SelfTrade,
    TakeTooLarge,
    TakingNotOpen,
)
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
    Command,
    Handler,
    NotRepresentative,
    Role,
    RoleMissing,
    TransactionType,
    UnknownAccount,
    words,
)

_TRADERS: frozenset[Role] = frozenset(TRADERS)

TRANSACTION_TYPES = (
    TransactionType(
        command=cast(type[Command], PlaceOrder),
        handler=cast(Handler, place_order),
        name=words("Place an order", "提交委托"),
        roles=_TRADERS,
        checks=(
            UnknownInstrument,
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            OrderNeedsFullMandate,
            TradingBlocked,
            UnknownRules,
            ParticipantNotAdmitted,
            InstrumentClosed,
            ModeNotOpen,
            OutsideHours,
            PositionLimitExceeded,
            MatchingNotOpen,
            PriceMissing,
            PriceNotWanted,
            QuantityTooSmall,
            QuantityTooLarge,
            QuantityNotInLots,
            PriceOffTick,
            PriceOutsideBand,
            SelfTrade,
            SameDayResale,
            InsufficientCash,
            InsufficientUnits,
            AccountNotOpen,
            AccountClosedToUnits,
            CertificateNotTradable,
            CertificateTransferredBefore,
            CertificateExpired,
            CertificateFrozen,
        ),
    ),
    TransactionType(
        command=cast(type[Command], CancelOrder),
        handler=cast(Handler, cancel_order),
        name=words("Cancel an order", "撤销委托"),
        roles=_TRADERS,
        checks=(RoleMissing, UnknownOrder, NotYourOrder, OrderNotOpen, AccountNotOpen),
    ),
    TransactionType(
        command=cast(type[Command], TakeOrder),
        handler=cast(Handler, take_order),
        name=words("Take a listed order", "摘牌"),
        roles=_TRADERS,
        checks=(
            UnknownOrder,
            UnknownInstrument,
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            OrderNeedsFullMandate,
            TradingBlocked,
            UnknownRules,
            ParticipantNotAdmitted,
            InstrumentClosed,
            ModeNotOpen,
            OutsideHours,
            PositionLimitExceeded,
            TakingNotOpen,
            OrderGone,
            SelfTrade,
            OrderNotShown,
            BetterPriceOpen,
            TakeTooLarge,
            QuantityTooSmall,
            QuantityTooLarge,
            QuantityNotInLots,
            SameDayResale,
            InsufficientCash,
            InsufficientUnits,
            AccountNotOpen,
            AccountClosedToUnits,
            CertificateNotTradable,
            CertificateTransferredBefore,
            CertificateExpired,
            CertificateFrozen,
        ),
    ),
)
