"""Builders of the compliance cycle's records, for its tests."""

from dataclasses import dataclass
from datetime import UTC, datetime

from registry.audit import audit
from registry.compliance import (
    Allocate,
    EnrolEntity,
    EnrolUnit,
    Preallocate,
    ReportEmissions,
    Surrender,
    VerifyEmissions,
)
from registry.worlds import Actor, DrivenClock, WorldSession
from tests.strategies import OPERATOR, Holder, body, do, holder


def go_to(clock: DrivenClock, day: str) -> None:
    """Set the clock to ten o'clock in Shanghai of a day."""
    clock.set(datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC))


@dataclass(frozen=True)
class Enrolled:
    """An enrolled entity with its people."""

    number: str
    owner: Holder
    verifier: tuple[int, Actor]


def enrolled(
    session: WorldSession,
    *,
    scheme: str = "CEA",
    sector: str = "power",
    first_year: int = 2023,
    unit_class: str = "coal_large",
    name: str = "",
) -> Enrolled:
    """An entity with one unit called `1`."""
    owner = holder(session, name)
    outcome = do(
        session,
        OPERATOR,
        EnrolEntity,
        party_id=owner.party_id,
        account=owner.account,
        scheme=scheme,
        sector=sector,
        first_year=first_year,
        annual_emissions_t=2_000_000,
    )
    number = str(outcome.data["entity"])
    do(session, OPERATOR, EnrolUnit, entity=number, code="1", name="1号机组", unit_class=unit_class)
    return Enrolled(number, owner, body(session))


def power_figures(emissions_t: int = 1_800_000, **changed: str) -> dict[str, str]:
    """The figures of the published example: a class I unit at a load factor of 0.60."""
    figures = {
        "code": "1",
        "emissions_t": str(emissions_t),
        "output_mwh": "2000000",
        "heat_gj": "1000000",
        "load_factor": "0.60",
    }
    return figures | changed


def line_figures(emissions_t: int, product_t: int, **changed: str) -> dict[str, str]:
    """The figures of a production line."""
    figures = {"code": "1", "emissions_t": str(emissions_t), "product_t": str(product_t)}
    return figures | changed


def verified(session: WorldSession, entity: Enrolled, year: int, figures: dict[str, str]) -> None:
    """A year reported and verified."""
    do(
        session,
        entity.owner.actor,
        ReportEmissions,
        entity=entity.number,
        year=year,
        units=(figures,),
    )
    body_id, actor = entity.verifier
    do(session, actor, VerifyEmissions, entity=entity.number, year=year, party_id=body_id)


def allocated(session: WorldSession, entity: Enrolled, year: int, figures: dict[str, str]) -> dict:
    """A year reported, verified and allocated; what the allocation answered."""
    verified(session, entity, year, figures)
    return dict(do(session, OPERATOR, Allocate, entity=entity.number, year=year).data)


def preallocated(session: WorldSession, entity: Enrolled, year: int, base_t: int | None) -> int:
    """Allowances given ahead; how many."""
    outcome = do(session, OPERATOR, Preallocate, entity=entity.number, year=year, base_t=base_t)
    return int(outcome.data["quantity"])


def surrendered(
    session: WorldSession, entity: Enrolled, code: str, quantity: int, year: int
) -> str:
    """Units handed in; the number of the certificate."""
    outcome = do(
        session,
        entity.owner.actor,
        Surrender,
        account=entity.owner.account,
        unit_type=code,
        quantity=quantity,
        compliance_year=year,
    )
    return str(outcome.data["certificate"])


def assert_sound(session: WorldSession) -> None:
    """The audit's checks of the tables hold; the log is written when the unit of work commits."""
    broken = [each for each in audit(session).invariants if not each.ok and "log" not in each.id]
    assert not broken
