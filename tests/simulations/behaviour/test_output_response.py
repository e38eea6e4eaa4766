import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import (
    AbatementCurve,
    BehaviourOutOfRange,
    OutputResponse,
    carbon_cost_cny,
)
from simulations.equilibria import Producer
from tests.simulations.behaviour.curves import CURVES

# Check 14: v = 100, w = 1, m = 1, κ = 200; the worth of output falls to nothing at 100.
RESPONSE = OutputResponse(product_price_cny=100, elasticity=1, output_share_max=2)
CURVE = AbatementCurve.line(1, 200, 0, 1)


@pytest.mark.parametrize(("benchmark_t", "output", "emissions"), [(0, 81, 72.9), (0.9, 99, 89.1)])
def test_output_follows_its_benchmark_as_in_check_14(
    benchmark_t: float, output: float, emissions: float
) -> None:
    cost = carbon_cost_cny(20, 1, benchmark_t, CURVE)
    assert 100 * RESPONSE.output_share(cost) == pytest.approx(output, abs=1e-9)
    emitted = 100 * RESPONSE.output_share(cost) * (1 - CURVE.share(20))
    assert emitted == pytest.approx(emissions, abs=1e-9)


@given(
    value=st.floats(50, 500),
    intensity=st.floats(0.2, 2),
    kappa=st.floats(50, 1_000),
    benchmark_t=st.floats(0, 1.5),
    price=st.floats(0, 200),
)
def test_a_line_responds_as_the_solvers_producer(
    value: float, intensity: float, kappa: float, benchmark_t: float, price: float
) -> None:
    producer = Producer(value, 1, intensity, kappa, benchmark_t)
    curve = AbatementCurve.line(1, kappa / intensity, 0, 1)
    cost = carbon_cost_cny(price, intensity, benchmark_t, curve)
    share = OutputResponse(value, 1, 1_000).output_share(cost)
    assert value * share == pytest.approx(producer.output(price), rel=1e-9, abs=1e-6)


@given(
    curve=CURVES, price=st.floats(0, 500), intensity=st.floats(0.1, 2), benchmark_t=st.floats(0, 2)
)
def test_a_benchmark_subsidises_output_by_price_times_benchmark(
    curve: AbatementCurve, price: float, intensity: float, benchmark_t: float
) -> None:
    fixed = carbon_cost_cny(price, intensity, 0, curve)
    with_output = carbon_cost_cny(price, intensity, benchmark_t, curve)
    assert fixed - with_output == pytest.approx(price * benchmark_t)
    assert fixed <= price * intensity + 1e-9  # Abating never costs more than not abating.


@given(cost=st.floats(-1e4, 1e4), elasticity=st.floats(0, 50), most=st.floats(1, 3))
def test_output_is_never_negative_nor_beyond_its_most(
    cost: float, elasticity: float, most: float
) -> None:
    share = OutputResponse(400, elasticity, most).output_share(cost)
    assert 0 <= share <= most
    assert OutputResponse(400, elasticity, most).output_share(0) == 1


def test_a_response_without_a_product_price_is_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        OutputResponse(0, 1, 2)
