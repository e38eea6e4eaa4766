"""How series look in JSON: prices are decimal strings in CNY/t, amounts decimal strings in CNY."""

from dataclasses import asdict

from pydantic import BaseModel

from market.derivatives import (
    MarginCallView,
    SeriesMarkView,
    SeriesOfferView,
    SeriesPage,
    SeriesPositionView,
    SeriesView,
)
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, Outcome


class SeriesAnswer(BaseModel):
    """A series; the price is the last settlement price, before the first one the model's."""

    series: str
    kind: str
    instrument: str
    scheme: str
    legal_status: str
    size_t: int
    tick_cny: str
    strike_cny: str | None
    option_type: str | None
    settlement: str
    last_trading_day: str
    expires_on: str
    opens: str
    closes: str
    initial_margin_bp: int
    maintenance_margin_bp: int
    final_days: int
    state: str
    price_cny: str
    price_basis: str
    priced_on: str | None
    underlying_cny: str
    open_contracts: int
    final_price_cny: str | None
    delivered_contracts: int | None


class SeriesList(BaseModel):
    """Series, open ones first."""

    series: list[SeriesAnswer]


class TermAnswer(BaseModel):
    """A term with its source and how sure we are of it."""

    key: str
    value: str
    unit: str
    source: str
    note: dict[str, str]
    confidence: str


class SettlementAnswer(BaseModel):
    """The settlement price of a day."""

    day: str
    basis: str
    price_cny: str
    underlying_cny: str
    contracts: int


class MarginCallAnswer(BaseModel):
    """A margin call."""

    call: int
    amount_cny: str
    deadline: str
    state: str


class PositionAnswer(BaseModel):
    """A position that the reader may see; contracts below zero were sold."""

    account: str
    own: bool
    central_counterparty: bool
    contracts: int
    not_yet_paid_cny: str
    margin_cny: str
    initial_margin_cny: str
    maintenance_margin_cny: str
    margin_call: MarginCallAnswer | None


class MarkAnswer(BaseModel):
    """What a settlement did to an account."""

    day: str
    basis: str
    account: str
    price_cny: str
    contracts: int
    variation_cny: str
    from_margin_cny: str
    from_cash_cny: str
    missing_cny: str
    margin_cny: str


class SeriesOfferAnswer(BaseModel):
    """An offer of the reader's side, or to it."""

    offer: int
    account: str
    other_account: str
    made: bool
    side: str
    price_cny: str
    contracts: int
    state: str
    offered_at: str


class SeriesPageAnswer(BaseModel):
    """A series with everything that the reader may see."""

    series: SeriesAnswer
    low_cny: str
    high_cny: str
    terms: list[TermAnswer]
    settlements: list[SettlementAnswer]
    positions: list[PositionAnswer]
    marks: list[MarkAnswer]
    offers: list[SeriesOfferAnswer]


class SeriesStepAnswer(BaseModel):
    """What a step did."""

    series: str
    offer: int | None = None
    trade: int | None = None
    call: int | None = None
    state: str | None = None
    posted_cny: str | None = None
    replayed: bool


class OptionAnswer(BaseModel):
    """Value and greeks of an option, by Black's model of 1976; units as on the page."""

    option_type: str
    price: float
    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float
    implied_volatility_pct: float | None


class OptionsAnswer(BaseModel):
    """A call and a put on the same terms."""

    options: list[OptionAnswer]


def series_answer(view: SeriesView) -> SeriesAnswer:
    """Return a series."""
    return SeriesAnswer(
        series=view.code,
        kind=view.kind,
        instrument=view.instrument,
        scheme=view.scheme,
        legal_status=view.status,
        size_t=view.size_t,
        tick_cny=cny_text(view.tick_fen),
        strike_cny=_cny(view.strike_fen),
        option_type=view.option_type,
        settlement=view.settlement,
        last_trading_day=view.last_trading_day.isoformat(),
        expires_on=view.expires_on.isoformat(),
        opens=view.opens,
        closes=view.closes,
        initial_margin_bp=view.initial_bp,
        maintenance_margin_bp=view.maintenance_bp,
        final_days=view.final_days,
        state=view.state,
        price_cny=cny_text(view.price_fen),
        price_basis=view.basis,
        priced_on=view.priced_on.isoformat() if view.priced_on else None,
        underlying_cny=cny_text(view.underlying_fen),
        open_contracts=view.open_contracts,
        final_price_cny=_cny(view.final_price_fen),
        delivered_contracts=view.delivered_contracts,
    )


def page_answer(page: SeriesPage) -> SeriesPageAnswer:
    """Return a series with prices, and what the reader may see of positions and offers."""
    return SeriesPageAnswer(
        series=series_answer(page.series),
        low_cny=cny_text(page.low_fen),
        high_cny=cny_text(page.high_fen),
        terms=[
            TermAnswer(
                key=each.key,
                value=each.value,
                unit=each.unit,
                source=each.source,
                note={"en": each.note_en, "zh": each.note_zh},
                confidence=each.confidence.value,
            )
            for each in page.terms
        ],
        settlements=[
            SettlementAnswer(
                day=each.day.isoformat(),
                basis=each.basis,
                price_cny=cny_text(each.price_fen),
                underlying_cny=cny_text(each.underlying_fen),
                contracts=each.contracts,
            )
            for each in page.prices
        ],
        positions=[_position(each) for each in page.positions],
        marks=[_mark(each) for each in page.marks],
        offers=[_offer(each) for each in page.offers],
    )


def series_step_answer(outcome: Outcome) -> SeriesStepAnswer:
    """Return what a step did."""
    data = dict(outcome.data)
    posted_fen = data.pop("posted_fen", None)
    posted = cny_text(posted_fen) if isinstance(posted_fen, int) else None
    return SeriesStepAnswer.model_validate(
        {**data, "posted_cny": posted, "replayed": outcome.replayed}
    )


def _position(view: SeriesPositionView) -> PositionAnswer:
    return PositionAnswer(
        account=view.account,
        own=view.own,
        central_counterparty=view.house,
        contracts=view.net,
        not_yet_paid_cny=cny_text(view.unpaid_fen),
        margin_cny=cny_text(view.margin_fen),
        initial_margin_cny=cny_text(view.needed_fen),
        maintenance_margin_cny=cny_text(view.maintenance_fen),
        margin_call=_call(view.call) if view.call else None,
    )


def _call(view: MarginCallView) -> MarginCallAnswer:
    return MarginCallAnswer(
        call=view.number,
        amount_cny=cny_text(view.amount_fen),
        deadline=view.deadline.astimezone(MARKET_ZONE).isoformat(),
        state=view.state,
    )


def _mark(view: SeriesMarkView) -> MarkAnswer:
    amounts = {
        f"{name.removesuffix('_fen')}_cny": cny_text(fen)
        for name, fen in asdict(view).items()
        if name.endswith("_fen")
    }
    return MarkAnswer(
        day=view.day.isoformat(),
        basis=view.basis,
        account=view.account,
        contracts=view.net,
        **{name: text for name, text in amounts.items() if name in MarkAnswer.model_fields},
    )


def _offer(view: SeriesOfferView) -> SeriesOfferAnswer:
    return SeriesOfferAnswer(
        offer=view.number,
        account=view.account,
        other_account=view.other_account,
        made=view.made,
        side="buy" if view.buys else "sell",
        price_cny=cny_text(view.price_fen),
        contracts=view.contracts,
        state=view.state,
        offered_at=view.offered_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
    )


def _cny(fen: int | None) -> str | None:
    return None if fen is None else cny_text(fen)
