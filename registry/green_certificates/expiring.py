"""Expiry: when a month's certificates no longer count, all that remain are cancelled."""

from sqlmodel import col, select

from registry.green_certificates.commands import ExpireCertificates
from registry.green_certificates.exclusions import SYSTEM_ACCOUNTS
from registry.green_certificates.models import CertificateType
from registry.green_certificates.refused_certificates import NotExpiredYet
from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.models import Holding, ReservationRow
from registry.ledger.posting import post, void_many
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import UnitKind
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownUnitType

LEFT_IN = frozenset({int(SystemAccount.IMMOBILISATION)})
"""The registry's own accounts whose units expire too."""


def expire_certificates(
    session: WorldSession, command: ExpireCertificates, actor: Actor
) -> dict[str, object]:
    """Cancel every certificate of a type after its last day, in all accounts, frozen ones too.

    What is set aside is released first; `market` closes open orders before.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownUnitType, WrongUnitKind: the code names no certificates with terms.
        NotExpiredYet: they still count.
    """
    actor.check_role(Role.OPERATOR)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.CERTIFICATE)
    held_to = session.get(CertificateType, unit_type.id)
    if held_to is None:
        raise UnknownUnitType(unit_type=unit_type.code, field="unit_type", value=unit_type.code)
    if session.clock.today() <= held_to.valid_until:
        raise NotExpiredYet(unit_type=unit_type.code, valid_until=held_to.valid_until.isoformat())
    released = _release(session, unit_type)
    holdings = _left(session, unit_type)
    legs = tuple(
        Leg(account_id, SystemAccount.EXPIRY, unit_type.id, quantity)
        for account_id, quantity in holdings
    )
    answer: dict[str, object] = {
        "unit_type": unit_type.code,
        "accounts": len(legs),
        "quantity": sum(quantity for _, quantity in holdings),
        "reservations_released": released,
    }
    if legs:
        answer["transaction_id"] = post(
            session,
            Transaction(
                kind="gec_expired",
                legs=legs,
                client_id=command.client_id,
                memo=held_to.valid_until.isoformat(),
                even_closed=True,
            ),
        )
    return answer


def _release(session: WorldSession, unit_type: UnitTypeFacts) -> int:
    statement = select(ReservationRow.id).where(
        ReservationRow.unit_type_id == unit_type.id, ReservationRow.state == "open"
    )
    ids = session.exec(statement).all()
    if ids:
        void_many(session, [(id_, None) for id_ in ids], even_closed=True)
    return len(ids)


def _left(session: WorldSession, unit_type: UnitTypeFacts) -> list[tuple[int, int]]:
    statement = (
        select(Holding.account_id, Holding.quantity)
        .where(
            Holding.unit_type_id == unit_type.id,
            col(Holding.quantity) > 0,
            col(Holding.account_id).not_in(SYSTEM_ACCOUNTS - LEFT_IN),
        )
        .order_by(col(Holding.account_id))
    )
    return [(account_id, quantity) for account_id, quantity in session.exec(statement)]
