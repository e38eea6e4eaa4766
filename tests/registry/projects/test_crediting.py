from dataclasses import replace
from datetime import date

import pytest

from registry.projects.crediting import (
    Design,
    check_design,
    check_period,
    check_stated_period,
    check_within_crediting,
    programme_rules,
    stated_period,
    years_after,
    years_before,
)
from registry.projects.refused_projects import (
    ConstructionTooEarly,
    CreditingPeriodInvalid,
    DesignIncomplete,
    InsideQuotaControl,
    MethodologyNotPublished,
)
from registry.projects.refused_reports import (
    OutsideCrediting,
    PeriodOfEstimateDiffers,
    ReductionsTooOld,
)
from registry.rules import file_rules
from registry.worlds import RuleNotInForce

TODAY = date(2026, 11, 23)
RULES = programme_rules(file_rules(), TODAY, "ccer-01-002")
DESIGN = Design(
    project="PR-1",
    methodology="CCER-01-002",
    methodology_status="official",
    construction_start=date(2019, 3, 1),
    crediting_from=date(2021, 1, 1),
    crediting_to=date(2030, 12, 31),
    outside_quota=True,
)


def test_a_leap_day_has_a_day_five_years_before():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)
    check_period(date(2023, 2, 28), date(2023, 12, 31), date(2028, 2, 29), [], RULES)
    with pytest.raises(ReductionsTooOld):
        check_period(date(2023, 2, 27), date(2023, 12, 31), date(2028, 2, 29), [], RULES)


def test_the_first_counted_day_is_23_september_2020():
    check_period(date(2020, 9, 23), date(2020, 12, 31), date(2021, 1, 1), [], RULES)


@pytest.mark.parametrize("inputs", ["{}", "[]", "", "null", '{"period_start":null}'])
def test_inputs_without_a_period_state_none(inputs):
    assert stated_period(inputs) == ["", ""]
    check_stated_period(inputs, "ES-2026-000001", date(2025, 1, 1), date(2025, 12, 31))


def test_half_a_stated_period_fits_no_report():
    with pytest.raises(PeriodOfEstimateDiffers):
        check_stated_period(
            '{"period_start":"2025-01-01"}', "ES-1", date(2025, 1, 1), date(2025, 12, 31)
        )


def test_the_numbers_are_those_of_the_rule_files():
    assert date(2012, 11, 8) == RULES.construction_after
    assert date(2020, 9, 22) == RULES.reductions_after
    assert (RULES.design_publicity_days, RULES.report_publicity_days) == (20, 20)
    assert (RULES.registration_review_days, RULES.reduction_review_days) == (15, 15)
    assert (RULES.application_years_max, RULES.crediting_years_max) == (5, 10)
    assert programme_rules(file_rules(), TODAY, "ccer-14-001").crediting_years_max == 40
    with pytest.raises(RuleNotInForce):
        programme_rules(file_rules(), date(2023, 10, 18), "ccer-01-002")


def test_a_sound_design_can_be_published():
    check_design(DESIGN, RULES)


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"methodology_status": "draft"}, MethodologyNotPublished, "methodology"),
        ({"construction_start": None}, DesignIncomplete, "construction_start"),
        ({"crediting_from": None}, DesignIncomplete, "crediting_from"),
        ({"crediting_to": None}, DesignIncomplete, "crediting_to"),
        ({"outside_quota": None}, DesignIncomplete, "outside_quota"),
        ({"outside_quota": False}, InsideQuotaControl, "outside_quota"),
        ({"construction_start": date(2012, 11, 8)}, ConstructionTooEarly, "construction_start"),
        ({"crediting_to": date(2031, 1, 1)}, CreditingPeriodInvalid, "crediting_to"),
        ({"crediting_to": date(2020, 12, 31)}, CreditingPeriodInvalid, "crediting_to"),
    ],
)
def test_an_unsound_design_is_refused_at_its_field(facts, error, field):
    with pytest.raises(error) as refused:
        check_design(replace(DESIGN, **facts), RULES)
    assert refused.value.facts["field"] == field


def test_the_day_after_the_limit_is_late_enough_to_begin():
    check_design(replace(DESIGN, construction_start=date(2012, 11, 9)), RULES)


def test_a_crediting_period_that_begins_on_a_leap_day_has_whole_years():
    assert years_after(date(2024, 2, 29), 10) == date(2034, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_report_lies_inside_the_crediting_period():
    crediting = (date(2024, 7, 1), date(2034, 6, 30))
    check_within_crediting(date(2024, 7, 1), date(2024, 12, 31), *crediting)
    check_within_crediting(date(2020, 1, 1), date(2020, 12, 31), None, None)
    for start, end in (
        (date(2024, 6, 30), date(2024, 12, 31)),
        (date(2034, 1, 1), date(2034, 7, 1)),
    ):
        with pytest.raises(OutsideCrediting):
            check_within_crediting(start, end, *crediting)
