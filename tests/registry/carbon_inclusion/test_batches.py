"""Batches: who gets which part, who may judge, what is issued and carried."""

from datetime import date

import pytest

from registry.audit import audit
from registry.carbon_inclusion import RejectBatch, VerifyBatch, batch, carbon_account, platform
from registry.carbon_inclusion.models import Activity, Share
from registry.carbon_inclusion.refused_inclusion import (
    BatchInOtherState,
    BatchPeriodInvalid,
    NothingToAggregate,
    UnknownBatch,
    VerifierIsPlatform,
)
from registry.ledger import Purpose, QuotaExceeded, Retire, SetQuota, holdings
from registry.parties.models import Party
from registry.worlds import (
    Actor,
    NotRepresentative,
    Role,
    RoleMissing,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.registry.carbon_inclusion.platform_life import (
    SCHEME,
    activity,
    aggregate,
    code_of,
    consent,
    issue,
    record,
    running,
    verified,
)
from tests.strategies import OPERATOR, body, do, holder

KG = 10**6


def test_what_was_agreed_and_rewarded_goes_to_the_enterprise_up_to_the_threshold(session):
    """Wuhan's assumed threshold is 20 kg a month; a vehicle-kilometre reduces 0.153 kg."""
    at = running(session)
    one, two = code_of(session, at), code_of(session, at, "user-2")
    consent(session, at, one)
    rows = [
        activity("a", one, "100", "new_energy_vehicle"),
        activity("b", one, "100", "new_energy_vehicle"),
        activity("c", one, "10", "bus", reward=""),
        activity("d", two, "10", "bus"),
    ]
    record(session, at, *rows)
    done = aggregate(session, at).data
    assert done["reduction_mg"] == 2 * 15_300_000 + 2 * 660_000
    assert done["enterprise_mg"] == 20 * KG
    assert done["personal_mg"] == 10_600_000 + 2 * 660_000
    assert carbon_account(session, one).enterprise_mg == 20 * KG
    assert carbon_account(session, two).personal_mg == 660_000


@passes(BatchPeriodInvalid, NothingToAggregate)
def test_the_threshold_holds_across_batches_and_begins_anew_with_the_month(session):
    at = running(session)
    one = code_of(session, at)
    consent(session, at, one)
    shared = []
    for number, day in enumerate(("2026-10-30", "2026-10-31", "2026-11-01")):
        record(
            session,
            at,
            activity(f"{number}", one, "100", "new_energy_vehicle", day=day),
        )
        days = {"first": date.fromisoformat(day), "last": date.fromisoformat(day)}
        shared.append(aggregate(session, at, **days).data["enterprise_mg"])
    assert shared == [15_300_000, 4_700_000, 15_300_000]


def test_a_withdrawn_consent_holds_from_its_day_on(session):
    at = running(session)
    one = code_of(session, at)
    consent(session, at, one)
    consent(session, at, one, "withdrawn", "2026-11-03")
    record(
        session,
        at,
        activity("before", one, day="2026-11-02"),
        activity("after", one, day="2026-11-03"),
    )
    done = aggregate(session, at).data
    assert (done["enterprise_mg"], done["personal_mg"]) == (660_000, 660_000)


@passes(BatchInOtherState, UnknownBatch, VerifierIsPlatform)
def test_credits_are_whole_kilograms_and_the_rest_is_carried(session):
    at = running(session)
    one = code_of(session, at)
    consent(session, at, one)
    record(session, at, activity("a", one, "25"))  # 1.65 kg
    first = issue(session, verified(session, at)).data
    assert (first["unit_type"], first["quantity"]) == ("WHPHCER-2026", 1)
    assert first["carried_mg"] == 650_000
    record(session, at, activity("b", one, "2"))  # 0.132 kg
    second = issue(session, verified(session, at)).data
    assert (second["quantity"], second["carried_mg"]) == (0, 782_000)
    record(session, at, activity("c", one, "4"))  # 0.264 kg
    third = issue(session, verified(session, at)).data
    assert (third["quantity"], third["carried_mg"]) == (1, 46_000)
    (held,) = holdings(session, account_id=at.owner.account_id)
    assert (held.quantity, held.measure) == (2, "kg_co2e")
    assert platform(session, at.number).issued_kg == 2


def test_a_world_with_carbon_inclusion_is_whole(world):
    with unit_of_work(world) as session:
        at = running(session)
        one = code_of(session, at)
        consent(session, at, one)
        record(session, at, activity("a", one, "100", "new_energy_vehicle"))
        issue(session, verified(session, at))
        do(
            session,
            at.owner.actor,
            Retire,
            account=at.owner.account,
            unit_type="WHPHCER-2026",
            quantity=4,
            beneficiary="示例公司",
            purpose=Purpose.DONATION,
        )
    with reading(world) as session:
        assert [found for found in audit(session).invariants if not found.ok] == []


def test_a_rejected_batch_frees_its_records_and_its_room(session):
    at = running(session)
    one = code_of(session, at)
    consent(session, at, one)
    record(session, at, activity("a", one, "200", "new_energy_vehicle"))
    number = str(aggregate(session, at).data["batch"])
    party_id, actor = at.verifier
    do(session, actor, RejectBatch, batch=number, party_id=party_id, note="抽样不符")
    assert batch(session, number).events[-1].note == "抽样不符"
    assert platform(session, at.number).waiting_records == 1
    assert aggregate(session, at).data["enterprise_mg"] == 20 * KG


@trips(BatchInOtherState)
def test_a_batch_is_issued_once_and_only_verified(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    number = str(aggregate(session, at).data["batch"])
    with pytest.raises(BatchInOtherState):
        issue(session, number)
    party_id, actor = at.verifier
    do(session, actor, VerifyBatch, batch=number, party_id=party_id)
    issue(session, number)
    with pytest.raises(BatchInOtherState):
        issue(session, number)
    with pytest.raises(BatchInOtherState):
        do(session, actor, VerifyBatch, batch=number, party_id=party_id)


@trips(VerifierIsPlatform)
def test_nobody_judges_a_platform_of_its_own(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    number = str(aggregate(session, at).data["batch"])
    session.get(Party, at.owner.party_id).kind = "verifier"
    session.flush()
    actor = Actor("both@example.org", frozenset({Role.VERIFIER}), frozenset({at.owner.party_id}))
    with pytest.raises(VerifierIsPlatform):
        do(session, actor, VerifyBatch, batch=number, party_id=at.owner.party_id)


@trips(UnknownBatch)
def test_each_step_belongs_to_its_role(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    stranger = holder(session)
    with pytest.raises(NotRepresentative):
        aggregate(session, type(at)(at.number, stranger, at.verifier))
    number = verified(session, at)
    party_id, _ = at.verifier
    with pytest.raises(RoleMissing):
        do(session, OPERATOR, VerifyBatch, batch=number, party_id=party_id)
    other, _ = body(session)
    with pytest.raises(NotRepresentative):
        do(session, at.verifier[1], VerifyBatch, batch=number, party_id=other)
    with pytest.raises(UnknownBatch):
        issue(session, "IB-1999-000001")


@trips(NothingToAggregate)
def test_a_record_is_aggregated_once(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    aggregate(session, at)
    with pytest.raises(NothingToAggregate):
        aggregate(session, at)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (date(2026, 11, 1), date(2026, 11, 24)),
        (date(2025, 12, 1), date(2026, 1, 31)),
    ],
)
@trips(BatchPeriodInvalid)
def test_a_period_is_in_order_over_and_of_one_year(session, first, last):
    at = running(session)
    with pytest.raises(BatchPeriodInvalid):
        aggregate(session, at, first=first, last=last)


@pytest.mark.parametrize("table", [Activity, Share])
def test_the_database_keeps_records_and_shares_as_they_are(session, table):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    aggregate(session, at)
    nested = session.begin_nested()
    with pytest.raises(Exception, match="append-only"):
        session.connection().exec_driver_sql(f"DELETE FROM {table.__tablename__}")
    nested.rollback()


@trips(QuotaExceeded)
@passes(QuotaExceeded)
def test_a_quota_holds_for_credits_of_carbon_inclusion_too(session):
    at = running(session)
    one = code_of(session, at)
    consent(session, at, one)
    record(session, at, activity("a", one, "100", "new_energy_vehicle"))
    number = verified(session, at)
    quota = {"units": f"{SCHEME}-2026", "reason": "试点总量", "purpose": "all"}
    do(session, OPERATOR, SetQuota, limit=1, **quota)
    with pytest.raises(QuotaExceeded), session.begin_nested():
        issue(session, number)
    do(session, OPERATOR, SetQuota, limit=None, **quota)
    assert issue(session, number).data["unit_type"] == f"{SCHEME}-2026"
