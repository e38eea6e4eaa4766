"""What is asked of series of forwards, futures and options, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeries(Command):
    """List a series (operator); terms left at 0 are those of the rules.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        series: code, for example SHEA-F2702.
        contract_kind: forward, future or option.
        instrument: code of the spot instrument underneath.
        last_trading_day: a working day.
        expires_on: day of delivery, a working day.
        settlement: cash or physical.
        strike_fen: of an option, fen per t.
        option_type: call or put, of an option.
        size_t: units of a contract.
        initial_bp: initial margin, basis points of the underlying price.
        maintenance_bp: maintenance margin, likewise.
    """

    kind: ClassVar[str] = "list_series"
    series: str
    contract_kind: str
    instrument: str
    last_trading_day: date
    expires_on: date
    settlement: str = "cash"
    strike_fen: int | None = None
    option_type: str | None = None
    size_t: int = 0
    initial_bp: int = 0
    maintenance_bp: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeriesTrade(Command):
    """Offer another account a trade, good until the end of the day.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        series: code of the series.
        account: own account, by number.
        to_account: the other's account, by number.
        side: what the offering account does: buy or sell.
        price_fen: fen per t.
        contracts: how many.
    """

    kind: ClassVar[str] = "offer_series_trade"
    series: str
    account: str
    to_account: str
    side: str
    price_fen: int
    contracts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptSeriesOffer(Command):
    """Accept an offer; the central counterparty takes the trade over.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        offer: number of the offer.
    """

    kind: ClassVar[str] = "accept_series_offer"
    offer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSeriesOffer(Command):
    """Withdraw an own offer, or decline one that was received.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        offer: number of the offer.
    """

    kind: ClassVar[str] = "end_series_offer"
    offer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMargin(Command):
    """Answer a margin call out of free cash.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        call: number of the call.
    """

    kind: ClassVar[str] = "post_margin"
    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSeriesDay(Command):
    """Mark the positions of a series to the settlement price of a day (operator, clock).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        series: code of the series.
        day: the working day.
    """

    kind: ClassVar[str] = "settle_series_day"
    series: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMarginCall(Command):
    """Carry out a call whose deadline has passed: collect, or close out (operator, clock).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        call: number of the call.
    """

    kind: ClassVar[str] = "end_margin_call"
    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireSeries(Command):
    """End a series at its final price, in cash or by delivery (operator, clock).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        series: code of the series.
    """

    kind: ClassVar[str] = "expire_series"
    series: str
