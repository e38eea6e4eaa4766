"""What every methodology offers: its definition, its inputs, and one way to calculate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Any, Generic, Literal, NamedTuple

from methodologies.engine.errors import MethodologyError
from methodologies.engine.factors import Confidence, Factor, FactorLibrary, library
from methodologies.engine.inputs import FormField, MethodologyInputs, form_fields
from methodologies.engine.trace import (
    CONTEXT,
    Audit,
    Calculation,
    Equation,
    FloatArray,
    N,
    Notice,
    Quantity,
    Sampling,
    Step,
    Text,
    plain,
)

Status = Literal["official", "reconstructed", "configurable"]

STATUS_TEXTS: Mapping[Status, Text] = {
    "official": {"zh": "官方文本", "en": "official text"},
    "reconstructed": {"zh": "重构（未见官方公式）", "en": "reconstructed (equations not seen)"},
    "configurable": {"zh": "可配置", "en": "configurable"},
}


class Emissions(NamedTuple, Generic[N]):
    """The four results of a methodology, in t CO2e, each as the calculation carries it."""

    baseline: N
    project: N
    leakage: N
    reductions: N


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingRule:
    """How a calculated quantity becomes whole units; applied once, at the end."""

    mode: Literal["floor"]
    text: Text
    source: str
    confidence: Confidence

    def units(self, reductions_t_co2e: Decimal) -> int:
        """Return whole tonnes, never above the calculated quantity and never below zero."""
        return max(0, int(reductions_t_co2e.to_integral_value(rounding=ROUND_FLOOR)))


FLOOR_TO_TONNES = RoundingRule(
    mode="floor",
    text={
        "zh": "签发数量向下取整到 1 t CO2e；中间结果不修约。",
        "en": "Units are whole tonnes, rounded down; nothing is rounded before.",
    },
    source="conservative practice; the methodology text states no rounding rule",
    confidence="low",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition of applicability, with the question that settles it.

    `holds` answers yes, no, or None when the inputs do not say.
    """

    id: str
    article: str
    text: Text
    fields: tuple[str, ...]
    holds: Callable[[Any], bool | None]
    refusal: Callable[[Any], MethodologyError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The audited figures of one calculation, with everything that led to them."""

    methodology_id: str
    version: str
    status: Status
    inputs: MethodologyInputs
    baseline_emissions_t_co2e: Decimal
    project_emissions_t_co2e: Decimal
    leakage_t_co2e: Decimal
    emission_reductions_t_co2e: Decimal
    issuable_units: int
    steps: tuple[Step, ...]
    factors: Mapping[str, Factor]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values, decimals as strings without exponent."""
        return {
            "methodology": {
                "id": self.methodology_id,
                "version": self.version,
                "status": self.status,
            },
            "results": {
                name: plain(getattr(self, name))
                for name in (
                    "baseline_emissions_t_co2e",
                    "project_emissions_t_co2e",
                    "leakage_t_co2e",
                    "emission_reductions_t_co2e",
                )
            },
            "issuable_units": self.issuable_units,
            "steps": [step.to_dict() for step in self.steps],
            "factors": {symbol: factor.to_dict() for symbol, factor in self.factors.items()},
            "warnings": [notice.to_dict() for notice in self.warnings],
            "inputs": plain_inputs(self.inputs),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Methodology:
    """The rules that turn activity data into emission reductions."""

    id: str
    version: str
    status: Status
    title: Text
    scope: Text
    source: str
    published: str
    Inputs: type[MethodologyInputs]
    clauses: tuple[Clause, ...]
    equations: tuple[Equation, ...]
    model: Callable[[Calculation[Any], Any, FactorLibrary], Emissions[Any]]
    check: Callable[[Any, FactorLibrary], list[Notice]]
    rounding: RoundingRule
    tables: tuple[str, ...]
    remarks: tuple[Text, ...] = ()
    examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """Short name of the text, for example `CCER-01-002-V01`."""
        return f"{self.id.upper()}-{self.version}"

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The input fields, for forms, documents and spreadsheets."""
        return form_fields(self.Inputs)

    def calculate(self, inputs: MethodologyInputs, factors: FactorLibrary | None = None) -> Result:
        """Calculate exactly, with every step recorded.

        Args:
            inputs: an instance of `Inputs`.
            factors: other tables than the packaged ones.

        Returns:
            Figures in t CO2e, unrounded, and `issuable_units` by the rounding rule.

        Raises:
            MethodologyError: a clause, a programme rule or a cross-check refuses the inputs.
        """
        assert isinstance(inputs, self.Inputs), f"{self.id} needs {self.Inputs.__name__}"
        tables = library() if factors is None else factors
        audit = Audit(self.document)
        with localcontext(CONTEXT):
            self._admit(inputs, tables, audit)
            emissions: Emissions[Quantity] = self.model(audit, inputs, tables)
            reductions = emissions.reductions.value
            units = self.rounding.units(reductions)
        if reductions < 0:
            audit.notice(NO_REDUCTION)
        return Result(
            methodology_id=self.id,
            version=self.version,
            status=self.status,
            inputs=inputs,
            baseline_emissions_t_co2e=emissions.baseline.value,
            project_emissions_t_co2e=emissions.project.value,
            leakage_t_co2e=emissions.leakage.value,
            emission_reductions_t_co2e=reductions,
            issuable_units=units,
            steps=tuple(audit.steps),
            factors=dict(audit.factors),
            warnings=tuple(audit.notices),
        )

    def sample(
        self,
        inputs: MethodologyInputs,
        samples: Mapping[str, FloatArray],
        factors: FactorLibrary | None = None,
    ) -> Emissions[FloatArray]:
        """Evaluate the same equations on arrays.

        Args:
            inputs: values of every symbol that does not vary.
            samples: arrays by symbol, for example `EG_export,y` or `EF_grid,OM,y`.
            factors: other tables than the packaged ones.

        Returns:
            Arrays in t CO2e as double precision.

        Raises:
            ValueError: a symbol is not one of this calculation.
        """
        sampling = Sampling(samples)
        emissions: Emissions[FloatArray] = self.model(
            sampling, inputs, library() if factors is None else factors
        )
        unknown = set(samples) - sampling.used
        if unknown:
            raise ValueError(
                f"no symbol {sorted(unknown)} in {self.id}; known: {sorted(sampling.used)}"
            )
        return emissions

    def _admit(self, inputs: MethodologyInputs, tables: FactorLibrary, audit: Audit) -> None:
        for clause in self.clauses:
            answer = clause.holds(inputs)
            if answer is False:
                raise clause.refusal(inputs)
            if answer is None:
                audit.notice(_undeclared(clause))
        for notice in self.check(inputs, tables):
            audit.notice(notice)


NO_REDUCTION = Notice(
    "methodologies.no_reduction",
    {
        "zh": "减排量为负，可签发数量为 0。",
        "en": "The emission reductions are negative; no unit can be issued.",
    },
)


def plain_inputs(inputs: MethodologyInputs) -> dict[str, Any]:
    """Return the inputs that were given, as plain values that `Inputs` accepts again."""
    kept = inputs.model_dump(mode="python", exclude_unset=True)
    return {name: _plain_value(value) for name, value in kept.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {name: _plain_value(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _undeclared(clause: Clause) -> Notice:
    return Notice(
        "methodologies.undeclared_clause",
        {
            "zh": f"未声明是否满足：{clause.text['zh']}审定时须证明。",
            "en": f"Not declared, to be shown at validation: {clause.text['en']}",
        },
        clause.article,
    )
