"""The services of the cycle, on both databases."""

from datetime import date

import pytest

from registry.compliance import (
    Allocate,
    BorrowAllowances,
    DelistEntity,
    EnrolEntity,
    EnrolUnit,
    ImposeFine,
    Preallocate,
    ReportEmissions,
    ReturnEmissionsReport,
    SetBalanceValue,
    Status,
    SubmitEvidence,
    VerifyEmissions,
    compliance_report,
    compliance_tasks,
    entity_year,
)
from registry.compliance.refused_compliance import FineNotDue, FineOutsideRange
from registry.compliance.refused_cycle import (
    AllocationNotGiven,
    BalanceValueMissing,
    BelowThreshold,
    CycleStepDone,
    CycleStepMissing,
    EnrolledElsewhere,
    EvidenceMonthInvalid,
    FiguresInvalid,
    NothingToBalance,
    RecallNotCovered,
    SectorUnknown,
    UnknownEntity,
    VerifierIsReporter,
)
from registry.ledger import Transfer, holdings
from registry.rules import AmendRule, RuleUnset
from registry.rules.amendments import amend_rule
from registry.worlds import (
    Actor,
    NotRepresentative,
    QuantityOutOfRange,
    RecordExists,
    Role,
    RoleMissing,
    RuleNotInForce,
    TextInvalid,
)
from registry.worlds.paging import Sought
from tests.checked import passes, trips
from tests.registry.compliance.cycle import (
    allocated,
    assert_sound,
    enrolled,
    go_to,
    line_figures,
    power_figures,
    preallocated,
    surrendered,
    verified,
)
from tests.strategies import OPERATOR, body, client_id, do, holder

ALLOCATION_T = 1_782_377
SHA = "0" * 64


@pytest.fixture
def entity(session, clock):
    go_to(clock, "2025-03-03")
    return enrolled(session)


def held(session, entity, code):
    rows = holdings(session, account_id=entity.owner.account_id)
    return {each.unit_type: each.quantity for each in rows}.get(code, 0)


@passes(FiguresInvalid)
def test_a_year_goes_from_report_to_obligation(session, entity):
    assert preallocated(session, entity, 2024, 1_700_000) == 1_190_000
    answer = allocated(session, entity, 2024, power_figures())
    assert answer == {
        "entity": entity.number,
        "year": 2024,
        "allocation_t": ALLOCATION_T,
        "obligation_t": 1_800_000,
        "issued_t": ALLOCATION_T - 1_190_000,
        "recalled_t": 0,
        "due_on": "2025-12-31",
    }
    assert held(session, entity, "CEA-2024") == ALLOCATION_T
    shown = entity_year(session, entity.number)
    assert (shown.year, shown.status) == (2024, Status.OPEN)
    assert shown.last("allocation").detail["units"][0]["steps"][-1]["result"] == str(ALLOCATION_T)
    assert_sound(session)


@passes(RecallNotCovered)
def test_what_was_given_ahead_beyond_the_final_allocation_is_taken_back(session, entity):
    preallocated(session, entity, 2024, 3_000_000)
    answer = allocated(session, entity, 2024, power_figures())
    assert (answer["issued_t"], answer["recalled_t"]) == (0, 2_100_000 - ALLOCATION_T)
    assert held(session, entity, "CEA-2024") == ALLOCATION_T
    assert_sound(session)


@trips(RecallNotCovered)
def test_a_recall_of_units_that_are_gone_is_refused_with_what_is_missing(session, entity):
    preallocated(session, entity, 2024, 3_000_000)
    other = holder(session)
    do(
        session,
        entity.owner.actor,
        Transfer,
        from_account=entity.owner.account,
        to_account=other.account,
        unit_type="CEA-2024",
        quantity=2_000_000,
    )
    verified(session, entity, 2024, power_figures())
    with pytest.raises(RecallNotCovered) as refused, session.begin_nested():
        do(session, OPERATOR, Allocate, entity=entity.number, year=2024)
    assert refused.value.facts["missing"] == 2_100_000 - ALLOCATION_T - 100_000


@trips(CycleStepDone)
def test_the_base_of_a_pre_allocation_is_the_verified_year_before(session, entity):
    verified(session, entity, 2023, power_figures(2_000_000))
    assert preallocated(session, entity, 2024, None) == 1_400_000
    with pytest.raises(CycleStepDone):
        preallocated(session, entity, 2024, None)


