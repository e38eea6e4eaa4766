"""Platform aggregation (平台归集): which part of a reduction a platform may collect.

With the person's consent, and for a reward, the platform collects up to a threshold per person and
period; the rest is the person's. The threshold was not found: it is an assumed factor.
"""

from decimal import Decimal
from typing import Literal

from methodologies.engine.factors import FactorLibrary
from methodologies.engine.functions import larger, smaller
from methodologies.engine.inputs import Amount, asked
from methodologies.engine.outputs import Output
from methodologies.engine.trace import Calculation, N, Number, equation
from methodologies.inclusion.records import RecordInputs
from methodologies.inclusion.reductions import Activity

AGGREGATION = "平台归集 · platform aggregation"
COLLECTED = "collected_kg_co2e"
SHARE_OUTPUTS = (
    Output(
        name="enterprise_kg_co2e",
        title={"zh": "归集至平台企业碳账户", "en": "To the platform's enterprise account"},
        unit="kg CO2e",
    ),
    Output(
        name="personal_kg_co2e",
        title={"zh": "计入个人碳账户", "en": "To the person's account"},
        unit="kg CO2e",
    ),
)


class CollectableInputs(RecordInputs):
    """A record that a platform may collect."""

    consent: Literal["given", "withdrawn"] | None = asked(
        "平台归集授权",
        "Consent to platform aggregation",
        group="site",
        kind="choice",
        default=None,
        choices={
            "given": {"zh": "已授权", "en": "given"},
            "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
        },
        help={
            "zh": "未授权的减排量全部计入个人碳账户。",
            "en": "Without it the whole reduction is the person's.",
        },
        source=AGGREGATION,
    )
    rewarded: bool | None = asked(
        "平台已向用户发放权益",
        "The platform rewarded the person",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "未发放权益的减排量全部计入个人碳账户。",
            "en": "Without a reward the whole reduction is the person's.",
        },
        source=AGGREGATION,
    )
    collected_kg_co2e: Amount = asked(
        "本期已归集量",
        "Collected in the period so far",
        group="trips",
        kind="decimal",
        unit="kg CO2e",
        at_most=1_000_000,
        default=Decimal(0),
        help={
            "zh": "该用户本期此前的合格减排量；达到阈值后全部计入个人。",
            "en": "Of this person, in this period; above the threshold all goes to the person.",
        },
        source=AGGREGATION,
    )

    @property
    def collectable(self) -> bool:
        """Whether the platform may collect: the person agreed and was rewarded."""
        return self.consent == "given" and self.rewarded is True


@equation(
    "(4)",
    "Q_total",
    "kg CO2e",
    meaning={"zh": "本期累计减排量", "en": "reductions of the period so far"},
    operands=("Q_collected", "ER"),
    source=f"{AGGREGATION} (4)",
)
def equation_4(collected: Number, reduction: Number) -> Number:
    """What was collected before and this reduction."""
    return collected + reduction


@equation(
    "(5)",
    "ER_enterprise",
    "kg CO2e",
    meaning={"zh": "归集至平台的减排量", "en": "reductions collected by the platform"},
    operands=("ER", "θ", "Q_collected"),
    source=f"{AGGREGATION} (5)",
)
def equation_5(reduction: Number, threshold: Number, collected: Number) -> Number:
    """The reduction, as far as there is room below the threshold."""
    return larger(smaller(reduction, threshold - collected), 0)


@equation(
    "(5)",
    "ER_enterprise",
    "kg CO2e",
    meaning={"zh": "归集至平台的减排量（未授权或无权益）", "en": "nothing may be collected"},
    source=f"{AGGREGATION} (5)",
)
def equation_5_without_consent() -> int:
    """Nothing without consent and reward."""
    return 0


@equation(
    "(6)",
    "ER_personal",
    "kg CO2e",
    meaning={"zh": "计入个人的减排量", "en": "reductions of the person"},
    operands=("ER", "ER_enterprise"),
    source=f"{AGGREGATION} (6)",
)
def equation_6(reduction: Number, enterprise: Number) -> Number:
    """What the platform does not collect."""
    return reduction - enterprise


def shares(
    calculation: Calculation[N],
    reduction: N,
    table: str,
    inputs: CollectableInputs,
    factors: FactorLibrary,
) -> dict[str, N]:
    """Share a reduction between platform and person.

    Returns:
        The results of `SHARE_OUTPUTS`, in kg CO2e.
    """
    if inputs.collectable:
        row = Activity(table, "aggregation", inputs.day.year)
        threshold = calculation.factor("θ", row.factor("threshold", factors))
        collected = calculation.given("Q_collected", inputs.collected_kg_co2e, COLLECTED)
        calculation.step(equation_4, collected, reduction)
        enterprise = calculation.step(equation_5, reduction, threshold, collected)
    else:
        enterprise = calculation.step(equation_5_without_consent)
    personal = calculation.step(equation_6, reduction, enterprise)
    return {"enterprise_kg_co2e": enterprise, "personal_kg_co2e": personal}
