"""What is recorded of people's low-carbon behaviour, and the conditions all cities share.

The kinds of activity, the consent to aggregation and the limits of a record have the names that a
registry of carbon inclusion gives them, so that results can be reported to one.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

from pydantic_core import PydanticUndefined

from methodologies.engine.contract import Clause
from methodologies.engine.errors import MethodologyError
from methodologies.engine.inputs import Day, asked
from methodologies.engine.replacing import ReplacingInputs
from methodologies.engine.trace import Text
from methodologies.inclusion.refusals import (
    PERSONAL_INFORMATION_LAW,
    ActivityNotCovered,
    NoDataConsent,
    NotAsDescribed,
    NotFromCityPlatform,
)

Activity = Literal[
    "bus",
    "metro",
    "shared_bike",
    "walk",
    "carpool",
    "new_energy_vehicle",
    "no_tableware",
    "second_hand_phone",
]
ACTIVITIES: Mapping[str, Text] = {
    "bus": {"zh": "公交", "en": "Bus"},
    "metro": {"zh": "地铁", "en": "Metro"},
    "shared_bike": {"zh": "共享单车（骑行）", "en": "Shared bike (cycling)"},
    "walk": {"zh": "步行", "en": "Walking"},
    "carpool": {"zh": "合乘", "en": "Carpool"},
    "new_energy_vehicle": {"zh": "新能源汽车", "en": "New-energy vehicle"},
    "no_tableware": {"zh": "外卖无需餐具", "en": "No disposable tableware"},
    "second_hand_phone": {"zh": "二手手机", "en": "Second-hand phone"},
}
assert set(ACTIVITIES) == set(get_args(Activity))


class Limit(NamedTuple):
    """One test of the numbers of a record; it reads decimals and whole columns alike.

    Args:
        fields: whose values come first.
        bounds: which come after them.
        holds: tells for values and bounds whether they are admitted.
        refusal: made from the values, as they are shown.
    """

    fields: tuple[str, ...]
    bounds: tuple[Decimal, ...]
    holds: Callable[..., Any]
    refusal: Callable[..., MethodologyError]


class RecordInputs(ReplacingInputs):
    """What every record of a behaviour says beside how much was done."""

    day: Day = asked(
        "日期",
        "Day",
        group="period",
        kind="date",
        help={
            "zh": "行为发生之日；按其年份选取因子。",
            "en": "When it happened; the factors of its year apply.",
        },
    )
    on_city_platform: bool | None = asked(
        "由接入本市碳普惠的平台记录",
        "Recorded by a platform of the city's scheme",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "如公交、地铁、骑行、外卖、二手交易等接入平台。",
            "en": "Such as a connected transport, bicycle, takeaway or resale platform.",
        },
        source="适用条件 · applicability",
    )
    data_consent: bool | None = asked(
        "用户同意使用该记录",
        "The person agreed to the use of the record",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "处理个人出行、消费记录须经本人同意。",
            "en": "Records of trips and purchases are used with the person's consent.",
        },
        source=PERSONAL_INFORMATION_LAW,
    )


def activity_asked(default: Activity | None = None) -> Any:
    """Declare the field that names the kind of activity."""
    return asked(
        "行为",
        "Activity",
        group="trips",
        kind="choice",
        choices=ACTIVITIES,
        first=True,
        default=PydanticUndefined if default is None else default,
        help={
            "zh": "须为本方法学列明的行为。",
            "en": "One of those that the methodology covers.",
        },
        source="适用条件 · applicability",
    )


def distance_asked(unit: str = "km", at_most: int = 100_000) -> Any:
    """Declare the distance of one trip; what a record may hold is a factor."""
    return asked(
        "里程",
        "Distance",
        group="trips",
        kind="decimal",
        unit=unit,
        at_most=at_most,
        help={
            "zh": "一人一次的里程，以千米（km）计，不是米。",
            "en": "Of one person on one trip, in kilometres, not metres.",
        },
        source="(1)",
    )


def described_asked(zh: str, en: str) -> Any:
    """Declare the question whether it was done in the way the methodology describes."""
    return asked(
        zh,
        en,
        group="site",
        kind="boolean",
        default=None,
        help={"zh": "按平台记录如实申报。", "en": "As the platform's record shows."},
        source="适用条件 · applicability",
    )


def on_city_platform(article: str, city: Text) -> Clause:
    """Return the clause on the platforms of a city."""
    return Clause(
        id="on_city_platform",
        article=article,
        text={
            "zh": f"由接入{city['zh']}碳普惠的平台记录。",
            "en": f"Recorded by a platform connected to {city['en']}'s carbon inclusion.",
        },
        fields=("on_city_platform",),
        holds=lambda inputs: inputs.on_city_platform,
        refusal=lambda _: NotFromCityPlatform(
            field="on_city_platform", value="false", city=dict(city), article=article
        ),
    )


def data_consent() -> Clause:
    """Return the clause on personal information, the same everywhere."""
    return Clause(
        id="data_consent",
        article=PERSONAL_INFORMATION_LAW,
        text={
            "zh": "用户同意将其记录用于碳普惠。",
            "en": "The person agreed to the use of the record for carbon inclusion.",
        },
        fields=("data_consent",),
        holds=lambda inputs: inputs.data_consent,
        refusal=lambda _: NoDataConsent(field="data_consent", value="false"),
    )


def activity_covered(article: str, covered: tuple[Activity, ...]) -> Clause:
    """Return the clause on the kind of activity."""
    names = {lang: ", ".join(ACTIVITIES[kind][lang] for kind in covered) for lang in ("zh", "en")}
    return Clause(
        id="activity_covered",
        article=article,
        text={"zh": f"行为为：{names['zh']}。", "en": f"The activity is one of: {names['en']}."},
        fields=("activity",),
        holds=lambda inputs: inputs.activity in covered,
        refusal=lambda inputs: ActivityNotCovered(
            field="activity",
            value=inputs.activity,
            activity=dict(ACTIVITIES[inputs.activity]),
            known=names,
            article=article,
        ),
    )


def as_described(article: str, zh: str, en: str) -> Clause:
    """Return the clause on the way an activity is done."""
    text = {"zh": zh, "en": en}
    return Clause(
        id="as_described",
        article=article,
        text=text,
        fields=("as_described",),
        holds=lambda inputs: inputs.as_described,
        refusal=lambda _: NotAsDescribed(
            field="as_described", value="false", described=text, article=article
        ),
    )
