"""The exclusion: claims of other mechanisms freeze untraded certificates, or cancel them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import col, select

from registry.claims.models import SourceClaim
from registry.claims.rules import GEC, REDUCTION
from registry.green_certificates.commands import (
    CancelExcluded,
    FreezeCertificates,
    UnfreezeCertificates,
)
from registry.green_certificates.models import CertificateBatch, CertificateExclusion, DeviceMeter
from registry.green_certificates.refused_certificates import CertificatesOffered, ClaimNotExcluding
from registry.green_certificates.rules import month_last
from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.models import UnitBlock
from registry.ledger.posting import post
from registry.ledger.refused_moves import InsufficientUnits
from registry.ledger.serials import SerialRange, total
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession

SYSTEM_ACCOUNTS = frozenset(int(account) for account in SystemAccount)
_HELD = int(SystemAccount.IMMOBILISATION)


def freeze_certificates(
    session: WorldSession, command: FreezeCertificates, actor: Actor
) -> dict[str, object]:
    """Freeze the untraded certificates of the months that another mechanism's claim covers.

    Raises:
        RoleMissing: the actor is no operator.
        ClaimNotExcluding: the claim does not stand, or covers no untraded certificates.
        CertificatesOffered: open orders hold them; nothing is frozen.
    """
    actor.check_role(Role.OPERATOR)
    claim = _claim(session, command.claim_id, "active")
    frozen = [
        _freeze(session, batch, claim) for batch in _batches(session, claim.source, *_days(claim))
    ]
    return _answer(claim, frozen)


def cancel_excluded(
    session: WorldSession, command: CancelExcluded, actor: Actor
) -> dict[str, object]:
    """Cancel the certificates that match registered reductions, those not frozen yet included.

    Raises:
        RoleMissing: the actor is no operator.
        ClaimNotExcluding: it is no claim of reductions, or matches no certificates.
        CertificatesOffered: open orders hold them; nothing is cancelled.
    """
    actor.check_role(Role.OPERATOR)
    claim = _claim(session, command.claim_id, "active")
    if claim.kind != REDUCTION:
        raise ClaimNotExcluding(claim=claim.id)
    cancelled = []
    for batch in _batches(session, claim.source, *_days(claim)):
        _freeze(session, batch, claim)
        cancelled.append(_cancel(session, batch, claim))
    return _answer(claim, cancelled)


def unfreeze_certificates(
    session: WorldSession, command: UnfreezeCertificates, actor: Actor
) -> dict[str, object]:
    """Give back what a released claim had frozen, unless another claim stands on the month.

    Raises:
        RoleMissing: the actor is no operator.
        ClaimNotExcluding: the claim stands, or holds nothing frozen.
    """
    actor.check_role(Role.OPERATOR)
    claim = _claim(session, command.claim_id, "released")
    given_back = [
        _unfreeze(session, batch, claim)
        for batch in _batches(session, claim.source, *_days(claim))
        if excluding_claim(session, claim.source, batch.month) is None
    ]
    return _answer(claim, given_back)


def covered_places(session: WorldSession, claim_id: int) -> list[tuple[int, int]]:
    """Return the account and unit type of every untraded certificate that a claim covers."""
    claim = session.get(SourceClaim, claim_id)
    if claim is None:
        return []
    blocks = [
        block
        for batch in _batches(session, claim.source, *_days(claim))
        for block in _blocks(session, batch)
    ]
    places = {(block.account_id, block.unit_type_id) for block in blocks}
    return sorted(place for place in places if place[0] not in SYSTEM_ACCOUNTS)


def freeze_batches(session: WorldSession, ids: Sequence[int]) -> None:
    """Freeze those new batches at once whose month another mechanism has; `ids` in order."""
    statement = (
        select(CertificateBatch, SourceClaim)
        .join(DeviceMeter, col(DeviceMeter.id) == col(CertificateBatch.meter_id))
        .join(SourceClaim, col(SourceClaim.source) == col(DeviceMeter.meter))
        .where(
            col(CertificateBatch.id).between(ids[0], ids[-1]),
            SourceClaim.state == "active",
            SourceClaim.mechanism != GEC,
            col(SourceClaim.period_from) <= col(CertificateBatch.month_last),
            col(SourceClaim.period_to) >= col(CertificateBatch.month),
        )
        .order_by(col(CertificateBatch.id), col(SourceClaim.id))
    )
    frozen: set[int | None] = set()
    for batch, claim in session.exec(statement).all():
        if batch.id not in frozen:  # the first claim freezes it
            frozen.add(batch.id)
            _freeze(session, batch, claim)


def excluding_claim(session: WorldSession, meter: str, month: date) -> SourceClaim | None:
    """Return the first standing claim of another mechanism on a meter's month."""
    statement = (
        select(SourceClaim)
        .where(
            SourceClaim.source == meter,
            SourceClaim.state == "active",
            SourceClaim.mechanism != GEC,
            col(SourceClaim.period_from) <= month_last(month),
            col(SourceClaim.period_to) >= month,
        )
        .order_by(col(SourceClaim.id))
    )
    return session.exec(statement).first()


