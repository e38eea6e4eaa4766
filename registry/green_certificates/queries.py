"""Reading devices, months, the expiry calendar, the exclusions and the public totals."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from registry.claims.models import SourceClaim
from registry.green_certificates.devices import find_device, meters_of
from registry.green_certificates.models import (
    CertificateBatch,
    CertificateExclusion,
    CertificateType,
    Device,
    DeviceEvent,
    DeviceMeter,
    Generation,
)
from registry.green_certificates.terms import filing_code_shown
from registry.green_certificates.views import (
    CertificateStatistics,
    DeviceEventView,
    DeviceView,
    ExclusionView,
    ExpiryView,
    MeterView,
    MonthView,
)
from registry.ledger.models import BlockMove, Holding, Issuance, UnitType
from registry.parties.models import Account
from registry.parties.queries import parties_by_id
from registry.rules.amendments import rule_book
from registry.worlds.database import WorldSession
from registry.worlds.paging import Found, Sought, cut, extent

DEVICE_ORDERS: Mapping[str, Any] = {
    "number": Device.number,
    "name": Device.name,
    "energy": Device.energy,
    "capacity": Device.capacity_kw,
    "commissioned": Device.commissioned,
}
EXCLUSION_ORDERS: Mapping[str, Any] = {
    "date": CertificateExclusion.business_date,
    "quantity": CertificateExclusion.quantity,
}
MONTHS_MAX = 600
_FATES = {
    "immobilisation": "frozen",
    "retirement": "used",
    "surrender": "used",
    "cancellation": "cancelled",
    "expiry": "expired",
}


def device_directory(session: WorldSession, sought: Sought) -> Found[DeviceView]:
    """Return a page of the devices; by default the newest first."""
    query = select(Device)
    if sought.wanted_text:
        names = (Device.number, Device.name, Device.province, Device.energy)
        text = sought.wanted_text
        meters = select(DeviceMeter.device_id).where(
            col(DeviceMeter.meter).icontains(text, autoescape=True)
        )
        query = query.where(
            or_(
                *(col(name).icontains(text, autoescape=True) for name in names),
                col(Device.id).in_(meters),
            )
        )
    if sought.only:
        query = query.where(Device.state == sought.only)
    found = extent(session, query, sought)
    rows = session.exec(cut(query, sought, found, DEVICE_ORDERS, col(Device.id))).all()
    return found.found(_device_views(session, rows))


def device(session: WorldSession, number: str) -> tuple[DeviceView, list[DeviceEventView]]:
    """Return a device and its steps.

    Raises:
        UnknownDevice: none has the number.
    """
    found = find_device(session, number)
    statement = select(DeviceEvent).where(DeviceEvent.device_id == found.id)
    events = [
        DeviceEventView(step=row.step, note=row.note, business_date=row.business_date)
        for row in session.exec(statement.order_by(col(DeviceEvent.id)))
    ]
    return _device_views(session, [found])[0], events


def device_months(session: WorldSession, number: str) -> list[MonthView]:
    """Return a device's metered months, the latest first, at most 600.

    Raises:
        UnknownDevice: none has the number.
    """
    meters = {meter.id: meter.meter for meter in meters_of(session, find_device(session, number))}
    metered = (
        select_columns(
            col(Generation.meter_id),
            col(Generation.month),
            func.sum(col(Generation.change_kwh)),
            func.count(),
        )
        .where(col(Generation.meter_id).in_(meters))
        .group_by(col(Generation.meter_id), col(Generation.month))
        .order_by(col(Generation.month).desc(), col(Generation.meter_id))
        .limit(MONTHS_MAX)
    )
    batches = _batches(session, list(meters))
    return [
        _month_view(meters[meter_id], month, int(kwh), rows > 1, batches.get((meter_id, month)))
        for meter_id, month, kwh, rows in session.execute(metered).all()
    ]


def expiry_calendar(session: WorldSession) -> list[ExpiryView]:
    """Return every month's certificates by their last day, the next to expire first."""
    statement = select(CertificateType, UnitType).join(
        UnitType, col(UnitType.id) == col(CertificateType.unit_type_id)
    )
    ordered = statement.order_by(
        col(CertificateType.valid_until), col(CertificateType.month), col(UnitType.code)
    )
    sums = _sums(session)
    return [
        ExpiryView(
            unit_type=unit_type.code,
            month=row.month,
            tradable=row.tradable,
            valid_until=row.valid_until,
            issued=unit_type.serial_next - 1,
            **_fates(sums.get(row.unit_type_id, {})),
        )
        for row, unit_type in session.exec(ordered)
    ]


