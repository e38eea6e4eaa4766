"""Checks of people, values and the ledger: each refusing and each letting something pass."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.certificate_queries import certificate
from registry.ledger.commands import Purpose
from registry.ledger.posting import post, reserve, void
from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    PurposeNotForKind,
    ReservationTooSmall,
    SameAccount,
    UnitsFinal,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.ledger.unit_types import add_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.parties.parties import add_party
from registry.reporting.lives import serial_lives
from registry.rules import file_rules
from registry.services import execute
from registry.worlds import (
    ClientIdInvalid,
    CreditCodeInvalid,
    IdempotencyConflict,
    PeriodInvalid,
    QuantityOutOfRange,
    RecordExists,
    ReservationNotOpen,
    RoleMissing,
    RuleNotInForce,
    SerialInvalid,
    SerialsMismatch,
    UnitTypeCodeInvalid,
    UnknownAccount,
    UnknownCertificate,
    UnknownReservation,
    UnknownSerial,
    UnknownUnitType,
)
from tests.checked import passes, trips
from tests.registry.control.people import retirement, transfer
from tests.strategies import OPERATOR, allowances, client_id, holder, unit_type

CODE = "CEA-2024"


@pytest.fixture
def seller(session):
    made = holder(session)
    allowances(session, made, 1000)
    return made


@pytest.fixture
def buyer(session):
    return holder(session)


@pytest.fixture
def sent(session, seller, buyer):
    """A transfer of 10 units, and the command."""
    command = transfer(seller.account, buyer.account)
    return command, execute(session, command, seller.actor).data


SENDING = (InsufficientUnits, SameAccount, AccountNotOpen, UnitsNotHeld, WrongUnitKind)
NAMING = (UnknownAccount, UnknownUnitType, QuantityOutOfRange, SerialInvalid, SerialsMismatch)


@passes(*SENDING, *NAMING, RoleMissing, ClientIdInvalid, IdempotencyConflict)
def test_a_transfer_that_names_what_it_moves_passes(session, seller, buyer):
    serials = (f"{CODE}-000000001…000000002",)
    named = replace(transfer(seller.account, buyer.account, 2), serials=serials)
    assert execute(session, named, seller.actor).data["quantity"] == 2
    assert execute(session, named, seller.actor).replayed


@trips(*SENDING, *NAMING, RoleMissing)
def test_a_transfer_is_refused_for_each_wrong_part(session, seller, buyer):
    good = transfer(seller.account, buyer.account, 2)
    wrong = {
        InsufficientUnits: {"quantity": 1001},
        SameAccount: {"to_account": seller.account},
        UnknownAccount: {"to_account": "200-9999999-00"},
        UnknownUnitType: {"unit_type": "CEA-1999"},
        QuantityOutOfRange: {"quantity": 0},
        SerialInvalid: {"serials": ("?",)},
        SerialsMismatch: {"serials": (f"{CODE}-000000001",)},
        UnitsNotHeld: {"serials": (f"{CODE}-000009991…000009992",)},
        WrongUnitKind: {"unit_type": "CNY"},
    }
    for refusal, change in wrong.items():
        with pytest.raises(refusal):
            execute(session, replace(good, client_id=client_id(), **change), seller.actor)
    with pytest.raises(RoleMissing):
        execute(session, good, OPERATOR)
    session.execute(text(f"UPDATE account SET status = 'frozen' WHERE id = {seller.account_id}"))
    with pytest.raises(AccountNotOpen):
        execute(session, good, seller.actor)


@trips(IdempotencyConflict)
def test_a_client_id_stands_for_one_command(session, seller, sent):
    with pytest.raises(IdempotencyConflict):
        execute(session, replace(sent[0], quantity=11), seller.actor)


@trips(ClientIdInvalid)
def test_a_client_id_without_a_letter_is_none(seller, buyer):
    with pytest.raises(ClientIdInvalid):
        replace(transfer(seller.account, buyer.account), client_id="")


@trips(UnitsUsed, PurposeNotForKind, PeriodInvalid, CreditCodeInvalid)
@passes(UnitsUsed, PurposeNotForKind, PeriodInvalid, CreditCodeInvalid)
def test_a_retirement_is_refused_for_each_wrong_part(session, seller):
    good = replace(
        retirement(seller.account, 1),
        serials=(f"{CODE}-000000001",),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 1, 31),
        beneficiary_credit_code="91350100M000100Y43",
    )
    for refusal, change in {
        PurposeNotForKind: {"purpose": Purpose.GREEN_POWER_USE},
        PeriodInvalid: {"period_to": date(2025, 1, 1)},
        CreditCodeInvalid: {"beneficiary_credit_code": "91350100M000100Y44"},
    }.items():
        with pytest.raises(refusal):
            execute(session, replace(good, client_id=client_id(), **change), seller.actor)
    assert execute(session, good, seller.actor).data["certificate"]
    with pytest.raises(UnitsUsed):
        execute(session, replace(good, client_id=client_id()), seller.actor)


@trips(ReservationTooSmall, ReservationNotOpen, UnknownReservation)
@passes(ReservationTooSmall, ReservationNotOpen, UnknownReservation)
def test_a_reservation_is_released_once_and_no_more_than_it_holds(session, seller):
    kept = reserve(session, seller.account_id, unit_type(session), 10)
    with pytest.raises(ReservationTooSmall):
        void(session, kept.id, 11)
    void(session, kept.id)
    with pytest.raises(ReservationNotOpen):
        void(session, kept.id)
    with pytest.raises(UnknownReservation):
        void(session, "none")


@trips(UnitsFinal)
@passes(UnitsFinal)
def test_units_do_not_leave_their_final_account(session, seller):
    execute(session, retirement(seller.account, 5), seller.actor)
    leg = Leg(SystemAccount.RETIREMENT, seller.account_id, unit_type(session), 1)
    with pytest.raises(UnitsFinal):
        post(session, Transaction(kind="back", legs=(leg,)))


@trips(UnknownCertificate, UnknownSerial)
@passes(UnknownCertificate, UnknownSerial)
def test_certificates_and_serials_are_found_or_not(session, seller):
    done = execute(session, retirement(seller.account, 5), seller.actor).data
    assert certificate(session, done["certificate"]).quantity == 5
    with pytest.raises(UnknownCertificate):
        certificate(session, "CR-1999-000001")
    assert serial_lives(session, f"{CODE}-000000001")
    with pytest.raises(UnknownSerial):
        serial_lives(session, f"{CODE}-999999999")


@trips(UnitTypeCodeInvalid, RecordExists)
@passes(UnitTypeCodeInvalid, RecordExists)
def test_unit_types_and_parties_have_names_of_their_own(session):
    add_unit_type(session, "SZEA-2024", UnitKind.ALLOWANCE, Measure.T_CO2E)
    with pytest.raises(UnitTypeCodeInvalid):
        add_unit_type(session, "szea 2024", UnitKind.ALLOWANCE, Measure.T_CO2E)
    add_party(session, "示例企业", "Example", "emitter")
    with pytest.raises(RecordExists):
        add_party(session, "示例企业", "Example", "emitter")


@trips(RuleNotInForce)
@passes(RuleNotInForce)
def test_a_rule_holds_on_its_days_only():
    rules = file_rules()
    assert rules.parameter("control", "proposal_working_days", date(2026, 1, 1)).whole == 10
    with pytest.raises(RuleNotInForce):
        rules.parameter("control", "proposal_working_days", date(1999, 1, 1))
