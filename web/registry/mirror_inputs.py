"""What is asked about units of other registries and about quotas: form, JSON and command."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from registry.ledger import SetQuota
from registry.mirrors import ImmobiliseForeign, MirrorForeign, ReleaseForeign
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import WholeNumber

_PURPOSES = {
    "all": {"zh": "全部签发", "en": "all issuance"},
    "allocation": {"zh": "免费分配", "en": "allocation"},
    "auction": {"zh": "有偿拍卖", "en": "auction"},
    "reserve": {"zh": "储备", "en": "reserve"},
}


class ImmobiliseForm(FormModel):
    """Foreign units that are immobilised in their registry."""

    origin: str = Field(
        max_length=60,
        json_schema_extra=field_copy("登记系统", "Registry", "例如 Verra。", "For example Verra."),
    )
    series: str = Field(
        max_length=60,
        json_schema_extra=field_copy(
            "编码系列", "Series", "编码中不变的部分。", "What the serials have in common."
        ),
    )
    first: WholeNumber = Field(
        ge=1, le=10**18, json_schema_extra=field_copy("首编码", "First serial")
    )
    last: WholeNumber = Field(
        ge=1, le=10**18, json_schema_extra=field_copy("末编码", "Last serial")
    )
    account: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "接收账户",
            "Receiving account",
            "映射单位将计入该账户。",
            "Receives the mirror units.",
        ),
    )
    unit_type: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "映射单位类别", "Type of the mirror units", "例如 VCU-2024。", "For example VCU-2024."
        ),
    )
    evidence: str = Field(
        max_length=300,
        json_schema_extra=field_copy(
            "冻结证明",
            "Evidence",
            "在对方登记系统可查证冻结的地址或文号。",
            "Where the immobilisation can be seen.",
            kind="text",
        ),
    )


class EvidenceForm(FormModel):
    """What a step rests on."""

    evidence: str = Field(
        max_length=300,
        json_schema_extra=field_copy(
            "证明", "Evidence", "可查证的地址或文号。", "Where it can be seen.", kind="text"
        ),
    )


class QuotaForm(FormModel):
    """How much of a scheme and vintage may be issued."""

    units: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "机制与年度", "Scheme and vintage", "例如 CEA-2025。", "For example CEA-2025."
        ),
    )
    purpose: str = Field(
        "all", max_length=10, json_schema_extra=field_copy("用途", "Purpose", choices=_PURPOSES)
    )
    limit: Annotated[int | None, BeforeValidator(lambda given: given or None)] = Field(
        None,
        ge=1,
        le=10**15,
        json_schema_extra=field_copy(
            "总量控制额度", "Quota", "单位数；留空表示取消限制。", "Units; empty lifts the limit."
        ),
    )
    reason: str = Field(
        max_length=1000,
        json_schema_extra=field_copy("依据", "Reason", "文件或决定。", "The document or decision."),
    )


def immobilisation(asked: ImmobiliseForm, client_id: str) -> ImmobiliseForeign:
    """Return the command that records foreign units as immobilised."""
    return ImmobiliseForeign(client_id=client_id, **asked.model_dump())


def mirroring(mirror: str, asked: EvidenceForm, client_id: str) -> MirrorForeign:
    """Return the command that confirms again and mirrors."""
    return MirrorForeign(client_id=client_id, mirror=mirror, evidence=asked.evidence)


def releasing(mirror: str, asked: EvidenceForm, client_id: str) -> ReleaseForeign:
    """Return the command that releases foreign units."""
    return ReleaseForeign(client_id=client_id, mirror=mirror, evidence=asked.evidence)


def quota(asked: QuotaForm, client_id: str) -> SetQuota:
    """Return the command that sets a quota."""
    return SetQuota(client_id=client_id, **asked.model_dump())