@trips(CycleStepMissing)
def test_a_base_is_needed_where_the_registry_knows_none_and_refused_where_it_does(session, entity):
    with pytest.raises(CycleStepMissing):
        preallocated(session, entity, 2024, None)
    verified(session, entity, 2023, power_figures())
    with pytest.raises(QuantityOutOfRange):
        preallocated(session, entity, 2024, 5)


def test_industry_of_2024_has_no_pre_allocation(session, clock):
    go_to(clock, "2025-03-03")
    steel = enrolled(
        session, sector="steel", unit_class="steel_works", first_year=2024, name="steel"
    )
    with pytest.raises(RuleNotInForce):
        preallocated(session, steel, 2024, 5)
    answer = allocated(session, steel, 2024, line_figures(3_000_000, 2_000_000))
    assert answer["allocation_t"] == answer["obligation_t"] == 3_000_000


@trips(BalanceValueMissing, NothingToBalance, SectorUnknown)
@passes(NothingToBalance, BalanceValueMissing)
def test_industry_of_2025_follows_the_balance_value(session, clock):
    go_to(clock, "2026-04-04")
    works = [
        enrolled(session, sector="steel", unit_class="steel_works", first_year=2025)
        for _ in range(2)
    ]
    with pytest.raises(NothingToBalance):
        do(session, OPERATOR, SetBalanceValue, sector="steel", year=2025)
    for each, product in zip(works, (1_000_000, 1_100_000), strict=True):
        verified(session, each, 2025, line_figures(1_500_000, product))
    with pytest.raises(BalanceValueMissing):
        do(session, OPERATOR, Allocate, entity=works[0].number, year=2025)
    found = do(session, OPERATOR, SetBalanceValue, sector="steel", year=2025).data
    assert 0 <= found["emissions_t"] - found["allocation_t"] <= 2
    with pytest.raises(RecordExists):
        do(session, OPERATOR, SetBalanceValue, sector="steel", year=2025)
    with pytest.raises(SectorUnknown):
        do(session, OPERATOR, SetBalanceValue, sector="power", year=2025)
    given = [
        do(session, OPERATOR, Allocate, entity=each.number, year=2025).data["allocation_t"]
        for each in works
    ]
    assert given[0] < 1_500_000 < given[1]
    assert sum(given) == found["allocation_t"]


