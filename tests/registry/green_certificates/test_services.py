"""Devices, months of generation and their certificates, on both databases."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from registry.green_certificates import (
    ApproveDevice,
    CorrectGeneration,
    DeviceInOtherState,
    DeviceInvalid,
    FileGeneration,
    GenerationExists,
    GenerationInvalid,
    GenerationMissing,
    MeterTaken,
    MonthInvalid,
    MonthNotMetered,
    NothingToCertify,
    RefuseDevice,
    RowsRefused,
    UnknownDevice,
    UnknownMeter,
)
from registry.ledger import QuotaExceeded, SetQuota, holdings
from registry.worlds import NotRepresentative, RoleMissing, TextInvalid, World, unit_of_work
from tests.checked import passes, trips
from tests.registry.green_certificates.producers import (
    filed_device,
    issued,
    metered,
    months,
    producer,
)
from tests.strategies import OPERATOR, do, holder


def held(session, owner):
    return {row.unit_type: row.quantity for row in holdings(session, party_ids=[owner.party_id])}


@passes(
    UnknownMeter,
    MonthInvalid,
    GenerationInvalid,
    MonthNotMetered,
    RowsRefused,
    NothingToCertify,
    DeviceInvalid,
    UnknownDevice,
    DeviceInOtherState,
)
def test_a_month_of_generation_becomes_certificates_and_a_remainder(session):
    made = producer(session)
    metered(session, made, [("2026-08", "1200.600"), ("2026-09", "800.500")])
    outcome = issued(session)
    assert outcome.data["quantity"] == 2001
    assert outcome.data["unit_types"] == {"GEC-2026-08": 1200, "GEC-2026-09": 801}
    assert held(session, made.owner) == {"GEC-2026-08": 1200, "GEC-2026-09": 801}
    carried = session.execute(
        text("SELECT carried_in_kwh, carried_out_kwh FROM certificate_batch ORDER BY month")
    ).all()
    assert [tuple(row) for row in carried] == [(0, 600), (600, 100)]


@trips(QuotaExceeded)
@passes(QuotaExceeded)
def test_a_quota_of_a_year_holds_for_certificates_too(session):
    made = producer(session)
    metered(session, made, [("2026-08", "10")])
    quota = {"units": "GEC-2026-08", "reason": "试点总量", "purpose": "all"}
    do(session, OPERATOR, SetQuota, limit=9, **quota)
    with pytest.raises(QuotaExceeded), session.begin_nested():
        issued(session)
    do(session, OPERATOR, SetQuota, limit=10, **quota)
    assert issued(session).data["quantity"] == 10


@trips(NothingToCertify)
def test_nothing_is_counted_twice(session):
    made = producer(session)
    metered(session, made, [("2026-08", "10")])
    issued(session)
    with pytest.raises(NothingToCertify):
        issued(session)


def test_self_consumed_generation_has_a_type_of_its_own(session):
    made = producer(session, self_use_meters=("MTR-1",))
    metered(session, made, [("2026-08", "10")])
    assert issued(session).data["unit_types"] == {"GECN-2026-08": 10}


def test_what_is_not_eligible_earns_nothing(session):
    made = producer(session, energy="other")
    metered(session, made, [("2026-08", "10")])
    assert issued(session).data["quantity"] == 0
    rows = session.execute(text("SELECT class_, reason FROM certificate_batch")).all()
    assert [tuple(row) for row in rows] == [("not_eligible", "not_renewable")]


def test_months_whose_validity_is_over_earn_nothing(session):
    made = producer(session)
    metered(session, made, [("2023-08", "10"), ("2024-11", "10"), ("2024-12", "10")])
    assert issued(session).data["unit_types"] == {"GEC-2024-12": 10}


@passes(GenerationMissing, GenerationExists)
def test_a_correction_is_counted_with_the_next_month_and_the_first_figure_stays(session):
    made = producer(session)
    metered(session, made, [("2026-08", "10.400")])
    issued(session, "2026-08")
    asked = {"meter": "mtr-1", "month": "2026-08", "reason": "clerical", "note": "抄表差错"}
    answer = do(session, made.owner.actor, CorrectGeneration, generation_mwh="7.4", **asked)
    assert answer.data["before_mwh"] == "10.400"
    with pytest.raises(NothingToCertify):
        issued(session)
    metered(session, made, [("2026-09", "5.000")])
    assert issued(session).data["unit_types"] == {"GEC-2026-09": 2}
    with pytest.raises(GenerationMissing):
        do(session, OPERATOR, CorrectGeneration, generation_mwh="7.400", **asked)


@trips(GenerationMissing)
def test_a_correction_needs_a_known_reason_and_a_metered_month(session):
    made = producer(session)
    asked = {"meter": "MTR-1", "month": "2026-08", "generation_mwh": "1", "note": "x"}
    with pytest.raises(GenerationMissing):
        do(session, made.owner.actor, CorrectGeneration, reason="clerical", **asked)
    with pytest.raises(TextInvalid):
        do(session, made.owner.actor, CorrectGeneration, reason="because", **asked)
    with pytest.raises(UnknownMeter):
        do(session, holder(session).actor, CorrectGeneration, reason="clerical", **asked)


@trips(UnknownMeter, MonthInvalid, MonthNotMetered, GenerationInvalid, GenerationExists)
@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (("MTR-9", "2026-08", "1"), UnknownMeter),
        (("MTR-1", "2026-8", "1"), MonthInvalid),
        (("MTR-1", "2026-11", "1"), MonthNotMetered),
        (("MTR-1", "2022-05", "1"), MonthNotMetered),
        (("MTR-1", "2026-08", "1e400"), GenerationInvalid),
        (("MTR-1", "2026-07", "1"), GenerationExists),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_its_own_rule(session, row, refusal):
    made = producer(session)
    metered(session, made, [("2026-07", "1")])
    with pytest.raises(refusal):
        do(session, made.owner.actor, FileGeneration, rows=(row,))


@trips(RowsRefused)
def test_of_several_rows_all_wrong_ones_are_named_and_none_is_kept(session):
    made = producer(session)
    rows = (("MTR-1", "2026-08", "1"), ("MTR-1", "2026-08", "2"), ("MTR-2", "x", "y"))
    with pytest.raises(RowsRefused) as refused:
        do(session, made.owner.actor, FileGeneration, rows=rows)
    assert refused.value.facts["rows"] == [[2, "month", "2026-08"], [3, "meter", "MTR-2"]]
    assert session.execute(text("SELECT count(*) FROM generation")).scalar_one() == 0
    with pytest.raises(RowsRefused):
        do(session, made.owner.actor, FileGeneration, rows=())


@passes(MeterTaken)
def test_ten_thousand_rows_are_filed_and_certified(session):
    owner = holder(session, kind="developer")
    spans = [f"M-{number:04d}" for number in range(500)]
    for start in range(0, 500, 50):
        filed = filed_device(session, owner, *spans[start : start + 50])
        do(session, OPERATOR, ApproveDevice, device=filed.data["device"])
    rows = tuple(
        (meter, month, "1.001") for month in months(date(2025, 3, 1), 20) for meter in spans
    )
    filed = do(session, owner.actor, FileGeneration, rows=rows)
    assert filed.data == {"rows": 10_000, "generation_mwh": "10010.000"}
    assert issued(session, "2025-03").data["quantity"] == 500


@trips(MeterTaken)
def test_a_meter_belongs_to_one_device(session):
    producer(session, "MTR-1")
    with pytest.raises(MeterTaken):
        filed_device(session, holder(session), "ｍｔｒ-1")


@trips(DeviceInvalid)
@pytest.mark.parametrize(
    "content",
    [
        {"energy": "coal"},
        {"capacity_kw": 0},
        {"capacity_kw": 10**9},
        {"commissioned": date(2030, 1, 1)},
        {"grid_meters": ()},
        {"grid_meters": ("A", "a")},
    ],
)
def test_a_description_that_cannot_be_is_refused(session, content):
    with pytest.raises(DeviceInvalid):
        filed_device(session, holder(session), "A", **content)


@trips(DeviceInOtherState, UnknownDevice)
def test_a_device_is_filed_by_its_owner_and_approved_once_by_the_operator(session):
    owner, other = holder(session), holder(session)
    with pytest.raises(NotRepresentative):
        filed_device(session, owner, "A", party_id=other.party_id)
    device = filed_device(session, owner, "A").data["device"]
    with pytest.raises(RoleMissing):
        do(session, owner.actor, ApproveDevice, device=device)
    with pytest.raises(UnknownMeter):
        do(session, owner.actor, FileGeneration, rows=(("A", "2026-08", "1"),))
    do(session, OPERATOR, RefuseDevice, device=device, note="材料不全")
    with pytest.raises(DeviceInOtherState):
        do(session, OPERATOR, ApproveDevice, device=device)
    with pytest.raises(UnknownDevice):
        do(session, OPERATOR, ApproveDevice, device="GD-1999-000001")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kwh=st.lists(st.integers(0, 5_000), min_size=1, max_size=6),
    corrected=st.lists(st.integers(0, 5_000), max_size=3),
)
def test_what_was_issued_and_the_last_remainder_are_all_that_was_metered(
    new_database, clock, kwh, corrected
):
    with new_database() as database, unit_of_work(World("test", database, clock)) as session:
        made = producer(session)
        for step, amount in enumerate(kwh):
            month = months(date(2026, 1, 1), step + 1)[-1]
            metered(session, made, [(month, f"{amount / 1000:.3f}")])
            issued(session, month)
            if step < len(corrected) and corrected[step] != amount:
                do(
                    session,
                    OPERATOR,
                    CorrectGeneration,
                    meter="MTR-1",
                    month=month,
                    generation_mwh=f"{corrected[step] / 1000:.3f}",
                    reason="settlement",
                    note="结算",
                )
        metered(session, made, [("2026-09", "0")])
        issued(session, "2026-09")
        counted = session.execute(text("SELECT sum(change_kwh) FROM generation")).scalar_one()
        units = session.execute(text("SELECT sum(quantity) FROM certificate_batch")).scalar_one()
        left = session.execute(
            text("SELECT carried_out_kwh FROM certificate_batch ORDER BY id DESC LIMIT 1")
        ).scalar_one()
        assert units * 1000 + left == counted
