"""What pages of carbon inclusion call things, and how masses are written: kg, and the same in t."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from registry.carbon_inclusion import (
    BATCH_STATE_NAMES,
    BATCH_STEP_NAMES,
    ActivityKind,
    AggregationPeriod,
    Content,
)
from registry.ledger import USE_NAMES
from web.formats import kilogram_tonnes, number, trimmed

MG_PER_T = 10**9
MG_PER_KG = 10**6

KIND_TEXTS: Mapping[str, Mapping[str, str]] = {
    ActivityKind.BUS: {"zh": "公交出行", "en": "Bus"},
    ActivityKind.METRO: {"zh": "地铁出行", "en": "Metro"},
    ActivityKind.SHARED_BIKE: {"zh": "共享单车出行", "en": "Shared bike"},
    ActivityKind.WALK: {"zh": "步行", "en": "Walking"},
    ActivityKind.CARPOOL: {"zh": "拼车出行", "en": "Carpool"},
    ActivityKind.NEW_ENERGY_VEHICLE: {"zh": "新能源车出行", "en": "New-energy vehicle"},
    ActivityKind.NO_TABLEWARE: {"zh": "外卖无需一次性餐具", "en": "No disposable tableware"},
    ActivityKind.SECOND_HAND_PHONE: {"zh": "二手手机交易", "en": "Second-hand phone"},
}
UNIT_TEXTS: Mapping[str, Mapping[str, str]] = {
    "pkm": {"zh": "人公里", "en": "passenger-km"},
    "vkm": {"zh": "车公里", "en": "vehicle-km"},
    "order": {"zh": "单", "en": "order"},
    "phone": {"zh": "部", "en": "phone"},
}
PERIOD_TEXTS: Mapping[str, Mapping[str, str]] = {
    AggregationPeriod.DAY: {"zh": "每日", "en": "day"},
    AggregationPeriod.MONTH: {"zh": "每月", "en": "month"},
    AggregationPeriod.YEAR: {"zh": "每年", "en": "year"},
    AggregationPeriod.ALWAYS: {"zh": "累计", "en": "all time"},
}
CONTENT_TEXTS: Mapping[str, Mapping[str, str]] = {
    Content.ACTIVITIES: {"zh": "活动记录", "en": "Activities"},
    Content.CONSENTS: {"zh": "用户授权", "en": "Consents"},
    Content.REWARDS: {"zh": "权益发放", "en": "Rewards"},
}
CONFIDENCE_TEXTS: Mapping[str, Mapping[str, str]] = {
    "read": {"zh": "已查阅原文", "en": "read"},
    "derived": {"zh": "推算", "en": "derived"},
    "secondary": {"zh": "转引", "en": "secondary"},
    "recalled": {"zh": "记忆，待核对", "en": "recalled"},
    "assumed": {"zh": "假设", "en": "assumed"},
    "draft": {"zh": "征求意见稿", "en": "draft"},
    "unknown": {"zh": "未知", "en": "unknown"},
}


def kilograms(mg: int) -> str:
    """Write milligrams as kilograms, exactly."""
    return number(trimmed(Decimal(mg) / MG_PER_KG))


def tonnes(mg: int) -> str:
    """Write milligrams as tonnes, exactly."""
    return number(trimmed(Decimal(mg) / MG_PER_T))


def inclusion_words() -> dict[str, Any]:
    """Return what templates of carbon inclusion need beside their own data."""
    return {
        "batch_states": BATCH_STATE_NAMES,
        "batch_steps": BATCH_STEP_NAMES,
        "confidence_texts": CONFIDENCE_TEXTS,
        "content_texts": CONTENT_TEXTS,
        "kilogram_tonnes": kilogram_tonnes,
        "kilograms": kilograms,
        "kind_texts": KIND_TEXTS,
        "period_texts": PERIOD_TEXTS,
        "tonnes": tonnes,
        "unit_texts": UNIT_TEXTS,
        "use_names": USE_NAMES,
    }
