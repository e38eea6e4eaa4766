"""Curves of every shape, for properties that hold whatever they are."""

from hypothesis import strategies as st

from simulations.behaviour import AbatementCurve

CURVES = st.builds(
    AbatementCurve,
    intercept_cny=st.floats(0, 60).map(lambda value: round(value, 3)),
    rise_cny=st.floats(1, 1_500).map(lambda value: round(value, 3)),
    exponent=st.floats(0.3, 3).map(lambda value: round(value, 3)),
    share_max=st.floats(0.05, 1).map(lambda value: round(value, 3)),
)
PRICES = st.floats(0, 2_000)
