"""The steps of a calculation, so that a page can show how a figure came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from registry.rules.book import RuleParameter

Number = Decimal | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a calculation.

    Args:
        name: what is found, in both languages.
        formula: how, in symbols.
        values: what stood for each symbol, as text.
        result: the figure, as text.
        unit: of the result.
        source: where the formula is written.
        confidence: how sure the least sure value is.
    """

    name: Mapping[str, str]
    formula: str
    values: tuple[tuple[str, str], ...] = ()
    result: str
    unit: str
    source: str
    confidence: str

    def plain(self) -> dict[str, object]:
        """Return the step as values for JSON."""
        return {
            "name": dict(self.name),
            "formula": self.formula,
            "values": [list(pair) for pair in self.values],
            "result": self.result,
            "unit": self.unit,
            "source": self.source,
            "confidence": self.confidence,
        }


def step(
    name: Mapping[str, str],
    formula: str,
    result: Number,
    unit: str,
    rule: RuleParameter,
    **values: Number | str,
) -> Step:
    """Return a line of a calculation whose formula is in the source of a parameter."""
    return Step(
        name=name,
        formula=formula,
        values=tuple((symbol, plain_number(value)) for symbol, value in values.items()),
        result=plain_number(result),
        unit=unit,
        source=rule.source,
        confidence=rule.confidence.value,
    )


def plain_number(value: Number | str) -> str:
    """Return a number as people write it: no exponent, no idle zeros after the point."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