def test_a_large_gap_of_2022_may_borrow_half_of_it(session, clock):
    go_to(clock, "2023-06-01")
    entity = enrolled(session, first_year=2021)
    figures = power_figures(2_000_000, output_mwh="1800000", heat_gj="0", load_factor="0.9")
    answer = allocated(session, entity, 2022, figures)
    gap = 2_000_000 - answer["allocation_t"]
    assert gap >= 200_000
    content = {"entity": entity.number, "year": 2022}
    with pytest.raises(QuantityOutOfRange):
        do(session, OPERATOR, BorrowAllowances, **content, quantity=gap // 2 + 1)
    with pytest.raises(NotRepresentative):
        do(session, holder(session).actor, BorrowAllowances, **content, quantity=1)
    do(session, entity.owner.actor, BorrowAllowances, **content, quantity=gap // 2)
    assert held(session, entity, "CEA-2022") == answer["allocation_t"] + gap // 2
    assert preallocated(session, entity, 2023, None) == 1_400_000 - gap // 2


@pytest.mark.parametrize("ahead", [True, False])
def test_what_was_borrowed_is_repaid_by_the_allowances_of_2023(session, clock, ahead):
    go_to(clock, "2023-06-01")
    entity = enrolled(session, first_year=2021)
    figures = power_figures(2_000_000, output_mwh="1800000", heat_gj="0", load_factor="0.9")
    given = allocated(session, entity, 2022, figures)["allocation_t"]
    content = {"entity": entity.number, "year": 2022, "quantity": 200_000}
    do(session, entity.owner.actor, BorrowAllowances, **content)
    if ahead:
        preallocated(session, entity, 2023, None)
    go_to(clock, "2024-06-01")
    final = allocated(session, entity, 2023, power_figures())["allocation_t"]
    assert held(session, entity, "CEA-2022") == given + 200_000
    assert held(session, entity, "CEA-2023") == final - 200_000


def test_nothing_is_borrowed_once_the_allowances_of_2023_are_final(session, clock):
    go_to(clock, "2024-06-01")
    entity = enrolled(session, first_year=2021)
    figures = power_figures(2_000_000, output_mwh="1800000", heat_gj="0", load_factor="0.9")
    allocated(session, entity, 2022, figures)
    allocated(session, entity, 2023, power_figures())
    with pytest.raises(CycleStepDone):
        do(session, OPERATOR, BorrowAllowances, entity=entity.number, year=2022, quantity=1)


def test_nothing_is_borrowed_for_2023(session, entity):
    allocated(session, entity, 2023, power_figures())
    with pytest.raises(RuleNotInForce):
        do(session, OPERATOR, BorrowAllowances, entity=entity.number, year=2023, quantity=1)


def test_nothing_is_borrowed_for_a_small_gap(session, clock):
    go_to(clock, "2023-06-01")
    entity = enrolled(session, first_year=2021)
    allocated(session, entity, 2022, power_figures(1_800_000))
    with pytest.raises(QuantityOutOfRange):
        do(session, OPERATOR, BorrowAllowances, entity=entity.number, year=2022, quantity=1)


@trips(AllocationNotGiven)
@passes(AllocationNotGiven)
def test_a_pilot_is_given_what_its_authority_decided_once_its_deadline_is_set(session, clock):
    go_to(clock, "2026-05-05")
    entity = enrolled(
        session, scheme="HBEA", sector="chemicals", unit_class="installation", first_year=2025
    )
    verified(session, entity, 2025, {"code": "1", "emissions_t": "1000000"})
    content = {"entity": entity.number, "year": 2025}
    with pytest.raises(AllocationNotGiven):
        do(session, OPERATOR, Allocate, **content)
    decided = content | {"quantity": 700_000, "document": "鄂环发〔2026〕示例"}
    with pytest.raises(RuleUnset):
        do(session, OPERATOR, Allocate, **decided)
    _set_deadline(session, "HBEA", "06-30")
    answer = do(session, OPERATOR, Allocate, **decided).data
    assert (answer["obligation_t"], answer["due_on"]) == (840_000, "2026-06-30")
    surrendered(session, entity, "HBEA-2025", 700_000, 2025)
    assert entity_year(session, entity.number).position.missing_t == 140_000


def _set_deadline(session, scheme, month_day):
    administrator = Actor("administrator@example.org", frozenset({Role.ADMINISTRATOR}))
    amend_rule(
        session,
        AmendRule(
            client_id=client_id(),
            scheme=scheme,
            key="surrender_due",
            value=month_day,
            unit="month_day",
            applies_to="all",
            valid_from=date(2013, 1, 1),
            valid_to=None,
            source="示例",
            confidence="assumed",
            reason="示例",
        ),
        administrator,
    )


@trips(AllocationNotGiven)
def test_a_national_allocation_takes_no_quantity(session, entity):
    verified(session, entity, 2024, power_figures())
    with pytest.raises(AllocationNotGiven):
        do(session, OPERATOR, Allocate, entity=entity.number, year=2024, quantity=1, document="x")


@trips(CycleStepDone, CycleStepMissing)
@passes(CycleStepMissing, CycleStepDone)
def test_allocation_needs_verification_and_happens_once(session, entity):
    with pytest.raises(CycleStepMissing):
        do(session, OPERATOR, Allocate, entity=entity.number, year=2024)
    allocated(session, entity, 2024, power_figures())
    with pytest.raises(CycleStepDone):
        do(session, OPERATOR, Allocate, entity=entity.number, year=2024)


@trips(BelowThreshold, EnrolledElsewhere, SectorUnknown)
@passes(EnrolledElsewhere, BelowThreshold, SectorUnknown)
def test_a_party_is_enrolled_once_above_the_threshold_with_its_own_account(session, entity):
    content = {
        "party_id": entity.owner.party_id,
        "account": entity.owner.account,
        "scheme": "GDEA",
        "sector": "paper",
        "first_year": 2025,
        "annual_emissions_t": 20_000,
    }
    with pytest.raises(EnrolledElsewhere):
        do(session, OPERATOR, EnrolEntity, **content)
    other = holder(session)
    with pytest.raises(NotRepresentative):
        do(session, OPERATOR, EnrolEntity, **content | {"party_id": other.party_id})
    own = content | {"party_id": other.party_id, "account": other.account}
    with pytest.raises(BelowThreshold):
        do(session, OPERATOR, EnrolEntity, **own | {"annual_emissions_t": 9_999})
    for changed in ({"scheme": "CCER"}, {"scheme": "CEA", "sector": "paper"}, {"sector": "两"}):
        with pytest.raises(SectorUnknown):
            do(session, OPERATOR, EnrolEntity, **own | changed)
    with pytest.raises(RoleMissing):
        do(session, other.actor, EnrolEntity, **own)
    assert do(session, OPERATOR, EnrolEntity, **own).data["entity"] == "CE-2025-000002"


@trips(SectorUnknown, UnknownEntity)
@passes(UnknownEntity)
def test_a_unit_has_a_code_of_its_own_and_a_known_class(session, entity):
    content = {"entity": entity.number, "code": "2", "name": "2号机组", "unit_class": "gas"}
    do(session, OPERATOR, EnrolUnit, **content)
    with pytest.raises(RecordExists):
        do(session, OPERATOR, EnrolUnit, **content)
    for changed in ({"unit_class": "clinker_line"}, {"cooling": "ice"}):
        with pytest.raises(SectorUnknown):
            do(session, OPERATOR, EnrolUnit, **content | {"code": "3"} | changed)
    with pytest.raises(UnknownEntity):
        do(session, OPERATOR, EnrolUnit, **content | {"entity": "CE-1999-000001"})


@trips(EvidenceMonthInvalid)
@passes(EvidenceMonthInvalid)
def test_evidence_is_of_a_month_that_is_over_and_says_if_it_is_late(session, entity, clock):
    content = {"entity": entity.number, "year": 2025, "sha256": SHA}
    answer = do(session, entity.owner.actor, SubmitEvidence, **content, month=1).data
    assert not answer["late"]
    go_to(clock, "2025-03-13")
    answer = do(session, entity.owner.actor, SubmitEvidence, **content, month=1).data
    assert answer["late"]
    for month in (0, 3, 13):
        with pytest.raises(EvidenceMonthInvalid):
            do(session, entity.owner.actor, SubmitEvidence, **content, month=month)
    changed = content | {"sha256": "abc"}
    with pytest.raises(TextInvalid):
        do(session, entity.owner.actor, SubmitEvidence, **changed, month=1)


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "2"},
        {"emissions_t": "1.5"},
        {"emissions_t": ""},
        {"emissions_t": "-1"},
        {"output_mwh": "1e400"},
        {"output_mwh": "NaN"},
        {"load_factor": "60"},
        {"heat_gj": "0.1234567"},
        {"special": "magic"},
    ],
)
@trips(FiguresInvalid)
def test_figures_that_cannot_be_used_are_refused(session, entity, changed):
    with pytest.raises(FiguresInvalid):
        do(
            session,
            entity.owner.actor,
            ReportEmissions,
            entity=entity.number,
            year=2024,
            units=(power_figures(**changed),),
        )


