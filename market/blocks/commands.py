"""What the two sides of a block trade ask, as frozen values.

The offer names an instrument, a side, terms and, if it is for one counterparty only, its account.
Each proposal of terms is a round of the offer; who accepts or declines names the round it means,
so that nobody agrees to terms that have changed meanwhile.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from market.rules.orders import Side
from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferBlock(Command):
    """Offer a block to one counterparty or to all, until the end of the day.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the offering account; what the offer may cost is set aside there.
        instrument: code of the instrument.
        side: what the offering account does, buy or sell.
        price_fen: price, fen per t.
        quantity_t: quantity, t.
        counterparty: number of the account it is offered to; empty: to all.
    """

    kind: ClassVar[str] = "offer_block"
    account: str
    instrument: str
    side: Side
    price_fen: int
    quantity_t: int
    counterparty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterBlock(Command):
    """Propose other terms; they replace what the same side proposed before.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the account that proposes.
        offer: number of the offer.
        price_fen: price, fen per t.
        quantity_t: quantity, t.
    """

    kind: ClassVar[str] = "counter_block"
    account: str
    offer: str
    price_fen: int
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptBlock(Command):
    """Accept the terms of a round; the trade settles at once.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the account that accepts.
        offer: number of the offer.
        round: which proposal is accepted.
    """

    kind: ClassVar[str] = "accept_block"
    account: str
    offer: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineBlock(Command):
    """Decline the terms of a round.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the account that declines.
        offer: number of the offer.
        round: which proposal is declined.
    """

    kind: ClassVar[str] = "decline_block"
    account: str
    offer: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBlock(Command):
    """Take back one's own proposal; that of the offering account ends the offer.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        account: number of the account that proposed.
        offer: number of the offer.
    """

    kind: ClassVar[str] = "withdraw_block"
    account: str
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireBlockOffers(Command):
    """End the offers of a day that is over.

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        day: the day on which they were made.
    """

    kind: ClassVar[str] = "expire_block_offers"
    day: date
