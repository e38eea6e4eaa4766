"""`/accounts`: holdings and statement, and what moves units: transfers, surrenders, retirements."""

from collections.abc import Mapping

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict

from registry.ledger import accounts, holdings, statement
from registry.worlds import DISPOSING, Command, Outcome, reading
from web.access import for_roles, signed_in
from web.acting import acting, oversees, public_world
from web.api.registry_shapes import AccountShape, HoldingShape, StatementShape
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.registry.own_accounts import own_account
from web.registry.unit_inputs import (
    RetireRequest,
    SurrenderRequest,
    TransferRequest,
    retirement,
    surrender,
    transfer,
)

api = Blueprint("accounts", __name__, url_prefix="/accounts")

LINES = 100
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class AccountList(BaseModel):
    """The accounts of the signed-in person's parties."""

    accounts: list[AccountShape]


class AccountAnswer(BaseModel):
    """One account: holdings and the newest lines of its statement."""

    number: str
    holdings: list[HoldingShape]
    statement: list[StatementShape]


class MovedAnswer(BaseModel):
    """What a command did; `replayed` if its client id had been carried out before."""

    model_config = ConfigDict(extra="allow")

    transaction_id: str
    unit_type: str
    quantity: int
    replayed: bool


class CertifiedAnswer(MovedAnswer):
    """The same, with the certificate and the serials that were used."""

    certificate: str
    serials: list[str]


@api.get("")
@specification.validate(resp=answers(AccountList, 401), tags=["accounts"])
@signed_in
def list_accounts() -> AccountList:
    """List the accounts of your parties; the registry operator sees all."""
    with reading(public_world()) as session:
        actor = acting(session)
        seen = None if oversees(actor) else sorted(actor.seen_ids)
        found = accounts(session, seen)
        held = holdings(session, party_ids=seen, with_serials=False)
    shapes = [AccountShape.model_validate(account) for account in found]
    for shape in shapes:
        own = [holding for holding in held if holding.account == shape.number]
        shape.holdings = [HoldingShape.model_validate(holding) for holding in own]
    return AccountList(accounts=shapes)


@api.get("/<number>")
@specification.validate(resp=answers(AccountAnswer, 401, 403, 404), tags=["accounts"])
@signed_in
def show_account(number: str) -> AccountAnswer:
    """Show an account."""
    with reading(public_world()) as session:
        account = own_account(session, number, to_look=True)
        lines = statement(session, account.facts.id, limit=LINES)
    return AccountAnswer(
        number=account.facts.number,
        holdings=[HoldingShape.model_validate(held) for held in account.holdings],
        statement=[StatementShape.model_validate(line) for line in lines],
    )


@api.post("/<number>/transfers")
@specification.validate(
    json=TransferRequest, resp=answers(MovedAnswer, *REFUSED), tags=["accounts"]
)
@for_roles(*DISPOSING)
def create_transfer(number: str) -> MovedAnswer:
    """Send units to another account."""
    asked = validated(TransferRequest, request.get_json())
    outcome = _done(transfer(number, asked, asked.serials, asked.client_id))
    return MovedAnswer.model_validate(outcome)


@api.post("/<number>/surrenders")
@specification.validate(
    json=SurrenderRequest, resp=answers(CertifiedAnswer, *REFUSED), tags=["accounts"]
)
@for_roles(*DISPOSING)
def create_surrender(number: str) -> CertifiedAnswer:
    """Surrender units for a compliance year; this is final."""
    asked = validated(SurrenderRequest, request.get_json())
    outcome = _done(surrender(number, asked, asked.serials, asked.client_id))
    return CertifiedAnswer.model_validate(outcome)


@api.post("/<number>/retirements")
@specification.validate(
    json=RetireRequest, resp=answers(CertifiedAnswer, *REFUSED), tags=["accounts"]
)
@for_roles(*DISPOSING)
def create_retirement(number: str) -> CertifiedAnswer:
    """Retire units for a beneficiary; this is final."""
    asked = validated(RetireRequest, request.get_json())
    outcome = _done(retirement(number, asked, asked.serials, asked.client_id))
    return CertifiedAnswer.model_validate(outcome)


def _done(command: Command) -> Mapping[str, object]:
    outcome: Outcome = carry_out_command(command)
    return {**outcome.data, "replayed": outcome.replayed}
