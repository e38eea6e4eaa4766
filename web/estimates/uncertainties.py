"""One calculation and the uncertainty of its result: the service of page, JSON and command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from methodologies import (
    CalculationNumber,
    FactorLibrary,
    InconsistentInputs,
    Methodology,
    MethodologyInputs,
    Result,
    Uncertainty,
    UncertaintyInputs,
    calculation_numbers,
    find,
    plain,
    uncertainty,
)

DRAWS_MAX = 2_000_000
MATTER_MOST = 3


class TooManyDraws(InconsistentInputs):
    """More random numbers than one answer is worth (facts: value, limit)."""

    code = "estimates.too_many_draws"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{value} random numbers are too many; samples × numbers is at most {limit}.",
        "zh": "随机数 {value} 个过多：样本数 × 不确定的数不超过 {limit}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Take fewer samples or numbers.",
        "zh": "减少样本数或不确定的数。",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated:
    """A calculation, and the numbers it took."""

    methodology: Methodology
    inputs: MethodologyInputs
    result: Result
    numbers: tuple[CalculationNumber, ...]
    factors: FactorLibrary | None

    @property
    def suggestion(self) -> dict[str, Any]:
        """Return what is suggested to be uncertain, as `UncertaintyInputs` accepts it."""
        return {
            "spreads": [
                {
                    "symbol": number.symbol,
                    "shape": "normal",
                    "uncertainty_pct": plain(number.uncertainty_pct),
                }
                for number in self.numbers
                if number.uncertainty_pct is not None
            ]
        }


def calculate(
    methodology_id: str,
    inputs: Mapping[str, Any],
    factors: FactorLibrary | None = None,
    version: str | None = None,
) -> Calculated:
    """Calculate, and list the numbers that were taken.

    Raises:
        MethodologyError: a rule refuses, or the methodology is unknown.
        pydantic.ValidationError: an input is missing, unknown or out of bounds.
    """
    methodology = find(methodology_id, version)
    given = methodology.Inputs.model_validate(inputs)
    result = methodology.calculate(given, factors)
    return Calculated(
        methodology=methodology,
        inputs=given,
        result=result,
        numbers=calculation_numbers(methodology, given, result, factors),
        factors=factors,
    )


def spread(calculated: Calculated, asked: UncertaintyInputs) -> Uncertainty:
    """Sample the result of a calculation.

    Raises:
        TooManyDraws: samples × numbers is beyond the bound.
        InconsistentInputs: symbols, spreads or correlations do not fit.
    """
    draws = asked.samples * len(asked.spreads)
    if draws > DRAWS_MAX:
        raise TooManyDraws(field="samples", value=draws, limit=DRAWS_MAX)
    values = {number.symbol: number.value for number in calculated.numbers}
    return uncertainty(
        calculated.methodology, calculated.inputs, asked.question(values), calculated.factors
    )


def answer(calculated: Calculated, asked: UncertaintyInputs, found: Uncertainty) -> dict[str, Any]:
    """Return figure, spread, question and numbers as plain values, decimals as strings."""
    result = calculated.result
    return {
        "methodology": {
            "id": result.methodology_id,
            "version": result.version,
            "status": result.status,
        },
        "result": plain(result.results[found.output]),
        "uncertainty": found.to_dict(),
        "matter_most": [
            {"symbol": symbol, "first_order": index.to_dict()["first_order"]}
            for index in found.indices[:MATTER_MOST]
            for symbol in index.symbols
        ],
        "question": plain_question(asked),
        "numbers": [
            {
                "symbol": number.symbol,
                "value": plain(number.value),
                **number.origin,
                "suggested_uncertainty_pct": (
                    None if number.uncertainty_pct is None else plain(number.uncertainty_pct)
                ),
                "source": number.source,
            }
            for number in calculated.numbers
        ],
    }


def plain_question(asked: UncertaintyInputs) -> dict[str, Any]:
    """Return what was asked as plain values that `UncertaintyInputs` accepts again."""
    plain_values: dict[str, Any] = asked.model_dump(mode="json", exclude_unset=True)
    return plain_values
