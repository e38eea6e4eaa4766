"""Alerts of defaults, which are of no instrument."""

from collections.abc import Sequence

import sqlalchemy as sa

from web.migrations.world.rebuilding import changed_table

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES = "rule IN ('self_trade','band_touches','large_holder','cancel_share','corridor','default')"


def upgrade() -> None:
    """Go forward."""
    with changed_table("surveillance_alert") as batch:
        batch.drop_constraint("rule", type_="check")
        batch.create_check_constraint("rule", RULES)
        batch.alter_column("instrument_id", existing_type=WHOLE, nullable=True)
