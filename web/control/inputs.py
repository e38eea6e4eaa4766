"""What people enter about control: codes, reasons, mandates, trusted accounts, limits, the time."""

from datetime import date

from pydantic import Field, JsonValue

from registry.control import NOTE_CHARACTERS_MAX
from registry.ledger import QUANTITY_MAX
from registry.worlds import Right
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId

RIGHT_TEXTS = {
    Right.READ.value: {"en": "only look", "zh": "仅查看"},
    Right.INITIATE.value: {"en": "initiate", "zh": "发起"},
    Right.APPROVE.value: {"en": "approve", "zh": "批准"},
    Right.BOTH.value: {"en": "initiate and approve", "zh": "发起并批准"},
}
DAYS_MAX = 3660


class CodeForm(FormModel):
    """A code of the authenticator, or a recovery code."""

    code: str = Field(
        min_length=1,
        max_length=20,
        json_schema_extra=field_copy(
            "动态码",
            "Code",
            "验证器显示的六位数字，或一个恢复码。",
            "The six digits your authenticator shows, or a recovery code.",
        ),
    )


class ReasonForm(FormModel):
    """Why a proposal is rejected or withdrawn."""

    reason: str = Field(
        min_length=1,
        max_length=NOTE_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "理由", "Reason", "发起人可见。", "Shown to the one who proposed.", kind="text"
        ),
    )


class DecisionRequest(FormModel):
    """A decision about a proposal as JSON."""

    client_id: ClientId
    reason: str = Field("", max_length=NOTE_CHARACTERS_MAX)


class MandateForm(FormModel):
    """A mandate to grant."""

    user_email: str = Field(
        min_length=3,
        max_length=254,
        json_schema_extra=field_copy("用户邮箱", "E-mail of the user", kind="text"),
    )
    party_id: int = Field(ge=1, json_schema_extra=field_copy("主体", "Party", kind="choice"))
    right: Right = Field(
        Right.BOTH, json_schema_extra=field_copy("权限", "Right", choices=RIGHT_TEXTS)
    )
    valid_from: date | None = Field(
        None,
        json_schema_extra=field_copy(
            "起始日", "First day", "不填即自今日起。", "Empty: from today.", kind="date"
        ),
    )
    valid_to: date | None = Field(
        None,
        json_schema_extra=field_copy(
            "终止日", "Last day", "不填即长期有效。", "Empty: until revoked.", kind="date"
        ),
    )


class MandateRequest(MandateForm):
    """The same as JSON."""

    client_id: ClientId


class TrustForm(FormModel):
    """An account to put on a trusted list."""

    trusted: str = Field(
        min_length=1,
        max_length=24,
        json_schema_extra=field_copy(
            "信任账户",
            "Account to trust",
            "账户号码，例如 200-0000012-34。",
            "The account's number, for example 200-0000012-34.",
        ),
    )


class LimitForm(FormModel):
    """Limits of an account."""

    transfer_units: int | None = Field(
        None,
        ge=1,
        le=QUANTITY_MAX,
        json_schema_extra=field_copy(
            "单笔限额", "At most at once", "不填即不设账户限额。", "Empty: no limit of its own."
        ),
    )
    daily_units: int | None = Field(
        None,
        ge=1,
        le=QUANTITY_MAX,
        json_schema_extra=field_copy(
            "单日限额", "At most a day", "不填即不设账户限额。", "Empty: no limit of its own."
        ),
    )


class ClockForm(FormModel):
    """To which day a driven clock goes."""

    to: date = Field(
        json_schema_extra=field_copy(
            "调整到", "Go to", "到该日的同一时刻。", "To the same time of that day.", kind="date"
        )
    )


class ClockRequest(ClockForm):
    """The same as JSON."""

    client_id: ClientId


class TrustRequest(TrustForm):
    """An account to put on a trusted list, or to take off it, as JSON."""

    client_id: ClientId


class LimitRequest(LimitForm):
    """Limits of an account as JSON."""

    client_id: ClientId


class RevocationRequest(FormModel):
    """A mandate to revoke."""

    client_id: ClientId
    user_email: str = Field(min_length=3, max_length=254)
    party_id: int = Field(ge=1)


class ProfileRequest(FormModel):
    """A control profile to put in force."""

    client_id: ClientId
    profile: str = Field(min_length=1, max_length=40)


class ProposalRequest(FormModel):
    """A command to propose: its kind, and every field of it except kind and client id."""

    client_id: ClientId
    proposes: str = Field(min_length=1, max_length=40)
    content: dict[str, JsonValue]
    note: str = Field("", max_length=NOTE_CHARACTERS_MAX)
