"""`/clearing`, daily statements, objections, withdrawals: the same services as the pages."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import Blueprint, request
from pydantic import BaseModel

from market.clearing import daily_statement
from registry.worlds import DISPOSING, Command, Role, reading
from web.access import for_roles, signed_in
from web.acting import public_world
from web.api.registry_shapes import Shape
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.market.clearing_desk import desk
from web.market.clearing_inputs import (
    AnswerDisputeRequest,
    ClaimPaymentRequest,
    DepositRequest,
    DisputeRequest,
    FundRequest,
    StatementDay,
    WithdrawalRequest,
    WriteOffRequest,
    cash_deposit,
    claim_payment,
    dispute,
    dispute_answer,
    funding,
    withdrawal,
    write_off,
)
from web.registry.seen_accounts import seen_account

api = Blueprint("clearing", __name__)

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class StatedBalanceShape(Shape):
    """Units of one type, or cash in fen, over the day; `reserved` is known of today only."""

    unit_type: str
    kind: str
    measure: str
    opening: int
    received: int
    sent: int
    closing: int
    reserved: int | None


class StatedTradeShape(Shape):
    """One trade from the account's side; `amount_fen` is signed, its fee included."""

    trade_id: int
    traded_at: datetime
    instrument: str
    mode: str
    side: str
    price_fen: int
    quantity_t: int
    turnover_fen: int
    fee_fen: int
    amount_fen: int
    transaction_id: str


class StatedMoveShape(Shape):
    """One posting of the day that belongs to no trade."""

    recorded_at: datetime
    kind: str
    unit_type: str
    measure: str
    quantity: int
    memo: str
    transaction_id: str


class DisputeShape(Shape):
    """An objection to a statement; `upheld` is null until it is answered."""

    number: str
    account: str
    business_date: date
    reason: str
    recorded_at: datetime
    upheld: bool | None
    note: str
    answered_at: datetime | None


class DailyStatementAnswer(Shape):
    """An account's statement of one day; preliminary while `cleared_at` is null."""

    account: str
    day: date
    cleared_at: datetime | None
    balances: list[StatedBalanceShape]
    trades: list[StatedTradeShape]
    moves: list[StatedMoveShape]
    fees_fen: int
    deposited_fen: int
    withdrawn_fen: int
    margin_fen: int | None
    called_fen: int | None
    withdrawable_fen: int | None
    disputes: list[DisputeShape]
    disputed_until: datetime


class ClearedDayShape(Shape):
    """A day that was cleared; `differences` should be 0."""

    business_date: date
    trades: int
    turnover_fen: int
    fees_fen: int
    deposited_fen: int
    withdrawn_fen: int
    differences: int
    cleared_at: datetime


class RecoveryShape(Shape):
    """A payment towards a claim, or its writing off."""

    kind: str
    amount_fen: int
    note: str
    recorded_at: datetime


class ClaimShape(Shape):
    """A claim on a defaulter."""

    number: str
    account: str
    creditor: str
    reason: str
    reference: str
    advanced_fen: int
    unpaid_fen: int
    owed_fen: int
    recorded_at: datetime
    recoveries: list[RecoveryShape]


class HouseShape(Shape):
    """What the exchange's own accounts hold, fen."""

    fees_fen: int
    reserve_fen: int
    owed_fen: int


class ClearingAnswer(Shape):
    """Clearing as you may see it; `house` only for operator, regulator and administrator."""

    days: list[ClearedDayShape]
    claims: list[ClaimShape]
    disputes: list[DisputeShape]
    house: HouseShape | None


class CashAnswer(BaseModel):
    """Cash that moved; `replayed` if the client id had been carried out before."""

    transaction_id: str
    amount_fen: int
    replayed: bool


class DisputedAnswer(BaseModel):
    """An objection that is recorded."""

    dispute: str
    account: str
    replayed: bool


class DisputeAnsweredAnswer(BaseModel):
    """An objection that is answered."""

    dispute: str
    upheld: bool
    replayed: bool


class ClaimPaidAnswer(BaseModel):
    """A payment towards a claim, and what is still owed."""

    claim: str
    transaction_id: str
    paid_fen: int
    owed_fen: int
    replayed: bool


class ClaimWrittenOffAnswer(BaseModel):
    """A claim that was given up."""

    claim: str
    written_off_fen: int
    replayed: bool


