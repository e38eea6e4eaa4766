"""Surrender of units for the emissions of a compliance year."""

from registry.compliance.commands import Surrender
from registry.compliance.obligations import check_compliance_year, check_vintage
from registry.ledger.balances import SystemAccount
from registry.ledger.unit_types import find_unit_type
from registry.ledger.units import UnitKind
from registry.ledger.uses import record_use, use_units
from registry.parties.parties import find_own_account
from registry.worlds.actors import DISPOSING, Actor
from registry.worlds.database import WorldSession


def surrender(session: WorldSession, command: Surrender, actor: Actor) -> dict[str, object]:
    """Hand in allowances or credits for the emissions of a compliance year.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative: the actor does not act for the account holder.
        ComplianceYearAhead: the year has not begun.
        VintageTooLate, VintageSpent: allowances that do not count for the year.
        UnitsUsed, UnitsNotHeld, InsufficientUnits: the units are not there.
        UnknownAccount, UnknownUnitType, WrongUnitKind, QuantityOutOfRange, SerialInvalid,
        SerialsMismatch, AccountNotOpen: a value cannot be used.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CREDIT)
    year = check_compliance_year(command.compliance_year, session.clock.today().year)
    check_vintage(unit_type.kind, unit_type.scheme, unit_type.vintage, year)
    certificate = use_units(session, command, account, unit_type, SystemAccount.SURRENDER)
    certificate.compliance_year = year
    return record_use(session, certificate, unit_type)
