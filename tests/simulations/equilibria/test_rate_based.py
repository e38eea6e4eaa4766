import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium
from simulations.equilibria import (
    Producer,
    output_at_price,
    solve_output_cap,
    solve_rate_based,
)

PRODUCERS = st.lists(
    st.builds(
        Producer,
        value_cny=st.floats(200, 1_000),
        slope=st.floats(0.5, 5),
        intensity_t=st.floats(0.5, 1.2),
        abatement_cny=st.floats(100, 600),
        benchmark_t=st.floats(0.4, 1.1),
    ),
    min_size=1,
    max_size=4,
)


@given(producers=PRODUCERS)
def test_emissions_equal_benchmarks_times_output(producers: list[Producer]) -> None:
    solved = solve_rate_based(producers)
    missing = sum(solved.purchases_t)
    if solved.price_cny > 0:
        assert missing == pytest.approx(0, abs=1e-6)
    else:
        assert missing <= 0


@given(producers=PRODUCERS)
def test_a_cap_with_the_same_emissions_is_worth_more(producers: list[Producer]) -> None:
    """The subsidy of output wastes surplus: Goulder et al. (2019)."""
    rated = solve_rate_based(producers)
    capped = solve_output_cap(producers, rated.emissions_t)
    assert capped.emissions_t <= rated.emissions_t + 1e-5
    assert capped.surplus_cny >= rated.surplus_cny - 1e-6 * abs(rated.surplus_cny)
    assert capped.price_cny <= rated.price_cny + 1e-6


@given(producers=PRODUCERS, price=st.floats(0, 100), step=st.floats(0.01, 5))
def test_output_is_the_best_reply_to_the_price(
    producers: list[Producer], price: float, step: float
) -> None:
    for producer in producers:

        def profit(quantity: float, share: float, firm: Producer = producer) -> float:
            rate = firm.intensity_t * (1 - share)
            worth = quantity * firm.value_cny - 0.5 * firm.slope * quantity**2
            charge = price * (rate - firm.benchmark_t) + 0.5 * firm.abatement_cny * share**2
            return worth - quantity * charge

        best = (producer.output(price), producer.abated_share(price))
        for other in ((best[0] + step, best[1]), (max(best[0] - step, 0), best[1])):
            assert profit(*other) <= profit(*best) + 1e-6
        assert profit(best[0], min(best[1] + 0.01 * step, 1)) <= profit(*best) + 1e-6


@given(producers=PRODUCERS, share=st.floats(0.05, 1.2))
def test_a_cap_is_kept_with_output_that_responds(producers: list[Producer], share: float) -> None:
    free = output_at_price(producers, 0.0).emissions_t
    solved = solve_output_cap(producers, share * free)
    assert solved.emissions_t <= share * free * (1 + 1e-9) + 1e-6
    assert (solved.price_cny > 0) == (share < 1) or share == pytest.approx(1)


def test_one_producer_abates_just_to_its_benchmark() -> None:
    solved = solve_rate_based([Producer(100, 1, 1, 200, 0.9)])
    assert solved.price_cny == pytest.approx(20)
    assert solved.output[0] == pytest.approx(99)
    assert solved.purchases_t[0] == pytest.approx(0, abs=1e-9)


def test_generous_benchmarks_have_no_price() -> None:
    assert solve_rate_based([Producer(100, 1, 0.8, 200, 0.9)]).price_cny == 0


def test_a_benchmark_of_zero_asks_for_everything() -> None:
    solved = solve_rate_based([Producer(500, 1, 1, 200, 0)])
    assert solved.price_cny == pytest.approx(200)
    assert solved.emissions_t == pytest.approx(0, abs=1e-6)


def test_wrong_values_are_refused() -> None:
    with pytest.raises(NoEquilibrium):
        Producer(100, 0, 1, 200)
    with pytest.raises(NoEquilibrium):
        solve_rate_based([])
    with pytest.raises(NoEquilibrium):
        solve_output_cap([Producer(100, 1, 1, 200)], -1)
