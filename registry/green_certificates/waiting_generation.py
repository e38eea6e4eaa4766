"""Generation that no batch has counted, meter by meter and month by month."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func
from sqlalchemy import select as select_columns
from sqlmodel import col

from registry.green_certificates.models import (
    CertificateBatch,
    CountedGeneration,
    Device,
    DeviceMeter,
    Generation,
)
from registry.worlds.database import WorldSession

METERS_PER_STATEMENT = 5_000


class Row(NamedTuple):
    """A row of generation that no batch has counted; `late` if one has counted its month."""

    id: int
    month: date
    change_kwh: int
    late: bool


class Waiting(NamedTuple):
    """Rows of a meter's month that no batch has counted."""

    month: date
    generation_ids: tuple[int, ...]
    generation_kwh: int


class WaitingMeter(NamedTuple):
    """A meter with the months that wait, in order."""

    device: Device
    meter: DeviceMeter
    months: list[Waiting]


def waiting_meters(
    session: WorldSession, last_month: date, device: Device | None
) -> list[WaitingMeter]:
    """Return the meters with the months that wait, up to one; of a device, or of all."""
    statement = (
        select_columns(
            col(Generation.id),
            col(Generation.month),
            col(Generation.change_kwh),
            col(CertificateBatch.id),
            DeviceMeter,
            Device,
        )
        .join(DeviceMeter, col(DeviceMeter.id) == col(Generation.meter_id))
        .join(Device, col(Device.id) == col(DeviceMeter.device_id))
        .outerjoin(CountedGeneration, col(CountedGeneration.generation_id) == col(Generation.id))
        .outerjoin(
            CertificateBatch,
            and_(
                col(CertificateBatch.meter_id) == col(Generation.meter_id),
                col(CertificateBatch.month) == col(Generation.month),
            ),
        )
        .where(col(CountedGeneration.batch_id).is_(None), col(Generation.month) <= last_month)
        .order_by(col(Generation.meter_id), col(Generation.month), col(Generation.id))
    )
    if device is not None:
        statement = statement.where(col(Device.id) == device.id)
    found: list[tuple[Device, DeviceMeter, list[Row]]] = []
    for id_, month, change_kwh, batch_id, meter, owner in session.execute(statement).all():
        if not found or found[-1][1].id != meter.id:
            found.append((owner, meter, []))
        found[-1][2].append(Row(id_, month, change_kwh, batch_id is not None))
    return [WaitingMeter(owner, meter, by_month(rows)) for owner, meter, rows in found]


def by_month(rows: Iterable[Row]) -> list[Waiting]:
    """Return new months in order; corrections of months counted before join the first of them."""
    late: list[Row] = []
    months: dict[date, list[Row]] = {}
    for row in rows:
        if row.late:
            late.append(row)
        else:
            months.setdefault(row.month, []).append(row)
    waiting = []
    for month, own in sorted(months.items()):
        counted = [*late, *own]
        late = []
        ids = tuple(row.id for row in counted)
        waiting.append(Waiting(month, ids, sum(row.change_kwh for row in counted)))
    return waiting


def carried_over(session: WorldSession, meter_ids: Iterable[int]) -> Mapping[tuple[int, str], int]:
    """Return what the last batch of each meter and class left, kWh."""
    ids = sorted(meter_ids)
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(ids), METERS_PER_STATEMENT):
        part = ids[start : start + METERS_PER_STATEMENT]
        last = (
            select_columns(func.max(CertificateBatch.id))
            .where(col(CertificateBatch.meter_id).in_(part))
            .group_by(col(CertificateBatch.meter_id), col(CertificateBatch.class_))
        )
        statement = select_columns(
            col(CertificateBatch.meter_id),
            col(CertificateBatch.class_),
            col(CertificateBatch.carried_out_kwh),
        ).where(col(CertificateBatch.id).in_(last))
        for meter_id, class_, carried_kwh in session.execute(statement).all():
            found[meter_id, class_] = carried_kwh
    return found
