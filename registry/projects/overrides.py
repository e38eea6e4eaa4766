"""Credits issued from a reconstructed methodology: the operator's reason, kept for good."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from registry.ledger.models import BlockMove, Certificate, Issuance
from registry.projects.crediting import RECONSTRUCTED
from registry.projects.models import IssuanceOverride, Report
from registry.projects.records import NOTE_CHARACTERS_MAX
from registry.projects.refused_reports import OverrideMissing, OverrideNotNeeded
from registry.worlds.actors import Actor
from registry.worlds.clock import market_date
from registry.worlds.database import WorldSession
from registry.worlds.texts import check_text


class Override(NamedTuple):
    """Why credits were issued although their methodology is reconstructed."""

    report: str
    methodology: str
    reason: str
    business_date: date


def needs_override(methodology_status: str) -> bool:
    """Tell whether credits of a methodology of this status are issued by override only."""
    return methodology_status == RECONSTRUCTED


def checked_override(report: Report, reason: str) -> str:
    """Return the reason of an override; empty where none is needed.

    Raises:
        OverrideMissing: the methodology is reconstructed and no reason is given.
        OverrideNotNeeded: a reason is given for a methodology that was read as published.
        TextInvalid: the reason is too long or holds control characters.
    """
    facts = {
        "report": report.number,
        "methodology": report.methodology_id.upper(),
        "field": "override_reason",
    }
    if not needs_override(report.methodology_status):
        if reason.strip():
            raise OverrideNotNeeded(**facts)
        return ""
    if not reason.strip():
        raise OverrideMissing(**facts)
    return check_text(reason, "override_reason", NOTE_CHARACTERS_MAX)


def keep_override(
    session: WorldSession, issuance_id: int, report: Report, reason: str, actor: Actor
) -> None:
    """Keep the reason with the issuance, for good."""
    assert report.id is not None
    now = session.clock.now()
    session.add(
        IssuanceOverride(
            issuance_id=issuance_id,
            report_id=report.id,
            methodology_status=report.methodology_status,
            reason=reason,
            actor=actor.name,
            recorded_at=now,
            business_date=market_date(now),
        )
    )


def override_reasons(session: WorldSession, issuance_ids: Collection[int]) -> dict[int, str]:
    """Return the reasons of overrides by issuance; those that needed none are left out."""
    query = select(IssuanceOverride).where(col(IssuanceOverride.issuance_id).in_(issuance_ids))
    return {row.issuance_id: row.reason for row in session.exec(query).all()}


def certificate_overrides(session: WorldSession, number: str) -> list[Override]:
    """Return the overrides behind the units of a certificate, the oldest first.

    Args:
        session: any session.
        number: of the certificate; one that does not exist has none.
    """
    moved = (
        select(col(Issuance.id))
        .join(BlockMove, col(BlockMove.unit_type_id) == col(Issuance.unit_type_id))
        .join(Certificate, col(Certificate.transaction_id) == col(BlockMove.transaction_id))
        .where(
            Certificate.number == number,
            col(BlockMove.serial_first) <= col(Issuance.serial_last),
            col(BlockMove.serial_last) >= col(Issuance.serial_first),
        )
    )
    query = (
        select(Report, IssuanceOverride)
        .join(IssuanceOverride, col(IssuanceOverride.report_id) == col(Report.id))
        .where(col(IssuanceOverride.issuance_id).in_(moved))
        .order_by(col(IssuanceOverride.issuance_id))
    )
    return [
        Override(report.number, report.methodology_id, override.reason, override.business_date)
        for report, override in session.exec(query).all()
    ]
