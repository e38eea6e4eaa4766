"""A source and period back one mechanism, once; the database itself sees to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from registry.claims import (
    CCER,
    GEC,
    REDUCTION,
    USE,
    ClaimReleased,
    SourceClaimed,
    SourceInvalid,
    UnknownClaim,
    claim,
    claims,
    release,
)
from registry.worlds import PeriodInvalid, reading, unit_of_work
from tests.checked import passes, trips
from tests.registry.audited import broken

MARCH = {"period_from": date(2025, 3, 1), "period_to": date(2025, 3, 31)}
YEAR = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}


@trips(SourceClaimed)
def test_a_second_mechanism_is_refused_by_the_name_of_the_first(session):
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-P-1", **YEAR)
    with pytest.raises(SourceClaimed) as refused:
        claim(session, mechanism=GEC, kind=USE, source="mtr-1", reference="GEC-2025-03", **MARCH)
    assert refused.value.facts["reference"] == "CCER-P-1"
    assert "2025-01-01 – 2025-12-31" in str(refused.value)


@passes(SourceClaimed, SourceInvalid)
def test_other_sources_and_periods_stay_free(session):
    claim(session, mechanism=GEC, source="MTR-1", reference="A", **MARCH)
    claim(session, mechanism=CCER, source="MTR-2", reference="B", **YEAR)
    claim(
        session,
        mechanism=CCER,
        source="MTR-1",
        reference="C",
        period_from=date(2025, 4, 1),
        period_to=date(2026, 3, 31),
    )
    assert [found.reference for found in claims(session, source="MTR-1")] == ["A", "C"]


def test_a_project_registers_its_own_reductions_once(session):
    claim(session, mechanism=CCER, source="MTR-1", reference="P", **YEAR)
    claim(session, mechanism=CCER, kind=REDUCTION, source="MTR-1", reference="R", **MARCH)
    with pytest.raises(SourceClaimed):
        claim(session, mechanism=CCER, kind=REDUCTION, source="MTR-1", reference="R2", **MARCH)


@trips(ClaimReleased, UnknownClaim)
@passes(ClaimReleased, UnknownClaim)
def test_a_released_claim_frees_its_source_for_good(session):
    id_ = claim(session, mechanism=CCER, source="MTR-1", reference="P", **YEAR)
    release(session, id_, actor="operator@example.org", note="registered by mistake")
    claim(session, mechanism=GEC, source="MTR-1", reference="G", **MARCH)
    with pytest.raises(ClaimReleased):
        release(session, id_)
    with pytest.raises(UnknownClaim):
        release(session, 10**9)
    steps = session.execute(text("SELECT step FROM source_claim_event ORDER BY id")).scalars().all()
    assert steps == ["claimed", "released", "claimed"]
    assert claims(session, state="released")[0].id == id_
    assert broken(session, "I10") == []


def test_full_width_signs_and_blanks_do_not_make_another_source(session):
    claim(session, mechanism=CCER, source=" ｍｔｒ－１ ", reference="P", **YEAR)
    with pytest.raises(SourceClaimed):
        claim(session, mechanism=GEC, source="MTR-1", reference="G", **MARCH)


@trips(SourceInvalid)
@pytest.mark.parametrize("source", ["", "计量点", "a b", "x" * 65, "'; DROP TABLE party; --", None])
def test_what_names_no_source_is_refused(session, source):
    with pytest.raises(SourceInvalid):
        claim(session, mechanism=CCER, source=source, reference="P", **YEAR)


def test_a_period_must_not_end_before_it_begins(session):
    with pytest.raises(PeriodInvalid):
        claim(
            session,
            mechanism=CCER,
            source="M",
            reference="P",
            period_from=date(2025, 2, 1),
            period_to=date(2025, 1, 31),
        )


def _insert(session, mechanism, start="2025-03-01"):
    session.execute(
        text(
            "INSERT INTO source_claim (mechanism, kind, source, measure, period_from, period_to,"
            " reference, state, recorded_at, business_date) VALUES (:mechanism, 'use', 'MTR-1',"
            f" 'mwh', '{start}', '2025-03-31', 'SQL', 'active', '2025-01-01', '2025-01-01')"
        ),
        {"mechanism": mechanism},
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE source_claim SET mechanism = 'gec'",
        "UPDATE source_claim SET period_to = '2030-01-01'",
        "UPDATE source_claim SET state = 'active'",
        "DELETE FROM source_claim",
        "DELETE FROM source_claim_event",
    ],
)
def test_the_database_refuses_to_rewrite_a_claim(world, statement):
    with unit_of_work(world) as session:
        claim(session, mechanism=CCER, source="MTR-1", reference="P", **YEAR)
    with pytest.raises(DBAPIError), unit_of_work(world) as session:
        session.execute(text(statement))


def test_the_database_refuses_a_second_mechanism_whoever_writes(world):
    with unit_of_work(world) as session:
        _insert(session, "ccer")
    with pytest.raises(DBAPIError, match="the source is claimed"), unit_of_work(world) as session:
        _insert(session, "gec", start="2025-03-31")


def test_of_writers_at_once_one_gets_the_source(world):
    def attempt(number):
        try:
            with unit_of_work(world) as session:
                mechanism = (CCER, GEC)[number % 2]
                claim(session, mechanism=mechanism, source="MTR-1", reference=f"{number}", **YEAR)
        except SourceClaimed:
            return 0
        return 1

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    with reading(world) as session:
        assert broken(session, "I10") == []
        assert len(claims(session)) == 1
