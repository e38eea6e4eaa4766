"""`/compliance/…`: enrolment, delisting, borrowing, balance values and undone surrenders."""

from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel

from registry.worlds import DISPOSING, Command, Role, reading
from web.access import for_roles
from web.acting import public_world
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.compliance.register import (
    BalanceRequest,
    BorrowRequest,
    DelistRequest,
    EnrolRequest,
    UndoRequest,
    UnitRequest,
    balance_command,
    borrow_command,
    delist_command,
    enrol_command,
    undo_command,
    unit_command,
)
from web.errors import validated

api = Blueprint("compliance_register", __name__)

REFUSED = (400, 401, 403, 404, 409, 415, 422)


class RegisterAnswer(BaseModel):
    """What a command of the register did."""

    result: dict[str, Any]
    replayed: bool


@api.post("/compliance/entities")
@specification.validate(
    json=EnrolRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(Role.OPERATOR)
def enrol() -> RegisterAnswer:
    """Enrol an entity, by its account, in a market."""
    asked = validated(EnrolRequest, request.get_json())
    with reading(public_world()) as session:
        command = enrol_command(session, asked, asked.client_id)
    return _done(command)


@api.post("/compliance/entities/<number>/units")
@specification.validate(
    json=UnitRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(Role.OPERATOR)
def enrol_unit(number: str) -> RegisterAnswer:
    """Enrol a generating unit or production line of an entity."""
    asked = validated(UnitRequest, request.get_json())
    return _done(unit_command(number, asked, asked.client_id))


@api.post("/compliance/entities/<number>/delisting")
@specification.validate(
    json=DelistRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(Role.OPERATOR)
def delist(number: str) -> RegisterAnswer:
    """End an entity's enrolment after a year."""
    asked = validated(DelistRequest, request.get_json())
    return _done(delist_command(number, asked, asked.client_id))


@api.post("/compliance/entities/<number>/borrowing")
@specification.validate(
    json=BorrowRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(*DISPOSING, Role.OPERATOR)
def borrow(number: str) -> RegisterAnswer:
    """Borrow part of the next pre-allocation for a large gap of 2021 or 2022."""
    asked = validated(BorrowRequest, request.get_json())
    return _done(borrow_command(number, asked.year, asked, asked.client_id))


@api.post("/compliance/balance-values")
@specification.validate(
    json=BalanceRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(Role.OPERATOR)
def balance() -> RegisterAnswer:
    """Find the balance value of a sector and year."""
    asked = validated(BalanceRequest, request.get_json())
    return _done(balance_command(asked, asked.client_id))


@api.post("/certificates/<number>/undoing")
@specification.validate(
    json=UndoRequest, resp=answers(RegisterAnswer, *REFUSED), tags=["compliance"]
)
@for_roles(Role.OPERATOR)
def undo(number: str) -> RegisterAnswer:
    """Undo a surrender, whole and once, within its window."""
    asked = validated(UndoRequest, request.get_json())
    return _done(undo_command(number, asked, asked.client_id))


def _done(command: Command) -> RegisterAnswer:
    outcome = carry_out_command(command)
    return RegisterAnswer(result=dict(outcome.data), replayed=outcome.replayed)
