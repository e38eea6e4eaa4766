"""What readers see of block offers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Speaker:
    """A side as a reader sees it.

    Attributes:
        name: of the party, in both languages; None where the reader may not know it.
        account: number of its account; None where the reader may not know it.
        own: whether the reader represents it.
    """

    name: Mapping[str, str] | None
    account: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of an offer.

    Attributes:
        number: from 1, in time.
        said: offered, countered, accepted, declined, withdrawn or expired.
        speaker: who said it; None where the day ended.
        price_fen: price, fen per t; None where no terms were named, as below.
        quantity_t: quantity, t.
        answers: the round that is accepted or declined.
        stands: whether it can still be accepted.
        answerable: whether the reader's side is the one to accept or decline it.
        recorded_at: when.
    """

    number: int
    said: str
    speaker: Speaker | None
    price_fen: int | None
    quantity_t: int | None
    answers: int | None
    stands: bool
    answerable: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer.

    Attributes:
        number: as people write it.
        instrument: code.
        name: of the instrument, in both languages.
        measure: what one unit stands for.
        side: what the offering account does.
        price_fen: price it stands to, or was agreed, fen per t.
        quantity_t: quantity, t.
        state: open, agreed, declined, withdrawn or expired.
        maker: who offers.
        counterparty: to whom; None: to all.
        business_date: the day on which it was made and at whose end it expires.
        offered_at: when.
        closed_at: when it ended.
        trade_id: number of the trade, if it was agreed and the reader may know it.
        rounds: what the reader may see of what was said, in time.
        counters: how many proposals of others stand, that the reader may see.
    """

    number: str
    instrument: str
    name: Mapping[str, str]
    measure: str
    side: str
    price_fen: int
    quantity_t: int
    state: str
    maker: Speaker
    counterparty: Speaker | None
    business_date: date
    offered_at: datetime
    closed_at: datetime | None
    trade_id: int | None
    rounds: tuple[RoundView, ...]
    counters: int

    @property
    def own(self) -> bool:
        """Return whether the reader's side made the offer."""
        return self.maker.own

    @property
    def side_taken(self) -> bool:
        """Return whether the reader is one of the two named sides."""
        return self.own or (self.counterparty is not None and self.counterparty.own)
