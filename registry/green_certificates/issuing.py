"""Issuing: each metered kWh is counted once, whole MWh become units, the rest rolls on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from registry.green_certificates.commands import IssueCertificates
from registry.green_certificates.devices import find_device
from registry.green_certificates.exclusions import freeze_batches
from registry.green_certificates.metering import lock_generation
from registry.green_certificates.models import CertificateType, Device, DeviceMeter
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
from registry.green_certificates.waiting_generation import (
    Waiting,
    WaitingMeter,
    carried_over,
    waiting_meters,
)
from registry.ledger.issuing import ToIssue, issue_many
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.clock import market_date
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch, instant_value, write
from registry.worlds.errors import UnknownUnitType

_BATCH = (
    "INSERT INTO certificate_batch (meter_id, month, month_last, class_, reason, generation_kwh,"
    " carried_in_kwh, quantity, carried_out_kwh, issuance_id, recorded_at, business_date)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BATCHES_AFTER = "SELECT id FROM certificate_batch WHERE id > ? ORDER BY id"
_COUNTED = "INSERT INTO counted_generation (generation_id, batch_id) VALUES (?, ?)"


class _Planned(NamedTuple):
    """A batch before it is written."""

    device: Device
    meter: DeviceMeter
    waiting: Waiting
    verdict: Verdict
    carried_kwh: int
    counted: Counted
    unit_type: UnitTypeFacts | None


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
    planned = _plan(session, waiting_meters(session, up_to, device), holding)
    if not planned:
        raise NothingToCertify(month=month_text(up_to), field="month")
    freeze_batches(session, _write(session, planned, _issue(session, planned)))
    issued: dict[str, int] = {}
    for batch in planned:
        if batch.unit_type is not None:
            code = batch.unit_type.code
            issued[code] = issued.get(code, 0) + batch.counted.certificates
    return {
        "batches": len(planned),
        "generation_mwh": mwh_text(sum(batch.waiting.generation_kwh for batch in planned)),
        "quantity": sum(issued.values()),
        "unit_types": dict(sorted(issued.items())),
    }


def _plan(session: WorldSession, waiting: Sequence[WaitingMeter], holding: Terms) -> list[_Planned]:
    """Do the sum of each meter's month on what the month before left."""
    carried = dict(carried_over(session, {each.meter.id or 0 for each in waiting}))
    unit_types: dict[str, UnitTypeFacts] = {}
    planned = []
    for device, meter, months in waiting:
        for month in months:
            verdict = _verdict(session, device, meter, month.month, holding)
            eligible = verdict.class_ is not CertificateClass.NOT_ELIGIBLE
            place = (meter.id or 0, verdict.class_.value)
            before = carried.get(place, 0) if eligible else 0
            result = count(before, month.generation_kwh) if eligible else Counted(0, 0)
            carried[place] = result.carried_out_kwh
            unit_type = None
            if result.certificates:
                code = unit_type_of(month.month, verdict.class_)
                if code not in unit_types:
                    unit_types[code] = _unit_type(session, month.month, verdict.class_, holding)
                unit_type = unit_types[code]
            planned.append(_Planned(device, meter, month, verdict, before, result, unit_type))
    return planned


def _issue(session: WorldSession, planned: Sequence[_Planned]) -> list[int | None]:
    """Create the units of every batch; return the issuance of each."""
    wanted = [
        ToIssue(
            batch.unit_type,
            batch.device.account_id,
            batch.counted.certificates,
            f"{batch.device.number} {batch.meter.meter} {month_text(batch.waiting.month)}",
        )
        for batch in planned
        if batch.unit_type is not None
    ]
    made = iter(issue_many(session, wanted) if wanted else ())
    return [next(made).issuance_id if batch.unit_type else None for batch in planned]


def _write(
    session: WorldSession, planned: Sequence[_Planned], issuances: Sequence[int | None]
) -> list[int]:
    """Write the batches and what each counted; return their ids. Nobody else writes meanwhile."""
    now = session.clock.now()
    recorded_at, today = instant_value(session, now), date_value(session, market_date(now))
    rows = [
        (
            batch.meter.id,
            date_value(session, batch.waiting.month),
            date_value(session, month_last(batch.waiting.month)),
            batch.verdict.class_.value,
            batch.verdict.reason.value,
            batch.waiting.generation_kwh,
            batch.carried_kwh,
            batch.counted.certificates,
            batch.counted.carried_out_kwh,
            issuance_id,
            recorded_at,
            today,
        )
        for batch, issuance_id in zip(planned, issuances, strict=True)
    ]
    [[last]] = fetch(session, "SELECT coalesce(max(id), 0) FROM certificate_batch")
    write(session, _BATCH, rows)
    ids = [int(id_) for (id_,) in fetch(session, _BATCHES_AFTER, (last,))]
    counted = [
        (generation_id, id_)
        for id_, batch in zip(ids, planned, strict=True)
        for generation_id in batch.waiting.generation_ids
    ]
    write(session, _COUNTED, counted)
    return ids


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
