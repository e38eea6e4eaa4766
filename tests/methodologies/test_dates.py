"""Dates outside the programme or the crediting period, for every methodology of credits."""

from collections.abc import Mapping
from typing import Any

import pytest

from methodologies import (
    InconsistentInputs,
    Methodology,
    NotApplicable,
    OutsideProgramme,
    PeriodNotOrdered,
    estimate,
    list_methodologies,
)

CREDITS = [
    pytest.param(known, id=known.id) for known in list_methodologies() if known.purpose == "credits"
]
REFUSALS = (OutsideProgramme, InconsistentInputs, NotApplicable)
INTERVAL = {"interval_start": "2023-07-01", "interval_end": "2028-06-30"}
CREDITED = {"crediting_period_start": "2023-07-01", "crediting_period_end": "2033-06-30"}
CREDITED_LONG = {"crediting_period_start": "2023-07-01", "crediting_period_end": "2053-06-30"}


def of(known: Methodology, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the example with dates that fit its kind, and some of them changed."""
    names = {field.name for field in known.fields}
    sink = "interval_start" in names
    dates: dict[str, Any] = {
        "construction_start": "2018-03-01" if sink else "2022-03-01",
        **(CREDITED_LONG if sink else CREDITED),
        **(INTERVAL if sink else {}),
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "application_date": "2025-06-30",
        **changes,
    }
    example = {**next(iter(known.examples.values())), **dates}
    return {name: value for name, value in example.items() if name in names - {"factor_year"}}


@pytest.mark.parametrize("known", CREDITS)
def test_dates_within_every_rule_are_accepted(known: Methodology) -> None:
    assert estimate(known.id, of(known, {})).issuable_units is not None


@pytest.mark.parametrize("known", CREDITS)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"construction_start": "2012-11-08"}, "construction_start"),
        ({"period_start": "2023-06-30", "period_end": "2023-12-31"}, "period_start"),
        ({"period_start": "2054-01-01", "period_end": "2054-12-31"}, "period_start"),
        ({"application_date": "2024-12-30"}, "period_end"),
        ({"application_date": "2029-01-02"}, "period_start"),
        ({"crediting_period_end": "2064-01-01"}, "crediting_period_end"),
    ],
    ids=["built", "before crediting", "after crediting", "applied early", "applied late", "long"],
)
def test_a_date_outside_the_rules_is_refused_at_its_field(
    known: Methodology, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(REFUSALS) as caught:
        estimate(known.id, of(known, changes))
    assert caught.value.facts["field"] == field
    assert caught.value.fix["zh"]


@pytest.mark.parametrize("known", CREDITS)
@pytest.mark.parametrize("name", ["period", "crediting_period"])
def test_a_period_that_ends_before_it_starts_is_refused(known: Methodology, name: str) -> None:
    turned = {f"{name}_start": "2024-12-31", f"{name}_end": "2024-01-01"}
    with pytest.raises(PeriodNotOrdered):
        estimate(known.id, of(known, turned))
