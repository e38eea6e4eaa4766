import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour.strategies import (
    NoiseDraw,
    NoiseTrader,
    Standing,
    zero_intelligence_cny,
)
from simulations.streams import Streams
from tests.simulations.behaviour.strategies.standings import (
    STANDINGS,
    assert_placeable,
    standing,
)

UNIFORM = st.floats(0, 1, exclude_max=True)
TRADER = NoiseTrader(quantity_t_mean=500, width=0.05, buying_chance=0.5)


@given(now=STANDINGS, side=UNIFORM, size=UNIFORM, price=UNIFORM)
def test_noise_can_always_be_placed(now: Standing, side: float, size: float, price: float) -> None:
    made = TRADER.quote(now, NoiseDraw(side, size, price))
    assert_placeable(made, now)
    if made:
        assert made.buys == (side < 0.5)
        assert abs(made.price_fen / 100 / now.last_cny - 1) <= 0.05 + 0.01 / now.last_cny


def test_noise_has_no_direction_and_its_mean_size() -> None:
    now = standing(held_t=10**6, sellable_t=10**6)
    draws = Streams(3).generator("noise", "trader").random((4_000, 3)).tolist()
    quotes = [TRADER.quote(now, NoiseDraw(*draw)) for draw in draws]
    made = [quote for quote in quotes if quote]
    assert len(made) == 4_000
    assert np.mean([quote.buys for quote in made]) == pytest.approx(0.5, abs=0.03)
    assert np.mean([quote.quantity_t for quote in made]) == pytest.approx(500, rel=0.06)
    assert np.mean([quote.price_fen for quote in made]) == pytest.approx(10_000, rel=0.005)


@given(buys=st.booleans(), own=st.floats(1, 200), uniform=UNIFORM)
def test_zero_intelligence_never_loses(buys: bool, own: float, uniform: float) -> None:
    limit = zero_intelligence_cny(buys, own, 20, 140, uniform)
    if limit is None:
        assert own < 20 if buys else own > 140
    else:
        assert 20 <= limit <= 140
        assert limit <= own + 1e-9 if buys else limit >= own - 1e-9


def test_zero_intelligence_trades_nearly_all_that_is_worth_trading() -> None:
    """Gode & Sunder (1993): 20 buyers and 20 sellers who meet by chance, one unit each."""
    efficiencies = []
    for seed in range(30):
        random = Streams(seed).generator("market")
        values, costs = random.uniform(60, 120, 20).tolist(), random.uniform(40, 100, 20).tolist()
        pairs = zip(sorted(values, reverse=True), sorted(costs), strict=True)
        best = sum(max(value - cost, 0) for value, cost in pairs)
        efficiencies.append(_gained(values, costs, random) / best)
    assert np.mean(efficiencies) > 0.93


def _gained(values: list[float], costs: list[float], random: np.random.Generator) -> float:
    """Return the gains of a double auction in which the best quotes rest until they trade."""
    gained, bid, ask = 0.0, (0.0, -1), (1e9, -1)
    for _ in range(6_000):
        buys = bool(random.random() < 0.5)
        left = values if buys else costs
        place = int(random.integers(0, len(left)))
        limit = zero_intelligence_cny(buys, left[place], 0, 160, float(random.random()))
        if limit is None or left[place] in (-1.0, 1e6):
            continue
        bid, ask = (max(bid, (limit, place)), ask) if buys else (bid, min(ask, (limit, place)))
        if bid[0] >= ask[0]:
            gained += values[bid[1]] - costs[ask[1]]
            values[bid[1]], costs[ask[1]] = -1.0, 1e6
            bid, ask = (0.0, -1), (1e9, -1)
    return gained
