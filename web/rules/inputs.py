"""What is asked to amend a rule or the calendar: the form's copy, and the command it becomes."""

from datetime import date
from typing import Literal

from pydantic import Field

from registry.rules import CONFIDENCE_NAMES, AmendCalendar, AmendRule, Confidence
from web.forms import FormModel, field_copy

_CONFIDENCES = {
    confidence.value: dict(names)
    for confidence, names in CONFIDENCE_NAMES.items()
    if confidence is not Confidence.UNKNOWN
}
_WORKING = {"worked": {"zh": "工作日", "en": "worked"}, "off": {"zh": "休息日", "en": "off"}}


class AmendmentForm(FormModel):
    """A new value of a rule."""

    applies_to: str = Field(
        "all", max_length=60, json_schema_extra=field_copy("适用对象", "Applies to", kind="choice")
    )
    value: str = Field(max_length=300, json_schema_extra=field_copy("数值", "Value", kind="text"))
    valid_from: date = Field(
        json_schema_extra=field_copy("生效日期", "Holds from", "含当日。", "This day included.")
    )
    valid_to: date | None = Field(
        None,
        json_schema_extra=field_copy(
            "失效日期",
            "Holds until",
            "含当日；留空表示长期有效。",
            "This day included; empty: until further notice.",
            kind="date",
        ),
    )
    confidence: Literal["read", "derived", "secondary", "recalled", "assumed", "draft"] = Field(
        json_schema_extra=field_copy(
            "可信度",
            "Confidence",
            "推测或教学设定请选“假定”。",
            "A guess, or a number for a lesson, is “assumed”.",
            choices=_CONFIDENCES,
        )
    )
    source: str = Field(
        max_length=300,
        json_schema_extra=field_copy(
            "来源", "Source", "文件名称、文号与条款。", "Document, number and article.", kind="text"
        ),
    )
    reason: str = Field(
        max_length=1000,
        json_schema_extra=field_copy(
            "理由", "Reason", "将随修订长期公示。", "Kept and shown with the amendment."
        ),
    )


class CalendarForm(FormModel):
    """A day that is worked, or not, other than the calendar says."""

    day: date = Field(json_schema_extra=field_copy("日期", "Day"))
    treated: Literal["worked", "off"] = Field(
        json_schema_extra=field_copy("改为", "From now on", choices=_WORKING)
    )
    name: str = Field(max_length=100, json_schema_extra=field_copy("事由", "Occasion"))
    source: str = Field(
        max_length=300,
        json_schema_extra=field_copy(
            "来源", "Source", "通知名称与文号。", "The notice.", kind="text"
        ),
    )


def amendment(scheme: str, key: str, unit: str, asked: AmendmentForm, client_id: str) -> AmendRule:
    """Return the command that amends a rule."""
    return AmendRule(
        client_id=client_id,
        scheme=scheme,
        key=key,
        unit=unit,
        applies_to=asked.applies_to,
        value=asked.value,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        source=asked.source,
        reason=asked.reason,
        confidence=Confidence(asked.confidence),
    )


def calendar_change(asked: CalendarForm, client_id: str) -> AmendCalendar:
    """Return the command that changes a day."""
    return AmendCalendar(
        client_id=client_id,
        day=asked.day,
        working=asked.treated == "worked",
        name=asked.name,
        source=asked.source,
    )
