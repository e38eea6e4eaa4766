from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.markets import (
    Duty,
    Exit,
    MarketTermRefused,
    Member,
    Migration,
    MigrationRefused,
    Surplus,
    check_migrations,
    covered,
    duties,
    market_of,
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
MEMBERS = st.builds(
    Member, st.sampled_from(["hubei", "tianjin", "national"]), st.sampled_from(["steel", "cement"])
)
QUANTITIES = st.integers(0, 10**9)


def test_a_sector_is_in_the_pilot_until_its_first_national_year() -> None:
    firm = Member("hubei", "steel")
    assert market_of(firm, 2023, [CEMENT, STEEL]) == "hubei"
    assert market_of(firm, 2024, [CEMENT, STEEL]) == "national"
    assert market_of(Member("tianjin", "steel"), 2024, [STEEL]) == "tianjin"


@given(members=st.lists(MEMBERS, max_size=20), year=st.integers(2020, 2030))
def test_every_firm_is_in_exactly_one_market(members: list[Member], year: int) -> None:
    places = covered(members, year, [STEEL, CEMENT])
    assert sorted(place for found in places.values() for place in found) == list(
        range(len(members))
    )
    assert all(market_of(members[p], year, [STEEL, CEMENT]) == m for m in places for p in places[m])


@given(member=MEMBERS, lag=st.integers(0, 2))
def test_with_equal_lags_each_year_of_emissions_is_surrendered_for_once(
    member: Member, lag: int
) -> None:
    lags = {"hubei": lag, "tianjin": lag, "national": lag}
    for deadline_year in range(2020, 2030):
        (duty,) = duties(member, deadline_year, lags, [STEEL, CEMENT])
        assert duty.emission_year == deadline_year - lag


def test_a_pilot_that_surrenders_later_overlaps_with_the_national_market() -> None:
    lags = {"hubei": 1, "national": 0}
    assert duties(Member("hubei", "steel"), 2024, lags, [STEEL]) == [
        Duty("hubei", 2023),
        Duty("national", 2024),
    ]


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
