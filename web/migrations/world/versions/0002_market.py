"""The market's tables: instruments, their days, orders, trades and events."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = UtcDateTime()
APPEND_ONLY = ("trade", "market_event")


def upgrade() -> None:
    """Go forward."""
    _create_instruments()
    _create_orders()
    _create_trades()
    _create_events()
    for table in APPEND_ONLY:
        _guard(table)


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def _reference(
    name: str, target: str, *, nullable: bool = False, unique: bool = False, index: bool = False
) -> sa.Column[int]:
    key = sa.ForeignKey(target)
    return sa.Column(name, WHOLE, key, nullable=nullable, unique=unique, index=index)


def _create_instruments() -> None:
    op.create_table(
        "instrument",
        _number(),
        sa.Column("code", sa.String(24), nullable=False, unique=True),
        _reference("unit_type_id", "unit_type.id", unique=True),
        sa.Column("rules", sa.String(32), nullable=False),
        _whole("reference_price_fen"),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("rolled_on", sa.Date(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.CheckConstraint("reference_price_fen > 0", name="reference_price"),
        sa.CheckConstraint("state IN ('open','closed')", name="state"),
    )
    op.create_table(
        "trading_day",
        _number(),
        _reference("instrument_id", "instrument.id"),
        sa.Column("business_date", sa.Date(), nullable=False),
        _whole("previous_close_fen"),
        _whole("open_fen", nullable=True),
        _whole("high_fen", nullable=True),
        _whole("low_fen", nullable=True),
        _whole("last_fen", nullable=True),
        _whole("close_fen"),
        _whole("volume_t"),
        _whole("turnover_fen"),
        sa.UniqueConstraint("instrument_id", "business_date"),
        sa.CheckConstraint("previous_close_fen > 0 AND close_fen > 0", name="closes"),
        sa.CheckConstraint("volume_t >= 0 AND turnover_fen >= 0", name="totals"),
        sa.CheckConstraint(
            "(volume_t = 0 AND open_fen IS NULL AND high_fen IS NULL AND low_fen IS NULL"
            " AND last_fen IS NULL AND turnover_fen = 0)"
            " OR (volume_t > 0 AND low_fen <= open_fen AND open_fen <= high_fen"
            " AND low_fen <= last_fen AND last_fen <= high_fen)",
            name="prices",
        ),
    )


def _create_orders() -> None:
    op.create_table(
        "market_order",
        _number(),
        _reference("instrument_id", "instrument.id"),
        _reference("account_id", "account.id"),
        _reference("party_id", "party.id", index=True),
        sa.Column("side", sa.String(4), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        _whole("price_fen", nullable=True),
        _whole("quantity_t"),
        _whole("remaining_t"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reservation_id", sa.String(36), sa.ForeignKey("reservation.id")),
        sa.Column("client_id", sa.String(64), nullable=False, unique=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("placed_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.CheckConstraint("side IN ('buy','sell')", name="side"),
        sa.CheckConstraint("kind IN ('limit','market')", name="kind"),
        sa.CheckConstraint("state IN ('open','filled','cancelled','expired')", name="state"),
        sa.CheckConstraint(
            "(kind = 'limit' AND price_fen > 0) OR (kind = 'market' AND price_fen IS NULL)",
            name="price",
        ),
        sa.CheckConstraint(
            "quantity_t > 0 AND remaining_t >= 0 AND remaining_t <= quantity_t", name="quantity"
        ),
        sa.CheckConstraint("state <> 'open' OR remaining_t > 0", name="open_has_rest"),
        sa.CheckConstraint("(state = 'filled') = (remaining_t = 0)", name="filled"),
    )
    op.create_index(None, "market_order", ["instrument_id", "state", "side", "price_fen", "id"])
    op.create_index(None, "market_order", ["account_id", "id"])


def _create_trades() -> None:
    op.create_table(
        "trade",
        _number(),
        _reference("instrument_id", "instrument.id"),
        sa.Column("mode", sa.String(8), nullable=False),
        _whole("price_fen"),
        _whole("quantity_t"),
        sa.Column("taker_side", sa.String(4), nullable=False),
        _reference("buy_order_id", "market_order.id", nullable=True, index=True),
        _reference("sell_order_id", "market_order.id", nullable=True, index=True),
        _reference("buyer_account_id", "account.id"),
        _reference("seller_account_id", "account.id"),
        sa.Column(
            "transaction_id",
            sa.String(36),
            sa.ForeignKey("ledger_transaction.id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("traded_at", INSTANT, nullable=False),
        sa.CheckConstraint("price_fen > 0 AND quantity_t > 0", name="positive"),
        sa.CheckConstraint("taker_side IN ('buy','sell')", name="taker_side"),
        sa.CheckConstraint("mode IN ('listed','block','auction')", name="mode"),
        sa.CheckConstraint(
            "mode <> 'listed' OR (buy_order_id IS NOT NULL AND sell_order_id IS NOT NULL)",
            name="listed_orders",
        ),
        sa.CheckConstraint("buy_order_id <> sell_order_id", name="two_orders"),
    )
    for column in ("instrument_id", "buyer_account_id", "seller_account_id"):
        op.create_index(None, "trade", [column, "id"])


def _create_events() -> None:
    op.create_table(
        "market_event",
        _number(),
        _reference("instrument_id", "instrument.id"),
        sa.Column("kind", sa.String(12), nullable=False),
        _reference("order_id", "market_order.id", nullable=True),
        _reference("trade_id", "trade.id", nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened','day','order','trade','cancelled','expired')", name="kind"
        ),
    )
    op.create_index(None, "market_event", ["instrument_id", "id"])


def _guard(table: str) -> None:
    """Refuse changes of rows that are a record of what happened."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN"
                f" SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
