"""`/clock`, `/accounts/…/trusted`, `/accounts/…/limits`: the time, trusted accounts and limits."""

from datetime import date, datetime

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict

from registry.control import (
    DistrustAccount,
    LimitAccount,
    TrustAccount,
    account_limits,
    profile_in_force,
    trusted_accounts,
)
from registry.parties import AccountFacts, find_account
from registry.worlds import DISPOSING, Role, WorldSession, reading
from web.access import for_roles, signed_in
from web.acting import public_world
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.control.clock_moves import move_clock
from web.control.inputs import ClockRequest, LimitRequest, TrustRequest
from web.errors import validated
from web.registry.own_accounts import own_account

api = Blueprint("control_settings", __name__)

TAGS = ["control"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class ClockAnswer(BaseModel):
    """The world's time; `carried_out` counts what a move let fall due."""

    now: datetime
    today: date
    carried_out: int = 0


class TrustedShape(BaseModel):
    """An entry of a trusted list; it counts from a day on."""

    model_config = ConfigDict(from_attributes=True)

    account: str
    party_zh: str
    party_en: str
    effective_on: date
    added_by: str


class LimitsAnswer(BaseModel):
    """The limits that bind an account: its own or the profile's, the lower; null is none."""

    account: str
    transfer_units: int | None
    daily_units: int | None


class TrustedAnswer(LimitsAnswer):
    """The trusted accounts of an account, and the limits that bind it."""

    trusted: list[TrustedShape]


@api.get("/clock")
@specification.validate(resp=answers(ClockAnswer, 401, 403), tags=TAGS)
@for_roles(Role.ADMINISTRATOR)
def read_clock() -> ClockAnswer:
    """Show the world's time."""
    return _clock()


@api.post("/clock")
@specification.validate(json=ClockRequest, resp=answers(ClockAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.ADMINISTRATOR)
def set_clock() -> ClockAnswer:
    """Move a driven clock to a day and carry out what is due then."""
    asked = validated(ClockRequest, request.get_json())
    return _clock(len(move_clock(asked.to, asked.client_id)))


@api.get("/accounts/<number>/trusted")
@specification.validate(resp=answers(TrustedAnswer, 401, 403, 404), tags=TAGS)
@signed_in
def read_trusted(number: str) -> TrustedAnswer:
    """Show the trusted accounts and limits of an account."""
    return _trusted(number)


@api.post("/accounts/<number>/trusted")
@specification.validate(json=TrustRequest, resp=answers(TrustedAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def trust(number: str) -> TrustedAnswer:
    """Put an account on the trusted list."""
    asked = validated(TrustRequest, request.get_json())
    carry_out_command(TrustAccount(account=number, **asked.model_dump()))
    return _trusted(number)


@api.post("/accounts/<number>/trusted/remove")
@specification.validate(json=TrustRequest, resp=answers(TrustedAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def distrust(number: str) -> TrustedAnswer:
    """Take an account off the trusted list."""
    asked = validated(TrustRequest, request.get_json())
    carry_out_command(DistrustAccount(account=number, **asked.model_dump()))
    return _trusted(number)


@api.post("/accounts/<number>/limits")
@specification.validate(json=LimitRequest, resp=answers(LimitsAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def limit(number: str) -> LimitsAnswer:
    """Set the limits of an account; null lifts one."""
    asked = validated(LimitRequest, request.get_json())
    carry_out_command(LimitAccount(account=number, **asked.model_dump()))
    with reading(public_world()) as session:
        return _limits(session, find_account(session, number))


def _clock(carried_out: int = 0) -> ClockAnswer:
    with reading(public_world()) as session:
        clock = session.clock
        return ClockAnswer(now=clock.now(), today=clock.today(), carried_out=carried_out)


def _limits(session: WorldSession, account: AccountFacts) -> LimitsAnswer:
    transfer, daily = account_limits(session, account.id, profile_in_force(session))
    return LimitsAnswer(account=account.number, transfer_units=transfer, daily_units=daily)


def _trusted(number: str) -> TrustedAnswer:
    with reading(public_world()) as session:
        account = own_account(session, number, to_look=True).facts
        found = trusted_accounts(session, account.id)
        limits = _limits(session, account)
    return TrustedAnswer(
        trusted=[TrustedShape.model_validate(each) for each in found], **limits.model_dump()
    )
