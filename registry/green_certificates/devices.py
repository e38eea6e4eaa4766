"""Devices: filed by their owners with their meters, approved or refused by the operator."""

from sqlmodel import col, select

from registry.claims.rules import CCER, check_source
from registry.claims.services import bar
from registry.green_certificates.commands import ApproveDevice, RefuseDevice, RegisterDevice
from registry.green_certificates.models import Device, DeviceEvent, DeviceMeter
from registry.green_certificates.refused_generation import (
    DeviceInOtherState,
    DeviceInvalid,
    MeterTaken,
    UnknownDevice,
)
from registry.green_certificates.rules import Energy, Feed
from registry.green_certificates.terms import ccer_choice
from registry.green_certificates.words import DEVICE_STATE_NAMES
from registry.parties.parties import find_own_account, find_party
from registry.rules.amendments import rule_book
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

CAPACITY_KW_MAX = 10**8
METERS_MAX = 50
PROVINCE_CHARACTERS_MAX = 40
FILING_CODE_CHARACTERS_MAX = 17
NOTE_CHARACTERS_MAX = 1000


def register_device(
    session: WorldSession, command: RegisterDevice, actor: Actor
) -> dict[str, object]:
    """File a device of the actor's party; its account will get the certificates.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative, UnknownParty, UnknownAccount: party or account is not the actor's.
        TextInvalid, DeviceInvalid, SourceInvalid: a value cannot be used.
        MeterTaken: a meter belongs to another device.
    """
    actor.check_role(*DISPOSING)
    party = find_party(session, command.party_id)
    actor.check_represents(party.id, party.name_zh)
    account = find_own_account(session, command.account, actor)
    if account.party_id != party.id:
        raise DeviceInvalid(value=account.number, field="account")
    meters = _checked_meters(session, command)
    device = _checked_device(session, command, account.id)
    session.add(device)
    session.flush()
    assert device.id is not None
    for meter, feed in meters.items():
        session.add(DeviceMeter(device_id=device.id, meter=meter, feed=feed.value))
    _note(session, device, "filed", actor, "")
    return {"device": device.number, "meters": list(meters)}


def approve_device(
    session: WorldSession, command: ApproveDevice, actor: Actor
) -> dict[str, object]:
    """Let a device's generation earn certificates.

    In the transition after the linkage notice its meters are barred from CCER, unless its energy
    may choose.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownDevice, DeviceInOtherState: it cannot be approved.
        TextInvalid: the note cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    device = find_device(session, command.device, "filed")
    _go_to(session, device, "approved", actor, command.note)
    today = session.clock.today()
    choice = ccer_choice(rule_book(session), today)
    if device.energy not in choice.energies:
        for meter in meters_of(session, device):
            bar(
                session,
                mechanism=CCER,
                source=meter.meter,
                day_from=choice.day_from,
                day_to=choice.day_to,
                reason=choice.source,
            )
    return {"device": device.number, "state": device.state}


def refuse_device(session: WorldSession, command: RefuseDevice, actor: Actor) -> dict[str, object]:
    """Refuse a filed device, with the reason.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownDevice, DeviceInOtherState: it cannot be refused.
        TextInvalid: the reason is missing or too long.
    """
    actor.check_role(Role.OPERATOR)
    device = find_device(session, command.device, "filed")
    check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    _go_to(session, device, "refused", actor, command.note)
    return {"device": device.number, "state": device.state}


def find_device(session: WorldSession, number: str, needed: str = "") -> Device:
    """Return a device; with `needed`, locked and in that state.

    Raises:
        UnknownDevice: none has the number.
        DeviceInOtherState: it is in another state.
    """
    statement = select(Device).where(Device.number == str(number).strip()[:24])
    if needed:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    device = session.exec(statement).first()
    if device is None:
        raise UnknownDevice(device=str(number)[:40], field="device", value=str(number)[:40])
    if needed and device.state != needed:
        raise DeviceInOtherState(
            device=device.number,
            state=DEVICE_STATE_NAMES[device.state],
            needed=DEVICE_STATE_NAMES[needed],
            field="device",
        )
    return device


def meters_of(session: WorldSession, device: Device) -> list[DeviceMeter]:
    """Return a device's meters in the order in which they were filed."""
    statement = select(DeviceMeter).where(DeviceMeter.device_id == device.id)
    return list(session.exec(statement.order_by(col(DeviceMeter.id))).all())


def _checked_meters(session: WorldSession, command: RegisterDevice) -> dict[str, Feed]:
    meters: dict[str, Feed] = {}
    for field, feed, texts in (
        ("grid_meters", Feed.GRID, command.grid_meters),
        ("self_use_meters", Feed.SELF_USE, command.self_use_meters),
    ):
        for text in texts:
            meter = check_source(text, field)
            if meter in meters:
                raise DeviceInvalid(value=meter, field=field)
            meters[meter] = feed
    if not 1 <= len(meters) <= METERS_MAX:
        raise DeviceInvalid(value=len(meters), field="grid_meters")
    statement = (
        select(DeviceMeter.meter, Device.number)
        .join(Device, col(Device.id) == col(DeviceMeter.device_id))
        .where(col(DeviceMeter.meter).in_(list(meters)))
    )
    taken = session.exec(statement).first()
    if taken:
        raise MeterTaken(meter=taken[0], device=taken[1], field="grid_meters")
    return meters


def _checked_device(session: WorldSession, command: RegisterDevice, account_id: int) -> Device:
    if command.energy not in set(Energy):
        raise DeviceInvalid(value=str(command.energy)[:40], field="energy")
    if type(command.capacity_kw) is not int or not 1 <= command.capacity_kw <= CAPACITY_KW_MAX:
        raise DeviceInvalid(value=str(command.capacity_kw)[:40], field="capacity_kw")
    if command.commissioned > session.clock.today():
        raise DeviceInvalid(value=command.commissioned.isoformat(), field="commissioned")
    code, technology = command.filing_code.strip(), command.technology.strip()
    if code:
        check_text(code, "filing_code", FILING_CODE_CHARACTERS_MAX)
    if technology:
        check_text(technology, "technology")
    return Device(
        number=next_yearly(session, "GD"),
        party_id=command.party_id,
        account_id=account_id,
        name=check_text(command.name, "name"),
        energy=str(command.energy),
        technology=technology,
        capacity_kw=command.capacity_kw,
        commissioned=command.commissioned,
        province=check_text(command.province, "province", PROVINCE_CHARACTERS_MAX),
        filing_code=code,
        fully_market_based=bool(command.fully_market_based),
    )


def _go_to(session: WorldSession, device: Device, state: str, actor: Actor, note: str) -> None:
    if note.strip():
        check_text(note, "note", NOTE_CHARACTERS_MAX)
    device.state = state
    session.add(device)
    session.flush()
    _note(session, device, state, actor, note.strip())


def _note(session: WorldSession, device: Device, step: str, actor: Actor, note: str) -> None:
    assert device.id is not None
    session.add(
        DeviceEvent(
            device_id=device.id,
            step=step,
            actor=actor.name,
            note=note,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
