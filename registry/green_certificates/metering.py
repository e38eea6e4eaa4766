"""Metered generation: filed by month, a few or ten thousand rows at once, and corrected openly."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from registry.claims.refused_claims import SourceInvalid
from registry.claims.rules import check_source
from registry.green_certificates.commands import (
    CorrectGeneration,
    CorrectionReason,
    FileGeneration,
    GenerationRow,
)
from registry.green_certificates.models import Device, DeviceMeter, Generation
from registry.green_certificates.refused_generation import (
    GenerationExists,
    GenerationMissing,
    MonthNotMetered,
    RowsRefused,
    UnknownMeter,
)
from registry.green_certificates.rules import (
    month_text,
    moved_month,
    mwh_text,
    parse_month,
    parse_mwh,
)
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch, instant_value, write
from registry.worlds.errors import RegistryError
from registry.worlds.refused_values import TextInvalid
from registry.worlds.texts import check_text

COLUMNS = ("meter", "month", "generation_mwh")
ROWS_MAX = 12_000
ROW_ERRORS_MAX = 200
NOTE_CHARACTERS_MAX = 1000
_PART = 500
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ':generation', 0))"
_INSERT = (
    "INSERT INTO generation (meter_id, month, kind, change_kwh, reason, note, actor, recorded_at,"
    " business_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class RowError(NamedTuple):
    """Why a value of a row cannot be used; rows count from 1."""

    row: int
    column: str
    value: str
    refusal: RegistryError


class Metered(NamedTuple):
    """A row that can be used."""

    meter_id: int
    month: date
    generation_kwh: int


class Examined(NamedTuple):
    """What would become of rows."""

    metered: list[Metered]
    errors: list[RowError]

    @property
    def generation_kwh(self) -> int:
        """Return the sum of the usable rows, kWh."""
        return sum(row.generation_kwh for row in self.metered)


class _Meter(NamedTuple):
    id: int
    commissioned: date


def file_generation(
    session: WorldSession, command: FileGeneration, actor: Actor
) -> dict[str, object]:
    """File months of metered generation: all rows or none.

    Raises:
        RoleMissing: the actor is neither owner nor operator.
        UnknownMeter, MonthInvalid, MonthNotMetered, GenerationInvalid, GenerationExists,
        SourceInvalid: the only row cannot be used.
        RowsRefused: some of several rows cannot be used, or there are none or too many.
    """
    actor.check_role(Role.OPERATOR, *DISPOSING)
    rows = command.rows
    if not 1 <= len(rows) <= ROWS_MAX:
        raise RowsRefused(count=len(rows), first=f"1 – {ROWS_MAX}", rows=[], field="rows")
    lock_generation(session)
    examined = examine(session, rows, actor)
    if examined.errors:
        raise _refusal(examined.errors, len(rows))
    now, today = session.clock.now(), session.clock.today()
    recorded_at, day = instant_value(session, now), date_value(session, today)
    values = [
        (
            row.meter_id,
            date_value(session, row.month),
            "metered",
            row.generation_kwh,
            "",
            "",
            actor.name,
            recorded_at,
            day,
        )
        for row in examined.metered
    ]
    session.flush()
    write(session, _INSERT, values)
    return {"rows": len(rows), "generation_mwh": mwh_text(examined.generation_kwh)}


def examine(session: WorldSession, rows: Sequence[GenerationRow], actor: Actor) -> Examined:
    """Return what would become of rows; nothing is written.

    Args:
        session: any session.
        rows: meter, month and MWh as people write them.
        actor: who files them: an operator for any meter, an owner for those of own devices.
    """
    meters = _meters(session, [row[0] for row in rows], actor)
    known = _metered(session, [meter.id for meter in meters.values()])
    last_month = moved_month(session.clock.today().replace(day=1), -1)
    usable: list[Metered] = []
    errors: list[RowError] = []
    for number, row in enumerate(rows, start=1):
        try:
            found = _read(row, meters, last_month)
            key = (found.meter_id, found.month)
            if key in known:
                raise GenerationExists(
                    meter=row[0],
                    month=month_text(found.month),
                    generation_mwh=mwh_text(known[key]),
                    field="month",
                )
        except RegistryError as refusal:
            column = str(refusal.facts.get("field", "meter"))
            value = dict(zip(COLUMNS, row, strict=True)).get(column, "")
            errors.append(RowError(number, column, str(value)[:40], refusal))
            continue
        known[key] = found.generation_kwh
        usable.append(found)
    return Examined(usable, errors)


def correct_generation(
    session: WorldSession, command: CorrectGeneration, actor: Actor
) -> dict[str, object]:
    """Say what a metered month really was; what was filed stays on record.

    Where the month's certificates exist already, the difference is counted with the next month.

    Raises:
        RoleMissing: the actor is neither owner nor operator.
        UnknownMeter, MonthInvalid, GenerationInvalid, SourceInvalid, TextInvalid: a value cannot
            be used.
        GenerationMissing: the month was never filed, or is what it is said to be.
    """
    actor.check_role(Role.OPERATOR, *DISPOSING)
    lock_generation(session)
    source = check_source(command.meter, "meter")
    meter = _meters(session, [source], actor).get(source)
    if meter is None:
        raise UnknownMeter(meter=source, field="meter")
    month = parse_month(command.month)
    wanted_kwh = parse_mwh(command.generation_mwh)
    if command.reason not in set(CorrectionReason):
        raise TextInvalid(field="reason", value=str(command.reason)[:40], maximum="16")
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    filed_kwh = _metered(session, [meter.id]).get((meter.id, month))
    if filed_kwh is None or filed_kwh == wanted_kwh:
        raise GenerationMissing(meter=source, month=month_text(month), field="month")
    session.add(
        Generation(
            meter_id=meter.id,
            month=month,
            kind="correction",
            change_kwh=wanted_kwh - filed_kwh,
            reason=str(command.reason),
            note=note,
            actor=actor.name,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
    return {
        "meter": source,
        "month": month_text(month),
        "before_mwh": mwh_text(filed_kwh),
        "generation_mwh": mwh_text(wanted_kwh),
    }


def lock_generation(session: WorldSession) -> None:
    """Let others who file, correct or count generation wait until this unit of work ends."""
    session.flush()
    if not session.is_sqlite:
        fetch(session, _LOCK)


def _read(row: GenerationRow, meters: Mapping[str, _Meter], last_month: date) -> Metered:
    source = check_source(row[0], "meter")
    meter = meters.get(source)
    if meter is None:
        raise UnknownMeter(meter=source, field="meter")
    month = parse_month(row[1])
    first_month = meter.commissioned.replace(day=1)
    if not first_month <= month <= last_month:
        raise MonthNotMetered(
            month=month_text(month),
            first=month_text(first_month),
            last=month_text(last_month),
            field="month",
        )
    return Metered(meter.id, month, parse_mwh(row[2]))


def _meters(session: WorldSession, sources: Sequence[str], actor: Actor) -> dict[str, _Meter]:
    """Return the meters that the actor may file for, of those named."""
    wanted = set()
    for source in sources:
        try:
            wanted.add(check_source(source))
        except SourceInvalid:
            continue
    names = sorted(wanted)
    found: dict[str, _Meter] = {}
    for start in range(0, len(names), _PART):
        statement = (
            select(DeviceMeter.meter, col(DeviceMeter.id), col(Device.commissioned))
            .join(Device, col(Device.id) == col(DeviceMeter.device_id))
            .where(col(DeviceMeter.meter).in_(names[start : start + _PART]))
            .where(Device.state == "approved")
        )
        if Role.OPERATOR not in actor.roles:
            statement = statement.where(col(Device.party_id).in_(actor.party_ids))
        for meter, id_, commissioned in session.exec(statement):
            assert id_ is not None
            found[meter] = _Meter(id_, commissioned)
    return found


def _metered(session: WorldSession, meter_ids: Sequence[int]) -> dict[tuple[int, date], int]:
    """Return what was filed for meters, corrections included, kWh by meter and month."""
    ids = sorted(set(meter_ids))
    found: dict[tuple[int, date], int] = {}
    for start in range(0, len(ids), _PART):
        statement = (
            select(
                col(Generation.meter_id),
                col(Generation.month),
                func.sum(col(Generation.change_kwh)),
            )
            .where(col(Generation.meter_id).in_(ids[start : start + _PART]))
            .group_by(col(Generation.meter_id), col(Generation.month))
        )
        for meter_id, month, total_kwh in session.exec(statement):
            found[meter_id, month] = int(total_kwh)
    return found


def _refusal(errors: Sequence[RowError], rows: int) -> RegistryError:
    if rows == 1:
        return errors[0].refusal
    first = errors[0]
    return RowsRefused(
        count=len(errors),
        first={
            language: f"{first.row}: "
            + first.refusal.text[language].format(**_spoken(first.refusal, language))
            for language in ("en", "zh")
        },
        rows=[[error.row, error.column, error.value] for error in errors[:ROW_ERRORS_MAX]],
        field="rows",
    )


def _spoken(refusal: RegistryError, language: str) -> dict[str, object]:
    return {
        name: fact[language] if isinstance(fact, Mapping) else fact
        for name, fact in refusal.facts.items()
    }
