"""Two claims exclude each other, whichever comes first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.claims import CCER, GEC, REDUCTION, REGISTRATION, USE, Claim, exclude

DAY = date(2025, 1, 1)
claims = st.builds(
    lambda mechanism, kind, source, start, days: Claim(
        mechanism,
        kind,
        source,
        DAY + timedelta(start),
        DAY + timedelta(start + days),
    ),
    st.sampled_from([CCER, GEC]),
    st.sampled_from([REGISTRATION, REDUCTION, USE]),
    st.sampled_from(["A", "B"]),
    st.integers(0, 40),
    st.integers(0, 40),
)


@given(claims, claims)
def test_exclusion_is_mutual(one, other):
    assert exclude(one, other) == exclude(other, one)


@given(claims, claims)
def test_two_mechanisms_exclude_each_other_exactly_where_they_share_a_day(one, other):
    def days(claim):
        length = (claim.period_to - claim.period_from).days + 1
        return {(claim.source, claim.period_from + timedelta(n)) for n in range(length)}

    shared = bool(days(one) & days(other))
    if one.mechanism != other.mechanism:
        assert exclude(one, other) == shared
    else:
        assert exclude(one, other) == (shared and one.kind == other.kind)
