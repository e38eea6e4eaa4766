"""The life of a unit: where it came from, where it went, where it is."""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from registry.ledger.models import (
    BlockMove,
    Certificate,
    Issuance,
    TransactionRow,
    UnitBlock,
    UnitType,
)
from registry.ledger.queries import STATE_OF_KIND
from registry.ledger.serials import SerialRange, format_range, format_serial, parse_range
from registry.ledger.views import IssuanceView, MoveView, UnitLife
from registry.parties.models import Account
from registry.projects.models import Project, Report
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownSerial, UnknownUnitType


def unit_life(session: WorldSession, serial: str) -> UnitLife:
    """Return the life of a unit, or of the first unit of a range.

    Args:
        session: any session.
        serial: such as ``CCER-2026-000000001``.

    Raises:
        SerialInvalid: it cannot be read.
        UnknownUnitType: its code is unknown.
        UnknownSerial: no such unit was issued.
    """
    code, run = parse_range(serial, "serial")
    unit = session.exec(select(UnitType).where(UnitType.code == code)).first()
    if unit is None:
        raise UnknownUnitType(unit_type=code, field="serial")
    found = session.exec(
        select(UnitBlock, Issuance, Account)
        .join(Issuance, col(Issuance.id) == col(UnitBlock.issuance_id))
        .join(Account, col(Account.id) == col(UnitBlock.account_id))
        .where(
            UnitBlock.unit_type_id == unit.id,
            UnitBlock.serial_first <= run.first,
            UnitBlock.serial_last >= run.first,
        )
    ).first()
    if found is None:
        raise UnknownSerial(serial=serial[:60], field="serial")
    _, issuance, account = found
    project = session.get(Project, issuance.project_id) if issuance.project_id else None
    return UnitLife(
        serial=format_serial(code, run.first),
        unit_type=code,
        kind=unit.kind,
        measure=unit.measure,
        issuance=_issuance(session, issuance, code),
        project=project.number if project else "",
        state=STATE_OF_KIND[account.kind],
        account=account.number,
        moves=tuple(_moves(session, unit, run.first)),
    )


def _issuance(session: WorldSession, issuance: Issuance, code: str) -> IssuanceView:
    """Return an issuance as the public sees it."""
    report = session.get(Report, issuance.report_id) if issuance.report_id else None
    return IssuanceView(
        id=issuance.id or 0,
        unit_type=code,
        quantity=issuance.quantity,
        serials=format_range(code, SerialRange(issuance.serial_first, issuance.serial_last)),
        report=report.number if report else "",
        recorded_at=issuance.recorded_at,
        business_date=issuance.business_date,
    )


def _moves(session: WorldSession, unit: UnitType, number: int) -> list[MoveView]:
    source, target = aliased(Account), aliased(Account)
    query: Any = (
        select(BlockMove, TransactionRow, source, target, Certificate.number)  # type: ignore[call-overload]
        .join(TransactionRow, col(TransactionRow.id) == col(BlockMove.transaction_id))
        .join(source, col(source.id) == col(BlockMove.from_account_id))
        .join(target, col(target.id) == col(BlockMove.to_account_id))
        .join(
            Certificate,
            col(Certificate.transaction_id) == col(BlockMove.transaction_id),
            isouter=True,
        )
        .where(
            BlockMove.unit_type_id == unit.id,
            BlockMove.serial_first <= number,
            BlockMove.serial_last >= number,
        )
        .order_by(col(BlockMove.id))
    )
    return [
        MoveView(
            transaction_id=move.transaction_id,
            kind=transaction.kind,
            recorded_at=transaction.recorded_at,
            business_date=transaction.business_date,
            serials=format_range(unit.code, SerialRange(move.serial_first, move.serial_last)),
            from_account=giver.number,
            from_kind=giver.kind,
            to_account=taker.number,
            to_kind=taker.kind,
            certificate=certificate or "",
        )
        for move, transaction, giver, taker, certificate in session.exec(query)
    ]
