import pytest

from registry.compliance.obligations import check_vintage
from registry.compliance.refused_compliance import VintageSpent, VintageTooLate
from registry.rules.schemes import obligation_scheme
from tests.checked import passes, trips


@pytest.mark.parametrize(
    ("scheme", "vintage", "year", "error"),
    [
        ("CEA", 2024, 2023, VintageTooLate),
        ("CEA", 2024, 2022, VintageTooLate),
        ("CEA", 2026, 2025, VintageTooLate),
        ("SZEA", 2025, 2024, VintageTooLate),
        ("CEA", 2024, 2025, VintageSpent),
        ("CEA", 2020, 2026, VintageSpent),
    ],
)
@trips(VintageSpent, VintageTooLate)
def test_a_vintage_that_does_not_count_is_refused(scheme, vintage, year, error):
    with pytest.raises(error):
        check_vintage("allowance", scheme, vintage, year)


@pytest.mark.parametrize(
    ("kind", "scheme", "vintage", "year"),
    [
        ("allowance", "CEA", 2020, 2024),
        ("allowance", "CEA", 2024, 2024),
        ("allowance", "CEA", 2025, 2025),
        ("allowance", "CEA", 2025, 2026),
        ("allowance", "GDEA", 2023, 2026),
        ("allowance", "CEA", None, 2026),
        ("credit", "CCER", 2025, 2024),
    ],
)
@passes(VintageTooLate, VintageSpent)
def test_other_vintages_count(kind, scheme, vintage, year):
    check_vintage(kind, scheme, vintage, year)


def test_credits_meet_national_obligations():
    assert obligation_scheme("CCER")["en"] == "National carbon market"
    assert obligation_scheme("HBEA")["en"] == "Hubei pilot"
