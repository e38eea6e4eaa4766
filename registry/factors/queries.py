"""Reading the factors that a world imported."""

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import col, select

from registry.factors.models import FactorImport
from registry.factors.refused_factors import UnknownFactorImport
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_KEYS = "SELECT number, sha256 FROM factor_import ORDER BY id"
_LATEST = "SELECT number FROM factor_import ORDER BY id DESC LIMIT 1"
_PROPOSAL = "proposal:"


class FactorImportView(NamedTuple):
    """One import.

    Args:
        number: such as `FI-2026-000001`.
        file: name of the file.
        sha256: of the content.
        content: canonical JSON.
        factors: how many it sets.
        removed: how many it removes.
        reason: why.
        proposal: number of the proposal that a second person approved.
        recorded_at: when it came into force.
        business_date: the world's day then.
    """

    number: str
    file: str
    sha256: str
    content: str
    factors: int
    removed: int
    reason: str
    proposal: str
    recorded_at: datetime
    business_date: date


def import_keys(session: WorldSession) -> tuple[tuple[str, str], ...]:
    """Return number and SHA-256 of every import, in the order in which they count."""
    session.flush()
    return tuple((number, sha256) for number, sha256 in fetch(session, _KEYS))


def latest_import(session: WorldSession) -> str:
    """Return the number of the latest import, empty if there is none."""
    session.flush()
    rows = fetch(session, _LATEST)
    return str(rows[0][0]) if rows else ""


def factor_imports(session: WorldSession) -> list[FactorImportView]:
    """Return the imports, in the order in which they count."""
    wanted = select(FactorImport).order_by(col(FactorImport.id))
    return [_view(row) for row in session.exec(wanted)]


def factor_import(session: WorldSession, number: str) -> FactorImportView:
    """Return one import.

    Raises:
        UnknownFactorImport: there is none of this number.
    """
    row = session.exec(select(FactorImport).where(FactorImport.number == number)).first()
    if row is None:
        raise UnknownFactorImport(value=number[:40], field="number")
    return _view(row)


def _view(row: FactorImport) -> FactorImportView:
    of_control = row.client_id.startswith(_PROPOSAL)
    return FactorImportView(
        number=row.number,
        file=row.file,
        sha256=row.sha256,
        content=row.content,
        factors=row.factors,
        removed=row.removed,
        reason=row.reason,
        proposal=row.client_id.removeprefix(_PROPOSAL) if of_control else "",
        recorded_at=row.recorded_at,
        business_date=row.business_date,
    )
