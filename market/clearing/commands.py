"""What is asked of clearing, as frozen values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from registry.worlds import Command


class ReserveSource(StrEnum):
    """What feeds the settlement reserve."""

    FEES = "fees"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCash(Command):
    """Pay cash of an account out to its holder's bank (account holder).

    Attributes:
        client_id: 1 to 64 characters, unique in the world; so below.
        account: number of the account.
        amount_fen: how much, fen.
        memo: what for.
    """

    kind: ClassVar[str] = "withdraw_cash"
    account: str
    amount_fen: int
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundReserve(Command):
    """Put cash into the settlement reserve (operator).

    Attributes:
        amount_fen: how much, fen.
        reserve_source: out of fees received, or new capital of the exchange.
        reason: why, for the record.
    """

    kind: ClassVar[str] = "fund_reserve"
    amount_fen: int
    reserve_source: ReserveSource
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayClaim(Command):
    """Pay towards a claim out of the defaulter's cash (its representative, or the operator).

    Attributes:
        claim: number of the claim.
        amount_fen: how much; the creditor is paid first, then the reserve.
        note: for the record.
    """

    kind: ClassVar[str] = "pay_claim"
    claim: str
    amount_fen: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffClaim(Command):
    """Give up what is open of a claim (operator).

    Attributes:
        claim: number of the claim.
        reason: why, for the record.
    """

    kind: ClassVar[str] = "write_off_claim"
    claim: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearDay(Command):
    """Clear a day that is over: add it up, check it, keep it (the clock, or the operator).

    Attributes:
        business_date: the day.
    """

    kind: ClassVar[str] = "clear_day"
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeStatement(Command):
    """Object to the statement of a day (account holder).

    Attributes:
        account: number of the account.
        business_date: of the statement.
        reason: what is wrong, at most 1,000 characters.
    """

    kind: ClassVar[str] = "dispute_statement"
    account: str
    business_date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDispute(Command):
    """Answer an objection to a statement (operator).

    Attributes:
        dispute: its number.
        upheld: whether it was right; corrections are transactions of their own.
        note: the answer, at most 1,000 characters.
    """

    kind: ClassVar[str] = "answer_dispute"
    dispute: str
    upheld: bool
    note: str
