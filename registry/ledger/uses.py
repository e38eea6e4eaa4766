"""Final uses of units: surrender for emissions, retirement for a beneficiary."""

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.commands import Purpose, Retire, UnitUse
from registry.ledger.door import UNIT_RULES
from registry.ledger.models import Certificate
from registry.ledger.posting import post
from registry.ledger.refused_moves import PurposeNotForKind
from registry.ledger.scheme_uses import check_purpose
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.statements import note_certificate
from registry.ledger.transfers import named_serials
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import Measure, UnitKind, check_quantity
from registry.parties.parties import AccountFacts, find_own_account
from registry.rules.amendments import rule_book
from registry.worlds.actors import DISPOSING, Actor
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import words
from registry.worlds.numbering import next_yearly
from registry.worlds.refused_values import PeriodInvalid, TextInvalid
from registry.worlds.texts import check_credit_code, check_text

NOTE_CHARACTERS_MAX = 1000
_MOVED = (
    "SELECT serial_first, serial_last FROM block_move WHERE transaction_id = ?"
    " ORDER BY serial_first"
)


def retire(session: WorldSession, command: Retire, actor: Actor) -> dict[str, object]:
    """Use units for good, for a named beneficiary and purpose.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative: the actor does not act for the account holder.
        UnitsUsed, UnitsNotHeld, InsufficientUnits: the units are not there.
        PurposeNotForKind: green power use of other units than green certificates.
        UseNotInScheme: the scheme of carbon inclusion credits does not allow the purpose.
        CertificateExpired, CertificateFrozen, UsePeriodOutsideValidity: green certificates that do
            not count, or not for the period.
        TextInvalid, CreditCodeInvalid, PeriodInvalid, UnknownAccount, UnknownUnitType,
        WrongUnitKind, QuantityOutOfRange, SerialInvalid, SerialsMismatch, AccountNotOpen: a value
            cannot be used.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(
        session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE
    )
    beneficiary = check_text(command.beneficiary, "beneficiary")
    code = command.beneficiary_credit_code
    credit_code = check_credit_code(code, "beneficiary_credit_code") if code else ""
    note = command.note.strip() and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    _check_use_period(command)
    purpose = _purpose(command.purpose, unit_type)
    if unit_type.measure == Measure.KG_CO2E:
        today = session.clock.today()
        check_purpose(rule_book(session), unit_type.scheme, unit_type.vintage, purpose, today)
    if unit_type.kind in UNIT_RULES:
        start, end = command.period_from, command.period_to
        UNIT_RULES[unit_type.kind].check_use(session, unit_type, start, end)
    certificate = use_units(session, command, account, unit_type, SystemAccount.RETIREMENT)
    certificate.beneficiary = beneficiary
    certificate.beneficiary_credit_code = credit_code
    certificate.purpose = purpose.value
    certificate.period_from, certificate.period_to = command.period_from, command.period_to
    certificate.note = note
    return record_use(session, certificate, unit_type)


def use_units(
    session: WorldSession,
    command: UnitUse,
    account: AccountFacts,
    unit_type: UnitTypeFacts,
    target: SystemAccount,
) -> Certificate:
    """Move the units of a use to their final account; the certificate is not written yet."""
    quantity = check_quantity(command.quantity)
    serials = named_serials(command.serials, unit_type, quantity)
    leg = Leg(account.id, target, unit_type.id, quantity, None, serials)
    transaction_id = post(session, _transaction(command, leg))
    assert account.party_id is not None
    return Certificate(
        number=next_yearly(session, "CR"),
        use="surrender" if target is SystemAccount.SURRENDER else "retirement",
        transaction_id=transaction_id,
        party_id=account.party_id,
        account_id=account.id,
        unit_type_id=unit_type.id,
        quantity=quantity,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )


def _transaction(command: Command, leg: Leg) -> Transaction:
    return Transaction(kind=command.kind, legs=(leg,), client_id=command.client_id)


def record_use(
    session: WorldSession, certificate: Certificate, unit_type: UnitTypeFacts
) -> dict[str, object]:
    """Write the certificate of a use and return the answer of its command."""
    session.add(certificate)
    session.flush()
    note_certificate(session, certificate.number)
    moved = fetch(session, _MOVED, (certificate.transaction_id,))
    return {
        "certificate": certificate.number,
        "transaction_id": certificate.transaction_id,
        "unit_type": unit_type.code,
        "quantity": certificate.quantity,
        "serials": [format_range(unit_type.code, SerialRange(*row)) for row in moved],
    }


def _purpose(value: object, unit_type: UnitTypeFacts) -> Purpose:
    try:
        purpose = Purpose(str(value))
    except ValueError:
        raise TextInvalid(field="purpose", value=str(value)[:40], maximum="32") from None
    if purpose is Purpose.GREEN_POWER_USE and unit_type.kind != UnitKind.CERTIFICATE:
        raise PurposeNotForKind(purpose=purpose.value, unit_type=unit_type.code, field="purpose")
    return purpose


def _check_use_period(command: Retire) -> None:
    start, end = command.period_from, command.period_to
    if (start is None) != (end is None) or (start and end and end < start):
        reason = words("give both days, in order", "须同时填写起止日期且先后有序")
        raise PeriodInvalid(period=f"{start} – {end}", reason=reason, field="period_to")
