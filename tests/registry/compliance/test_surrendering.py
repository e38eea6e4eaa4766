from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from registry.compliance import ReverseSurrender, Status, Surrender, entity_year
from registry.compliance.models import ComplianceEvent
from registry.compliance.refused_compliance import (
    ComplianceYearAhead,
    CreditLimitExceeded,
    CreditNotAccepted,
    LegacyCreditOver,
    NotReversible,
    ReversalTooLate,
)
from registry.compliance.refused_cycle import CycleStepMissing
from registry.compliance.statuses import position
from registry.ledger import (
    Leg,
    Measure,
    Purpose,
    Retire,
    SystemAccount,
    Transaction,
    Transfer,
    UnitKind,
    UnitsFinal,
    UnitsNotHeld,
    add_unit_type,
    find_unit_type,
    holdings,
    issue_units,
    post,
)
from registry.worlds import RoleMissing, TextInvalid, UnknownCertificate
from tests.checked import passes, trips
from tests.registry.compliance.cycle import (
    allocated,
    assert_sound,
    enrolled,
    go_to,
    power_figures,
    surrendered,
)
from tests.strategies import OPERATOR, allowances, do, holder


@pytest.fixture
def entity(session, clock):
    go_to(clock, "2025-12-01")
    entity = enrolled(session, first_year=2024)
    allocated(session, entity, 2024, power_figures(1_000_000, output_mwh="1000000"))
    return entity


def give_credits(session, entity, code, quantity=10_000):
    add_unit_type(session, code, UnitKind.CREDIT, Measure.T_CO2E)
    issue_units(session, find_unit_type(session, code), entity.owner.account_id, quantity)


def undo(session, certificate, actor=OPERATOR, reason="误操作"):
    return do(session, actor, ReverseSurrender, certificate=certificate, reason=reason)


@passes(ComplianceYearAhead, CreditLimitExceeded, CreditNotAccepted)
def test_allowances_and_credits_meet_the_obligation(session, entity):
    give_credits(session, entity, "CCER-2024", 50_000)
    surrendered(session, entity, "CCER-2024", 50_000, 2024)
    surrendered(session, entity, "CEA-2024", 900_000, 2024)
    shown = entity_year(session, entity.number, 2024)
    assert (shown.position.surrendered_t, shown.position.missing_t) == (950_000, 50_000)
    assert shown.credit_limit_t == 50_000
    allowances(session, entity.owner, 50_000)
    surrendered(session, entity, "CEA-2024", 50_000, 2024)
    assert entity_year(session, entity.number, 2024).status is Status.MET


@trips(CycleStepMissing)
def test_credits_wait_for_the_obligation(session, entity):
    give_credits(session, entity, "CCER-2024")
    with pytest.raises(CycleStepMissing):
        surrendered(session, entity, "CCER-2024", 1, 2025)


@trips(CreditNotAccepted)
def test_credits_of_other_schemes_do_not_count(session, entity):
    give_credits(session, entity, "PHCER-2024")
    with pytest.raises(CreditNotAccepted):
        surrendered(session, entity, "PHCER-2024", 1, 2024)


@trips(LegacyCreditOver)
@passes(LegacyCreditOver)
def test_credits_of_before_the_halt_counted_until_the_end_of_2024(session, entity, clock):
    give_credits(session, entity, "CCER-2016")
    with pytest.raises(LegacyCreditOver):
        surrendered(session, entity, "CCER-2016", 1, 2024)
    go_to(clock, "2024-12-31")
    owner = holder(session)
    unit_type = find_unit_type(session, "CCER-2016")
    issue_units(session, unit_type, owner.account_id, 1)
    content = {"account": owner.account, "unit_type": "CCER-2016", "compliance_year": 2023}
    do(session, owner.actor, Surrender, **content, quantity=1)


def test_who_is_not_enrolled_may_still_surrender(session, clock):
    go_to(clock, "2025-12-01")
    owner = holder(session)
    allowances(session, owner, 5)
    content = {"account": owner.account, "unit_type": "CEA-2024", "compliance_year": 2024}
    do(session, owner.actor, Surrender, **content, quantity=5)
    assert session.exec(select(ComplianceEvent)).first() is None


def test_an_undone_surrender_gives_the_same_units_back(session, entity):
    before = [each.serials for each in holdings(session, account_id=entity.owner.account_id)]
    certificate = surrendered(session, entity, "CEA-2024", 700_000, 2024)
    undo(session, certificate)
    after = [each.serials for each in holdings(session, account_id=entity.owner.account_id)]
    assert after == before
    shown = entity_year(session, entity.number, 2024)
    assert shown.position.surrendered_t == 0
    assert shown.last("reversal").note == "误操作"
    surrendered(session, entity, "CEA-2024", 700_000, 2024)
    assert_sound(session)


@trips(NotReversible)
def test_a_surrender_is_undone_once(session, entity):
    certificate = surrendered(session, entity, "CEA-2024", 7, 2024)
    undo(session, certificate)
    with pytest.raises(NotReversible):
        undo(session, certificate)


