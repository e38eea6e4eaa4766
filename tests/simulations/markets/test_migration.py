from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.markets import (
    Exit,
    MarketTermRefused,
    Migration,
    MigrationRefused,
    Surplus,
    check_migrations,
    settle_exit,
)

STEEL = Migration(
    sector="steel",
    pilot="hubei",
    national="national",
    first_year=2024,
    surplus=Surplus.CANCEL_FREE,
    keep_years=3,
)
CEMENT = replace(STEEL, sector="cement", first_year=2025)
QUANTITIES = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("terms", "settled"),
    [
        ({"surplus": Surplus.CANCEL_FREE}, Exit(30, 20, 0, 0, 2026)),
        ({"surplus": Surplus.KEEP}, Exit(50, 0, 0, 0, 2026)),
        (
            {"surplus": Surplus.EXCHANGE, "units_for_one": Fraction(1, 3)},
            Exit(2, 0, 48, 16, 2026),
        ),
        ({"surplus": Surplus.EXCHANGE, "units_for_one": Fraction(0)}, Exit(50, 0, 0, 0, 2026)),
    ],
)
def test_surplus_is_cancelled_kept_or_exchanged(terms: dict[str, Any], settled: Exit) -> None:
    """50 left; of the 120 free ones emissions of 100 leave 20, so that 30 were bought."""
    assert settle_exit(50, 120, 100, replace(STEEL, **terms)) == settled


@given(
    left_t=QUANTITIES,
    free_t=QUANTITIES,
    obligation_t=QUANTITIES,
    surplus=st.sampled_from(Surplus),
    ratio=st.fractions(0, 1, max_denominator=50),
)
def test_no_pilot_unit_is_lost_or_made_by_leaving(
    left_t: int, free_t: int, obligation_t: int, surplus: Surplus, ratio: Fraction
) -> None:
    move = replace(STEEL, surplus=surplus, units_for_one=ratio)
    settled = settle_exit(left_t, free_t, obligation_t, move)
    assert settled.kept_t + settled.cancelled_t + settled.exchanged_t == left_t
    assert settled.received_t <= ratio * settled.exchanged_t
    assert min(settled) >= 0


@pytest.mark.parametrize(
    "moves",
    [
        [STEEL, replace(STEEL, first_year=2026)],
        [replace(STEEL, national="hubei")],
        [STEEL, replace(STEEL, pilot="national", national="other")],
    ],
)
def test_moves_that_lead_into_two_markets_are_refused(moves: list[Migration]) -> None:
    with pytest.raises(MigrationRefused):
        check_migrations(moves)


def test_the_same_sector_may_leave_several_pilots() -> None:
    check_migrations([STEEL, replace(STEEL, pilot="tianjin"), CEMENT])


def test_terms_out_of_range_are_refused() -> None:
    for wrong in ({"first_year": 24}, {"keep_years": -1}, {"units_for_one": Fraction(3, 2)}):
        with pytest.raises(MarketTermRefused):
            replace(STEEL, **wrong)
    with pytest.raises(MarketTermRefused):
        settle_exit(-1, 0, 0, STEEL)
