"""Figures that real markets published."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = {
    "market": 20,
    "period": 10,
    "measure": 20,
    "value": 40,
    "unit": 10,
    "source_zh": 200,
    "source_en": 200,
    "confidence": 10,
}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "published_figure",
        sa.Column("id", WHOLE, primary_key=True),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in TEXTS.items()),
        sa.UniqueConstraint("market", "period", "measure"),
        sa.CheckConstraint("confidence IN ('published','high','derived')", name="confidence"),
    )