@trips(ReversalTooLate)
@passes(NotReversible, ReversalTooLate)
def test_a_surrender_is_undone_within_five_working_days(session, entity, clock):
    certificate = surrendered(session, entity, "CEA-2024", 7, 2024)
    go_to(clock, "2025-12-09")
    with pytest.raises(ReversalTooLate) as refused:
        undo(session, certificate)
    assert refused.value.facts["last_day"] == "2025-12-08"
    go_to(clock, "2025-12-08")
    undo(session, certificate)


@trips(NotReversible)
def test_a_retirement_is_never_undone(session, entity):
    outcome = do(
        session,
        entity.owner.actor,
        Retire,
        account=entity.owner.account,
        unit_type="CEA-2024",
        quantity=1,
        beneficiary="示例",
        purpose=Purpose.EVENT,
    )
    with pytest.raises(NotReversible):
        undo(session, outcome.data["certificate"])


def test_only_the_operator_undoes_and_says_why(session, entity):
    certificate = surrendered(session, entity, "CEA-2024", 7, 2024)
    with pytest.raises(RoleMissing):
        undo(session, certificate, entity.owner.actor)
    with pytest.raises(TextInvalid):
        undo(session, certificate, reason="")
    with pytest.raises(UnknownCertificate):
        undo(session, "CR-1999-000001")


def test_units_leave_the_surrender_account_by_no_other_way(session, entity):
    surrendered(session, entity, "CEA-2024", 7, 2024)
    unit_type = find_unit_type(session, "CEA-2024")
    leg = Leg(SystemAccount.SURRENDER, entity.owner.account_id, unit_type.id, 7)
    with pytest.raises(UnitsFinal):
        post(session, Transaction(kind="reverse_surrender", legs=(leg,)))


def test_a_reversal_that_is_no_mirror_is_a_defect(session, entity):
    surrendered(session, entity, "CEA-2024", 7, 2024)
    unit_type = find_unit_type(session, "CEA-2024")
    moved = session.connection().exec_driver_sql(
        "SELECT transaction_id FROM certificate ORDER BY id DESC LIMIT 1"
    )
    leg = Leg(SystemAccount.SURRENDER, entity.owner.account_id, unit_type.id, 6)
    with pytest.raises(AssertionError):
        post(session, Transaction(kind="x", legs=(leg,), reverses_id=moved.scalar_one()))


days = st.integers(1, 28).map(lambda day: date(2025, 12, day))
happened = st.lists(
    st.builds(
        lambda kind, quantity, day, recorded: ComplianceEvent(
            kind=kind,
            quantity=quantity,
            due_on=date(2025, 12, 15) if kind == "obligation" else None,
            business_date=day,
            recorded_at=datetime(2025, 12, recorded, tzinfo=UTC),
        ),
        st.sampled_from(("verification", "obligation", "surrender", "reversal", "fine", "note")),
        st.integers(0, 100),
        days,
        st.integers(1, 28),
    ),
    max_size=8,
)


@given(happened, happened, days, st.integers(1, 28))
def test_a_status_depends_only_on_what_was_effective_and_known(known, more, day, asked):
    """I13: later knowledge of later days changes nothing that was asked before."""
    asked_at = datetime(2025, 12, asked, tzinfo=UTC)
    unseen = [event for event in more if event.business_date > day or event.recorded_at > asked_at]
    before = position(known, day, asked_at)
    assert position([*known, *unseen], day, asked_at) == before
    assert before.status(day) in Status


def test_a_status_as_of_an_earlier_day_does_not_know_the_surrender(session, entity, clock):
    go_to(clock, "2025-12-20")
    surrendered(session, entity, "CEA-2024", 5, 2024)
    go_to(clock, "2026-02-02")
    assert entity_year(session, entity.number, 2024).status is Status.SHORT
    earlier = entity_year(session, entity.number, 2024, day=date(2025, 12, 19))
    assert (earlier.status, earlier.position.surrendered_t) == (Status.OPEN, 0)
    asked = datetime(2025, 12, 19, tzinfo=UTC)
    unknown = entity_year(session, entity.number, 2024, known_by=asked)
    assert unknown.position.surrendered_t == 0


@trips(ComplianceYearAhead)
def test_a_year_that_has_not_begun_takes_no_surrender(session, entity):
    with pytest.raises(ComplianceYearAhead):
        surrendered(session, entity, "CEA-2024", 1, 2026)


def test_serials_that_came_back_and_went_on_are_elsewhere_not_used(session, entity):
    certificate = surrendered(session, entity, "CEA-2024", 700_000, 2024)
    undo(session, certificate)
    other = holder(session)
    send = {"from_account": entity.owner.account, "to_account": other.account}
    named = {"unit_type": "CEA-2024", "quantity": 1, "serials": ("CEA-2024-000000001",)}
    do(session, entity.owner.actor, Transfer, **send, **named)
    with pytest.raises(UnitsNotHeld) as refused:
        do(session, entity.owner.actor, Transfer, **send, **named)
    assert type(refused.value) is UnitsNotHeld
