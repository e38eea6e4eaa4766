"""What series need somebody for: margin calls and offers that wait for an answer."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from market.derivatives.queries import open_margin_calls, series_offers
from market.rules.orders import cny_text
from registry.worlds import DISPOSING, MARKET_ZONE, Actor, Task, WorldSession, words

POST = words("Post margin", "追加保证金")
ANSWER = words("Answer a contract offer", "答复合约报价")
PAGE = "series.show"
FEN_PER_CNY: Final = 100


def series_tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield the open margin calls and the unanswered offers of an actor's parties."""
    if actor.roles.isdisjoint(DISPOSING) or not actor.party_ids:
        return
    for call in open_margin_calls(session, actor):
        deadline = call.deadline.astimezone(MARKET_ZONE)
        by = deadline.strftime("%Y-%m-%d %H:%M")
        amount = f"{Decimal(call.amount_fen) / FEN_PER_CNY:,.2f}"
        yield Task(
            verb=POST,
            what=words(
                f"{call.series}: {amount} CNY by {by}", f"{call.series}：{by} 前补足 {amount} 元"
            ),
            number=str(call.number),
            endpoint=PAGE,
            arguments={"code": call.series},
            due=deadline.date(),
        )
    for offer in series_offers(session, actor, open_only=True):
        if not offer.made:
            price = cny_text(offer.price_fen)
            side = words("buy", "买入") if offer.buys else words("sell", "卖出")
            yield Task(
                verb=ANSWER,
                what=words(
                    f"{offer.series}: {side['en']} {offer.contracts:,} contracts at {price} CNY/t",
                    f"{offer.series}：{side['zh']} {offer.contracts:,} 手，{price} 元/t",
                ),
                number=str(offer.number),
                endpoint=PAGE,
                arguments={"code": offer.series},
                due=session.clock.today(),
                since=offer.offered_at,
            )
