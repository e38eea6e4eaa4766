"""One shape for all behaviours: a methodology, and how its records stand in columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from methodologies.engine.answers import Fit, Since
from methodologies.engine.contract import Clause, Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, Equation, N, Notice, Text, plain
from methodologies.inclusion.aggregation import (
    COLLECTED,
    SHARE_OUTPUTS,
    CollectableInputs,
    equation_4,
    equation_5,
    equation_5_without_consent,
    equation_6,
    shares,
)
from methodologies.inclusion.records import (
    ACTIVITIES,
    Limit,
    RecordInputs,
    activity_covered,
    data_consent,
    on_city_platform,
)
from methodologies.inclusion.records import (
    Activity as Kind,
)
from methodologies.inclusion.reductions import (
    EMISSIONS_KG,
    REDUCTIONS_KG,
    Activity,
    equation_1,
    equation_2,
    equation_3,
    project_emissions,
)
from methodologies.inclusion.refusals import OWN_CHOICE, AmountAboveRecord

COVERED = ("activity_covered",)
"""The clause that refuses another activity."""

Records = Any
"""An instance of a methodology's own inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A methodology together with the way its records stand in columns.

    Args:
        methodology: the definition.
        amount: the field that files of platforms call `amount`.
        measured: all fields that are columns of numbers.
        limits: the tests of numbers that hold for some inputs.
        usual: what a record of these inputs hardly exceeds, in the unit of `amount`.
    """

    methodology: Methodology
    amount: str
    measured: tuple[str, ...]
    limits: Callable[[Records, FactorLibrary], tuple[Limit, ...]]
    usual: Callable[[Records, FactorLibrary], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What tells one behaviour with a factor table from another.

    Args:
        table: its factors.
        covered: kinds of activity with factors.
        amount: the field that says how much was done.
        project: emissions of what was done, if not by equation (2).
        collects: whether platforms may collect the reductions.
    """

    table: str
    covered: tuple[Kind, ...]
    amount: str
    project: Callable[..., Any] = project_emissions
    collects: bool = False

    def model(
        self, calculation: Calculation[N], inputs: Records, factors: FactorLibrary
    ) -> dict[str, N]:
        """Carry a record through the equations, exactly or on arrays."""
        activity = self.activity(inputs)
        amount = calculation.given("AD", Decimal(getattr(inputs, self.amount)), self.amount)
        base_factor = calculation.factor("EF_base", activity.factor("baseline", factors))
        baseline = calculation.step(equation_1, amount, base_factor)
        project = self.project(calculation, amount, activity, factors)
        reductions = calculation.step(equation_3, baseline, project)
        shared = {}
        if self.collects:
            assert isinstance(inputs, CollectableInputs)
            shared = shares(calculation, reductions, self.table, inputs, factors)
        return {
            EMISSIONS_KG[0].name: baseline,
            EMISSIONS_KG[1].name: project,
            **shared,
            REDUCTIONS_KG.name: reductions,
        }

    def activity(self, inputs: Records) -> Activity:
        """Return the rows of the factor table that apply."""
        return Activity(self.table, inputs.activity, inputs.day.year)

    def limits(self, inputs: Records, factors: FactorLibrary) -> tuple[Limit, ...]:
        """Return what one record may hold."""
        most = self.activity(inputs).factor("record_max", factors)

        def refusal(value: str) -> AmountAboveRecord:
            return AmountAboveRecord(
                field=self.amount, value=value, unit=most.unit, most=plain(most.value)
            )

        return (Limit((self.amount,), (most.value,), _at_most, refusal),)

    def usual(self, inputs: Records, factors: FactorLibrary) -> Decimal:
        """Return what a record hardly exceeds."""
        return self.activity(inputs).factor("record_usual", factors).value

    def check(self, inputs: Records, factors: FactorLibrary) -> list[Notice]:
        """Hold a record to its limits.

        Raises:
            AmountAboveRecord: it holds more than one record can.
        """
        admit(self.limits(inputs, factors), inputs)
        unit = self.activity(inputs).factor("record_usual", factors).unit
        usual = self.usual(inputs, factors)
        return [] if getattr(inputs, self.amount) <= usual else [unusual(usual, unit)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Who published a methodology for carbon inclusion, and when."""

    id: str
    title: Text
    scope: Text
    source: str
    published: str
    city: Text
    article: str
    place: str
    since: Since | None = None
    clauses: tuple[Clause, ...] = ()
    equations: tuple[Equation, ...] = ()
    remarks: tuple[Text, ...] = ()
    examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def scenario(
    behaviour: Behaviour, publication: Publication, inputs: type[RecordInputs]
) -> Scenario:
    """Make the methodology of a behaviour with a factor table."""
    share_equations = (equation_4, equation_5, equation_5_without_consent, equation_6)
    outputs: tuple[Output, ...] = (*EMISSIONS_KG, REDUCTIONS_KG)
    if behaviour.collects:
        outputs = (*EMISSIONS_KG, *SHARE_OUTPUTS, REDUCTIONS_KG)
    methodology = Methodology(
        id=publication.id,
        version="V01",
        status="configurable",
        purpose="behaviour",
        title=publication.title,
        scope=publication.scope,
        source=publication.source,
        published=publication.published,
        Inputs=inputs,
        clauses=(
            activity_covered(publication.article, behaviour.covered),
            *publication.clauses,
            on_city_platform(publication.article, publication.city),
            data_consent(),
        ),
        equations=(
            equation_1,
            *(publication.equations or (equation_2,)),
            equation_3,
            *(share_equations if behaviour.collects else ()),
        ),
        model=behaviour.model,
        check=behaviour.check,
        outputs=outputs,
        issues=None,
        rounding=None,
        tables=(behaviour.table,),
        fit=Fit(
            activities=behaviour.covered,
            places=(publication.place,),
            since=publication.since,
            article=publication.article,
            near=dict.fromkeys(set(ACTIVITIES).difference(behaviour.covered), COVERED),
        ),
        remarks=publication.remarks,
        examples=publication.examples,
    )
    return Scenario(
        methodology=methodology,
        amount=behaviour.amount,
        measured=(behaviour.amount, *((COLLECTED,) if behaviour.collects else ())),
        limits=behaviour.limits,
        usual=behaviour.usual,
    )


def admit(limits: tuple[Limit, ...], inputs: Records) -> None:
    """Hold the numbers of one record to its limits.

    Raises:
        MethodologyError: the refusal of the first limit that does not hold.
    """
    for limit in limits:
        values = [Decimal(getattr(inputs, name)) for name in limit.fields]
        if not limit.holds(*values, *limit.bounds):
            raise limit.refusal(*(plain(value) for value in values))


def unusual(usual: Decimal, unit: str) -> Notice:
    """Return the word on an amount that is possible and rare."""
    return Notice(
        "methodologies.unusual_amount",
        {
            "zh": f"超过常见的 {plain(usual)} {unit}，请核对单位（如米与千米）。",
            "en": f"More than the usual {plain(usual)} {unit}; check the unit "
            "(metres or kilometres).",
        },
        OWN_CHOICE,
    )


def _at_most(value: Any, most: Any) -> Any:
    return value <= most
