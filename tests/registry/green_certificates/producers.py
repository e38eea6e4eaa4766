"""Builders of devices with metered generation, for every test of green certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.green_certificates import (
    ApproveDevice,
    FileGeneration,
    IssueCertificates,
    RegisterDevice,
    month_text,
    moved_month,
)
from registry.worlds import Outcome, WorldSession
from tests.strategies import OPERATOR, Holder, do, holder


@dataclass(frozen=True)
class Producer:
    """An owner with one approved device."""

    owner: Holder
    device: str
    meter: str


def filed_device(
    session: WorldSession, owner: Holder, *meters: str, energy: str = "wind", **content: object
) -> Outcome:
    """A device that waits for approval."""
    values: dict[str, object] = {
        "party_id": owner.party_id,
        "account": owner.account,
        "name": "示例风电场",
        "energy": energy,
        "capacity_kw": 100_000,
        "commissioned": date(2022, 6, 1),
        "province": "甘肃",
        "grid_meters": meters,
    }
    return do(session, owner.actor, RegisterDevice, **{**values, **content})


def producer(
    session: WorldSession, meter: str = "MTR-1", energy: str = "wind", **content: object
) -> Producer:
    """An owner whose device was approved."""
    owner = holder(session, kind="developer")
    meters = () if content.get("self_use_meters") else (meter,)
    device = str(filed_device(session, owner, *meters, energy=energy, **content).data["device"])
    do(session, OPERATOR, ApproveDevice, device=device)
    return Producer(owner, device, meter)


def metered(session: WorldSession, made: Producer, rows: Sequence[tuple[str, str]]) -> Outcome:
    """Months of generation, MWh."""
    content = tuple((made.meter, month, mwh) for month, mwh in rows)
    return do(session, made.owner.actor, FileGeneration, rows=content)


def issued(session: WorldSession, month: str = "2026-10") -> Outcome:
    """Certificates of everything metered up to a month."""
    return do(session, OPERATOR, IssueCertificates, month=month)


def months(first: date, number: int) -> list[str]:
    """Months from one on."""
    return [month_text(moved_month(first, step)) for step in range(number)]