def exclusion_directory(session: WorldSession, sought: Sought) -> Found[ExclusionView]:
    """Return a page of what was frozen, cancelled or given back; by default the newest first."""
    query = (
        select_columns(
            CertificateExclusion,
            CertificateBatch,
            DeviceMeter,
            Device,
            SourceClaim,
            col(UnitType.code),
            _moved(func.min(col(BlockMove.serial_first))),
            _moved(func.max(col(BlockMove.serial_last))),
        )
        .join(CertificateBatch, col(CertificateBatch.id) == col(CertificateExclusion.batch_id))
        .join(DeviceMeter, col(DeviceMeter.id) == col(CertificateBatch.meter_id))
        .join(Device, col(Device.id) == col(DeviceMeter.device_id))
        .join(SourceClaim, col(SourceClaim.id) == col(CertificateExclusion.claim_id))
        .join(Issuance, col(Issuance.id) == col(CertificateBatch.issuance_id))
        .join(UnitType, col(UnitType.id) == col(Issuance.unit_type_id))
    )
    if sought.wanted_text:
        names = (Device.number, DeviceMeter.meter, SourceClaim.reference, UnitType.code)
        query = query.where(
            or_(*(col(name).icontains(sought.wanted_text, autoescape=True) for name in names))
        )
    if sought.only:
        query = query.where(col(CertificateExclusion.step) == sought.only)
    found = extent(session, query, sought)
    page = cut(query, sought, found, EXCLUSION_ORDERS, col(CertificateExclusion.id))
    return found.found([_exclusion_view(tuple(row)) for row in session.execute(page).all()])


def statistics(session: WorldSession) -> CertificateStatistics:
    """Return the public totals."""
    states = select_columns(col(Device.state), func.count()).group_by(col(Device.state))
    kwh = select_columns(func.coalesce(func.sum(col(Generation.change_kwh)), 0))
    issued = select_columns(
        col(CertificateBatch.class_), func.coalesce(func.sum(col(CertificateBatch.quantity)), 0)
    ).group_by(col(CertificateBatch.class_))
    by_class = {class_: int(quantity) for class_, quantity in session.execute(issued).all()}
    totals: dict[str, int] = {}
    for sums in _sums(session).values():
        for fate, quantity in _fates(sums).items():
            totals[fate] = totals.get(fate, 0) + quantity
    return CertificateStatistics(
        devices={state: int(number) for state, number in session.execute(states).all()},
        generation_kwh=int(session.execute(kwh).scalar_one()),
        issued_tradable=by_class.get("tradable", 0),
        issued_only=by_class.get("issued_only", 0),
        **totals,
    )


def _device_views(session: WorldSession, rows: Sequence[Device]) -> list[DeviceView]:
    parties = parties_by_id(session, [row.party_id for row in rows])
    ids = [row.id for row in rows]
    numbers = dict(
        session.exec(
            select(Account.id, Account.number).where(
                col(Account.id).in_([row.account_id for row in rows])
            )
        ).all()
    )
    meters: dict[int, list[MeterView]] = {}
    listed = select(DeviceMeter).where(col(DeviceMeter.device_id).in_(ids))
    for meter in session.exec(listed.order_by(col(DeviceMeter.id))):
        meters.setdefault(meter.device_id, []).append(MeterView(meter=meter.meter, feed=meter.feed))
    shown = filing_code_shown(rule_book(session), session.clock.today())
    return [
        DeviceView(
            **row.model_dump(exclude={"id", "party_id", "account_id", "filing_code"}),
            party=parties[row.party_id],
            account=numbers[row.account_id],
            filing_code=row.filing_code if shown else "",
            meters=tuple(meters.get(row.id or 0, ())),
        )
        for row in rows
    ]


