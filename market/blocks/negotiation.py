"""What stands between two sides of a block trade, made of what they said in turn."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

COUNTERS_MAX = 50
"""How many rounds one account may propose on an offer: a bound on what others must read."""


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Said(StrEnum):
    """What a side can say."""

    OFFERED = "offered"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


PROPOSALS = frozenset({Said.OFFERED, Said.COUNTERED})


class Round(NamedTuple):
    """One thing said of an offer.

    Args:
        number: from 1, in time.
        said: what was said.
        account_id: who said it; None where the day ended.
        price_fen: proposed or agreed price, fen per t.
        quantity_t: proposed or agreed quantity, t.
        answers: the round that is accepted or declined.
    """

    number: int
    said: Said
    account_id: int | None
    price_fen: int | None = None
    quantity_t: int | None = None
    answers: int | None = None


def standing(rounds: Iterable[Round]) -> Mapping[int, Round]:
    """Return the proposal that each account stands to, by account.

    A proposal stands until its side proposes again or withdraws, the other side declines it, or
    the offer ends; a counter leaves the other side's proposal standing.

    Args:
        rounds: all of an offer, in time.
    """
    found: dict[int, Round] = {}
    for each in rounds:
        if each.said in PROPOSALS:
            assert each.account_id is not None
            found[each.account_id] = each
        elif each.said is Said.WITHDRAWN:
            assert each.account_id is not None
            found.pop(each.account_id, None)
        elif each.said is Said.DECLINED:
            found = {who: its for who, its in found.items() if its.number != each.answers}
        else:
            found = {}
    return found


def proposals_of(rounds: Iterable[Round], account_id: int) -> int:
    """Return how many rounds an account has proposed."""
    return sum(each.said in PROPOSALS and each.account_id == account_id for each in rounds)


def visible(
    rounds: Collection[Round], offering_account_id: int, accounts: Collection[int]
) -> list[Round]:
    """Return the rounds that the holders of some accounts may see of an offer.

    The offering account sees everything. Others see what it said to all, what they said
    themselves, and what was answered to them; of one another they see nothing.

    Args:
        rounds: all of an offer, in time.
        offering_account_id: who made the offer.
        accounts: the reader's accounts.
    """
    if offering_account_id in accounts:
        return list(rounds)
    own = {each.number for each in rounds if each.account_id in accounts}
    return [
        each
        for each in rounds
        if each.number in own
        or each.answers in own
        or each.account_id is None
        or (each.account_id == offering_account_id and each.answers is None)
    ]
