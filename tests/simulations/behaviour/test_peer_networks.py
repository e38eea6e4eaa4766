import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator

from simulations.behaviour import (
    BehaviourOutOfRange,
    Network,
    TooFewToObserve,
    random_network,
    regular_network,
    small_world_network,
)
from simulations.streams import Streams


def _randoms(count: int, seed: int = 1) -> list[Generator]:
    streams = Streams(seed)
    return [streams.generator("peers", f"firm-{place}") for place in range(count)]


def _clustering(network: Network) -> float:
    """Return how often two whom a firm observes are linked with each other."""
    linked = {(one, other) for one, near in enumerate(network) for other in near}
    pairs = [(a, b) for near in network for a in near for b in near if a < b]
    return sum((a, b) in linked or (b, a) in linked for a, b in pairs) / len(pairs)


@settings(max_examples=20)
@given(count=st.integers(5, 60), half=st.integers(0, 2), share=st.floats(0, 1), seed=st.integers())
def test_everybody_observes_as_many_others_and_never_itself(
    count: int, half: int, share: float, seed: int
) -> None:
    degree, seed = 2 * half, abs(seed) % 2**63
    for network in (
        regular_network(count, degree),
        random_network(_randoms(count, seed), degree),
        small_world_network(_randoms(count, seed), degree, share),
    ):
        assert len(network) == count
        for place, near in enumerate(network):
            assert len(set(near)) == len(near) == degree
            assert place not in near
            assert all(0 <= other < count for other in near)


def test_on_a_ring_neighbours_observe_each_other() -> None:
    network = regular_network(10, 4)
    assert sorted(network[0]) == [1, 2, 8, 9]
    assert all(place in network[other] for place, near in enumerate(network) for other in near)


def test_a_small_world_without_rewiring_is_the_ring() -> None:
    ring = [sorted(near) for near in regular_network(20, 4)]
    assert [sorted(near) for near in small_world_network(_randoms(20), 4, 0.0)] == ring


def test_rewiring_loosens_neighbourhoods() -> None:
    shares = (0.0, 0.3, 1.0)
    clustering = [_clustering(small_world_network(_randoms(200), 6, share)) for share in shares]
    assert clustering == sorted(clustering, reverse=True)
    assert clustering[0] == pytest.approx(0.6)  # Watts & Strogatz: 3 (k − 2) / 4 (k − 1).
    assert clustering[2] < 0.1


def test_a_firm_that_is_added_is_noticed_only_by_those_who_observe_it() -> None:
    before, after = random_network(_randoms(100), 5), random_network(_randoms(101), 5)
    changed = [place for place in range(100) if set(before[place]) != set(after[place])]
    assert all(100 in after[place] for place in changed)
    assert len(changed) < 20


def test_everybody_is_as_likely_to_be_observed() -> None:
    counts = [0] * 50
    for seed in range(20):
        for near in random_network(_randoms(50, seed), 5):
            for other in near:
                counts[other] += 1
    assert 50 < min(counts) <= sum(counts) / 50 == 100 <= max(counts) < 150


@pytest.mark.parametrize(("count", "degree"), [(4, 4), (10, 3), (10, -2), (0, 2)])
def test_more_than_there_are_cannot_be_observed(count: int, degree: int) -> None:
    with pytest.raises(TooFewToObserve):
        regular_network(count, degree)


def test_a_share_beyond_one_is_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        small_world_network(_randoms(10), 2, 1.5)
