"""One search over units, certificates and projects."""

from sqlmodel import col, or_, select

from registry.ledger.certificate_queries import certificates
from registry.ledger.models import UnitType
from registry.ledger.queries import totals
from registry.projects.queries import list_projects
from registry.reporting.lives import serial_lives
from registry.reporting.views import SearchResult
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownSerial, UnknownUnitType
from registry.worlds.refused_values import SerialInvalid

SEARCH_ROWS_MAX = 50


def search(session: WorldSession, text: str, limit: int = 20) -> SearchResult:
    """Find projects, certificates, unit types and a unit by number, name or serial.

    Args:
        session: any session.
        text: what to look for; an empty one finds the newest.
        limit: how many of each at most, 1 to 50.
    """
    wanted = text.strip()[:100]
    rows = max(1, min(limit, SEARCH_ROWS_MAX))
    try:
        unit = serial_lives(session, wanted, pieces_max=20) if wanted else None
    except (SerialInvalid, UnknownUnitType, UnknownSerial):
        unit = None
    codes = select(UnitType.code).where(
        or_(
            col(UnitType.code).icontains(wanted, autoescape=True),
            col(UnitType.name_zh).icontains(wanted, autoescape=True),
            col(UnitType.name_en).icontains(wanted, autoescape=True),
        )
    )
    return SearchResult(
        projects=tuple(list_projects(session, text=wanted, limit=rows)),
        certificates=tuple(certificates(session, text=wanted, limit=rows)),
        unit=unit,
        unit_types=tuple(totals(session, session.exec(codes.limit(rows)).all())),
    )
