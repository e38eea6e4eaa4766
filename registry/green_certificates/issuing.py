"""Issuing: each metered kWh is counted once, whole MWh become units, the rest rolls on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from registry.green_certificates.commands import IssueCertificates
from registry.green_certificates.devices import find_device
from registry.green_certificates.exclusions import freeze_batch
from registry.green_certificates.metering import lock_generation
from registry.green_certificates.models import (
    CertificateBatch,
    CertificateType,
    CountedGeneration,
    Device,
    DeviceMeter,
    Generation,
)
from registry.green_certificates.refused_generation import NothingToCertify
from registry.green_certificates.rules import (
    CertificateClass,
    Counted,
    Energy,
    Feed,
    Reason,
    Verdict,
    certificate_class,
    count,
    month_last,
    month_text,
    mwh_text,
    parse_month,
    unit_type_of,
    valid_until,
)
from registry.green_certificates.terms import Terms, terms
from registry.ledger.issuing import issue_units
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import write
from registry.worlds.errors import UnknownUnitType

_COUNTED = "INSERT INTO counted_generation (generation_id, batch_id) VALUES (?, ?)"


class Row(NamedTuple):
    """A row of generation that no batch has counted."""

    id: int
    month: date
    change_kwh: int


class Waiting(NamedTuple):
    """Rows of a meter's month that no batch has counted."""

    month: date
    generation_ids: tuple[int, ...]
    generation_kwh: int


def issue_certificates(
    session: WorldSession, command: IssueCertificates, actor: Actor
) -> dict[str, object]:
    """Issue the certificates of all generation up to a month, meter by meter, month by month.

    Raises:
        RoleMissing: the actor is no operator.
        MonthInvalid, UnknownDevice, DeviceInOtherState: a value cannot be used.
        NothingToCertify: nothing waits.
        RuleNotInForce: the rules say nothing about today.
        AccountNotOpen: an owner's account is frozen.
    """
    actor.check_role(Role.OPERATOR)
    up_to = parse_month(command.month)
    lock_generation(session)
    device = find_device(session, command.device, "approved") if command.device else None
    holding = terms(rule_book(session), session.clock.today())
    issued: dict[str, int] = {}
    counted_kwh = batches = 0
    for owner, meter, rows in _waiting_meters(session, up_to, device):
        for waiting in _by_month(session, meter, rows):
            batch, code = _issue(session, owner, meter, waiting, holding)
            batches += 1
            counted_kwh += waiting.generation_kwh
            if batch.quantity:
                issued[code] = issued.get(code, 0) + batch.quantity
    if not batches:
        raise NothingToCertify(month=month_text(up_to), field="month")
    return {
        "batches": batches,
        "generation_mwh": mwh_text(counted_kwh),
        "quantity": sum(issued.values()),
        "unit_types": dict(sorted(issued.items())),
    }


def _waiting_meters(
    session: WorldSession, last_month: date, device: Device | None
) -> list[tuple[Device, DeviceMeter, list[Row]]]:
    """Return the meters with what waits, as plain rows: there may be ten thousand."""
    statement = (
        select_columns(
            col(Generation.id),
            col(Generation.month),
            col(Generation.change_kwh),
            DeviceMeter,
            Device,
        )
        .join(DeviceMeter, col(DeviceMeter.id) == col(Generation.meter_id))
        .join(Device, col(Device.id) == col(DeviceMeter.device_id))
        .outerjoin(CountedGeneration, col(CountedGeneration.generation_id) == col(Generation.id))
        .where(col(CountedGeneration.batch_id).is_(None), col(Generation.month) <= last_month)
        .order_by(col(Generation.meter_id), col(Generation.month), col(Generation.id))
    )
    if device is not None:
        statement = statement.where(col(Device.id) == device.id)
    found: list[tuple[Device, DeviceMeter, list[Row]]] = []
    for id_, month, change_kwh, meter, owner in session.execute(statement).all():
        if not found or found[-1][1].id != meter.id:
            found.append((owner, meter, []))
        found[-1][2].append(Row(id_, month, change_kwh))
    return found


