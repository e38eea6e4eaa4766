"""What Wuhan's second batch of seven behaviours has in common.

The batch was published on 2 September 2024 with platform aggregation. Its factors and its threshold
were not found: all of them stand in `data/inclusion_wuhan.yaml` as assumptions to be replaced.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from methodologies.engine.answers import Since
from methodologies.engine.contract import Clause
from methodologies.engine.trace import Equation, Text
from methodologies.inclusion.aggregation import CollectableInputs
from methodologies.inclusion.records import ACTIVITIES, Activity
from methodologies.inclusion.refusals import NotInForce
from methodologies.inclusion.scenario import Behaviour, Publication, Scenario, scenario

TABLE = "inclusion_wuhan"
BATCH = "武汉市碳普惠方法学（第二批，7 个） · Wuhan carbon inclusion, second batch of seven"
ARTICLE = (
    "武汉市碳普惠第二批方法学 适用条件（条文编号未见） · "
    "Wuhan carbon inclusion, second batch, applicability (numbering not seen)"
)
PUBLISHED = date(2024, 9, 2)
BRIEF: Mapping[str, str] = {
    "new_energy_vehicle": "nev",
    "second_hand_phone": "used-phone",
}
"""Kinds whose names would make an id longer than the 32 characters that a registry keeps."""

WUHAN: Text = {"zh": "武汉市", "en": "Wuhan"}
AGREED: Mapping[str, Any] = {
    "day": "2024-12-02",
    "on_city_platform": True,
    "data_consent": True,
    "consent": "given",
    "rewarded": True,
}
"""What the examples say beside how much was done."""


def wuhan(  # noqa: PLR0913  # the columns of a table of seven behaviours
    kind: Activity,
    inputs: type[CollectableInputs],
    amount: str,
    *,
    title: Text,
    clause: Clause,
    example: Mapping[str, Any],
    project: Any = None,
    equations: tuple[Equation, ...] = (),
) -> Scenario:
    """Make one of the seven.

    Args:
        kind: of activity.
        inputs: of one record.
        amount: the field that says how much was done.
        title: of the methodology.
        clause: on the way the activity is done.
        example: how much was done in the worked example.
        project: emissions of what was done, if not by equation (2).
        equations: those of `project`.
    """
    name = ACTIVITIES[kind]
    own = {} if project is None else {"project": project}
    behaviour = Behaviour(table=TABLE, covered=(kind,), amount=amount, collects=True, **own)
    publication = Publication(
        id=f"inclusion-wuhan-{BRIEF.get(kind, kind).replace('_', '-')}",
        title=title,
        scope={
            "zh": f"武汉市居民的低碳行为（{name['zh']}），由平台记录，可经授权归集至平台。",
            "en": f"What people do in Wuhan ({name['en'].lower()}), recorded by platforms, "
            "which may collect the reductions.",
        },
        source=BATCH,
        published=PUBLISHED.isoformat(),
        city=WUHAN,
        article=ARTICLE,
        place="wuhan",
        since=Since(first_day=PUBLISHED, clause="in_force"),
        clauses=(clause, in_force()),
        equations=equations,
        remarks=(
            {
                "zh": "武汉公布的因子与平台归集阈值均未查到，表中为借用或假设值，可逐项替换。",
                "en": "Wuhan's factors and threshold were not found; those given are borrowed or "
                "assumed, and each can be replaced.",
            },
            {
                "zh": "平台经授权并发放权益后可归集减排量，超过阈值的部分计入个人碳账户。",
                "en": "With consent and a reward the platform may collect reductions; "
                "what is above the threshold is the person's.",
            },
        ),
        examples={"one_record": {**AGREED, **example}},
    )
    return scenario(behaviour, publication, inputs)


def in_force() -> Clause:
    """Return the clause on the day of publication."""
    return Clause(
        id="in_force",
        article=BATCH,
        text={
            "zh": f"行为发生于方法学发布之日（{PUBLISHED}）及以后。",
            "en": f"Done on or after the day of publication, {PUBLISHED}.",
        },
        fields=("day",),
        holds=lambda inputs: inputs.day >= PUBLISHED,
        refusal=lambda inputs: NotInForce(
            field="day",
            value=inputs.day.isoformat(),
            published=PUBLISHED.isoformat(),
            article=BATCH,
        ),
    )
