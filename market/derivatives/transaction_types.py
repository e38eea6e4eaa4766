"""What can be asked of series of forwards, futures and options, as data."""

from market.clearing.refused_clearing import NeedsFullMandate, TradingBlocked
from market.derivatives.commands import (
    AcceptSeriesOffer,
    EndMarginCall,
    EndSeriesOffer,
    ExpireSeries,
    ListSeries,
    OfferSeriesTrade,
    PostMargin,
    SettleSeriesDay,
)
from market.derivatives.expiry import expire_series
from market.derivatives.listing import list_series
from market.derivatives.margin_calls import end_margin_call, post_margin
from market.derivatives.settling import settle_series_day
from market.derivatives.trading import (
    accept_series_offer,
    end_series_offer,
    offer_series_trade,
)
from market.rules.errors import InstrumentClosed, UnknownInstrument
from market.rules.refused_pauses import TradingPaused
from market.rules.refused_series import (
    CentralCounterpartyShort,
    MarginCallNotDue,
    MarginCallNotOpen,
    MarginTooSmall,
    NotYourSeriesOffer,
    SeriesClosed,
    SeriesCodeInvalid,
    SeriesDatesDisordered,
    SeriesDaySettled,
    SeriesExists,
    SeriesNotDue,
    SeriesOfferNotOpen,
    SeriesPriceOffTick,
    SeriesPriceOutsideBand,
    SeriesSamePartyTwice,
    SeriesShut,
    SeriesTermsInvalid,
    SeriesTooLarge,
    SeriesUnsettled,
    UnknownMarginCall,
    UnknownSeries,
    UnknownSeriesOffer,
)
from registry.ledger import AccountNotOpen
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

_TRADERS = frozenset(DISPOSING)
_OPERATOR = frozenset({Role.OPERATOR})
_NOT_TRADED: tuple[type[RegistryError], ...] = (
    SeriesClosed,
    TradingPaused,
    InstrumentClosed,
    SeriesShut,
    SeriesUnsettled,
)

SERIES_TYPES = (
    TransactionType(
        command=ListSeries,
        handler=list_series,
        name=words("List a series of contracts", "挂牌合约系列"),
        roles=_OPERATOR,
        checks=(
            RoleMissing,
            SeriesCodeInvalid,
            SeriesTermsInvalid,
            UnknownInstrument,
            TradingPaused,
            InstrumentClosed,
            SeriesExists,
            SeriesDatesDisordered,
        ),
    ),
    TransactionType(
        command=OfferSeriesTrade,
        handler=offer_series_trade,
        name=words("Offer a trade of contracts", "提出合约报价"),
        roles=_TRADERS,
        checks=(
            RoleMissing,
            UnknownSeries,
            UnknownAccount,
            NotRepresentative,
            NeedsFullMandate,
            SeriesSamePartyTwice,
            TradingBlocked,
            *_NOT_TRADED,
            SeriesTermsInvalid,
            SeriesPriceOffTick,
            SeriesPriceOutsideBand,
            SeriesTooLarge,
        ),
    ),
    TransactionType(
        command=AcceptSeriesOffer,
        handler=accept_series_offer,
        name=words("Accept a trade of contracts", "接受合约报价"),
        roles=_TRADERS,
        checks=(
            RoleMissing,
            UnknownSeriesOffer,
            NotYourSeriesOffer,
            NeedsFullMandate,
            SeriesOfferNotOpen,
            TradingBlocked,
            *_NOT_TRADED,
            SeriesPriceOutsideBand,
            SeriesTooLarge,
            MarginTooSmall,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=EndSeriesOffer,
        handler=end_series_offer,
        name=words("Withdraw or decline a trade of contracts", "撤回或拒绝合约报价"),
        roles=_TRADERS,
        checks=(RoleMissing, UnknownSeriesOffer, NotYourSeriesOffer, SeriesOfferNotOpen),
    ),
    TransactionType(
        command=PostMargin,
        handler=post_margin,
        name=words("Post margin", "追加保证金"),
        roles=_TRADERS,
        checks=(
            RoleMissing,
            UnknownMarginCall,
            NotRepresentative,
            NeedsFullMandate,
            MarginCallNotOpen,
            MarginTooSmall,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=SettleSeriesDay,
        handler=settle_series_day,
        name=words("Settle a day of contracts", "办理合约每日结算"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownSeries, SeriesDaySettled, CentralCounterpartyShort),
    ),
    TransactionType(
        command=EndMarginCall,
        handler=end_margin_call,
        name=words("Carry out a margin call", "执行追加保证金通知"),
        roles=_OPERATOR,
        checks=(
            RoleMissing,
            UnknownMarginCall,
            MarginCallNotOpen,
            MarginCallNotDue,
            CentralCounterpartyShort,
        ),
    ),
    TransactionType(
        command=ExpireSeries,
        handler=expire_series,
        name=words("Settle a series for good", "办理合约到期交割"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownSeries, SeriesNotDue, CentralCounterpartyShort),
    ),
)
