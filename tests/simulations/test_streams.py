import hashlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulations import Streams
from simulations.agents.population import draw_firms
from tests.simulations.scenarios import small


def test_a_stream_depends_on_seed_purpose_and_agent_alone() -> None:
    streams = Streams(1)
    assert streams.uniforms("a", "x", 3).tolist() == Streams(1).uniforms("a", "x", 5).tolist()[:3]
    others = [streams.uniforms("b", "x", 3).tolist(), streams.uniforms("a", "y", 3).tolist()]
    assert streams.uniforms("a", "x", 3).tolist() not in [
        *others,
        Streams(2).uniforms("a", "x", 3).tolist(),
    ]


def test_the_first_numbers_of_a_stream_are_recorded() -> None:
    assert Streams(2024).uniforms("wake-up", "national/power-0001", 2).tolist() == [
        0.48828165379213584,
        0.5204143739437611,
    ]


def test_adding_a_firm_changes_no_other_firms_draws() -> None:
    old = draw_firms(small(), Streams(3))
    new = draw_firms(small("agents.firms.power.count=61"), Streams(3))
    known = {firm.firm_id: firm for firm in new}
    assert len(new) == len(old) + 1
    for firm in old:
        same = known[firm.firm_id]
        assert (firm.weight, firm.gap, firm.estimate_error) == (
            same.weight,
            same.gap,
            same.estimate_error,
        )


@given(st.integers(0, 2**63 - 1), st.text(max_size=20), st.text(max_size=20))
def test_a_stream_is_that_of_the_seed_with_both_names_as_spawn_key(
    seed: int, purpose: str, agent_id: str
) -> None:
    digests = [hashlib.sha256(name.encode()).digest() for name in (purpose, agent_id)]
    key = [int.from_bytes(part[i : i + 4], "big") for part in digests for i in range(0, 16, 4)]
    sequence = np.random.SeedSequence(seed, spawn_key=tuple(key))
    expected = np.random.Generator(np.random.PCG64(sequence)).random(4)
    assert Streams(seed).uniforms(purpose, agent_id, 4).tolist() == expected.tolist()