def _by_month(session: WorldSession, meter: DeviceMeter, rows: Sequence[Row]) -> list[Waiting]:
    """Return new months in order; corrections of months counted before join the first of them."""
    batched = set(
        session.exec(
            select(col(CertificateBatch.month)).where(CertificateBatch.meter_id == meter.id)
        )
    )
    late = [row for row in rows if row.month in batched]
    months: dict[date, list[Row]] = {}
    for row in rows:
        if row.month not in batched:
            months.setdefault(row.month, []).append(row)
    waiting = []
    for month, own in sorted(months.items()):
        counted = [*late, *own]
        late = []
        ids = tuple(row.id for row in counted)
        waiting.append(Waiting(month, ids, sum(row.change_kwh for row in counted)))
    return waiting


def _issue(
    session: WorldSession, device: Device, meter: DeviceMeter, waiting: Waiting, holding: Terms
) -> tuple[CertificateBatch, str]:
    """Write a batch and create its units; where another mechanism has the month, freeze them."""
    verdict = _verdict(session, device, meter, waiting.month, holding)
    carried_kwh = _carried(session, meter, verdict.class_)
    if verdict.class_ is CertificateClass.NOT_ELIGIBLE:
        result = Counted(0, 0)
    else:
        result = count(carried_kwh, waiting.generation_kwh)
    code, issuance_id = "", None
    if result.certificates:
        unit_type = _unit_type(session, waiting.month, verdict.class_, holding)
        code = unit_type.code
        memo = f"{device.number} {meter.meter} {month_text(waiting.month)}"
        issued = issue_units(session, unit_type, device.account_id, result.certificates, memo=memo)
        issuance_id = issued.issuance_id
    assert meter.id is not None
    batch = CertificateBatch(
        meter_id=meter.id,
        month=waiting.month,
        month_last=month_last(waiting.month),
        class_=verdict.class_.value,
        reason=verdict.reason.value,
        generation_kwh=waiting.generation_kwh,
        carried_in_kwh=carried_kwh,
        quantity=result.certificates,
        carried_out_kwh=result.carried_out_kwh,
        issuance_id=issuance_id,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(batch)
    session.flush()
    assert batch.id is not None
    write(session, _COUNTED, [(id_, batch.id) for id_ in waiting.generation_ids])
    freeze_batch(session, batch, meter)
    session.expunge(batch)
    return batch, code


def _verdict(
    session: WorldSession, device: Device, meter: DeviceMeter, month: date, holding: Terms
) -> Verdict:
    if valid_until(month, holding.validity) < session.clock.today():
        return Verdict(CertificateClass.NOT_ELIGIBLE, Reason.VALIDITY_OVER)
    return certificate_class(
        Energy(device.energy),
        Feed(meter.feed),
        device.commissioned,
        device.fully_market_based,
        holding.limits,
    )


def _carried(session: WorldSession, meter: DeviceMeter, class_: CertificateClass) -> int:
    """Return what the batch before left, kWh."""
    if class_ is CertificateClass.NOT_ELIGIBLE:
        return 0
    statement = (
        select(CertificateBatch.carried_out_kwh)
        .where(CertificateBatch.meter_id == meter.id, CertificateBatch.class_ == class_.value)
        .order_by(col(CertificateBatch.id).desc())
        .limit(1)
    )
    return session.exec(statement).first() or 0


def _unit_type(
    session: WorldSession, month: date, class_: CertificateClass, holding: Terms
) -> UnitTypeFacts:
    """Return the month's unit type; the first to need it enters it with its terms."""
    code = unit_type_of(month, class_)
    try:
        return find_unit_type(session, code, UnitKind.CERTIFICATE)
    except UnknownUnitType:
        pass
    tradable = class_ is CertificateClass.TRADABLE
    spoken, written = ("tradable", "可交易") if tradable else ("not tradable", "不可交易")
    unit_type = add_unit_type(
        session,
        code,
        UnitKind.CERTIFICATE,
        Measure.MWH,
        f"绿证 {month_text(month)}（{written}）",
        f"Green certificate {month_text(month)} ({spoken})",
    )
    session.add(
        CertificateType(
            unit_type_id=unit_type.id,
            month=month,
            tradable=tradable,
            single_transfer=holding.single_transfer,
            valid_until=valid_until(month, holding.validity),
        )
    )
    session.flush()
    return unit_type
