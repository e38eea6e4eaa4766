"""Certificates: the public records of surrenders and retirements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from registry.ledger.models import BlockMove, Certificate, Issuance, TransactionRow, UnitType
from registry.ledger.reversals import LedgerReversal
from registry.ledger.serials import SerialRange, format_range, merged
from registry.ledger.views import CertificateView
from registry.parties.models import Account, Party
from registry.parties.queries import parties_by_id
from registry.rules.schemes import obligation_scheme
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownCertificate


def certificate(session: WorldSession, number: str) -> CertificateView:
    """Return a certificate.

    Raises:
        UnknownCertificate: there is none with this number.
    """
    rows = session.exec(select(Certificate).where(Certificate.number == number)).all()
    if not rows:
        raise UnknownCertificate(certificate=str(number)[:40], field="certificate")
    return certificate_views(session, rows)[0]


def certificates(
    session: WorldSession,
    *,
    text: str = "",
    party_ids: Collection[int] | None = None,
    project_id: int | None = None,
    limit: int = 50,
) -> list[CertificateView]:
    """Return certificates, newest first.

    Args:
        session: any session.
        text: only those with this in number, beneficiary or holder.
        party_ids: only those of these holders.
        project_id: only those with units of this project.
        limit: how many at most.
    """
    query = select(Certificate).order_by(col(Certificate.id).desc()).limit(limit)
    if text:
        query = query.where(certificate_has(text))
    if party_ids is not None:
        query = query.where(col(Certificate.party_id).in_(party_ids))
    if project_id is not None:
        used = (
            select(BlockMove.transaction_id)
            .join(Issuance, col(Issuance.unit_type_id) == col(BlockMove.unit_type_id))
            .where(
                Issuance.project_id == project_id,
                col(BlockMove.serial_first) <= col(Issuance.serial_last),
                col(BlockMove.serial_last) >= col(Issuance.serial_first),
            )
        )
        query = query.where(col(Certificate.transaction_id).in_(used))
    return certificate_views(session, session.exec(query).all())


def certificate_has(text: str) -> ColumnElement[bool]:
    """Return the condition that number, beneficiary or holder contain a text."""
    holders = select(Party.id).where(
        or_(
            col(Party.name_zh).icontains(text, autoescape=True),
            col(Party.name_en).icontains(text, autoescape=True),
        )
    )
    return or_(
        col(Certificate.number).icontains(text, autoescape=True),
        col(Certificate.beneficiary).icontains(text, autoescape=True),
        col(Certificate.party_id).in_(holders),
    )


def certificate_views(session: WorldSession, rows: Sequence[Certificate]) -> list[CertificateView]:
    """Return records of certificates as the public sees them, in the same order."""
    ids = {row.unit_type_id for row in rows}
    units = {u.id: u for u in session.exec(select(UnitType).where(col(UnitType.id).in_(ids)))}
    holders = parties_by_id(session, {row.party_id for row in rows})
    account_ids = {row.account_id for row in rows}
    numbers = dict(
        session.exec(
            select(Account.id, Account.number).where(col(Account.id).in_(account_ids))
        ).all()
    )
    moved = _moved(session, [row.transaction_id for row in rows])
    undone = _undone(session, [row.transaction_id for row in rows])
    return [
        CertificateView(
            number=row.number,
            use=row.use,
            party=holders[row.party_id],
            account=numbers[row.account_id],
            unit_type=units[row.unit_type_id].code,
            kind=units[row.unit_type_id].kind,
            measure=units[row.unit_type_id].measure,
            quantity=row.quantity,
            serials=tuple(
                format_range(units[row.unit_type_id].code, run)
                for run in merged(moved.get(row.transaction_id, []))
            ),
            compliance_year=row.compliance_year,
            obligation=_obligation(row, units[row.unit_type_id]),
            beneficiary=row.beneficiary,
            beneficiary_credit_code=row.beneficiary_credit_code,
            purpose=row.purpose,
            period_from=row.period_from,
            period_to=row.period_to,
            note=row.note,
            transaction_id=row.transaction_id,
            recorded_at=row.recorded_at,
            business_date=row.business_date,
            undone_on=undone[row.transaction_id][0] if row.transaction_id in undone else None,
            undone_by=undone[row.transaction_id][1] if row.transaction_id in undone else "",
        )
        for row in rows
    ]


def _obligation(row: Certificate, unit_type: UnitType) -> Mapping[str, str]:
    if row.use != "surrender":
        return {}
    return obligation_scheme(unit_type.scheme)


def _undone(session: WorldSession, transaction_ids: Collection[str]) -> dict[str, tuple[date, str]]:
    """Return day and transaction of each undoing, by the transaction that was undone."""
    query = (
        select(LedgerReversal, TransactionRow)
        .join(TransactionRow, col(TransactionRow.id) == col(LedgerReversal.transaction_id))
        .where(col(LedgerReversal.reverses_id).in_(transaction_ids))
    )
    return {
        undoing.reverses_id: (row.business_date, row.id) for undoing, row in session.exec(query)
    }


def _moved(session: WorldSession, transaction_ids: Collection[str]) -> dict[str, list[SerialRange]]:
    found: dict[str, list[SerialRange]] = {}
    query = select(BlockMove).where(col(BlockMove.transaction_id).in_(transaction_ids))
    for move in session.exec(query):
        run = SerialRange(move.serial_first, move.serial_last)
        found.setdefault(move.transaction_id, []).append(run)
    return found
