"""Opening accounts of the house, in new worlds and in those that the log already watches."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from registry.worlds import DrivenClock, Noted, UtcDateTime, content_fields, event_text, row_digest

_OPEN = sa.text(
    "INSERT INTO account (id, number, kind, party_id, name, status)"
    " VALUES (:id, :number, :kind, :party_id, :name, :status)"
)
_WITNESSED = sa.text("SELECT 1 FROM event WHERE kind = 'rows' LIMIT 1")
_KEY = sa.text("SELECT pseudonym_key FROM log_secret")
_CLOCK = sa.text("SELECT instant, rate_permille, wall_instant FROM world_clock").columns(
    instant=UtcDateTime, wall_instant=UtcDateTime
)
_NOTE = sa.text(
    "INSERT INTO event (kind, subject, content, recorded_at)"
    " VALUES (:kind, :subject, :content, :recorded_at)"
).bindparams(sa.bindparam("recorded_at", type_=UtcDateTime))


def open_house_account(id_: int, number: str, kind: str) -> None:
    """Open an account that no party has.

    A world whose rows are in its log hears of this one as well: the audit takes a row of which the
    log does not know for a forged one. In other worlds all rows are noted after the upgrade.

    Args:
        id_: its key, negative.
        number: with check digits.
        kind: what it is for.
    """
    connection = op.get_bind()
    row = {"id": id_, "number": number, "kind": kind, "party_id": None, "name": ""}
    row["status"] = "open"
    connection.execute(_OPEN, row)
    if connection.execute(_WITNESSED).first() is None:
        return
    records = [["account", str(id_), row_digest("account", row)]]
    fields = content_fields({"records": records, "sums": {}})
    noted = Noted("rows", "", _now(connection), fields)
    text = event_text(noted, connection.execute(_KEY).scalar_one())
    connection.execute(
        _NOTE,
        {"kind": "rows", "subject": "", "content": text, "recorded_at": noted.recorded_at},
    )


def _now(connection: sa.Connection) -> datetime:
    """Return the world's time."""
    driven = connection.execute(_CLOCK).first()
    if driven is None:
        return datetime.now(UTC)
    return DrivenClock(driven.instant, driven.rate_permille / 1000, driven.wall_instant).now()
