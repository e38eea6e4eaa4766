"""How far a result may lie from its figure, and which numbers matter most.

The same model that gives the audited figure runs once on all samples. The indices are of first
order (Sobol): the share of the result's variance that a number explains alone. Numbers declared
to move together count as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np

from methodologies.engine.contract import Methodology
from methodologies.engine.distributions import Correlations, Distribution, blocks, correlated
from methodologies.engine.errors import InconsistentInputs, NotCalculable, both
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import MethodologyInputs
from methodologies.engine.trace import FloatArray, plain

SAMPLES = 10_000
SAMPLES_MAX = 200_000
BASE_SAMPLES = 2048
"""The indices need this many samples for each number, and twice more."""
HISTOGRAM_BARS = 40
COVERAGE_PCT = 95.0
RESAMPLES = 50


class SymbolNotUsed(InconsistentInputs):
    """An uncertain number that the calculation does not take."""

    code = "methodologies.symbol_not_used"
    text = both("本次计算没有使用“{value}”。", "This calculation does not use a number “{value}”.")
    fix = both("可选符号：{known}。", "Choose one of: {known}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is uncertain, and how it is sampled."""

    spreads: Mapping[str, Distribution]
    correlations: Correlations = field(default_factory=dict)
    samples: int = SAMPLES
    seed: int = 1
    coverage_pct: float = COVERAGE_PCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The share of variance that some numbers explain alone, and its margin of error."""

    symbols: tuple[str, ...]
    first_order: float
    margin: float

    def to_dict(self) -> dict[str, Any]:
        """Return the index as plain values."""
        return {
            "symbols": list(self.symbols),
            "first_order": _shown(self.first_order),
            "margin": _shown(self.margin),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """The spread of one output, in its unit."""

    output: str
    unit: str
    question: Question
    mean: float
    standard_deviation: float
    low: float
    high: float
    bar_edges: tuple[float, ...]
    bar_counts: tuple[int, ...]
    indices: tuple[Index, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the spread as plain values, numbers as strings."""
        return {
            "output": self.output,
            "unit": self.unit,
            "samples": self.question.samples,
            "seed": self.question.seed,
            "coverage_pct": _shown(self.question.coverage_pct),
            "mean": _shown(self.mean),
            "standard_deviation": _shown(self.standard_deviation),
            "interval": [_shown(self.low), _shown(self.high)],
            "histogram": {
                "edges": [_shown(edge) for edge in self.bar_edges],
                "counts": list(self.bar_counts),
            },
            "indices": [index.to_dict() for index in self.indices],
        }


def uncertainty(
    methodology: Methodology,
    inputs: MethodologyInputs,
    question: Question,
    factors: FactorLibrary | None = None,
) -> Uncertainty:
    """Sample the principal output of a methodology.

    Args:
        methodology: whose model runs.
        inputs: values of every number that is certain.
        question: spreads by symbol, for example `EG_export,y`, and how to sample.
        factors: other tables than the packaged ones.

    Returns:
        Mean, spread, interval, histogram and indices, the largest index first.

    Raises:
        SymbolNotUsed: a symbol is not one of this calculation.
        CorrelationImpossible: the correlations contradict each other.
        NotCalculable: a sample divides by zero or overflows.
    """
    _check_symbols(methodology, inputs, question, factors)
    streams = np.random.default_rng(question.seed).spawn(2)
    symbols = list(question.spreads)
    shares = streams[0].random((question.samples, len(symbols)))
    samples = _samples(question, shares)
    found = np.broadcast_to(_evaluated(methodology, inputs, factors, samples), (question.samples,))
    tail = (100 - question.coverage_pct) / 2
    low, high = np.percentile(found, [tail, 100 - tail])
    counts, edges = np.histogram(found, bins=HISTOGRAM_BARS)
    return Uncertainty(
        output=methodology.principal.name,
        unit=methodology.principal.unit,
        question=question,
        mean=float(found.mean()),
        standard_deviation=float(found.std(ddof=1)),
        low=float(low),
        high=float(high),
        bar_edges=tuple(edges.tolist()),
        bar_counts=tuple(counts.tolist()),
        indices=_indices(methodology, inputs, factors, question, streams[1]),
    )


def _check_symbols(
    methodology: Methodology,
    inputs: MethodologyInputs,
    question: Question,
    factors: FactorLibrary | None,
) -> None:
    known = methodology.symbols(inputs, factors)
    for symbol in chain(question.spreads, *question.correlations):
        if symbol not in known or symbol not in question.spreads:
            choices = known if symbol not in known else question.spreads
            raise SymbolNotUsed(field="spreads", value=symbol, known=", ".join(choices))


def _samples(question: Question, shares: FloatArray) -> dict[str, FloatArray]:
    symbols = list(question.spreads)
    moved = np.array(shares)
    for block in blocks(symbols, question.correlations):
        columns = [symbols.index(symbol) for symbol in block]
        moved[:, columns] = correlated(shares[:, columns], block, question.correlations)
    return {
        symbol: spread.values(moved[:, column])
        for column, (symbol, spread) in enumerate(question.spreads.items())
    }


def _evaluated(
    methodology: Methodology,
    inputs: MethodologyInputs,
    factors: FactorLibrary | None,
    samples: Mapping[str, FloatArray],
) -> FloatArray:
    with np.errstate(all="ignore"):
        found = methodology.sample(inputs, samples, factors)[methodology.principal.name]
    if not np.isfinite(found).all():
        raise NotCalculable(field="spreads")
    return found


def _indices(
    methodology: Methodology,
    inputs: MethodologyInputs,
    factors: FactorLibrary | None,
    question: Question,
    stream: np.random.Generator,
) -> tuple[Index, ...]:
    """Sample in the order that SALib's analysis expects: A, A with each block of B, B."""
    from SALib.analyze import sobol  # noqa: PLC0415  it loads pandas, and few ask for indices
    from scipy.stats import qmc  # noqa: PLC0415

    groups = blocks(list(question.spreads), question.correlations)
    if not groups:
        return ()
    width = len(question.spreads)
    cube = qmc.Sobol(2 * width, rng=stream).random(BASE_SAMPLES)
    first, second = (_samples(question, part) for part in (cube[:, :width], cube[:, width:]))
    samples = {s: _crossed(s, groups, first[s], second[s]) for s in question.spreads}
    found = _evaluated(methodology, inputs, factors, samples)
    if np.ptp(found) == 0:
        return tuple(Index(symbols=group, first_order=0.0, margin=0.0) for group in groups)
    names = ["; ".join(group) for group in groups]
    problem = {"num_vars": len(groups), "names": names, "bounds": [[0, 1]] * len(groups)}
    analysed = sobol.analyze(
        problem, found, calc_second_order=False, num_resamples=RESAMPLES, seed=question.seed + 1
    )
    unsorted = [
        Index(symbols=group, first_order=float(share), margin=float(margin))
        for group, share, margin in zip(groups, analysed["S1"], analysed["S1_conf"], strict=True)
    ]
    return tuple(sorted(unsorted, key=lambda index: -index.first_order))


def _crossed(
    symbol: str, groups: Sequence[tuple[str, ...]], first: FloatArray, second: FloatArray
) -> FloatArray:
    columns = [first, *(second if symbol in group else first for group in groups), second]
    return np.stack(columns, axis=1).ravel()


def _shown(number: float) -> str:
    return plain(Decimal(format(number, ".12g")))
