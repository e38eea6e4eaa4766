"""Wuhan's second batch, counted deeds: no disposable tableware, second-hand phones."""

from typing import Any

from methodologies.engine.inputs import Count, asked
from methodologies.inclusion.aggregation import CollectableInputs
from methodologies.inclusion.records import (
    Activity,
    activity_asked,
    as_described,
    described_asked,
)
from methodologies.inclusion.wuhan import ARTICLE, wuhan

COUNT_MAX = 100_000
WITHOUT_TABLEWARE = (
    "外卖订单选择“无需餐具”且商家未提供一次性餐具。",
    "A takeaway order without disposable tableware, asked for and kept to.",
)
USED_PHONE = (
    "经平台成交、可继续使用的二手手机。",
    "A used phone that still works, sold through the platform.",
)


def counted(zh: str, en: str, unit: str) -> Any:
    """Declare the field that counts; what a record may hold is a factor."""
    return asked(
        zh,
        en,
        group="trips",
        kind="integer",
        unit=unit,
        at_least=0,
        at_most=COUNT_MAX,
        help={"zh": "一条记录中的数量，整数。", "en": "How many in this record, whole numbers."},
        source="(1)",
    )


class NoTablewareInputs(CollectableInputs):
    """Takeaway orders without disposable tableware."""

    activity: Activity = activity_asked("no_tableware")
    orders: Count = counted("订单数", "Orders", "order")
    as_described: bool | None = described_asked(*WITHOUT_TABLEWARE)


class SecondHandPhoneInputs(CollectableInputs):
    """Phones that someone uses on."""

    activity: Activity = activity_asked("second_hand_phone")
    phones: Count = counted("手机数", "Phones", "phone")
    as_described: bool | None = described_asked(*USED_PHONE)


NO_TABLEWARE = wuhan(
    "no_tableware",
    NoTablewareInputs,
    "orders",
    title={
        "zh": "武汉碳普惠：外卖无需餐具",
        "en": "Wuhan carbon inclusion: takeaway without disposable tableware",
    },
    clause=as_described(ARTICLE, *WITHOUT_TABLEWARE),
    example={"as_described": True, "orders": 1},
)
SECOND_HAND_PHONE = wuhan(
    "second_hand_phone",
    SecondHandPhoneInputs,
    "phones",
    title={"zh": "武汉碳普惠：二手手机交易", "en": "Wuhan carbon inclusion: second-hand phone"},
    clause=as_described(ARTICLE, *USED_PHONE),
    example={"as_described": True, "phones": 1},
)
