"""Reading source claims."""

from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from registry.claims.models import SourceClaim
from registry.worlds.database import WorldSession


class ClaimView(NamedTuple):
    """A source claim as others see it."""

    id: int
    mechanism: str
    kind: str
    source: str
    period_from: date
    period_to: date
    reference: str
    measure: str
    quantity: int | None
    state: str
    business_date: date


def claims(
    session: WorldSession,
    *,
    source: str | None = None,
    mechanism: str | None = None,
    kind: str | None = None,
    reference: str | None = None,
    state: str | None = "active",
) -> list[ClaimView]:
    """Return claims in the order in which they were made; None: whatever the value."""
    statement = select(SourceClaim).order_by(col(SourceClaim.id))
    wanted = {
        "source": source,
        "mechanism": mechanism,
        "kind": kind,
        "reference": reference,
        "state": state,
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(getattr(SourceClaim, column) == value)
    return [_view(row) for row in session.exec(statement).all()]


def _view(row: SourceClaim) -> ClaimView:
    assert row.id is not None
    return ClaimView(
        row.id,
        row.mechanism,
        row.kind,
        row.source,
        row.period_from,
        row.period_to,
        row.reference,
        row.measure,
        row.quantity,
        row.state,
        row.business_date,
    )