def test_a_report_is_for_a_year_that_is_over_and_for_enrolled_units(session, entity):
    content = {"entity": entity.number, "units": (power_figures(),)}
    for year in (2022, 2025):
        with pytest.raises(QuantityOutOfRange):
            do(session, entity.owner.actor, ReportEmissions, **content, year=year)
    with pytest.raises(NotRepresentative):
        do(session, holder(session).actor, ReportEmissions, **content, year=2024)


@trips(VerifierIsReporter)
@passes(VerifierIsReporter)
def test_the_verifier_differs_from_the_reporter(session, entity):
    content = {"entity": entity.number, "year": 2024}
    reporter = entity.owner.actor
    do(session, reporter, ReportEmissions, **content, units=(power_figures(),))
    body_id, actor = entity.verifier
    same_person = Actor(reporter.name, frozenset({Role.VERIFIER}), frozenset({body_id}))
    both = Actor(
        "b@example.org", frozenset({Role.VERIFIER}), frozenset({body_id, entity.owner.party_id})
    )
    for judge in (same_person, both):
        with pytest.raises(VerifierIsReporter):
            do(session, judge, VerifyEmissions, **content, party_id=body_id)
    with pytest.raises(RoleMissing):
        do(session, reporter, VerifyEmissions, **content, party_id=body_id)
    do(session, actor, VerifyEmissions, **content, party_id=body_id)