@api.get("/accounts/<number>/statements/daily")
@specification.validate(
    query=StatementDay, resp=answers(DailyStatementAnswer, 401, 403, 404, 422), tags=["accounts"]
)
@signed_in
def show_daily_statement(number: str) -> DailyStatementAnswer:
    """Show an account's statement of a day."""
    asked = validated(StatementDay, dict(request.args.items()))
    with reading(public_world()) as session:
        account = seen_account(session, number)
        day = asked.day or session.clock.today()
        stated = daily_statement(session, account.id, account.number, day)
    return DailyStatementAnswer.model_validate(stated)


@api.post("/accounts/<number>/withdrawals")
@specification.validate(
    json=WithdrawalRequest, resp=answers(CashAnswer, *REFUSED), tags=["accounts"]
)
@for_roles(*DISPOSING)
def create_withdrawal(number: str) -> CashAnswer:
    """Withdraw cash that is neither set aside nor of today's sales."""
    asked = validated(WithdrawalRequest, request.get_json())
    return CashAnswer.model_validate(_done(withdrawal(number, asked, asked.client_id)))


@api.post("/accounts/<number>/disputes")
@specification.validate(
    json=DisputeRequest, resp=answers(DisputedAnswer, *REFUSED), tags=["accounts"]
)
@for_roles(*DISPOSING)
def create_dispute(number: str) -> DisputedAnswer:
    """Object to a daily statement, before the next opening."""
    asked = validated(DisputeRequest, request.get_json())
    command = dispute(number, asked.business_date, asked, asked.client_id)
    return DisputedAnswer.model_validate(_done(command))


@api.get("/clearing")
@specification.validate(resp=answers(ClearingAnswer, 401), tags=["market"])
@signed_in
def show_clearing() -> ClearingAnswer:
    """Show cleared days, and the claims and objections you may see."""
    with reading(public_world()) as session:
        return ClearingAnswer.model_validate(desk(session))


@api.post("/clearing/deposits")
@specification.validate(json=DepositRequest, resp=answers(CashAnswer, *REFUSED), tags=["market"])
@for_roles(Role.OPERATOR)
def create_deposit() -> CashAnswer:
    """Credit cash that came in to an account."""
    asked = validated(DepositRequest, request.get_json())
    return CashAnswer.model_validate(_done(cash_deposit(asked, asked.client_id)))


@api.post("/clearing/reserve")
@specification.validate(json=FundRequest, resp=answers(CashAnswer, *REFUSED), tags=["market"])
@for_roles(Role.OPERATOR)
def fund_reserve() -> CashAnswer:
    """Put cash into the settlement reserve."""
    asked = validated(FundRequest, request.get_json())
    return CashAnswer.model_validate(_done(funding(asked, asked.client_id)))


@api.post("/clearing/claims/<number>/payments")
@specification.validate(
    json=ClaimPaymentRequest, resp=answers(ClaimPaidAnswer, *REFUSED), tags=["market"]
)
@for_roles(*DISPOSING, Role.OPERATOR)
def pay_claim(number: str) -> ClaimPaidAnswer:
    """Pay towards a claim out of the defaulter's cash."""
    asked = validated(ClaimPaymentRequest, request.get_json())
    return ClaimPaidAnswer.model_validate(_done(claim_payment(number, asked, asked.client_id)))


@api.post("/clearing/claims/<number>/write-off")
@specification.validate(
    json=WriteOffRequest, resp=answers(ClaimWrittenOffAnswer, *REFUSED), tags=["market"]
)
@for_roles(Role.OPERATOR)
def write_off_claim(number: str) -> ClaimWrittenOffAnswer:
    """Give up what is open of a claim."""
    asked = validated(WriteOffRequest, request.get_json())
    return ClaimWrittenOffAnswer.model_validate(_done(write_off(number, asked, asked.client_id)))


@api.post("/clearing/disputes/<number>/answer")
@specification.validate(
    json=AnswerDisputeRequest, resp=answers(DisputeAnsweredAnswer, *REFUSED), tags=["market"]
)
@for_roles(Role.OPERATOR)
def answer_dispute(number: str) -> DisputeAnsweredAnswer:
    """Answer an objection, once."""
    asked = validated(AnswerDisputeRequest, request.get_json())
    command = dispute_answer(number, asked, asked.client_id)
    return DisputeAnsweredAnswer.model_validate(_done(command))


def _done(command: Command) -> Mapping[str, object]:
    outcome = carry_out_command(command)
    return {**outcome.data, "replayed": outcome.replayed}
