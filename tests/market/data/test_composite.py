"""The composite price: weights by rule, prices half up to the fen."""

import pytest

from market.data.composite import WeightBasis, Weights


def test_prices_weigh_by_their_share() -> None:
    weights = Weights(WeightBasis.VOLUME_SHARE, {1: 300, 2: 100})
    assert weights.composite_fen({1: 10_000, 2: 9_000}) == 9_750


@pytest.mark.parametrize(("second", "expected"), [(9_801, 9_801), (9_803, 9_802)])
def test_half_a_fen_rounds_up(second: int, expected: int) -> None:
    weights = Weights(WeightBasis.VOLUME_SHARE, {1: 1, 2: 1})
    assert weights.composite_fen({1: 9_800, 2: second}) == expected


def test_one_vintage_alone_is_its_price() -> None:
    weights = Weights(WeightBasis.SINGLE_VINTAGE, {7: 1}, "derived")
    assert weights.composite_fen({7: 7_463, 8: 1}) == 7_463


def test_the_path_moves_with_each_trade_by_the_weight_of_its_vintage() -> None:
    weights = Weights(WeightBasis.VOLUME_SHARE, {1: 3, 2: 1})
    trades = [(1, 9_900), (2, 8_800), (1, 10_100), (1, 9_500)]
    # From (3 × 9,800 + 9,000) / 4 = 9,600 to 9,675, 9,625, 9,775 and 9,325.
    assert weights.path_fen({1: 9_800, 2: 9_000}, trades) == (9_675, 9_775, 9_325)
    assert weights.path_fen({1: 9_800, 2: 9_000}, []) == (None, None, None)
