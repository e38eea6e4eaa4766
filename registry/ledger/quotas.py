"""Quotas: how much of a scheme and vintage may be issued, set aside or not, for which purpose.

Where no quota is set nothing is limited. Every issuance counts against the quota for all purposes
and, if it names one, against that of its purpose.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import select

from registry.ledger.commands import SetQuota
from registry.ledger.quota_models import QuotaChange, QuotaLevel
from registry.ledger.refused_quotas import QuotaBelowUse, QuotaExceeded, QuotaPurposeUnknown
from registry.ledger.units import check_quantity, parse_unit_type_code
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, locking, write
from registry.worlds.errors import words
from registry.worlds.texts import check_text

REASON_CHARACTERS_MAX = 1000
LIMIT_MAX = 10**15
_LEVELS = (
    "SELECT id, purpose, quantity_max, pending, consumed FROM quota_level"
    " WHERE scheme = ? AND vintage = ? AND purpose IN ('all', ?) ORDER BY id"
)
_CHANGE = "UPDATE quota_level SET pending = pending + ?, consumed = consumed + ? WHERE id = ?"
_USE = "INSERT INTO quota_use (quota_id, issuance_id, quantity) VALUES (?, ?, ?)"
_EARLIER = (
    "INSERT INTO quota_use (quota_id, issuance_id, quantity) SELECT ?, issuance.id, quantity"
    " FROM issuance JOIN unit_type ON unit_type.id = issuance.unit_type_id"
    " WHERE scheme = ? AND coalesce(vintage, 0) = ?"
)
_TYPES = "SELECT id FROM unit_type WHERE scheme = ? AND coalesce(vintage, 0) = ? ORDER BY id"
_USED = "SELECT coalesce(sum(quantity), 0) FROM quota_use WHERE quota_id = ?"
_LISTED = """
    SELECT scheme, vintage, purpose, quota.quantity_max, pending, consumed,
      (SELECT reason FROM quota_change WHERE quota_id = quota.id ORDER BY id DESC LIMIT 1)
    FROM quota_level AS quota ORDER BY scheme, vintage, purpose
