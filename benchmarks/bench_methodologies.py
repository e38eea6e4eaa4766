"""Uncertainty of every methodology: 10,000 samples at once against a plain loop of decimals.

Every number that an example takes varies by 5 % (normal, cut off at 0). The array path draws the
samples, runs the model once, and gives interval, histogram and first-order indices. The peer runs
the same model sample by sample in exact decimals, without trace; it does fewer samples, and its
time is given for 10,000. Both must agree on the peer's samples within 1e-12 relative. Surveys of
plots are left out: they measure uncertainty themselves.

Run: ``python -m benchmarks.bench_methodologies [--peer-samples N]``; JSON is the last line.
"""

import argparse
import gc
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

import numpy as np

from methodologies import (
    Equation,
    Factor,
    Methodology,
    MethodologyInputs,
    Normal,
    Notice,
    Question,
    library,
    list_methodologies,
    uncertainty,
)

SAMPLES = 10_000
PEER_SAMPLES = 200
SPREAD = 0.05
TARGET_S = 1.0
DIGITS = 40
AGREEMENT = 1e-12


@dataclass
class PlainDecimals:
    """The calculation on one sample, in decimals."""

    values: Mapping[str, Decimal]

    def given(self, symbol: str, value: Decimal, field: str) -> Decimal:  # noqa: ARG002
        """Take the sample's number, else the input."""
        return self.values.get(symbol, value)

    def factor(self, symbol: str, factor: Factor) -> Decimal:
        """Take the sample's number, else the factor."""
        return self.values.get(symbol, factor.value)

    def step(
        self,
        equation: Equation,
        *operands: Any,
        symbol: str = "",  # noqa: ARG002
        unit: str = "",  # noqa: ARG002
    ) -> Decimal:
        """Evaluate an equation."""
        return Decimal(equation(*operands))

    def notice(self, notice: Notice) -> None:
        """Nobody reads it."""


def spreads(methodology: Methodology, inputs: MethodologyInputs) -> dict[str, Normal]:
    """Let every number vary that is not zero."""
    return {
        symbol: Normal(
            mean=float(value),
            standard_deviation=abs(float(value)) * SPREAD,
            least=0.0 if value > 0 else -np.inf,
        )
        for symbol, value in methodology.symbols(inputs).items()
        if value
    }


def best_of(runs: int, work: Any) -> tuple[float, Any]:
    seconds = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def peer(
    methodology: Methodology, inputs: MethodologyInputs, samples: Mapping[str, Any], count: int
) -> list[Decimal]:
    tables = library()
    found = []
    with localcontext(prec=DIGITS):
        for k in range(count):
            values = {symbol: Decimal(repr(float(array[k]))) for symbol, array in samples.items()}
            results = methodology.model(PlainDecimals(values), inputs, tables)
            found.append(results[methodology.principal.name])
    return found


def measure(methodology: Methodology, peer_samples: int) -> dict[str, Any]:
    example = next(iter(methodology.examples.values()))
    inputs = methodology.Inputs.model_validate(example)
    question = Question(spreads=spreads(methodology, inputs), samples=SAMPLES)
    seconds, _ = best_of(3, lambda: uncertainty(methodology, inputs, question))
    shares = np.random.default_rng(3).random((peer_samples, len(question.spreads)))
    samples = {
        symbol: spread.values(shares[:, column])
        for column, (symbol, spread) in enumerate(question.spreads.items())
    }
    peer_seconds, exact = best_of(1, lambda: peer(methodology, inputs, samples, peer_samples))
    arrays = methodology.sample(inputs, samples)[methodology.principal.name]
    expected = np.array([float(value) for value in exact])
    scale = np.abs(expected).max() or 1.0
    disagreement = float(np.abs(np.broadcast_to(arrays, expected.shape) - expected).max() / scale)
    peer_whole_s = peer_seconds * SAMPLES / peer_samples
    return {
        "methodology": methodology.id,
        "numbers": len(question.spreads),
        "seconds": round(seconds, 4),
        "peer_seconds": round(peer_whole_s, 3),
        "ratio": round(peer_whole_s / seconds, 1),
        "disagreement": disagreement,
        "ok": seconds <= TARGET_S and disagreement <= AGREEMENT,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer-samples", type=int, default=PEER_SAMPLES)
    arguments = parser.parse_args()
    sampled = [known for known in list_methodologies() if known.purpose != "survey"]
    rows = [measure(known, arguments.peer_samples) for known in sampled]
    print(f"{'methodology':34} {'numbers':>7} {'seconds':>8} {'decimals':>9} {'ratio':>7}")
    for row in rows:
        print(
            f"{row['methodology']:34} {row['numbers']:7} {row['seconds']:8.3f} "
            f"{row['peer_seconds']:9.2f} {row['ratio']:7.1f} {'' if row['ok'] else 'MISSED'}"
        )
    slowest = max(row["seconds"] for row in rows)
    print(json.dumps({"samples": SAMPLES, "slowest_s": slowest, "rows": rows}))


if __name__ == "__main__":
    main()
