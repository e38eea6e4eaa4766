"""Fees, statements, the settlement reserve and defaults."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HOUSE_ACCOUNTS = (
    (-4, "100-0000009-66", "exchange"),
    (-5, "100-0000010-63", "risk_reserve"),
)


def upgrade() -> None:
    """Go forward."""
    _open_house_accounts()


def _open_house_accounts() -> None:
    for number, account, kind in HOUSE_ACCOUNTS:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO account (id, number, kind, name, status)"
                " VALUES (:id, :number, :kind, '', 'open')"
            ),
            {"id": number, "number": account, "kind": kind},
        )
