"""Firms of every kind, for properties that hold whatever the curves are."""

from hypothesis import strategies as st

from simulations.equilibria import Firm, LinearFirm, PowerFirm


def _number(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most, allow_nan=False).map(lambda value: round(value, 3))


LINEAR_FIRMS = st.builds(
    LinearFirm,
    bau_t=_number(1, 200),
    slope=_number(0.05, 20),
    intercept_cny=_number(0, 60),
    allocation_t=_number(0, 200),
)
POWER_FIRMS = st.builds(
    PowerFirm,
    bau_t=_number(1, 200),
    scale_cny=_number(10, 1_500),
    exponent=_number(0.3, 3),
    intercept_cny=_number(0, 60),
    allocation_t=_number(0, 200),
)
FIRMS: st.SearchStrategy[list[Firm]] = st.lists(
    st.one_of(LINEAR_FIRMS, POWER_FIRMS), min_size=1, max_size=5
)
SHARES = st.floats(0, 1, allow_nan=False)


def total_bau_t(firms: list[Firm]) -> float:
    """Return emissions of all firms without abatement, t."""
    return sum(firm.bau_t for firm in firms)
