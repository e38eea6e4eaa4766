"""How block offers look in JSON: prices are decimal strings in CNY/t, quantities whole tonnes."""

from pydantic import BaseModel, Field

from market.blocks import OfferView, RoundView, Speaker
from market.rules import cny_text
from registry.worlds import MARKET_ZONE, Outcome

OFFERS_MAX = 200


class OffersQuery(BaseModel):
    """Which offers, of those the reader may see."""

    instrument: str = Field("", max_length=24)
    open_only: bool = False
    own_only: bool = False
    limit: int = Field(50, ge=1, le=OFFERS_MAX)


class SpeakerAnswer(BaseModel):
    """A side; name and account are null where the reader may not know them."""

    name: dict[str, str] | None
    account: str | None
    own: bool


class RoundAnswer(BaseModel):
    """One round; `answerable` if the reader's side may accept or decline it now."""

    round: int
    said: str
    speaker: SpeakerAnswer | None
    price_cny: str | None
    quantity_t: int | None
    answers: int | None
    stands: bool
    answerable: bool
    recorded_at: str


class OfferAnswer(BaseModel):
    """An offer; `counterparty` is null where it is for all."""

    offer: str
    instrument: str
    side: str
    price_cny: str
    quantity_t: int
    state: str
    maker: SpeakerAnswer
    counterparty: SpeakerAnswer | None
    valid_until: str
    offered_at: str
    closed_at: str | None
    trade_id: int | None
    counters: int
    rounds: list[RoundAnswer]


class OfferList(BaseModel):
    """Offers, newest first."""

    offers: list[OfferAnswer]


class StepAnswer(BaseModel):
    """What a step did; the trade is named where it led to one."""

    offer: str
    instrument: str
    state: str
    round: int
    price_cny: str | None = None
    quantity_t: int | None = None
    trade_id: int | None = None
    transaction_id: str | None = None
    replayed: bool


def offer_answer(shown: OfferView) -> OfferAnswer:
    """Return an offer as JSON shows it."""
    return OfferAnswer(
        offer=shown.number,
        instrument=shown.instrument,
        side=shown.side,
        price_cny=cny_text(shown.price_fen),
        quantity_t=shown.quantity_t,
        state=shown.state,
        maker=_speaker(shown.maker),
        counterparty=_speaker(shown.counterparty) if shown.counterparty else None,
        valid_until=shown.business_date.isoformat(),
        offered_at=shown.offered_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
        closed_at=shown.closed_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds")
        if shown.closed_at
        else None,
        trade_id=shown.trade_id,
        counters=shown.counters,
        rounds=[_round(each) for each in shown.rounds],
    )


def step_answer(outcome: Outcome) -> StepAnswer:
    """Return what a step did as JSON shows it."""
    done = dict(outcome.data)
    price = done.pop("price_fen", None)
    return StepAnswer(
        **{name: value for name, value in done.items() if name in StepAnswer.model_fields},
        price_cny=None if price is None else cny_text(price),
        replayed=outcome.replayed,
    )


def _round(each: RoundView) -> RoundAnswer:
    return RoundAnswer(
        round=each.number,
        said=each.said,
        speaker=_speaker(each.speaker) if each.speaker else None,
        price_cny=None if each.price_fen is None else cny_text(each.price_fen),
        quantity_t=each.quantity_t,
        answers=each.answers,
        stands=each.stands,
        answerable=each.answerable,
        recorded_at=each.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
    )


def _speaker(shown: Speaker) -> SpeakerAnswer:
    return SpeakerAnswer(
        name=dict(shown.name) if shown.name else None, account=shown.account, own=shown.own
    )
