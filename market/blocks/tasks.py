"""What block trades need somebody for: proposals of the other side that wait for an answer."""

from collections.abc import Iterator, Mapping

from market.blocks.queries import list_offers
from market.blocks.views import OfferView, RoundView
from market.rules.orders import cny_text
from registry.worlds import DISPOSING, Actor, Task, WorldSession, words

ANSWER = words("Answer a block offer", "答复大宗报价")
SIDES: Mapping[str, Mapping[str, str]] = {
    "buy": words("buy", "买入"),
    "sell": words("sell", "卖出"),
}


def block_tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield the proposals made to an actor that it has not answered."""
    if actor.roles.isdisjoint(DISPOSING) or not actor.party_ids:
        return
    for offer in list_offers(session, actor, open_only=True, own_only=True):
        waiting = _unanswered(offer)
        if waiting is not None:
            yield _task(offer, waiting)


def _unanswered(offer: OfferView) -> RoundView | None:
    """Return the last proposal that waits for the reader, unless the reader has spoken since."""
    if not offer.side_taken:
        return None
    mine = max(
        (each.number for each in offer.rounds if each.speaker and each.speaker.own), default=0
    )
    waiting = [each for each in offer.rounds if each.answerable and each.number > mine]
    return waiting[-1] if waiting else None


def _task(offer: OfferView, waiting: RoundView) -> Task:
    price, quantity = cny_text(waiting.price_fen or 0), f"{waiting.quantity_t:,}"
    side = SIDES[offer.side]
    return Task(
        verb=ANSWER,
        what=words(
            f"{offer.instrument}: offer to {side['en']} {quantity} t at {price} CNY/t",
            f"{offer.instrument}：{side['zh']} {quantity} t，{price} 元/t",
        ),
        number=offer.number,
        endpoint="blocks.show",
        arguments={"number": offer.number},
        due=offer.business_date,
        since=waiting.recorded_at,
    )
