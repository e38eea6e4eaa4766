"""How auctions look in JSON: prices are decimal strings in CNY/t, quantities whole units."""

from datetime import datetime

from pydantic import BaseModel, Field

from market.auctions import AuctionView, OwnSheet, PublishedAuction, ResultView, Step
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, Outcome


class AuctionsQuery(BaseModel):
    """Which auctions."""

    instrument: str | None = Field(None, max_length=24)


class ResultAnswer(BaseModel):
    """What an auction decided; `price_cny` is the price of all, or the worst that won."""

    price_cny: str | None
    average_cny: str | None
    cleared_t: int
    traded_t: int
    turnover_cny: str
    bid_t: int
    cover: str
    bids: int
    bidders: int
    winners: int
    defaulters: int
    cleared_at: str


class AuctionAnswer(BaseModel):
    """A notice; `limit_cny` is null where there is none or while it is hidden."""

    auction: str
    instrument: str
    announcer: dict[str, str]
    side: str
    quantity_t: int
    minimum_t: int
    pricing: str
    at_margin: str
    limit_cny: str | None
    limit_public: bool
    opens_at: str
    closes_at: str
    eligibility: str
    bid_min_t: int
    bid_max_t: int
    deposit_pct: int
    note: str
    state: str
    phase: str
    reason: str
    result: ResultAnswer | None


class AuctionList(BaseModel):
    """Auctions, newest first."""

    auctions: list[AuctionAnswer]


class StepAnswer(BaseModel):
    """One price of the curve."""

    price_cny: str
    quantity_t: int
    cumulative_t: int


class CurveAnswer(BaseModel):
    """What was bid for at each price, best first, without names; empty before the close."""

    auction: str
    steps: list[StepAnswer]


class BidAnswer(BaseModel):
    """One of one's own bids."""

    price_cny: str
    quantity_t: int
    won_t: int
    won_price_cny: str | None
    trade_id: int | None


class SheetAnswer(BaseModel):
    """One's own sheet of bids; `superseded` by a later one, or withdrawn."""

    account: str
    submitted_at: str
    withdrawn: bool
    superseded: bool
    bids: list[BidAnswer]


class SheetList(BaseModel):
    """One's own sheets, newest first."""

    auction: str
    sheets: list[SheetAnswer]


class DoneAnswer(BaseModel):
    """What a step did."""

    auction: str
    state: str | None = None
    bids: int | None = None
    price_cny: str | None = None
    traded_t: int | None = None
    replayed: bool


class PublishedAnswer(BaseModel):
    """An auction that a real market published; never one of this venue."""

    market: str
    day: str
    quantity_t: int
    price_cny: str | None
    price_kind: str
    bidders: int | None
    winners: int | None
    source: dict[str, str]
    note: dict[str, str]
    confidence: str


class PublishedList(BaseModel):
    """Published auctions, the oldest first."""

    auctions: list[PublishedAnswer]


def auction_answer(shown: AuctionView) -> AuctionAnswer:
    """Return an auction as JSON shows it."""
    return AuctionAnswer(
        auction=shown.number,
        instrument=shown.instrument,
        announcer=dict(shown.announcer),
        side=shown.side,
        quantity_t=shown.quantity_t,
        minimum_t=shown.minimum_t,
        pricing=shown.pricing,
        at_margin=shown.at_margin,
        limit_cny=_price(shown.limit_fen),
        limit_public=shown.limit_public,
        opens_at=_instant(shown.opens_at),
        closes_at=_instant(shown.closes_at),
        eligibility=shown.eligibility,
        bid_min_t=shown.bid_min_t,
        bid_max_t=shown.bid_max_t,
        deposit_pct=shown.deposit_pct,
        note=shown.note,
        state=shown.state,
        phase=shown.phase.value,
        reason=shown.reason,
        result=_result(shown.result) if shown.result else None,
    )


def step_answer(step: Step) -> StepAnswer:
    """Return a price of the curve as JSON shows it."""
    return StepAnswer(
        price_cny=cny_text(step.price_fen),
        quantity_t=step.quantity_t,
        cumulative_t=step.cumulative_t,
    )


def sheet_answer(sheet: OwnSheet) -> SheetAnswer:
    """Return one's own sheet as JSON shows it."""
    return SheetAnswer(
        account=sheet.account,
        submitted_at=_instant(sheet.submitted_at),
        withdrawn=sheet.withdrawn,
        superseded=sheet.superseded,
        bids=[
            BidAnswer(
                price_cny=cny_text(bid.price_fen),
                quantity_t=bid.quantity_t,
                won_t=bid.won_t,
                won_price_cny=_price(bid.won_price_fen),
                trade_id=bid.trade_id,
            )
            for bid in sheet.bids
        ],
    )


def done_answer(outcome: Outcome) -> DoneAnswer:
    """Return what a step did as JSON shows it."""
    data = outcome.data
    return DoneAnswer(
        auction=data["auction"],
        state=data.get("state"),
        bids=data.get("bids"),
        price_cny=_price(data.get("price_fen")),
        traded_t=data.get("traded_t"),
        replayed=outcome.replayed,
    )


def published_answer(shown: PublishedAuction) -> PublishedAnswer:
    """Return a published auction as JSON shows it."""
    return PublishedAnswer(
        market=shown.market,
        day=shown.day,
        quantity_t=shown.quantity_t,
        price_cny=None if shown.price_cny is None else str(shown.price_cny),
        price_kind=shown.price_kind,
        bidders=shown.bidders,
        winners=shown.winners,
        source=dict(shown.source),
        note=dict(shown.note),
        confidence=shown.confidence,
    )


def _result(result: ResultView) -> ResultAnswer:
    return ResultAnswer(
        price_cny=_price(result.price_fen),
        average_cny=_price(result.average_fen),
        cleared_t=result.cleared_t,
        traded_t=result.traded_t,
        turnover_cny=cny_text(result.turnover_fen),
        bid_t=result.bid_t,
        cover=str(result.cover),
        bids=result.bids,
        bidders=result.bidders,
        winners=result.winners,
        defaulters=result.defaulters,
        cleared_at=_instant(result.cleared_at),
    )


def _price(fen: int | None) -> str | None:
    return None if fen is None else cny_text(fen)


def _instant(value: datetime) -> str:
    return value.astimezone(MARKET_ZONE).isoformat(timespec="seconds")
