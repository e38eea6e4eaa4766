"""What is asked of clearing: one model for the form, one for JSON; both become one command.

Amounts are yuan with at most two decimals as text outside, whole fen inside.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from market.clearing import (
    AnswerDispute,
    DisputeStatement,
    FundReserve,
    PayClaim,
    ReserveSource,
    WithdrawCash,
    WriteOffClaim,
)
from registry.ledger import DepositCash
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId

FEN_PER_CNY = 100
AMOUNT_CNY_MAX = 10**13
REASON_CHARACTERS_MAX = 1_000
TEXT_CHARACTERS_MAX = 200

Amount = Annotated[
    Decimal,
    Field(
        gt=0,
        le=AMOUNT_CNY_MAX,
        decimal_places=2,
        max_digits=20,
        allow_inf_nan=False,
        description="CNY, a decimal string such as `1000.00`.",
        json_schema_extra=field_copy("金额", "Amount", unit="CNY"),
    ),
]
Note = Annotated[
    str,
    Field(
        max_length=TEXT_CHARACTERS_MAX,
        json_schema_extra=field_copy("说明", "Note"),
    ),
]


class StatementDay(BaseModel):
    """Which day's statement is wanted."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    day: date | None = Field(None, alias="date", description="Business date; default today.")

    @field_validator("day", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class WithdrawalForm(FormModel):
    """A withdrawal as a person fills it in."""

    amount_cny: Amount
    memo: Note = ""


class WithdrawalRequest(WithdrawalForm):
    """The same as a program sends it."""

    client_id: ClientId


class DisputeForm(FormModel):
    """An objection as a person fills it in."""

    reason: str = Field(
        min_length=1,
        max_length=REASON_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "异议内容",
            "What is wrong",
            "请写明成交编号、应有与所列的数额。",
            "Name the trade, and what should stand there.",
            kind="long",
        ),
    )


class DisputeRequest(DisputeForm):
    """The same as a program sends it."""

    client_id: ClientId
    business_date: date = Field(description="Of the statement.")


class AnswerForm(FormModel):
    """An answer to an objection as an operator fills it in."""

    upheld: Literal["yes", "no"] = Field(
        json_schema_extra=field_copy(
            "结论",
            "Decision",
            choices={
                "no": {"zh": "维持结算单", "en": "the statement stands"},
                "yes": {"zh": "异议成立", "en": "the objection is right"},
            },
        )
    )
    note: str = Field(
        min_length=1,
        max_length=REASON_CHARACTERS_MAX,
        json_schema_extra=field_copy("答复", "Answer", kind="long"),
    )


class AnswerDisputeRequest(AnswerForm):
    """The same as a program sends it."""

    client_id: ClientId


class DepositForm(FormModel):
    """A deposit as an operator fills it in."""

    account: str = Field(
        min_length=1, max_length=24, json_schema_extra=field_copy("账户", "Account")
    )
    amount_cny: Amount
    memo: Note = ""


class DepositRequest(DepositForm):
    """The same as a program sends it."""

    client_id: ClientId


class FundForm(FormModel):
    """A payment into the settlement reserve as an operator fills it in."""

    amount_cny: Amount
    reserve_source: ReserveSource = Field(
        json_schema_extra=field_copy(
            "资金来源",
            "Out of",
            choices={
                "fees": {"zh": "已收交易手续费", "en": "fees received"},
                "capital": {"zh": "交易机构自有资金", "en": "capital of the exchange"},
            },
        )
    )
    reason: str = Field(
        min_length=1,
        max_length=TEXT_CHARACTERS_MAX,
        json_schema_extra=field_copy("理由", "Reason"),
    )


class FundRequest(FundForm):
    """The same as a program sends it."""

    client_id: ClientId


class ClaimPaymentForm(FormModel):
    """A payment towards a claim as a person fills it in."""

    amount_cny: Amount
    note: Note = ""


class ClaimPaymentRequest(ClaimPaymentForm):
    """The same as a program sends it."""

    client_id: ClientId


class WriteOffForm(FormModel):
    """Why a claim is given up."""

    reason: str = Field(
        min_length=1,
        max_length=TEXT_CHARACTERS_MAX,
        json_schema_extra=field_copy("核销理由", "Why it is given up"),
    )


class WriteOffRequest(WriteOffForm):
    """The same as a program sends it."""

    client_id: ClientId


def withdrawal(account: str, asked: WithdrawalForm, client_id: str) -> WithdrawCash:
    """Return the command of a withdrawal."""
    return WithdrawCash(
        client_id=client_id, account=account, amount_fen=_fen(asked.amount_cny), memo=asked.memo
    )


def dispute(account: str, day: date, asked: DisputeForm, client_id: str) -> DisputeStatement:
    """Return the command of an objection."""
    return DisputeStatement(
        client_id=client_id, account=account, business_date=day, reason=asked.reason
    )


def dispute_answer(number: str, asked: AnswerForm, client_id: str) -> AnswerDispute:
    """Return the command of an answer."""
    return AnswerDispute(
        client_id=client_id, dispute=number, upheld=asked.upheld == "yes", note=asked.note
    )


def cash_deposit(asked: DepositForm, client_id: str) -> DepositCash:
    """Return the command of a deposit."""
    return DepositCash(
        client_id=client_id,
        account=asked.account.strip(),
        amount_fen=_fen(asked.amount_cny),
        memo=asked.memo,
    )


def funding(asked: FundForm, client_id: str) -> FundReserve:
    """Return the command of a payment into the reserve."""
    return FundReserve(
        client_id=client_id,
        amount_fen=_fen(asked.amount_cny),
        reserve_source=asked.reserve_source,
        reason=asked.reason,
    )


def claim_payment(number: str, asked: ClaimPaymentForm, client_id: str) -> PayClaim:
    """Return the command of a payment towards a claim."""
    return PayClaim(
        client_id=client_id, claim=number, amount_fen=_fen(asked.amount_cny), note=asked.note
    )


def write_off(number: str, asked: WriteOffForm, client_id: str) -> WriteOffClaim:
    """Return the command that gives a claim up."""
    return WriteOffClaim(client_id=client_id, claim=number, reason=asked.reason)


def _fen(amount_cny: Decimal) -> int:
    return int(amount_cny * FEN_PER_CNY)
