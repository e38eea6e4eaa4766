"""Rules by market and day, totals of negotiated trades, fees of orders and trades."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from web.migrations.world.rebuilding import changed_table

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MARKETS = {
    "ccer-listed": "ccer",
    **{
        f"{pilot.lower()}-listed": pilot
        for pilot in ("SZEA", "SHEA", "BEA", "GDEA", "TJEA", "HBEA", "CQEA", "FJEA")
    },
}
"""Whose rules the codes of earlier rule sets stood for; the others were the national market's.

Certificates had no rule set of their own and were listed under any.
"""


def upgrade() -> None:
    """Go forward."""
    _name_markets()
    _count_negotiated_trades()
    _keep_closing_rules()
    _keep_fees()


def _name_markets() -> None:
    with changed_table("instrument") as batch:
        batch.add_column(
            sa.Column("market", sa.String(60), nullable=False, server_default="cn_ets")
        )
    for code, market in MARKETS.items():
        op.get_bind().execute(
            sa.text("UPDATE instrument SET market = :market WHERE rules = :code"),
            {"code": code, "market": market},
        )
    op.execute(
        "UPDATE instrument SET market = 'gec' WHERE unit_type_id IN"
        " (SELECT id FROM unit_type WHERE kind = 'certificate')"
    )
    with changed_table("instrument") as batch:
        batch.drop_column("rules")
        batch.alter_column("market", server_default=None)


def _count_negotiated_trades() -> None:
    _add_figures(
        "trading_day",
        ("block_volume_t", "block_turnover_fen", "auction_volume_t", "auction_turnover_fen"),
        "negotiated",
        "block_volume_t >= 0 AND block_turnover_fen >= block_volume_t"
        " AND auction_volume_t >= 0 AND auction_turnover_fen >= auction_volume_t",
    )


def _keep_closing_rules() -> None:
    """Let each day keep what its close was made by: so far any trade, to the fen."""
    with changed_table("trading_day") as batch:
        batch.add_column(sa.Column("tick_fen", WHOLE, nullable=False, server_default="1"))
        batch.add_column(sa.Column("close_min_t", WHOLE, nullable=False, server_default="0"))
        batch.create_check_constraint("closing", "tick_fen > 0 AND close_min_t >= 0")
    with changed_table("trading_day") as batch:
        batch.alter_column("tick_fen", server_default=None)
        batch.alter_column("close_min_t", server_default=None)


def _keep_fees() -> None:
    _add_figures("market_order", ("fee_rate",), "fee_rate", "fee_rate >= 0 AND fee_rate <= 100000")
    _add_figures(
        "trade",
        ("buyer_fee_fen", "seller_fee_fen"),
        "fees",
        "buyer_fee_fen >= 0 AND seller_fee_fen >= 0",
    )


def _add_figures(table: str, names: Sequence[str], check: str, rule: str) -> None:
    """Add whole numbers to a table, 0 in the rows there are, and the rule they keep."""
    with changed_table(table) as batch:
        for name in names:
            batch.add_column(sa.Column(name, WHOLE, nullable=False, server_default="0"))
        batch.create_check_constraint(check, rule)
    with changed_table(table) as batch:
        for name in names:
            batch.alter_column(name, server_default=None)