@trips(CycleStepDone, CycleStepMissing)
def test_a_returned_report_is_filed_again_and_a_verifier_may_correct_it(session, entity):
    content = {"entity": entity.number, "year": 2024}
    body_id, actor = entity.verifier
    with pytest.raises(CycleStepMissing):
        do(session, actor, VerifyEmissions, **content, party_id=body_id)
    do(session, entity.owner.actor, ReportEmissions, **content, units=(power_figures(5),))
    do(session, actor, ReturnEmissionsReport, **content, party_id=body_id, note="煤质缺测")
    with pytest.raises(CycleStepMissing):
        do(session, actor, VerifyEmissions, **content, party_id=body_id)
    do(session, entity.owner.actor, ReportEmissions, **content, units=(power_figures(6),))
    corrected = (power_figures(7),)
    found = do(session, actor, VerifyEmissions, **content, party_id=body_id, units=corrected)
    assert found.data["emissions_t"] == 7
    with pytest.raises(CycleStepDone):
        do(session, entity.owner.actor, ReportEmissions, **content, units=(power_figures(8),))


@trips(CycleStepDone, FineNotDue, FineOutsideRange)
@passes(FineNotDue, FineOutsideRange)
def test_an_entity_that_is_short_is_fined_within_the_range_and_once(session, entity, clock):
    allocated(session, entity, 2024, power_figures())
    surrendered(session, entity, "CEA-2024", ALLOCATION_T, 2024)
    missing = 1_800_000 - ALLOCATION_T
    content = {"entity": entity.number, "year": 2024, "mean_price_fen": 7_000}
    with pytest.raises(FineNotDue):
        do(session, OPERATOR, ImposeFine, **content, amount_fen=5 * 7_000 * missing)
    go_to(clock, "2026-01-05")
    assert entity_year(session, entity.number).status is Status.SHORT
    with pytest.raises(FineOutsideRange):
        do(session, OPERATOR, ImposeFine, **content, amount_fen=5 * 7_000 * missing - 1)
    do(session, OPERATOR, ImposeFine, **content, amount_fen=5 * 7_000 * missing)
    assert entity_year(session, entity.number).status is Status.FINED
    with pytest.raises(CycleStepDone):
        do(session, OPERATOR, ImposeFine, **content, amount_fen=5 * 7_000 * missing)


def test_the_public_report_filters_sorts_and_pages(session, entity, clock):
    second = enrolled(session, name="二")
    allocated(session, entity, 2024, power_figures())
    allocated(session, second, 2024, power_figures(2_000_000))
    surrendered(session, second, "CEA-2024", 5, 2024)
    found = compliance_report(session, 2024, Sought(order="missing", descending=True, rows=1))
    assert (found.total, found.pages, found.rows[0].number) == (2, 2, second.number)
    assert found.rows[0].missing_t == 1_999_995
    assert not compliance_report(session, 2024, Sought(only="met")).rows
    assert compliance_report(session, 2024, Sought(text="二")).total == 1
    assert not compliance_report(session, 2024, Sought(), scheme="GDEA").rows
    assert compliance_report(session, 2024, Sought(), day=date(2025, 3, 2)).total == 0
    go_to(clock, "2026-01-01")
    assert compliance_report(session, 2024, Sought(only="short")).total == 2


def test_each_role_is_told_what_it_has_to_do(session, entity, clock):
    body_id, verifier = entity.verifier
    owner = entity.owner.actor

    def verbs(actor):
        return {task.verb["en"] for task in compliance_tasks(session, actor)}

    assert verbs(owner) == {"File a report", "Record evidence"}
    do(
        session,
        owner,
        ReportEmissions,
        entity=entity.number,
        year=2024,
        units=(power_figures(),),
    )
    assert verbs(verifier) == {"Verify"}
    do(session, verifier, VerifyEmissions, entity=entity.number, year=2024, party_id=body_id)
    assert verbs(OPERATOR) == {"Allocate"}
    do(session, OPERATOR, Allocate, entity=entity.number, year=2024)
    assert verbs(OPERATOR) == set()
    go_to(clock, "2025-11-01")
    due = [task for task in compliance_tasks(session, owner) if task.verb["en"] == "Surrender"]
    assert [task.due for task in due] == [date(2025, 12, 31)]
    go_to(clock, "2026-01-01")
    assert verbs(OPERATOR) == {"Decide on the fine"}


def test_an_enrolment_ends_with_a_reason(session, entity):
    content = {"entity": entity.number, "last_year": 2024}
    with pytest.raises(TextInvalid):
        do(session, OPERATOR, DelistEntity, **content, reason=" ")
    do(session, OPERATOR, DelistEntity, **content, reason="关停")
    assert entity_year(session, entity.number, 2024).last("delisting").note == "关停"


def test_a_body_cannot_preallocate(session, entity):
    _, actor = body(session)
    with pytest.raises(RoleMissing):
        do(session, actor, Preallocate, entity=entity.number, year=2024, base_t=1)
