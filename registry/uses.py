"""Final uses of units: surrender for emissions, retirement for a beneficiary."""

from registry.actors import Actor
from registry.commands import Command, Purpose, Retire, Surrender
from registry.database import WorldSession
from registry.driver import fetch
from registry.errors import words
from registry.ledger import Leg, SystemAccount, Transaction
from registry.models import Certificate
from registry.numbering import next_yearly
from registry.parties import AccountFacts, find_own_account
from registry.posting import post
from registry.refused_moves import VintageTooLate
from registry.refused_values import PeriodInvalid, QuantityOutOfRange, TextInvalid
from registry.serials import SerialRange, format_range
from registry.transfers import named_serials
from registry.unit_types import UnitTypeFacts, find_unit_type
from registry.units import UnitKind, check_credit_code, check_quantity, check_text

COMPLIANCE_YEAR_MIN = 2013
COMPLIANCE_YEAR_MAX = 2100
NOTE_CHARACTERS_MAX = 1000
_MOVED = (
    "SELECT serial_first, serial_last FROM block_move WHERE transaction_id = ?"
    " ORDER BY serial_first"
)


def surrender(session: WorldSession, command: Surrender, actor: Actor) -> dict[str, object]:
    """Hand in allowances or credits for the emissions of a compliance year.

    Raises:
        NotRepresentative: the actor does not act for the account holder.
        VintageTooLate: allowances of a later year.
        UnitsUsed, UnitsNotHeld, InsufficientUnits: the units are not there.
        UnknownAccount, UnknownUnitType, WrongUnitKind, QuantityOutOfRange, SerialInvalid,
        SerialsMismatch, AccountNotOpen: a value cannot be used.
    """
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CREDIT)
    year = _compliance_year(command.compliance_year)
    if unit_type.kind == UnitKind.ALLOWANCE and (unit_type.vintage or year) > year:
        raise VintageTooLate(
            vintage=unit_type.vintage, compliance_year=year, field="compliance_year"
        )
    certificate = _use(session, command, account, unit_type, SystemAccount.SURRENDER)
    certificate.compliance_year = year
    return _record(session, certificate, unit_type)


def retire(session: WorldSession, command: Retire, actor: Actor) -> dict[str, object]:
    """Use units for good, for a named beneficiary and purpose.

    Raises:
        NotRepresentative: the actor does not act for the account holder.
        UnitsUsed, UnitsNotHeld, InsufficientUnits: the units are not there.
        TextInvalid, CreditCodeInvalid, PeriodInvalid, UnknownAccount, UnknownUnitType,
        WrongUnitKind, QuantityOutOfRange, SerialInvalid, SerialsMismatch, AccountNotOpen: a value
            cannot be used.
    """
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(
        session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE
    )
    beneficiary = check_text(command.beneficiary, "beneficiary")
    code = command.beneficiary_credit_code
    credit_code = check_credit_code(code, "beneficiary_credit_code") if code else ""
    note = command.note.strip() and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    _check_use_period(command)
    certificate = _use(session, command, account, unit_type, SystemAccount.RETIREMENT)
    certificate.beneficiary = beneficiary
    certificate.beneficiary_credit_code = credit_code
    certificate.purpose = _purpose(command.purpose).value
    certificate.period_from, certificate.period_to = command.period_from, command.period_to
    certificate.note = note
    return _record(session, certificate, unit_type)


def _use(
    session: WorldSession,
    command: Surrender | Retire,
    account: AccountFacts,
    unit_type: UnitTypeFacts,
    target: SystemAccount,
) -> Certificate:
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


def _record(
    session: WorldSession, certificate: Certificate, unit_type: UnitTypeFacts
) -> dict[str, object]:
    session.add(certificate)
    session.flush()
    moved = fetch(session, _MOVED, (certificate.transaction_id,))
    return {
        "certificate": certificate.number,
        "transaction_id": certificate.transaction_id,
        "unit_type": unit_type.code,
        "quantity": certificate.quantity,
        "serials": [format_range(unit_type.code, SerialRange(*row)) for row in moved],
    }


def _compliance_year(year: object) -> int:
    if type(year) is not int or not COMPLIANCE_YEAR_MIN <= year <= COMPLIANCE_YEAR_MAX:
        raise QuantityOutOfRange(
            value=str(year)[:40],
            minimum=COMPLIANCE_YEAR_MIN,
            maximum=COMPLIANCE_YEAR_MAX,
            field="compliance_year",
        )
    return year


def _purpose(value: object) -> Purpose:
    try:
        return Purpose(str(value))
    except ValueError:
        raise TextInvalid(field="purpose", value=str(value)[:40], maximum="32") from None


def _check_use_period(command: Retire) -> None:
    start, end = command.period_from, command.period_to
    if (start is None) != (end is None) or (start and end and end < start):
        reason = words("give both days, in order", "须同时填写起止日期且先后有序")
        raise PeriodInvalid(period=f"{start} – {end}", reason=reason, field="period_to")
