"""What the steps of an entity's year ask, as forms."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from registry.ledger import QUANTITY_MAX
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import WholeNumber

CNY_DECIMALS = 2


class EvidenceForm(FormModel):
    """The fingerprint of a month's data."""

    month: Annotated[WholeNumber, Field(ge=1, le=12, json_schema_extra=field_copy("月份", "Month"))]
    sha256: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        max_length=64,
        json_schema_extra=field_copy(
            "数据文件 SHA-256",
            "SHA-256 of the data file",
            "只登记指纹，文件留在单位。",
            "Only the fingerprint is kept here; the file stays with the entity.",
        ),
    )
    note: str = Field("", max_length=500, json_schema_extra=field_copy("说明", "Note"))


class NoteForm(FormModel):
    """A step that may be explained."""

    note: str = Field("", max_length=500, json_schema_extra=field_copy("说明", "Note"))


class ReasonForm(FormModel):
    """A step that must be explained."""

    note: str = Field(min_length=1, max_length=500, json_schema_extra=field_copy("理由", "Reason"))


class EmptyForm(FormModel):
    """A step that needs no answer."""


class PreallocateForm(FormModel):
    """The base of a pre-allocation, where the registry does not know it."""

    base_t: WholeNumber | None = Field(
        None,
        json_schema_extra=field_copy(
            "预分配基数",
            "Base",
            "上一年度经核查排放量；本系统已有核查结果时留空。",
            "Verified emissions of the year before; empty where they are verified here.",
            unit="t CO2e",
            kind="integer",
        ),
    )


class LocalAllocationForm(FormModel):
    """The decision of a local authority."""

    quantity: Annotated[
        WholeNumber,
        Field(
            ge=1, le=QUANTITY_MAX, json_schema_extra=field_copy("核定配额", "Allowances", unit="t")
        ),
    ]
    document: str = Field(
        min_length=1, max_length=200, json_schema_extra=field_copy("文件文号", "Document")
    )


class CarryOverForm(FormModel):
    """An application to carry old allowances over."""

    unit_type: str = Field(
        max_length=24, json_schema_extra=field_copy("年度配额", "Vintage", kind="choice")
    )
    quantity: Annotated[
        WholeNumber,
        Field(
            ge=1, le=QUANTITY_MAX, json_schema_extra=field_copy("结转数量", "Quantity", unit="t")
        ),
    ]


class FineForm(FormModel):
    """A fine and the price it is measured by."""

    mean_price_cny: Annotated[
        Decimal,
        Field(
            gt=0,
            le=10**6,
            decimal_places=CNY_DECIMALS,
            json_schema_extra=field_copy(
                "清缴期限前一个月市场均价",
                "Mean price of the month before the deadline",
                "取自交易机构公布的行情。",
                "From the venue's published prices.",
                unit="CNY/t",
            ),
        ),
    ]
    amount_cny: Annotated[
        Decimal,
        Field(
            gt=0,
            le=10**13,
            decimal_places=CNY_DECIMALS,
            json_schema_extra=field_copy("罚款金额", "Fine", unit="CNY"),
        ),
    ]
    note: str = Field("", max_length=500, json_schema_extra=field_copy("说明", "Note"))
