"""Random numbers by name: one independent stream for each purpose and agent.

A stream depends on the seed, the purpose and the agent's own name and on nothing else. Two
policies run with one seed therefore share every shock, and a firm that is added changes the
shocks of no other firm. The streams are those of a seed and, as spawn key, the words of both names'
digests; NumPy takes the same words put together in a third of the time.

Source: numpy.random.SeedSequence, spawn_key.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_BYTES = 16
"""Of a seed, and of a name's digest: 128 bits, so that names do not collide."""


@lru_cache(maxsize=256)
def _seed_bytes(seed: int) -> bytes:
    """Return a seed's 32-bit words, the lowest first, each with its highest byte first."""
    return np.frombuffer(seed.to_bytes(_BYTES, "little"), "<u4").astype(">u4").tobytes()


def _name_bytes(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:_BYTES]


_purpose_bytes = lru_cache(maxsize=256)(_name_bytes)


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
        words = _seed_bytes(self.seed) + _purpose_bytes(purpose) + _name_bytes(agent_id)
        entropy = np.frombuffer(words, ">u4").astype(np.uint32)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def uniforms(self, purpose: str, agent_id: str, count: int) -> NDArray[np.float64]:
        """Return the first numbers of a stream, uniform on [0, 1)."""
        return self.generator(purpose, agent_id).random(count)
