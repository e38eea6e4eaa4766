"""What is asked of financing contracts, as frozen values.

People offer, accept, decline, withdraw, top up and settle; the clock lets offers lapse, marks,
matures and enforces.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from market.financing.states import Side
from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer(Command):
    """What every offer names.

    Attributes:
        account: number of the offering party's account.
        counterparty: number of the other party's account.
        side: which of the two the offering party is: giver or taker of units.
        instrument: code of the units.
        quantity_t: units, t.
        term_days: calendar days from acceptance; an end on a day off moves to the next working
            day.
    """

    account: str
    counterparty: str
    side: Side
    instrument: str
    quantity_t: int
    term_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRepo(_Offer):
    """Offer to sell units and buy them back, or to buy them and sell them back.

    Attributes:
        price_fen: of the sale, fen per t.
        rate_ppm: of a year, from which the repurchase follows; or
        repurchase_price_fen: agreed, fen per t.
    """

    kind: ClassVar[str] = "offer_repo"
    price_fen: int
    rate_ppm: int | None = None
    repurchase_price_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPledge(_Offer):
    """Offer to borrow cash against units, or to lend it.

    Attributes:
        loan_fen: the loan, fen.
        rate_ppm: interest of a year.
    """

    kind: ClassVar[str] = "offer_pledge"
    loan_fen: int
    rate_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLending(_Offer):
    """Offer to lend units against cash collateral and a fee, or to borrow them.

    Attributes:
        rate_ppm: fee of a year, of the units' value at the start.
    """

    kind: ClassVar[str] = "offer_lending"
    rate_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptFinancing(Command):
    """Accept an offer: the contract begins and its first leg is settled."""

    kind: ClassVar[str] = "accept_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineFinancing(Command):
    """Decline an offer."""

    kind: ClassVar[str] = "decline_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFinancing(Command):
    """Withdraw one's own offer before it is answered."""

    kind: ClassVar[str] = "withdraw_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpFinancing(Command):
    """Add security: t of units to a repo or pledge, fen of cash to a loan of units."""

    kind: ClassVar[str] = "top_up_financing"
    contract: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFinancing(Command):
    """Bring the end about: repurchase on its day, repay a loan, return units."""

    kind: ClassVar[str] = "settle_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireFinancing(Command):
    """Let an offer lapse whose last day has passed (clock)."""

    kind: ClassVar[str] = "expire_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFinancing(Command):
    """Mark a contract at the previous close, once a day (clock)."""

    kind: ClassVar[str] = "mark_financing"
    contract: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MatureFinancing(Command):
    """Settle a contract on its last day, or close it out (clock)."""

    kind: ClassVar[str] = "mature_financing"
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforceFinancing(Command):
    """Close a contract out whose call was not answered in time (clock)."""

    kind: ClassVar[str] = "enforce_financing"
    contract: str
    day: date
