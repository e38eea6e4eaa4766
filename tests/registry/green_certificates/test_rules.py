"""Classes, whole certificates with their remainder, validity; how months and MWh are written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.green_certificates import count, month_last, mwh_text, parse_month, valid_until
from registry.green_certificates.refused_generation import GenerationInvalid, MonthInvalid
from registry.green_certificates.rules import (
    CertificateClass,
    ClassLimits,
    Energy,
    Feed,
    Reason,
    Validity,
    certificate_class,
    listed,
    moved_month,
    parse_mwh,
    use_fits,
)
from registry.green_certificates.terms import ccer_choice, filing_code_shown, terms
from registry.rules import file_rules

TODAY = date(2026, 11, 23)
VALIDITY = Validity(24, date(2024, 1, 1), date(2025, 12, 31))
LIMITS = ClassLimits(listed("wind, solar, solar_csp, biomass"), date(2023, 1, 1))


def test_electricity_of_march_2024_counts_until_the_end_of_february_2026():
    assert valid_until(date(2024, 3, 1), VALIDITY) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2024, 1, 1), date(2025, 12, 31)),
        (date(2022, 7, 1), date(2025, 12, 31)),
        (date(2026, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 1), date(2026, 1, 31)),
    ],
)
def test_validity_ends_with_the_24th_month(month, last):
    assert valid_until(month, VALIDITY) == last


def test_the_dated_rules_say_the_same():
    holding = terms(file_rules(), TODAY)
    assert holding.validity == VALIDITY
    assert holding.single_transfer
    assert "ocean" in holding.limits.tradable_energies
    assert ccer_choice(file_rules(), TODAY)[:3] == (
        frozenset({"deep_sea_wind", "solar_csp"}),
        date(2024, 10, 1),
        date(2026, 9, 30),
    )
    assert not filing_code_shown(file_rules(), TODAY)


@pytest.mark.parametrize(
    ("energy", "feed", "commissioned", "in_market", "class_", "reason"),
    [
        ("wind", "grid", date(2015, 1, 1), False, "tradable", Reason.RENEWABLE_TO_GRID),
        ("wind", "self_use", date(2015, 1, 1), False, "issued_only", Reason.SELF_CONSUMED),
        ("hydro", "grid", date(2023, 1, 1), True, "tradable", Reason.NEW_MARKET_HYDRO),
        ("hydro", "grid", date(2022, 12, 31), True, "issued_only", Reason.OLD_HYDRO),
        ("hydro", "grid", date(2024, 1, 1), False, "issued_only", Reason.HYDRO_NOT_IN_MARKET),
        ("hydro", "self_use", date(2024, 1, 1), True, "issued_only", Reason.SELF_CONSUMED),
        ("other", "grid", date(2024, 1, 1), True, "not_eligible", Reason.NOT_RENEWABLE),
    ],
)
def test_each_kind_of_generation_has_its_class(
    energy, feed, commissioned, in_market, class_, reason
):
    found = certificate_class(Energy(energy), Feed(feed), commissioned, in_market, LIMITS)
    assert found == (CertificateClass(class_), reason)


@given(st.lists(st.integers(-3_000_000, 9_000_000), max_size=40), st.integers(-(10**6), 10**6))
def test_certificates_and_the_last_remainder_are_all_that_was_metered(kwh, start):
    carried, certificates = start, 0
    for change in kwh:
        counted = count(carried, change)
        assert counted.certificates >= 0
        assert counted.carried_out_kwh < 1000
        certificates += counted.certificates
        carried = counted.carried_out_kwh
    assert certificates * 1000 + carried == start + sum(kwh)


def test_a_remainder_below_one_mwh_rolls_on():
    assert count(0, 1_999) == (1, 999)
    assert count(999, 1) == (1, 0)
    assert count(0, -500) == (0, -500)


@pytest.mark.parametrize(
    ("text", "kwh"),
    [("0", 0), ("12345.678", 12_345_678), ("12,345.6", 12_345_600), ("１２．５", 12_500)],
)
def test_mwh_are_read_to_the_kwh(text, kwh):
    assert parse_mwh(text) == kwh
    assert parse_mwh(mwh_text(kwh)) == kwh


@pytest.mark.parametrize(
    "text", ["", "-1", "1.2345", "1e400", "1e3", "NaN", "1,23", "100000000.001", "=1+1", None, "١"]
)
def test_what_is_no_quantity_is_refused(text):
    with pytest.raises(GenerationInvalid):
        parse_mwh(text)


@pytest.mark.parametrize("text", ["2024-13", "2024-3", "202403", "1999-01", "", None, "2024-03-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(MonthInvalid):
        parse_month(text)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-200, 200))
def test_months_move_there_and_back(day, step):
    month = day.replace(day=1)
    assert moved_month(moved_month(month, step), -step) == month
    assert (month_last(month) + timedelta(days=1)).day == 1


def test_a_period_of_use_fits_if_it_has_a_day_on_which_the_certificate_counts():
    month, last = date(2024, 3, 1), date(2026, 2, 28)
    assert use_fits(date(2024, 1, 1), date(2024, 12, 31), month, last)
    assert use_fits(last, last, month, last)
    assert not use_fits(date(2023, 1, 1), date(2023, 12, 31), month, last)
    assert not use_fits(date(2026, 3, 1), date(2026, 3, 31), month, last)