"""


class QuotaPurpose(StrEnum):
    """What units are issued for."""

    ALL = "all"
    ALLOCATION = "allocation"
    AUCTION = "auction"
    RESERVE = "reserve"


QUOTA_PURPOSE_NAMES = {
    QuotaPurpose.ALL: words("all issuance", "全部签发"),
    QuotaPurpose.ALLOCATION: words("allocation", "免费分配"),
    QuotaPurpose.AUCTION: words("auction", "有偿拍卖"),
    QuotaPurpose.RESERVE: words("reserve", "储备"),
}


class Quota(NamedTuple):
    """A quota as it stands."""

    id: int
    purpose: QuotaPurpose
    limit: int | None
    pending: int
    consumed: int


class QuotaView(NamedTuple):
    """A quota as people see it."""

    scheme: str
    vintage: int
    purpose: QuotaPurpose
    limit: int | None
    pending: int
    consumed: int
    reason: str

    @property
    def units(self) -> str:
        """Return scheme and vintage as codes of unit types write them."""
        return f"{self.scheme}-{self.vintage}" if self.vintage else self.scheme


def set_quota(session: WorldSession, command: SetQuota, actor: Actor) -> dict[str, object]:
    """Set, change or lift the quota of a scheme and vintage for a purpose.

    Earlier issuances count against a new quota for all purposes.

    Raises:
        RoleMissing: the actor is no operator.
        QuotaPurposeUnknown: there is no such purpose.
        QuotaBelowUse: more was issued or set aside already.
        UnitTypeCodeInvalid, QuantityOutOfRange, TextInvalid: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    scheme, vintage = parse_unit_type_code(command.units, "units")
    purpose = _purpose(command.purpose)
    limit = command.limit
    if limit is not None:
        check_quantity(limit, "limit", LIMIT_MAX)
    reason = check_text(command.reason, "reason", REASON_CHARACTERS_MAX)
    level = _level(session, scheme, vintage or 0, purpose)
    used = level.consumed + level.pending
    if limit is not None and limit < used:
        raise QuotaBelowUse(value=limit, used=used, field="limit")
    level.quantity_max = limit
    change = QuotaChange(
        quota_id=level.id or 0,
        quantity_max=limit,
        reason=reason,
        actor=actor.name,
        client_id=command.client_id,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add_all([level, change])
    session.flush()
    return {"scheme": scheme, "vintage": vintage, "purpose": purpose.value, "limit": limit}


def consume_quota(
    session: WorldSession,
    scheme: str,
    vintage: int | None,
    issued: Sequence[tuple[int, int]],
    purpose: QuotaPurpose = QuotaPurpose.ALL,
) -> None:
    """Count issuances against their quotas.

    Args:
        session: the unit of work that issues.
        scheme: of the units.
        vintage: of the units.
        issued: each issuance with its quantity.
        purpose: what they are issued for.

    Raises:
        QuotaExceeded: a quota would be exceeded.
    """
    quantity = sum(part for _, part in issued)
    for quota in find_quotas(session, scheme, vintage, purpose):
        _check(quota, quantity, scheme, vintage)
        write(session, _CHANGE, [(0, quantity, quota.id)])
        write(session, _USE, [(quota.id, id_, part) for id_, part in issued])


def hold_quota(
    session: WorldSession,
    scheme: str,
    vintage: int | None,
    quantity: int,
    purpose: QuotaPurpose = QuotaPurpose.ALL,
) -> None:
    """Set part of the quotas aside for units that will be issued; below 0 gives it back.

    Raises:
        QuotaExceeded: a quota would be exceeded.
    """
    for quota in find_quotas(session, scheme, vintage, purpose):
        _check(quota, quantity, scheme, vintage)
        write(session, _CHANGE, [(quantity, 0, quota.id)])


def find_quotas(
    session: WorldSession,
    scheme: str,
    vintage: int | None,
    purpose: QuotaPurpose = QuotaPurpose.ALL,
) -> list[Quota]:
    """Return the quotas of a scheme and vintage for all purposes and for one, locked."""
    session.flush()
    rows = fetch(
        session, _LEVELS + locking(session, "quota_level"), (scheme, vintage or 0, purpose.value)
    )
    return [Quota(row[0], QuotaPurpose(row[1]), *row[2:]) for row in rows]


def list_quotas(session: WorldSession) -> list[QuotaView]:
    """Return every quota with the reason it was set last, by scheme and vintage."""
    return [
        QuotaView(row[0], row[1], QuotaPurpose(row[2]), *row[3:]) for row in fetch(session, _LISTED)
    ]


def _check(quota: Quota, quantity: int, scheme: str, vintage: int | None) -> None:
    if quota.limit is None:
        return
    left = quota.limit - quota.pending - quota.consumed
    if quantity > left:
        raise QuotaExceeded(
            scheme=scheme,
            vintage=vintage or "",
            purpose=QUOTA_PURPOSE_NAMES[quota.purpose],
            quantity=quantity,
            left=left,
            limit=quota.limit,
            field="quantity",
        )


def _level(session: WorldSession, scheme: str, vintage: int, purpose: QuotaPurpose) -> QuotaLevel:
    """Return the quota; a new one for all purposes counts what was issued before."""
    wanted: Any = (
        select(QuotaLevel)
        .where(QuotaLevel.scheme == scheme)
        .where(QuotaLevel.vintage == vintage)
        .where(QuotaLevel.purpose == purpose.value)
        .with_for_update()
    )
    level: QuotaLevel | None = session.exec(wanted).first()
    if level is not None:
        session.refresh(level)
        return level
    level = QuotaLevel(scheme=scheme, vintage=vintage, purpose=purpose.value)
    session.add(level)
    session.flush()
    if purpose is QuotaPurpose.ALL:
        # An issuance under way holds its type's row until it is committed, and then is seen here.
        fetch(session, _TYPES + locking(session, "unit_type"), (scheme, vintage))
        write(session, _EARLIER, [(level.id, scheme, vintage)])
        level.consumed = int(fetch(session, _USED, (level.id,))[0][0])
        session.flush()
    return level


def _purpose(value: object) -> QuotaPurpose:
    try:
        return QuotaPurpose(str(value))
    except ValueError:
        raise QuotaPurposeUnknown(value=str(value)[:40], field="purpose") from None
