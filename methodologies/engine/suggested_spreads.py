"""What might be uncertain in a calculation, and how far: a first guess that a user improves.

Data entered and measured or estimated factors are suggested; constants, weights and conventions
of a programme are agreed numbers and are not. The widths are rows of `uncertainty_ranges.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

import numpy as np

from methodologies.engine.citing import INPUT_PREFIX
from methodologies.engine.contract import Methodology, Result
from methodologies.engine.factors import Assumption, Factor, FactorLibrary, library
from methodologies.engine.inputs import MethodologyInputs
from methodologies.engine.trace import Text

RANGES = "uncertainty_ranges"
AGREED_TABLES = frozenset(
    {"constants", "constants_eu", "margin_weights", "gwp", "forest_programme", "forest_sampling"}
)
"""Tables of numbers that a text fixes, so that no measurement could find another."""
WHOLE = {"1": Decimal(1), "%": Decimal(100)}
HUNDREDTH = Decimal("0.01")
SUGGESTED_MAX = 60
WEIGHED_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationNumber:
    """One number that a calculation takes; `uncertainty_pct` is suggested, None: none is.

    Args:
        symbol: as in the trace.
        value: in the unit of its input or factor.
        origin: what it is and who says so, in zh and en.
        uncertainty_pct: half the 95 % interval as a share of the value.
        source: where the width comes from.
        swing: how far the result moves, in its unit, when the number moves by that width.
    """

    symbol: str
    value: Decimal
    origin: Text
    uncertainty_pct: Decimal | None
    source: str
    swing: float


def calculation_numbers(
    methodology: Methodology,
    inputs: MethodologyInputs,
    result: Result,
    factors: FactorLibrary | None = None,
) -> tuple[CalculationNumber, ...]:
    """Return every number of a calculation, in its order, with what is suggested of it.

    Args:
        methodology: that calculated.
        inputs: from which.
        result: of `methodology.calculate(inputs, factors)`.
        factors: other tables than the packaged ones.

    Returns:
        One entry for each symbol; at most 60 carry a suggestion, those that move the result most.
    """
    values = methodology.symbols(inputs, factors)
    origins = _origins(result)
    assumptions = {assumption.symbol: assumption for assumption in result.assumptions}
    ranges = (library() if factors is None else factors)[RANGES]
    widths: dict[str, tuple[Decimal, str]] = {}
    for symbol, value in values.items():
        factor, assumption = result.factors.get(symbol), assumptions.get(symbol)
        kind = _kind(factor, assumption)
        if kind and value:
            suggested = ranges.get("half_width", kind)
            width = _bounded(suggested.value, value, factor)
            if width:
                widths[symbol] = (width, suggested.source)
    swings = _swings(methodology, inputs, values, widths, factors)
    chosen = sorted(swings, key=lambda symbol: -swings[symbol])[:SUGGESTED_MAX]
    nothing: tuple[Decimal | None, str] = (None, "")
    shown: dict[str, tuple[Decimal | None, str]] = {name: widths[name] for name in chosen}
    return tuple(
        CalculationNumber(
            symbol=symbol,
            value=value,
            origin=origins.get(symbol, {"zh": symbol, "en": symbol}),
            uncertainty_pct=shown.get(symbol, nothing)[0],
            source=shown.get(symbol, nothing)[1],
            swing=swings.get(symbol, 0.0),
        )
        for symbol, value in values.items()
    )


def _kind(factor: Factor | None, assumption: Assumption | None) -> str:
    """Return the row of the table that fits a number; nothing if it is an agreed one."""
    source = factor or (assumption.factor if assumption else None)
    if source is not None and source.table in AGREED_TABLES:
        return ""
    if assumption is not None and assumption.replacement is not None:
        return "replaced"
    return factor.confidence if factor is not None else "input"


def _bounded(width_pct: Decimal, value: Decimal, factor: Factor | None) -> Decimal:
    """Return a width that keeps a share, such as an oxidation factor, at most 1."""
    limit = WHOLE.get(factor.unit) if factor is not None else None
    if limit is None or not 0 < value <= limit:
        return width_pct
    return min(width_pct, ((limit - value) / value * 100).quantize(HUNDREDTH, ROUND_DOWN))


def _origins(result: Result) -> dict[str, Text]:
    return {
        source.symbol: {
            tag: text.removeprefix(INPUT_PREFIX[tag]) for tag, text in source.text.items()
        }
        for step in result.steps
        for source in step.sources
        if source.origin in {"input", "factor"}
    }


def _swings(
    methodology: Methodology,
    inputs: MethodologyInputs,
    values: Mapping[str, Decimal],
    widths: Mapping[str, tuple[Decimal, str]],
    factors: FactorLibrary | None,
) -> dict[str, float]:
    """Return how far the result moves when one number after the other moves by its width.

    The model runs once: of each array only the number's own place differs, the last place is the
    result as it is.
    """
    names = list(widths)[:WEIGHED_MAX]
    samples = {}
    for place, symbol in enumerate(names):
        column = np.full(len(names) + 1, float(values[symbol]))
        column[place] *= 1 + float(widths[symbol][0]) / 100
        samples[symbol] = column
    if not samples:
        return {}
    with np.errstate(all="ignore"):
        found = methodology.sample(inputs, samples, factors)[methodology.principal.name]
    moved = np.broadcast_to(np.nan_to_num(found), (len(names) + 1,))
    return dict(zip(names, np.abs(moved[:-1] - moved[-1]).tolist(), strict=True))
