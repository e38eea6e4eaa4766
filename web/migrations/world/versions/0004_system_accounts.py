"""The registry's accounts for units that expired, were carried over, or are immobilised."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SYSTEM_ACCOUNTS = (
    (-1, "100-0000006-75", "expiry"),
    (-2, "100-0000007-72", "carry_over"),
    (-3, "100-0000008-69", "immobilisation"),
)


def upgrade() -> None:
    """Go forward."""
    for number, account, kind in SYSTEM_ACCOUNTS:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO account (id, number, kind, name, status)"
                " VALUES (:id, :number, :kind, '', 'open')"
            ),
            {"id": number, "number": account, "kind": kind},
        )
