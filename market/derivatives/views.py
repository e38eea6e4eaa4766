"""What pages and JSON show of series, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from registry.rules import RuleParameter
from registry.worlds import words

SERIES_KINDS: Mapping[str, Mapping[str, str]] = {
    "forward": words("Forward", "远期"),
    "future": words("Future", "期货"),
    "option": words("Option", "期权"),
}
OPTION_TYPES: Mapping[str, Mapping[str, str]] = {
    "call": words("call", "看涨"),
    "put": words("put", "看跌"),
}
SETTLEMENTS: Mapping[str, Mapping[str, str]] = {
    "cash": words("cash", "现金结算"),
    "physical": words("physical", "实物交割"),
}
SERIES_STATUSES: Mapping[str, Mapping[str, str]] = {
    "pilot": words("pilot", "试点"),
    "planned": words("planned", "规划中"),
    "otc": words("over the counter", "场外"),
    "educational": words("educational", "教学用"),
}
BASES: Mapping[str, Mapping[str, str]] = {
    "trades": words("average of the day's trades", "当日成交均价"),
    "model": words("model price (365 days a year)", "模型价（按一年 365 天计）"),
    "final": words("final price", "最终结算价"),
}
CALL_STATES: Mapping[str, Mapping[str, str]] = {
    "open": words("open", "待补足"),
    "met": words("met", "已补足"),
    "closed_out": words("closed out", "已强行平仓"),
    "ended": words("ended with the series", "随合约到期了结"),
}
OFFER_STATES: Mapping[str, Mapping[str, str]] = {
    "open": words("open", "待答复"),
    "accepted": words("accepted", "已成交"),
    "withdrawn": words("withdrawn", "已撤回"),
    "declined": words("declined", "已拒绝"),
    "expired": words("expired", "已过期"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A series with its terms and last price.

    Args:
        price_fen: last settlement price, before the first the model's, fen per t.
        underlying_fen: price of the underlying to which it belongs.
        basis: how it was made: trades, model or final.
        priced_on: day of the settlement; None before the first.
        open_contracts: bought and sold contracts that are open, counted once.
    """

    code: str
    kind: str
    instrument: str
    scheme: str
    status: str
    size_t: int
    tick_fen: int
    last_trading_day: date
    expires_on: date
    settlement: str
    strike_fen: int | None
    option_type: str | None
    initial_bp: int
    maintenance_bp: int
    final_days: int
    opens: str
    closes: str
    state: str
    final_price_fen: int | None
    final_underlying_fen: int | None
    delivered_contracts: int | None
    price_fen: int
    underlying_fen: int
    basis: str
    priced_on: date | None
    open_contracts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPriceView:
    """The settlement price of a day."""

    day: date
    basis: str
    price_fen: int
    underlying_fen: int
    contracts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginCallView:
    """A call for margin; amounts in fen."""

    number: int
    series: str
    account: str
    amount_fen: int
    deadline: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPositionView:
    """A position and its margin, fen; above zero contracts were bought.

    Args:
        average_fen: value at the last mark or trade per unit, fen; None if nothing is open.
        unpaid_fen: what it has gained against the last settlement price and not been paid.
    """

    series: str
    account: str
    own: bool
    house: bool
    net: int
    average_fen: int | None
    unpaid_fen: int
    margin_fen: int
    needed_fen: int
    maintenance_fen: int
    call: MarginCallView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMarkView:
    """What one settlement did to one account, fen."""

    day: date
    basis: str
    account: str
    price_fen: int
    net: int
    variation_fen: int
    from_margin_fen: int
    from_cash_fen: int
    missing_fen: int
    margin_fen: int
    needed_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOfferView:
    """An offer, as one of its two sides sees it.

    Args:
        made: the reader's side made it.
        buys: the reader's side would buy.
    """

    number: int
    series: str
    account: str
    other_account: str
    other_name: Mapping[str, str]
    made: bool
    buys: bool
    price_fen: int
    contracts: int
    state: str
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTradeView:
    """A trade or a close-out, without names."""

    traded_at: datetime
    kind: str
    price_fen: int
    contracts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """Everything a reader may see of a series."""

    series: SeriesView
    terms: tuple[RuleParameter, ...]
    prices: tuple[SeriesPriceView, ...]
    positions: tuple[SeriesPositionView, ...]
    marks: tuple[SeriesMarkView, ...]
    offers: tuple[SeriesOfferView, ...]
    trades: tuple[SeriesTradeView, ...]
    low_fen: int
    high_fen: int