def _claim(session: WorldSession, claim_id: int, state: str) -> SourceClaim:
    claim = session.get(SourceClaim, claim_id)
    if claim is None or claim.state != state or claim.mechanism == GEC:
        raise ClaimNotExcluding(claim=claim_id)
    return claim


def _days(claim: SourceClaim) -> tuple[date, date]:
    return claim.period_from, claim.period_to


def _batches(
    session: WorldSession, meter: str, period_from: date, period_to: date
) -> list[CertificateBatch]:
    statement = (
        select(CertificateBatch)
        .join(DeviceMeter, col(DeviceMeter.id) == col(CertificateBatch.meter_id))
        .where(
            DeviceMeter.meter == meter,
            col(CertificateBatch.month) >= period_from.replace(day=1),
            col(CertificateBatch.month) <= period_to,
        )
        .order_by(col(CertificateBatch.month))
    )
    return list(session.exec(statement).all())


def _blocks(session: WorldSession, batch: CertificateBatch) -> list[UnitBlock]:
    if batch.issuance_id is None:
        return []
    statement = select(UnitBlock).where(UnitBlock.issuance_id == batch.issuance_id)
    ordered = statement.order_by(col(UnitBlock.account_id), col(UnitBlock.serial_first))
    return list(session.exec(ordered.execution_options(populate_existing=True)).all())


def _freeze(session: WorldSession, batch: CertificateBatch, claim: SourceClaim) -> int:
    """Immobilise what participants hold of a batch: untraded, or the claim could not stand."""
    free = [block for block in _blocks(session, batch) if block.account_id not in SYSTEM_ACCOUNTS]
    frozen = 0
    for account_id in sorted({block.account_id for block in free}):
        own = [block for block in free if block.account_id == account_id]
        try:
            frozen += _move(session, "frozen", batch, claim, account_id, own)
        except InsufficientUnits as error:
            raise CertificatesOffered(
                unit_type=error.facts["unit_type"], account=error.facts["account"]
            ) from None
    return frozen


def _cancel(session: WorldSession, batch: CertificateBatch, claim: SourceClaim) -> int:
    owner = _frozen_from(session, batch)
    frozen = [block for block in _blocks(session, batch) if block.account_id == _HELD]
    if owner is None or not frozen:
        return 0
    return _move(session, "cancelled", batch, claim, owner, frozen)


def _unfreeze(session: WorldSession, batch: CertificateBatch, claim: SourceClaim) -> int:
    owner = _frozen_from(session, batch)
    frozen = [block for block in _blocks(session, batch) if block.account_id == _HELD]
    if owner is None or not frozen:
        return 0
    return _move(session, "unfrozen", batch, claim, owner, frozen)


def _frozen_from(session: WorldSession, batch: CertificateBatch) -> int | None:
    """Return the account that a batch's certificates were frozen in."""
    statement = (
        select(CertificateExclusion.account_id)
        .where(CertificateExclusion.batch_id == batch.id, CertificateExclusion.step == "frozen")
        .order_by(col(CertificateExclusion.id).desc())
    )
    return session.exec(statement).first()


def _move(
    session: WorldSession,
    step: str,
    batch: CertificateBatch,
    claim: SourceClaim,
    owner_id: int,
    blocks: Iterable[UnitBlock],
) -> int:
    moved = list(blocks)
    serials = tuple(SerialRange(block.serial_first, block.serial_last) for block in moved)
    source, target = {
        "frozen": (owner_id, _HELD),
        "cancelled": (_HELD, int(SystemAccount.CANCELLATION)),
        "unfrozen": (_HELD, owner_id),
    }[step]
    quantity = total(serials)
    leg = Leg(source, target, moved[0].unit_type_id, quantity, None, serials)
    transaction_id = post(
        session,
        Transaction(kind=f"gec_{step}", legs=(leg,), memo=claim.reference, even_closed=True),
    )
    assert batch.id is not None
    assert claim.id is not None
    session.add(
        CertificateExclusion(
            step=step,
            batch_id=batch.id,
            claim_id=claim.id,
            account_id=owner_id,
            quantity=quantity,
            transaction_id=transaction_id,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
    return quantity


def _answer(claim: SourceClaim, quantities: list[int]) -> dict[str, object]:
    if not any(quantities):
        raise ClaimNotExcluding(claim=claim.id)
    return {
        "claim_id": claim.id,
        "meter": claim.source,
        "reference": claim.reference,
        "batches": sum(quantity > 0 for quantity in quantities),
        "quantity": sum(quantities),
    }
