"""What is asked about devices and generation: one model for the form, one for JSON."""

from datetime import date
from typing import Literal

from pydantic import Field

from registry.green_certificates import (
    CORRECTION_NAMES,
    ENERGY_NAMES,
    ROWS_MAX,
    CorrectGeneration,
    CorrectionReason,
    Energy,
    FileGeneration,
    IssueCertificates,
    RegisterDevice,
)
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId, WholeNumber

_METERS_HELP = (
    "多个编号用空格或逗号分隔，例如 MTR-0001。",
    "Several are parted by blanks or commas, for example MTR-0001.",
)


class DeviceForm(FormModel):
    """A device to file."""

    account: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "绿证入账账户",
            "Account for the certificates",
            "核发的绿证进入该账户。",
            "Certificates are issued into it.",
            kind="choice",
        ),
    )
    name: str = Field(
        min_length=1, max_length=200, json_schema_extra=field_copy("项目名称", "Name")
    )
    energy: Energy = Field(
        json_schema_extra=field_copy(
            "能源种类", "Energy", choices={key.value: dict(ENERGY_NAMES[key]) for key in Energy}
        )
    )
    technology: str = Field("", max_length=200, json_schema_extra=field_copy("技术", "Technology"))
    capacity_kw: WholeNumber = Field(
        ge=1, le=10**8, json_schema_extra=field_copy("装机容量", "Capacity", unit="kW")
    )
    commissioned: date = Field(json_schema_extra=field_copy("投产日期", "First day of operation"))
    province: str = Field(
        min_length=1, max_length=40, json_schema_extra=field_copy("所在省份", "Province")
    )
    grid_meters: str = Field(
        "",
        max_length=4000,
        json_schema_extra=field_copy("上网计量点", "Meters of the grid feed", *_METERS_HELP),
    )
    self_use_meters: str = Field(
        "",
        max_length=4000,
        json_schema_extra=field_copy("自用计量点", "Meters of self-consumption", *_METERS_HELP),
    )
    fully_market_based: bool = Field(
        False,
        json_schema_extra=field_copy("完全市场化水电", "Hydro power sold entirely in the market"),
    )
    filing_code: str = Field(
        "",
        max_length=17,
        json_schema_extra=field_copy(
            "建档立卡编码",
            "Filing code",
            "选填；编码规则未与正式文件核对，默认不公示。",
            "Its form is not verified against the official rule; not shown by default.",
        ),
    )


class DeviceRequest(DeviceForm):
    """A device to file, as JSON."""

    party_id: int = Field(ge=1, description="The owner; the actor represents it.")
    client_id: ClientId


class DeviceStepRequest(FormModel):
    """Approval or refusal of a device, as JSON."""

    step: Literal["approve", "refuse"]
    note: str = Field("", max_length=1000)
    client_id: ClientId


class MonthForm(FormModel):
    """One month of one meter."""

    meter: str = Field(
        max_length=64, json_schema_extra=field_copy("计量点", "Meter", kind="choice")
    )
    month: str = Field(
        max_length=7,
        json_schema_extra=field_copy("月份", "Month", "例如 2026-03。", "Such as 2026-03."),
    )
    generation_mwh: str = Field(
        max_length=20,
        json_schema_extra=field_copy(
            "电量", "Generation", "最多三位小数。", "At most three decimals.", unit="MWh"
        ),
    )


class CorrectionForm(MonthForm):
    """A month of a meter as it really was."""

    reason: CorrectionReason = Field(
        json_schema_extra=field_copy(
            "更正原因",
            "Reason",
            choices={key.value: dict(CORRECTION_NAMES[key]) for key in CorrectionReason},
        )
    )
    note: str = Field(
        min_length=1, max_length=1000, json_schema_extra=field_copy("说明", "Explanation")
    )


class CorrectionRequest(CorrectionForm):
    """A correction, as JSON."""

    client_id: ClientId


class GenerationRowShape(FormModel):
    """A month of a meter, as JSON."""

    meter: str = Field(max_length=64)
    month: str = Field(max_length=7, description="Such as 2026-03.")
    generation_mwh: str = Field(max_length=20, description="MWh, at most three decimals.")


class GenerationRequest(FormModel):
    """Months of generation, as JSON: all rows or none."""

    rows: list[GenerationRowShape] = Field(min_length=1, max_length=ROWS_MAX)
    client_id: ClientId


class IssueRequest(FormModel):
    """Issuance of everything metered up to a month, as JSON."""

    month: str = Field(max_length=7)
    device: str = Field("", max_length=24)
    client_id: ClientId


def device_command(party_id: int, asked: DeviceForm, client_id: str) -> RegisterDevice:
    """Return the command that files a device."""
    return RegisterDevice(
        client_id=client_id,
        party_id=party_id,
        account=asked.account,
        name=asked.name,
        energy=asked.energy.value,
        technology=asked.technology,
        capacity_kw=asked.capacity_kw,
        commissioned=asked.commissioned,
        province=asked.province,
        grid_meters=_listed(asked.grid_meters),
        self_use_meters=_listed(asked.self_use_meters),
        filing_code=asked.filing_code,
        fully_market_based=asked.fully_market_based,
    )


def month_command(asked: MonthForm, client_id: str) -> FileGeneration:
    """Return the command that files one month."""
    return FileGeneration(
        client_id=client_id, rows=((asked.meter, asked.month, asked.generation_mwh),)
    )


def generation_command(asked: GenerationRequest) -> FileGeneration:
    """Return the command that files months."""
    rows = tuple((row.meter, row.month, row.generation_mwh) for row in asked.rows)
    return FileGeneration(client_id=asked.client_id, rows=rows)


def correction_command(asked: CorrectionForm, client_id: str) -> CorrectGeneration:
    """Return the command that corrects a month."""
    return CorrectGeneration(
        client_id=client_id,
        meter=asked.meter,
        month=asked.month,
        generation_mwh=asked.generation_mwh,
        reason=asked.reason,
        note=asked.note,
    )


def issue_command(asked: IssueRequest) -> IssueCertificates:
    """Return the command that issues certificates."""
    return IssueCertificates(client_id=asked.client_id, month=asked.month, device=asked.device)


def _listed(text: str) -> tuple[str, ...]:
    for sign in ",，;；、":
        text = text.replace(sign, " ")
    return tuple(text.split())
