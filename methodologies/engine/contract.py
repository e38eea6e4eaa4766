"""What every methodology offers: its definition, its inputs, and one way to calculate.

A methodology declares its outputs and which of them becomes units:

    TRIP_OUTPUTS = (
        Output(
            name="emission_reductions_kg_co2e",
            title=both("减排量", "Emission reductions"),
            unit="kg CO2e",
        ),
    )

    def model(calculation, inputs, factors):
        reductions = calculation.step(equation_1, …)
        return {"emission_reductions_kg_co2e": reductions}

    BUS = Methodology(..., purpose="behaviour", outputs=TRIP_OUTPUTS, issues=None, rounding=None)

A plant's emissions have `purpose="obligation"`, an output `emissions_t_co2` and `issues=None`. A
project's reductions have `purpose="credits"`, `outputs=REDUCTION_OUTPUTS`,
`issues="emission_reductions_t_co2e"` and a rounding rule; its model ends with
`return reduction_results(baseline=…, project=…, leakage=…, reductions=…)`.
Partial results, such as emissions of fuel and of electricity, are outputs too, the total last.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any, Literal

import numpy as np

from methodologies.engine.answers import Fit
from methodologies.engine.cells import Cell, Operand
from methodologies.engine.citing import named
from methodologies.engine.errors import MethodologyError, NotCalculable
from methodologies.engine.factors import Assumption, Factor, FactorLibrary, library
from methodologies.engine.inputs import FormField, MethodologyInputs, form_fields, labels
from methodologies.engine.listing import Listing
from methodologies.engine.outputs import Output, Purpose, RoundingRule
from methodologies.engine.replacing import ReplacingInputs, check_used, replacements
from methodologies.engine.trace import (
    CONTEXT,
    Audit,
    Calculation,
    Equation,
    FloatArray,
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
    results: Mapping[str, Decimal]
    issuable_units: int | None
    steps: tuple[Step, ...]
    factors: Mapping[str, Factor]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Notice, ...]
    operands: tuple[Operand, ...]
    cells: Mapping[str, Cell]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values, decimals as strings without exponent.

        Only the answer of a text that was not read lists its assumptions.
        """
        assumed = [assumption.to_dict() for assumption in self.assumptions]
        return {
            "methodology": {
                "id": self.methodology_id,
                "version": self.version,
                "status": self.status,
            },
            "results": {name: plain(value) for name, value in self.results.items()},
            "issuable_units": self.issuable_units,
            "steps": [step.to_dict() for step in self.steps],
            "factors": {symbol: factor.to_dict() for symbol, factor in self.factors.items()},
            **({} if self.status == "official" else {"assumptions": assumed}),
            "warnings": [notice.to_dict() for notice in self.warnings],
            "inputs": plain_inputs(self.inputs),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Methodology:
    """The rules that turn activity data into emission reductions, or into emissions owed."""

    id: str
    version: str
    status: Status
    purpose: Purpose
    title: Text
    scope: Text
    source: str
    published: str
    Inputs: type[MethodologyInputs]
    clauses: tuple[Clause, ...]
    equations: tuple[Equation, ...]
    model: Callable[[Calculation[Any], Any, FactorLibrary], Mapping[str, Any]]
    check: Callable[[Any, FactorLibrary], list[Notice]]
    outputs: tuple[Output, ...]
    issues: str | None
    rounding: RoundingRule | None
    tables: tuple[str, ...]
    fit: Fit
    remarks: tuple[Text, ...] = ()
    examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold the definition to what readers of a result rely on."""
        names = [output.name for output in self.outputs]
        assert names
        assert len(names) == len(set(names)), f"{self.id} names an output twice"
        assert self.issues is None or self.issues in names, f"{self.id} issues no output"
        replaceable = issubclass(self.Inputs, ReplacingInputs)
        assert not (replaceable and self.status == "official"), f"{self.id} assumes nothing"
        assert (self.issues is None) == (self.rounding is None), f"{self.id} rounds what it issues"
        known = {clause.id for clause in self.clauses}
        assert self.fit.clauses <= known, f"{self.id} is chosen by clauses it does not have"

    @property
    def principal(self) -> Output:
        """The output that becomes units; without one, the last, which is the total."""
        return next((o for o in self.outputs if o.name == self.issues), self.outputs[-1])

    @property
    def proven(self) -> tuple[Clause, ...]:
        """The clauses that no answer of the chooser settles, so that they must be proven."""
        return tuple(clause for clause in self.clauses if clause.id not in self.fit.clauses)

    @property
    def document(self) -> str:
        """Short name of the text, for example `CCER-01-002-V01`."""
        return f"{self.id.upper()}-{self.version}"

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The input fields, for forms, documents and spreadsheets."""
        return form_fields(self.Inputs)

    def asked(self, field: str) -> Text:
        """Return how readers know a field, `field` or `rows.column`, or several joined."""
        return named(field, labels(self.Inputs))

    def calculate(
        self,
        inputs: MethodologyInputs,
        factors: FactorLibrary | None = None,
        kept: Mapping[str, Factor] | None = None,
    ) -> Result:
        """Calculate exactly, with every step recorded.

        Args:
            inputs: an instance of `Inputs`.
            factors: other tables than the packaged ones.
            kept: factors by symbol that go before the tables, to repeat an earlier calculation.

        Returns:
            Unrounded results by output name, and `issuable_units` by the rounding rule.

        Raises:
            MethodologyError: a clause, a programme rule or a cross-check refuses the inputs.
        """
        assert isinstance(inputs, self.Inputs), f"{self.id} needs {self.Inputs.__name__}"
        tables = library() if factors is None else factors
        own = replacements(inputs)
        audit = Audit(self.document, own, kept or {}, labels(self.Inputs))
        with localcontext(CONTEXT):
            found = self._modelled(audit, inputs, tables)
            results = {output.name: found[output.name].value for output in self.outputs}
        check_used(own, audit.assumptions)
        assert set(found) == set(results), f"{self.id} answers what it declares"
        principal = results[self.principal.name]
        if self.issues and principal < 0:
            audit.notice(NO_REDUCTION)
        return Result(
            methodology_id=self.id,
            version=self.version,
            status=self.status,
            inputs=inputs,
            results=results,
            issuable_units=self.rounding.units(principal) if self.rounding else None,
            steps=tuple(audit.steps),
            factors=dict(audit.factors),
            assumptions=tuple(audit.assumptions.values()),
            warnings=tuple(audit.notices),
            operands=tuple(audit.operands),
            cells={name: found[name].cell for name in results},
        )

    def sample(
        self,
        inputs: MethodologyInputs,
        samples: Mapping[str, FloatArray],
        factors: FactorLibrary | None = None,
    ) -> Mapping[str, FloatArray]:
        """Evaluate the same equations on arrays.

        Args:
            inputs: values of every symbol that does not vary.
            samples: arrays by symbol, for example `EG_export,y` or `EF_grid,OM,y`.
            factors: other tables than the packaged ones.

        Returns:
            Arrays by output name as double precision.

        Raises:
            ValueError: a symbol is not one of this calculation.
        """
        sampling = Sampling(samples, replacements(inputs))
        found: Mapping[str, FloatArray] = self.model(
            sampling, inputs, library() if factors is None else factors
        )
        unknown = set(samples) - sampling.used
        if unknown:
            raise ValueError(
                f"no symbol {sorted(unknown)} in {self.id}; known: {sorted(sampling.used)}"
            )
        return found

    def symbols(
        self, inputs: MethodologyInputs, factors: FactorLibrary | None = None
    ) -> Mapping[str, Decimal]:
        """Return the numbers the model takes from inputs and tables, by symbol, in their order."""
        listing = Listing({}, replacements(inputs))
        with np.errstate(all="ignore"):
            self.model(listing, inputs, library() if factors is None else factors)
        return listing.values

    def _modelled(
        self, audit: Audit, inputs: MethodologyInputs, tables: FactorLibrary
    ) -> Mapping[str, Quantity]:
        try:
            self._admit(inputs, tables, audit)
            return self.model(audit, inputs, tables)
        except (DivisionByZero, InvalidOperation, Overflow) as error:
            raise NotCalculable(field="") from error

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