def _batches(session: WorldSession, meter_ids: Sequence[int | None]) -> dict[Any, dict[str, Any]]:
    statement = (
        select_columns(CertificateBatch, col(UnitType.code), col(CertificateType.valid_until))
        .outerjoin(Issuance, col(Issuance.id) == col(CertificateBatch.issuance_id))
        .outerjoin(UnitType, col(UnitType.id) == col(Issuance.unit_type_id))
        .outerjoin(CertificateType, col(CertificateType.unit_type_id) == col(UnitType.id))
        .where(col(CertificateBatch.meter_id).in_(meter_ids))
    )
    steps = (
        select_columns(
            col(CertificateExclusion.batch_id),
            col(CertificateExclusion.step),
            func.sum(col(CertificateExclusion.quantity)),
        )
        .join(CertificateBatch, col(CertificateBatch.id) == col(CertificateExclusion.batch_id))
        .where(col(CertificateBatch.meter_id).in_(meter_ids))
        .group_by(col(CertificateExclusion.batch_id), col(CertificateExclusion.step))
    )
    taken = {(id_, step): int(number) for id_, step, number in session.execute(steps).all()}
    return {
        (batch.meter_id, batch.month): {
            "class_": batch.class_,
            "reason": batch.reason,
            "counted_kwh": batch.generation_kwh,
            "carried_in_kwh": batch.carried_in_kwh,
            "quantity": batch.quantity,
            "carried_out_kwh": batch.carried_out_kwh,
            "unit_type": code or "",
            "valid_until": valid_until,
            "frozen": taken.get((batch.id, "frozen"), 0)
            - taken.get((batch.id, "unfrozen"), 0)
            - taken.get((batch.id, "cancelled"), 0),
            "cancelled": taken.get((batch.id, "cancelled"), 0),
        }
        for batch, code, valid_until in session.execute(statement).all()
    }


def _month_view(
    meter: str, month: Any, generation_kwh: int, corrected: bool, batch: dict[str, Any] | None
) -> MonthView:
    return MonthView(
        meter=meter,
        month=month,
        generation_kwh=generation_kwh,
        corrected=corrected,
        **(batch or {}),
    )


def _sums(session: WorldSession) -> dict[int, dict[str, int]]:
    """Return what lies where, by unit type and kind of account; one sum over certificate types."""
    account = col(Account.kind)
    statement = (
        select_columns(col(Holding.unit_type_id), account, func.sum(col(Holding.quantity)))
        .join(Account, col(Account.id) == col(Holding.account_id))
        .join(CertificateType, col(CertificateType.unit_type_id) == col(Holding.unit_type_id))
        .group_by(col(Holding.unit_type_id), account)
    )
    sums: dict[int, dict[str, int]] = {}
    for unit_type_id, kind, quantity in session.execute(statement).all():
        sums.setdefault(unit_type_id, {})[kind] = int(quantity)
    return sums


def _fates(sums: Mapping[str, int]) -> dict[str, int]:
    fates = {"held": sums.get("holding", 0), "frozen": 0, "used": 0, "cancelled": 0, "expired": 0}
    for kind, fate in _FATES.items():
        fates[fate] += sums.get(kind, 0)
    return fates


def _moved(serial: Any) -> Any:
    same = col(BlockMove.transaction_id) == col(CertificateExclusion.transaction_id)
    return select_columns(serial).where(same).correlate(CertificateExclusion).scalar_subquery()


def _exclusion_view(row: Sequence[Any]) -> ExclusionView:
    step, batch, meter, of, claim, code, first, last = row
    return ExclusionView(
        step=step.step,
        device=of.number,
        meter=meter.meter,
        month=batch.month,
        unit_type=code,
        quantity=step.quantity,
        serial_first=first,
        serial_last=last,
        mechanism=claim.mechanism,
        reference=claim.reference,
        business_date=step.business_date,
    )
