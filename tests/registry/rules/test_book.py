from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.book import Confidence, RuleParameter, check_value, rule_book_of
from registry.rules.refused_rules import RuleUnset, RuleValueInvalid
from registry.worlds.refused_values import RuleNotInForce
from tests.checked import passes, trips

DAY = date(2025, 6, 1)


def parameter(value="5", *, applies_to="all", first=date(2025, 1, 1), last=None, unit="t", **more):
    content = {
        "scheme": "ccer",
        "key": "limit",
        "source": "§ 1",
        "confidence": Confidence.READ if value else Confidence.UNKNOWN,
    } | more
    return RuleParameter(
        value=value, unit=unit, applies_to=applies_to, valid_from=first, valid_to=last, **content
    )


@passes(RuleUnset)
def test_a_value_is_read_as_it_is_asked_for():
    assert parameter("5.50").decimal == Decimal("5.50")
    assert parameter("5").whole == 5
    assert parameter("2026-12-31", unit="date").day == date(2026, 12, 31)
    assert parameter("12-31", unit="month_day").text == "12-31"
    with pytest.raises(RuleValueInvalid):
        assert parameter("5.5").whole


def test_what_holds_for_one_sector_goes_before_what_holds_for_all():
    book = rule_book_of([parameter("1"), parameter("2", applies_to="power")])
    assert book.parameter("ccer", "limit", DAY, "power").whole == 2
    assert book.parameter("ccer", "limit", DAY, "cement").whole == 1
    assert book.parameter("ccer", "limit", DAY).whole == 1


def test_a_rule_for_one_sector_is_no_rule_for_all():
    book = rule_book_of([parameter(applies_to="power")])
    with pytest.raises(RuleNotInForce, match="limit on 2025-06-01"):
        book.parameter("ccer", "limit", DAY)
    assert book.find("ccer", "limit", DAY) is None


def test_a_rule_holds_on_its_first_and_last_day_and_on_none_beyond():
    book = rule_book_of([parameter(first=date(2025, 1, 1), last=date(2025, 12, 31))])
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        assert book.parameter("ccer", "limit", day).whole == 5
    for day in (date(2024, 12, 31), date(2026, 1, 1)):
        with pytest.raises(RuleNotInForce):
            book.parameter("ccer", "limit", day)


@trips(RuleUnset)
def test_a_value_that_nobody_set_is_refused_by_name():
    book = rule_book_of([parameter("", applies_to="power")])
    with pytest.raises(RuleUnset, match=r"limit of ccer .power. has no value .* must be set"):
        book.parameter("ccer", "limit", DAY, "power")
    with pytest.raises(RuleUnset):
        assert parameter("").decimal
    assert book.find("ccer", "limit", DAY, "power") is None


def test_the_newest_amendment_goes_before_the_older_and_the_files():
    files = rule_book_of([parameter("1")])
    older = parameter("2", amendment=1)
    newer = parameter("3", amendment=2, first=date(2025, 5, 1), last=date(2025, 7, 31))
    book = files.amended([newer, older])
    assert book.parameter("ccer", "limit", DAY).whole == 3
    assert book.parameter("ccer", "limit", date(2025, 8, 1)).whole == 2
    assert [each.value for each in book.history("ccer", "limit")] == ["3", "2", "1"]
    assert [each.value for each in book.in_force(DAY)] == ["3"]
    assert files.parameter("ccer", "limit", DAY).whole == 1


def test_what_is_in_force_is_one_value_of_each_place():
    book = rule_book_of(
        [parameter("1"), parameter("2", applies_to="power"), parameter("", key="other")]
    )
    assert [each.value for each in book.in_force(DAY, "ccer")] == ["1", "2", ""]
    assert book.in_force(DAY, "gec") == []
    assert book.in_force(date(2024, 12, 31)) == []


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("five", "t"),
        ("NaN", "t"),
        ("1e400", "1"),
        ("Infinity", "t"),
        ("0.1234567890123", "1"),
        ("31.12.2026", "date"),
        ("2026-02-30", "date"),
    ],
)
@trips(RuleValueInvalid)
def test_a_value_that_its_unit_cannot_read_is_refused(value, unit):
    with pytest.raises(RuleValueInvalid):
        check_value("limit", value, unit)


@pytest.mark.parametrize(("value", "unit"), [("5", "t"), ("anything", "text"), ("", "t")])
@passes(RuleValueInvalid)
def test_a_value_that_its_unit_can_read_is_kept(value, unit):
    assert check_value("limit", value, unit) == value


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 900)))


@given(st.lists(spans, max_size=6), days)
def test_a_look_up_never_returns_a_parameter_outside_its_validity(drawn, day):
    amendments = [
        parameter(str(n), first=first, last=length and first + timedelta(length), amendment=n)
        for n, (first, length) in enumerate(drawn, 1)
    ]
    book = rule_book_of([]).amended(reversed(amendments))
    found = book.find("ccer", "limit", day)
    holding = [each for each in amendments if each.holds_on(day)]
    assert found == (holding[-1] if holding else None)
    if found is not None:
        assert found.valid_from <= day <= (found.valid_to or date.max)


@given(st.lists(spans, max_size=5), days, days)
def test_amending_from_a_day_on_leaves_earlier_days_as_they_were(drawn, start, day):
    before = rule_book_of([]).amended(
        parameter(str(n), first=first, last=length and first + timedelta(length), amendment=n)
        for n, (first, length) in enumerate(drawn, 1)
    )
    after = before.amended([parameter("99", first=start, amendment=99)])
    found = after.find("ccer", "limit", day)
    if day < start:
        assert found == before.find("ccer", "limit", day)
    else:
        assert found is not None
        assert found.amendment == 99
