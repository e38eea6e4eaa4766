"""What is asked of financing contracts, as data.

Contracts know their own door, as orders do: they take effect at once and wait for no second
person, so a mandate that only initiates may not enter one.
"""

from market.clearing.refused_clearing import TradingBlocked
from market.financing.acceptance import accept
from market.financing.commands import (
    AcceptFinancing,
    DeclineFinancing,
    EnforceFinancing,
    ExpireFinancing,
    MarkFinancing,
    MatureFinancing,
    OfferLending,
    OfferPledge,
    OfferRepo,
    SettleFinancing,
    TopUpFinancing,
    WithdrawFinancing,
)
from market.financing.marks import mark, top_up
from market.financing.offers import decline, expire, offer, withdraw
from market.financing.settlement import enforce, mature, settle
from market.rules.errors import InstrumentClosed, OrderNeedsFullMandate, UnknownInstrument
from market.rules.refused_financing import (
    ContractAmountOutOfRange,
    ContractCashShort,
    ContractInOtherState,
    ContractNotDue,
    ContractNotOffered,
    LoanAboveHaircut,
    NotYourContract,
    OfferExpired,
    OwnCounterparty,
    RateOutOfRange,
    RepurchaseUnclear,
    StepOfOtherParty,
    TermOutOfRange,
    UnknownContract,
)
from market.rules.refused_orders import SameDayResale
from market.rules.refused_pauses import TradingPaused
from registry.ledger import AccountNotOpen, InsufficientUnits, WrongUnitKind
from registry.parties import AccountClosedToUnits
from registry.worlds import (
    DISPOSING,
    NotRepresentative,
    QuantityOutOfRange,
    RegistryError,
    Role,
    RoleMissing,
    TransactionType,
    UnknownAccount,
    words,
)

_TRADERS = frozenset(DISPOSING)
_OPERATORS = frozenset({Role.OPERATOR})
_OFFER: tuple[type[RegistryError], ...] = (
    RoleMissing,
    UnknownAccount,
    NotRepresentative,
    OrderNeedsFullMandate,
    TradingBlocked,
    UnknownInstrument,
    TradingPaused,
    InstrumentClosed,
    WrongUnitKind,
    ContractNotOffered,
    AccountClosedToUnits,
    OwnCounterparty,
    QuantityOutOfRange,
    TermOutOfRange,
    RateOutOfRange,
    ContractAmountOutOfRange,
)
_STEP: tuple[type[RegistryError], ...] = (
    UnknownContract,
    RoleMissing,
    NotYourContract,
    StepOfOtherParty,
    OrderNeedsFullMandate,
    ContractInOtherState,
)
_DELIVERY: tuple[type[RegistryError], ...] = (ContractCashShort, InsufficientUnits, AccountNotOpen)
_DUE: tuple[type[RegistryError], ...] = (
    RoleMissing,
    UnknownContract,
    ContractInOtherState,
    ContractNotDue,
)

TRANSACTION_TYPES = (
    TransactionType(
        command=OfferRepo,
        handler=offer,
        name=words("Offer a repo", "回购要约"),
        roles=_TRADERS,
        checks=(*_OFFER, RepurchaseUnclear, LoanAboveHaircut),
    ),
    TransactionType(
        command=OfferPledge,
        handler=offer,
        name=words("Offer a pledge", "质押要约"),
        roles=_TRADERS,
        checks=(*_OFFER, LoanAboveHaircut),
    ),
    TransactionType(
        command=OfferLending,
        handler=offer,
        name=words("Offer a loan of units", "借碳要约"),
        roles=_TRADERS,
        checks=_OFFER,
    ),
    TransactionType(
        command=AcceptFinancing,
        handler=accept,
        name=words("Accept a financing contract", "接受融资合约"),
        roles=_TRADERS,
        checks=(
            *_STEP,
            OfferExpired,
            TradingBlocked,
            TradingPaused,
            InstrumentClosed,
            LoanAboveHaircut,
            ContractAmountOutOfRange,
            SameDayResale,
            *_DELIVERY,
        ),
    ),
    TransactionType(
        command=DeclineFinancing,
        handler=decline,
        name=words("Decline a financing contract", "拒绝融资合约"),
        roles=_TRADERS,
        checks=_STEP,
    ),
    TransactionType(
        command=WithdrawFinancing,
        handler=withdraw,
        name=words("Withdraw an offer of financing", "撤回融资要约"),
        roles=_TRADERS,
        checks=_STEP,
    ),
    TransactionType(
        command=TopUpFinancing,
        handler=top_up,
        name=words("Top up a financing contract", "追加融资合约担保"),
        roles=_TRADERS,
        checks=(*_STEP, QuantityOutOfRange, *_DELIVERY),
    ),
    TransactionType(
        command=SettleFinancing,
        handler=settle,
        name=words("Settle a financing contract", "了结融资合约"),
        roles=_TRADERS,
        checks=(*_STEP, ContractNotDue, *_DELIVERY),
    ),
    TransactionType(
        command=ExpireFinancing,
        handler=expire,
        name=words("Let an offer of financing lapse", "融资要约失效"),
        roles=_OPERATORS,
        checks=_DUE,
    ),
    TransactionType(
        command=MarkFinancing,
        handler=mark,
        name=words("Mark a financing contract", "融资合约盯市"),
        roles=_OPERATORS,
        checks=_DUE,
    ),
    TransactionType(
        command=MatureFinancing,
        handler=mature,
        name=words("End a financing contract on its last day", "融资合约到期办理"),
        roles=_OPERATORS,
        checks=(*_DUE, *_DELIVERY),
    ),
    TransactionType(
        command=EnforceFinancing,
        handler=enforce,
        name=words("Close out after an unanswered call", "追加逾期平仓"),
        roles=_OPERATORS,
        checks=(*_DUE, *_DELIVERY),
    ),
)
