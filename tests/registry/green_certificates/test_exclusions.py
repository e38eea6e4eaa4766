"""A project's registration freezes untraded certificates; registered reductions cancel them."""

from datetime import date

import pytest
from sqlalchemy import text

from market.auditing import audit_market
from market.listed import PlaceOrder
from market.rules import Side
from market.services import HANDLERS
from market.services import execute as execute_on_venue
from market.venue import OpenInstrument
from registry.audit import audit
from registry.claims import CCER, REDUCTION, SourceBarred, claim, release
from registry.due import carry_out_due
from registry.green_certificates import (
    CancelExcluded,
    CertificatesOffered,
    ClaimNotExcluding,
    FreezeCertificates,
    UnfreezeCertificates,
)
from registry.ledger import holdings
from tests.checked import passes, trips
from tests.registry.green_certificates.producers import issued, metered, producer
from tests.strategies import OPERATOR, client_id, do

YEAR = {"period_from": date(2025, 1, 1), "period_to": date(2034, 12, 31)}


@pytest.fixture
def made(session):
    made = producer(session, energy="deep_sea_wind")
    metered(session, made, [("2025-02", "10"), ("2025-03", "20"), ("2025-04", "40")])
    issued(session)
    return made


def held(session, made):
    rows = holdings(session, party_ids=[made.owner.party_id])
    return {row.unit_type: row.quantity for row in rows if row.quantity}


def lies(session, account_id):
    statement = f"SELECT coalesce(sum(quantity), 0) FROM holding WHERE account_id = {account_id}"
    return session.execute(text(statement)).scalar_one()


def steps(session):
    statement = "SELECT step, quantity FROM certificate_exclusion ORDER BY id"
    return [tuple(row) for row in session.execute(text(statement))]


@passes(ClaimNotExcluding, CertificatesOffered)
def test_registration_freezes_the_months_of_the_crediting_period(session, made):
    start = {**YEAR, "period_from": date(2025, 3, 15)}
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **start)
    [outcome] = carry_out_due(session, HANDLERS)
    assert (outcome.data["quantity"], outcome.data["batches"]) == (60, 2)
    assert held(session, made) == {"GEC-2025-02": 10}
    assert lies(session, -3) == 60
    assert carry_out_due(session, HANDLERS) == []
    session.commit()
    assert [found for found in audit(session).invariants if not found.ok] == []


@pytest.mark.usefixtures("made")
def test_registered_reductions_cancel_the_matching_certificates(session):
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    carry_out_due(session, HANDLERS)
    claim(
        session,
        mechanism=CCER,
        kind=REDUCTION,
        source="MTR-1",
        reference="MR-1",
        period_from=date(2025, 1, 1),
        period_to=date(2025, 3, 31),
    )
    carry_out_due(session, HANDLERS)
    assert steps(session) == [
        ("frozen", 10),
        ("frozen", 20),
        ("frozen", 40),
        ("cancelled", 10),
        ("cancelled", 20),
    ]
    assert (lies(session, -3), lies(session, 4)) == (40, 30)
    assert carry_out_due(session, HANDLERS) == []
    session.commit()
    assert [found for found in audit(session).invariants if not found.ok] == []


def test_certificates_of_a_claimed_month_are_frozen_when_they_are_issued(session, made):
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    carry_out_due(session, HANDLERS)
    metered(session, made, [("2025-05", "7.500")])
    issued(session)
    assert held(session, made) == {}
    assert steps(session)[-1] == ("frozen", 7)


def test_a_released_claim_gives_certificates_back(session, made):
    id_ = claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    carry_out_due(session, HANDLERS)
    release(session, id_)
    [outcome] = carry_out_due(session, HANDLERS)
    assert outcome.data["quantity"] == 70
    assert held(session, made) == {"GEC-2025-02": 10, "GEC-2025-03": 20, "GEC-2025-04": 40}
    assert carry_out_due(session, HANDLERS) == []
    session.commit()
    assert [found for found in audit(session).invariants if not found.ok] == []


@trips(CertificatesOffered)
def test_open_orders_for_frozen_certificates_are_cancelled(session, made):
    opened = OpenInstrument(
        client_id=client_id(),
        instrument="GEC-2025-03",
        reference_price_fen=500,
    )
    execute_on_venue(session, opened, OPERATOR)
    offer = PlaceOrder(
        client_id=client_id(),
        account=made.owner.account,
        instrument="GEC-2025-03",
        side=Side.SELL,
        price_fen=500,
        quantity_t=15,
    )
    execute_on_venue(session, offer, made.owner.actor)
    id_ = claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    with pytest.raises(CertificatesOffered), session.begin_nested():
        do(session, OPERATOR, FreezeCertificates, claim_id=id_)
    carry_out_due(session, HANDLERS)
    assert held(session, made) == {}
    assert session.execute(text("SELECT state FROM market_order")).scalar_one() == "cancelled"
    assert audit_market(session).ok


@trips(ClaimNotExcluding)
@pytest.mark.usefixtures("made")
def test_a_claim_that_asks_for_nothing_is_refused(session):
    elsewhere = claim(session, mechanism=CCER, source="MTR-2", reference="CCER-P-2", **YEAR)
    for kind in (FreezeCertificates, CancelExcluded, UnfreezeCertificates):
        for claim_id in (elsewhere, 10**9):
            with pytest.raises(ClaimNotExcluding):
                do(session, OPERATOR, kind, claim_id=claim_id)


@trips(SourceBarred)
@passes(SourceBarred)
@pytest.mark.parametrize(("energy", "barred"), [("solar", True), ("solar_csp", False)])
def test_in_the_transition_only_deep_sea_wind_and_solar_thermal_may_choose(
    session, clock, energy, barred
):
    clock.set(clock.now().replace(year=2025))
    producer(session, energy=energy)
    if not barred:
        claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
        return
    with pytest.raises(SourceBarred):
        claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    clock.set(clock.now().replace(year=2026, month=10, day=1))
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
