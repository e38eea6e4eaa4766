"""Which numbers move a result most: each moved alone, the largest effect first.

Either every number goes down and up by the same share of its value, or every number goes from its
value in one variant to that in another. The same model runs on arrays, one entry for each move.
What the single effects leave over is told apart: what numbers do together, and what is no number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np

from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import MethodologyInputs
from methodologies.engine.trace import FloatArray, plain

CHANGE_PCT = Decimal(10)
MOVES_AT_ONCE = 400
NO_EFFECT = 1e-13
"""Effects below this share of the result are the rounding of double precision."""

Moves = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Swing:
    """One number moved alone: its two values, and the output at each of them."""

    symbol: str
    values: tuple[float, float]
    outputs: tuple[float, float]

    @property
    def effect(self) -> float:
        """The output at the second value less that at the first."""
        return self.outputs[1] - self.outputs[0]

    def to_dict(self) -> dict[str, Any]:
        """Return the swing as plain values, numbers as strings."""
        return {
            "symbol": self.symbol,
            "values": [_shown(value) for value in self.values],
            "outputs": [_shown(value) for value in self.outputs],
            "effect": _shown(self.effect),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """The effects of single numbers on one output, in its unit.

    `together` is the output with every number at once at the end that lowers and at the end that
    raises it; between variants, at the first variant's values and at the second's. `unmoved` and
    `undefined` are the symbols without an effect, and those whose move divides by zero or
    overflows. `target` is the second variant's own output; without one, None.
    """

    output: str
    unit: str
    change_pct: Decimal | None
    base: float
    swings: tuple[Swing, ...]
    together: tuple[float, float]
    target: float | None
    unmoved: tuple[str, ...]
    undefined: tuple[str, ...]

    @property
    def single_sum(self) -> tuple[float, float]:
        """The single effects added up: those that lower, those that raise; or nothing and all."""
        if self.target is not None:
            return 0.0, sum(swing.effect for swing in self.swings)
        ends = [(min(s.outputs) - self.base, max(s.outputs) - self.base) for s in self.swings]
        return sum(low for low, _high in ends), sum(high for _low, high in ends)

    @property
    def interaction(self) -> tuple[float, float]:
        """What the numbers change together beyond their single effects."""
        low, high = self.single_sum
        return self.together[0] - self.base - low, self.together[1] - self.base - high

    @property
    def remainder(self) -> float | None:
        """What no number explains between two variants: other equations, rows, rules."""
        return None if self.target is None else self.target - self.together[1]

    def to_dict(self) -> dict[str, Any]:
        """Return the tornado as plain values, numbers as strings."""
        remainder, target = self.remainder, self.target
        return {
            "output": self.output,
            "unit": self.unit,
            "change_pct": None if self.change_pct is None else plain(self.change_pct),
            "base": _shown(self.base),
            "target": None if target is None else _shown(target),
            "swings": [swing.to_dict() for swing in self.swings],
            "single_sum": [_shown(value) for value in self.single_sum],
            "interaction": [_shown(value) for value in self.interaction],
            "remainder": None if remainder is None else _shown(remainder),
            "together": [_shown(value) for value in self.together],
            "unmoved": list(self.unmoved),
            "undefined": list(self.undefined),
        }


@dataclass(frozen=True, slots=True)
class Numbers:
    """A calculation whose numbers move; `numbers_of` makes it."""

    methodology: Methodology
    inputs: MethodologyInputs
    values: Mapping[str, Decimal]
    held: Mapping[str, FloatArray]
    factors: FactorLibrary | None

    def outputs(self, moved: Mapping[str, FloatArray], count: int = 1) -> FloatArray:
        """Return the principal output for so many moves."""
        with np.errstate(all="ignore"):
            found = self.methodology.sample(self.inputs, {**self.held, **moved}, self.factors)
        principal = found[self.methodology.principal.name]
        return np.broadcast_to(np.asarray(principal, dtype=np.float64), (count,))

    def at(self, values: Mapping[str, float]) -> float:
        """Return the principal output with some numbers at other values."""
        return float(self.outputs({s: np.asarray(value) for s, value in values.items()})[0])


def numbers_of(
    methodology: Methodology,
    inputs: MethodologyInputs,
    held: Mapping[str, Decimal] = MappingProxyType({}),
    factors: FactorLibrary | None = None,
) -> Numbers:
    """Collect the numbers of a calculation.

    Args:
        methodology: whose model runs.
        inputs: of the calculation.
        held: values that an earlier result took from tables, by symbol: they stay what they were.
        factors: other tables than the packaged ones.
    """
    found = methodology.symbols(inputs, factors)
    return Numbers(
        methodology,
        inputs,
        {symbol: held.get(symbol, value) for symbol, value in found.items()},
        {symbol: np.asarray(float(value)) for symbol, value in held.items() if symbol in found},
        factors,
    )


def tornado(
    numbers: Numbers, change_pct: Decimal = CHANGE_PCT, fixed: Collection[str] = ()
) -> Tornado:
    """Move every number down and up by the same share of its value.

    Bounds of input fields are not applied: a share of 98 % moved by 10 % becomes 107.8 %.

    Args:
        numbers: the calculation.
        change_pct: how far each number moves to either side, in % of its value.
        fixed: symbols that do not move, such as molar masses.

    Returns:
        The swings of the principal output, the widest first.
    """
    share = float(change_pct) / 100
    values = {s: float(value) for s, value in numbers.values.items() if s not in fixed}
    moves = {s: (v * (1 - share), v * (1 + share)) for s, v in values.items() if v and share}
    base = numbers.at({})
    swings, undefined = _swings(numbers, moves)
    felt = _felt(swings, base)
    raised = {s.symbol: s.values[int(s.effect > 0)] for s in felt}
    lowered = {s.symbol: s.values[int(s.effect <= 0)] for s in felt}
    return Tornado(
        output=numbers.methodology.principal.name,
        unit=numbers.methodology.principal.unit,
        change_pct=change_pct,
        base=base,
        swings=felt,
        together=(numbers.at(lowered), numbers.at(raised)),
        target=None,
        unmoved=_others(values, felt, undefined),
        undefined=undefined,
    )


def tornado_between(numbers: Numbers, other: Numbers) -> Tornado:
    """Move every number from its value in one variant to its value in another.

    Args:
        numbers: the variant that is compared with; its equations are used.
        other: a variant of the same methodology.

    Returns:
        The swings of the principal output, the widest first. Numbers that only one variant takes
        are in the remainder.
    """
    assert numbers.methodology is other.methodology, "variants share a methodology"
    here, there = numbers.values, other.values
    moves = {
        s: (float(value), float(there[s]))
        for s, value in here.items()
        if s in there and there[s] != value
    }
    base = numbers.at({})
    swings, undefined = _swings(numbers, moves)
    felt = _felt(swings, base)
    return Tornado(
        output=numbers.methodology.principal.name,
        unit=numbers.methodology.principal.unit,
        change_pct=None,
        base=base,
        swings=felt,
        together=(base, numbers.at({swing.symbol: swing.values[1] for swing in felt})),
        target=other.at({}),
        unmoved=_others(moves, felt, undefined),
        undefined=undefined,
    )


def _swings(numbers: Numbers, moves: Moves) -> tuple[list[Swing], tuple[str, ...]]:
    """Evaluate every move alone; tell apart the symbols whose output is no finite number."""
    symbols = list(moves)
    found: list[Swing] = []
    for start in range(0, len(symbols), MOVES_AT_ONCE):
        found += _swings_at_once(numbers, moves, symbols[start : start + MOVES_AT_ONCE])
    undefined = tuple(s.symbol for s in found if not np.isfinite(s.outputs).all())
    return [swing for swing in found if swing.symbol not in undefined], undefined


def _swings_at_once(numbers: Numbers, moves: Moves, symbols: Sequence[str]) -> list[Swing]:
    moved: dict[str, FloatArray] = {}
    for place, symbol in enumerate(symbols):
        moved[symbol] = np.full(2 * len(symbols), float(numbers.values[symbol]))
        moved[symbol][2 * place : 2 * place + 2] = moves[symbol]
    outputs = numbers.outputs(moved, 2 * len(symbols)).reshape(-1, 2).tolist()
    return [
        Swing(symbol, moves[symbol], (first, second))
        for symbol, (first, second) in zip(symbols, outputs, strict=True)
    ]


def _felt(swings: Iterable[Swing], base: float) -> tuple[Swing, ...]:
    """Return the swings with an effect, the widest first, else in the model's order."""

    def extent(swing: Swing) -> float:
        return max(base, *swing.outputs) - min(base, *swing.outputs)

    least = abs(base) * NO_EFFECT
    return tuple(sorted((s for s in swings if extent(s) > least), key=lambda s: -extent(s)))


def _others(
    symbols: Iterable[str], felt: Iterable[Swing], undefined: Sequence[str]
) -> tuple[str, ...]:
    told = {swing.symbol for swing in felt} | set(undefined)
    return tuple(symbol for symbol in symbols if symbol not in told)


def _shown(number: float) -> str:
    return plain(Decimal(format(number, ".12g")))
