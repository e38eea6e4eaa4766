"""Random numbers by name: one independent stream for each purpose and agent.

A stream depends on the seed, the purpose and the agent's own name and on nothing else. Two
policies run with one seed therefore share every shock, and a firm that is added changes the
shocks of no other firm.

Source: numpy.random.SeedSequence, spawn_key.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORDS = 4  # 128 bits of the digest: names do not collide


def _key(name: str) -> tuple[int, ...]:
    digest = hashlib.sha256(name.encode()).digest()
    return tuple(int.from_bytes(digest[4 * i : 4 * i + 4], "big") for i in range(_WORDS))


@dataclass(frozen=True, slots=True)
class Streams:
    """The named random streams of one run.

    Args:
        seed: The run's seed, 0 to 2**63 - 1.
    """

    seed: int

    def generator(self, purpose: str, agent_id: str = "") -> np.random.Generator:
        """Return a fresh generator for a purpose and an agent.

        Args:
            purpose: What the numbers are for, such as ``"emissions"``.
            agent_id: Whose they are; empty for the market itself.

        Returns:
            A generator that starts at the beginning of that stream.
        """
        spawn_key = _key(purpose) + _key(agent_id)
        sequence = np.random.SeedSequence(self.seed, spawn_key=spawn_key)
        return np.random.Generator(np.random.PCG64(sequence))

    def uniforms(self, purpose: str, agent_id: str, count: int) -> NDArray[np.float64]:
        """Return the first numbers of a stream, uniform on [0, 1)."""
        return self.generator(purpose, agent_id).random(count)
