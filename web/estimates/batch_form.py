"""What a batch asks beside its file: fields that are the same in every record."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from methodologies import FormField, Methodology
from web.estimates.batches import PERIOD, PERIODS
from web.forms import Form, FormModel, blank_form, field_copy
from web.languages import current_language

KINDS = frozenset({"choice", "boolean", "date", "rows"})
LABELS = ("record_id", "user_id", "platform")
PERIOD_NAMES: Mapping[str, Mapping[str, str]] = {
    "day": {"zh": "每日", "en": "each day"},
    "month": {"zh": "每月", "en": "each month"},
    "year": {"zh": "每年", "en": "each year"},
    "always": {"zh": "不重新起算", "en": "never begins anew"},
}


def same_fields(methodology: Methodology) -> list[FormField]:
    """Return the fields that may be the same in every record: all but numbers."""
    return [each for each in methodology.fields if each.kind in KINDS]


def same_model(methodology: Methodology) -> type[BaseModel]:
    """Return the model of the fields that may be the same in every record; none is required."""
    fields: dict[str, Any] = {}
    for each in same_fields(methodology):
        info = methodology.Inputs.model_fields[each.name]
        extra = dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}
        annotation: Any = info.rebuild_annotation()
        fields[each.name] = (annotation | None, Field(None, json_schema_extra=extra))
    copy = field_copy(
        "归集阈值的周期",
        "Period of the threshold",
        "平台归集的上限按此周期重新起算。",
        "The limit of platform aggregation begins anew with it.",
        kind="choice",
        choices={value: dict(PERIOD_NAMES[value]) for value in PERIODS},
        group="period",
    )
    fields[PERIOD] = (
        Literal["day", "month", "year", "always"],
        Field("month", json_schema_extra=copy),
    )
    return create_model("SameInputs", __base__=FormModel, **fields)


def same_form(methodology: Methodology) -> Form:
    """Return the blank form of the fields that may be the same in every record."""
    return blank_form(
        same_model(methodology),
        current_language(),
        group_labels={each.group: each.group_label for each in methodology.fields},
    )


def same_values(value: BaseModel) -> dict[str, Any]:
    """Return what was answered, without what was left open."""
    return value.model_dump(exclude_none=True)


def file_headings(methodology: Methodology) -> list[str]:
    """Return the headings of a file of records."""
    return [*LABELS, *(each.name for each in methodology.fields if each.kind != "rows")]


def example_record(methodology: Methodology) -> list[str]:
    """Return a record that can be calculated, in the order of `file_headings`."""
    example = next(iter(methodology.examples.values()))
    labels = dict(zip(LABELS, ("r-0001", "u-0001", "platform-a"), strict=True))
    known = {**labels, **example}
    return [_plain(known.get(name, "")) for name in file_headings(methodology)]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
