"""What is asked for a transfer, a surrender or a retirement: one model for the form, one for JSON.

Both become the same command of the registry. Labels and help are the form's copy.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, Strict
from pydantic_core import PydanticCustomError

from registry.compliance import Surrender
from registry.ledger import QUANTITY_MAX, Measure, Purpose, Retire, Transfer
from web.forms import FormModel, field_copy

CLIENT_ID = r"^[A-Za-z0-9._-]{1,64}$"
SERIALS_CHARACTERS_MAX = 4000
SERIAL_RANGES_MAX = 100
YEAR_MIN, YEAR_MAX = 2013, 2100

PURPOSE_TEXTS = {
    Purpose.CARBON_NEUTRALITY: {"zh": "碳中和", "en": "Carbon neutrality"},
    Purpose.PRODUCT_FOOTPRINT: {"zh": "产品碳足迹抵销", "en": "Product footprint"},
    Purpose.EVENT: {"zh": "大型活动碳中和", "en": "Event"},
    Purpose.GREEN_POWER_USE: {"zh": "绿色电力消费", "en": "Green power use"},
    Purpose.PUBLIC_GOOD: {"zh": "公益", "en": "Public good"},
    Purpose.ECOLOGICAL_COMPENSATION: {"zh": "生态环境损害赔偿", "en": "Ecological compensation"},
    Purpose.VOLUNTARY: {"zh": "自愿注销", "en": "Voluntary cancellation"},
    Purpose.DONATION: {"zh": "捐赠", "en": "Donation"},
}


MEASURE_SYMBOLS: Mapping[str, str] = {
    Measure.T_CO2E: "t CO2e",
    Measure.KG_CO2E: "kg CO2e",
    Measure.MWH: "MWh",
}
"""What one unit stands for, as plain text beside quantities."""


def _whole(given: object) -> object:
    """Refuse `true` and `1.0`, which Pydantic would take for 1."""
    if isinstance(given, bool | float):
        raise PydanticCustomError("int_type", "Input should be a whole number")
    return given


WholeNumber = Annotated[int, BeforeValidator(_whole)]
"""A whole number of a form or of JSON; in a model for JSON alone use `Strict()`."""
ClientId = Annotated[
    str,
    Field(
        pattern=CLIENT_ID,
        description="Your own name of this command; sent again, it returns the first result.",
    ),
]
UnitTypeCode = Annotated[
    str, Field(max_length=24, json_schema_extra=field_copy("单位类别", "Unit type", kind="choice"))
]
Quantity = Annotated[
    int, Field(ge=1, le=QUANTITY_MAX, json_schema_extra=field_copy("数量", "Quantity"))
]
JsonQuantity = Annotated[Quantity, Strict()]
"""In JSON a quantity is an integer, neither text nor `true`."""
ComplianceYear = Annotated[
    int,
    Field(
        ge=YEAR_MIN,
        le=YEAR_MAX,
        json_schema_extra=field_copy(
            "履约年度",
            "Compliance year",
            "所清缴排放量对应的年度。",
            "The year whose emissions the units cover.",
        ),
    ),
]
SerialLines = Annotated[
    str,
    Field(
        max_length=SERIALS_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "编码区段",
            "Serials",
            "指定要使用的编码，每行一个或一段；留空则从最小编码开始。",
            "Name the serials to use, one or one range a line; empty: the lowest are taken.",
        ),
    ),
]
SerialList = Annotated[
    list[Annotated[str, Field(max_length=80)]],
    Field(max_length=SERIAL_RANGES_MAX, description="Serials or ranges; empty: the lowest."),
]


class _TransferFields(FormModel):
    unit_type: UnitTypeCode
    quantity: Quantity
    to_account: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "接收账户",
            "Receiving account",
            "账户号码，例如 200-0000012-34。",
            "The account's number, for example 200-0000012-34.",
        ),
    )
    memo: str = Field(
        "",
        max_length=120,
        json_schema_extra=field_copy(
            "附言", "Memo", "双方账户明细均可见。", "Shown in both accounts' statements."
        ),
    )


class TransferForm(_TransferFields):
    """A transfer as the page asks it."""

    serials: SerialLines = ""


class TransferRequest(_TransferFields):
    """A transfer as JSON."""

    quantity: JsonQuantity
    serials: SerialList = Field([])
    client_id: ClientId


class _SurrenderFields(FormModel):
    unit_type: UnitTypeCode
    quantity: Quantity
    compliance_year: ComplianceYear


class SurrenderForm(_SurrenderFields):
    """A surrender as the page asks it."""

    serials: SerialLines = ""


class SurrenderRequest(_SurrenderFields):
    """A surrender as JSON."""

    quantity: JsonQuantity
    compliance_year: Annotated[ComplianceYear, Strict()]
    serials: SerialList = Field([])
    client_id: ClientId


class _RetireFields(FormModel):
    unit_type: UnitTypeCode
    quantity: Quantity
    beneficiary: str = Field(
        max_length=200,
        json_schema_extra=field_copy(
            "受益方",
            "Beneficiary",
            "注销所抵销的排放归属的主体，将公示于证书。",
            "In whose name the units are used; shown on the public certificate.",
        ),
    )
    purpose: Purpose = Field(json_schema_extra=field_copy("用途", "Purpose", choices=PURPOSE_TEXTS))
    beneficiary_credit_code: str = Field(
        "",
        max_length=18,
        json_schema_extra=field_copy(
            "受益方统一社会信用代码",
            "Beneficiary's credit code",
            "18 位，将校验末位。",
            "18 characters; the last one is checked.",
        ),
    )
    period_from: date | None = Field(
        None, json_schema_extra=field_copy("期间起", "Period from", kind="date")
    )
    period_to: date | None = Field(
        None, json_schema_extra=field_copy("期间止", "Period to", kind="date")
    )
    note: str = Field(
        "",
        max_length=1000,
        json_schema_extra=field_copy("说明", "Note", "将公示于证书。", "Shown on the certificate."),
    )


class RetireForm(_RetireFields):
    """A retirement as the page asks it."""

    serials: SerialLines = ""


class RetireRequest(_RetireFields):
    """A retirement as JSON."""

    quantity: JsonQuantity
    serials: SerialList = Field([])
    client_id: ClientId


def serial_lines(text: str) -> tuple[str, ...]:
    """Return the serials of a text field, one or one range a line."""
    return tuple(line for part in re.split(r"[\r\n;；]+", text) if (line := part.strip()))


def transfer(
    account: str, fields: _TransferFields, serials: Sequence[str], client_id: str
) -> Transfer:
    """Return the command for a transfer from an account."""
    return Transfer(
        client_id=client_id,
        from_account=account,
        to_account=fields.to_account,
        unit_type=fields.unit_type,
        quantity=fields.quantity,
        serials=tuple(serials),
        memo=fields.memo,
    )


def surrender(
    account: str, fields: _SurrenderFields, serials: Sequence[str], client_id: str
) -> Surrender:
    """Return the command for a surrender from an account."""
    return Surrender(
        client_id=client_id,
        account=account,
        unit_type=fields.unit_type,
        quantity=fields.quantity,
        compliance_year=fields.compliance_year,
        serials=tuple(serials),
    )


def retirement(
    account: str, fields: _RetireFields, serials: Sequence[str], client_id: str
) -> Retire:
    """Return the command for a retirement from an account."""
    return Retire(
        client_id=client_id,
        account=account,
        unit_type=fields.unit_type,
        quantity=fields.quantity,
        beneficiary=fields.beneficiary,
        purpose=fields.purpose,
        beneficiary_credit_code=fields.beneficiary_credit_code,
        period_from=fields.period_from,
        period_to=fields.period_to,
        note=fields.note,
        serials=tuple(serials),
    )
