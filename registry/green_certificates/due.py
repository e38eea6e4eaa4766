"""What is due of green certificates: expiry, and what claims of other mechanisms ask for."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col, select

from registry.claims.models import SourceClaim
from registry.claims.rules import GEC, REDUCTION
from registry.green_certificates.commands import (
    CancelExcluded,
    ExpireCertificates,
    FreezeCertificates,
    UnfreezeCertificates,
)
from registry.green_certificates.exclusions import SYSTEM_ACCOUNTS, excluding_claim
from registry.green_certificates.expiring import LEFT_IN
from registry.green_certificates.models import (
    CertificateBatch,
    CertificateExclusion,
    CertificateType,
    DeviceMeter,
)
from registry.ledger.balances import SystemAccount
from registry.ledger.models import Holding, UnitBlock, UnitType
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession

_HELD = int(SystemAccount.IMMOBILISATION)


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield what the clock must do now."""
    for code in _expired(session):
        yield ExpireCertificates(client_id=f"expiry:{code}", unit_type=code)
    free = col(UnitBlock.account_id).not_in(SYSTEM_ACCOUNTS)
    for claim_id in _covering(session, col(SourceClaim.state) == "active", free):
        yield FreezeCertificates(client_id=f"gec-freeze:{claim_id}", claim_id=claim_id)
    held = col(UnitBlock.account_id) == _HELD
    matched = and_(col(SourceClaim.state) == "active", col(SourceClaim.kind) == REDUCTION)
    for claim_id in _covering(session, matched, held):
        yield CancelExcluded(client_id=f"gec-cancel:{claim_id}", claim_id=claim_id)
    for claim_id in _released(session):
        yield UnfreezeCertificates(client_id=f"gec-unfreeze:{claim_id}", claim_id=claim_id)


def _expired(session: WorldSession) -> list[str]:
    left = exists().where(
        col(Holding.unit_type_id) == col(CertificateType.unit_type_id),
        col(Holding.quantity) > 0,
        col(Holding.account_id).not_in(SYSTEM_ACCOUNTS - LEFT_IN),
    )
    statement = (
        select(UnitType.code)
        .join(CertificateType, col(CertificateType.unit_type_id) == col(UnitType.id))
        .where(col(CertificateType.valid_until) < session.clock.today(), left)
        .order_by(col(CertificateType.valid_until), col(UnitType.code))
    )
    return list(session.exec(statement).all())


def _covering(
    session: WorldSession, claim: ColumnElement[bool], lies: ColumnElement[bool]
) -> list[int]:
    """Return the claims of other mechanisms that cover certificates which lie somewhere."""
    statement = (
        select(SourceClaim.id)
        .join(DeviceMeter, col(DeviceMeter.meter) == col(SourceClaim.source))
        .join(CertificateBatch, col(CertificateBatch.meter_id) == col(DeviceMeter.id))
        .join(UnitBlock, col(UnitBlock.issuance_id) == col(CertificateBatch.issuance_id))
        .where(
            claim,
            SourceClaim.mechanism != GEC,
            lies,
            col(SourceClaim.period_from) <= col(CertificateBatch.month_last),
            col(SourceClaim.period_to) >= col(CertificateBatch.month),
        )
        .distinct()
    )
    return sorted(id_ for id_ in session.exec(statement) if id_ is not None)


def _released(session: WorldSession) -> list[int]:
    """Return released claims that hold frozen certificates which no other claim covers."""
    statement = (
        select(SourceClaim, CertificateBatch, DeviceMeter)
        .join(CertificateExclusion, col(CertificateExclusion.claim_id) == col(SourceClaim.id))
        .join(CertificateBatch, col(CertificateBatch.id) == col(CertificateExclusion.batch_id))
        .join(DeviceMeter, col(DeviceMeter.id) == col(CertificateBatch.meter_id))
        .join(UnitBlock, col(UnitBlock.issuance_id) == col(CertificateBatch.issuance_id))
        .where(SourceClaim.state == "released", UnitBlock.account_id == _HELD)
        .order_by(col(SourceClaim.id))
    )
    found = {
        claim.id
        for claim, batch, meter in session.exec(statement)
        if excluding_claim(session, meter.meter, batch.month) is None
    }
    return sorted(id_ for id_ in found if id_ is not None)
