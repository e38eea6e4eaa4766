"""What is asked of carbon inclusion: one model for the form, one for JSON, the same command."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from registry.carbon_inclusion import (
    ROWS_MAX,
    ActivityKind,
    AggregateReductions,
    BatchStep,
    Content,
    IssueInclusionCredits,
    RecordActivities,
    RecordConsents,
    RecordRewards,
    RegisterPlatform,
    RejectBatch,
    Row,
    RowsCommand,
    VerifyBatch,
)
from registry.worlds import Command
from web.carbon_inclusion.words import KIND_TEXTS
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId

NOTE_CHARACTERS_MAX = 1000
CELL_CHARACTERS_MAX = 200


class _PlatformFields(FormModel):
    scheme: str = Field(
        max_length=10, json_schema_extra=field_copy("碳普惠机制", "Scheme", kind="choice")
    )
    name: str = Field(
        min_length=1, max_length=200, json_schema_extra=field_copy("平台名称", "Platform name")
    )
    account: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "运营主体账户",
            "Account of the party that runs it",
            "签发的减排量进入该账户，例如 200-0000012-34。",
            "Credits go there, for example 200-0000012-34.",
        ),
    )


_TICKS: dict[str, Any] = {
    kind.value: (bool, Field(False, json_schema_extra={"label": dict(KIND_TEXTS[kind])}))
    for kind in ActivityKind
}
PlatformForm = create_model(
    "PlatformForm",
    __base__=_PlatformFields,
    __doc__="A platform as the page asks it: one tick for each kind of activity.",
    **_TICKS,
)


class PlatformRequest(_PlatformFields):
    """A platform as JSON."""

    kinds: Annotated[list[Annotated[str, Field(max_length=24)]], Field(min_length=1, max_length=20)]
    client_id: ClientId


class PeriodForm(FormModel):
    """The days whose reductions are aggregated."""

    period_from: date = Field(json_schema_extra=field_copy("起始日", "From", kind="date"))
    period_to: date = Field(json_schema_extra=field_copy("截止日", "To", kind="date"))


class PeriodRequest(PeriodForm):
    """The days whose reductions are aggregated, as JSON."""

    client_id: ClientId


class JudgementForm(FormModel):
    """What a body notes about a batch."""

    note: str = Field("", max_length=NOTE_CHARACTERS_MAX)


class BatchStepRequest(JudgementForm):
    """A step of a batch as JSON."""

    step: BatchStep
    client_id: ClientId


Cell = Annotated[str, Field(max_length=CELL_CHARACTERS_MAX)]


class ActivityRecord(FormModel):
    """One activity of a user."""

    record_id: Cell = Field(description="The platform's own id of the record; stored once.")
    user_id: Cell = Field(description="The platform's own id of the user; only a code is kept.")
    activity: Cell = Field(description="One of the kinds the platform may report.")
    day: Cell = Field(description="YYYY-MM-DD")
    amount: Cell = Field(description="Plain decimal, in the unit of the activity.")
    reward: Cell = Field("", description="Reference of the reward given; empty: none.")


class ConsentRecord(FormModel):
    """One step of a user's consent."""

    user_id: Cell
    consent: Cell = Field(description="given or withdrawn")
    day: Cell = Field(description="YYYY-MM-DD")


class RewardRecord(FormModel):
    """A reward for an activity."""

    record_id: Cell
    reward: Cell


class _RowsRequest(FormModel):
    client_id: ClientId
    dry_run: bool = Field(False, description="Only check; nothing is stored.")


class ActivitiesRequest(_RowsRequest):
    """Activities, all stored or none."""

    records: list[ActivityRecord] = Field(min_length=1, max_length=ROWS_MAX)


class ConsentsRequest(_RowsRequest):
    """Consents, all stored or none."""

    records: list[ConsentRecord] = Field(min_length=1, max_length=ROWS_MAX)


class RewardsRequest(_RowsRequest):
    """Rewards, all stored or none."""

    records: list[RewardRecord] = Field(min_length=1, max_length=ROWS_MAX)


_COMMANDS: dict[Content, type[RowsCommand]] = {
    Content.ACTIVITIES: RecordActivities,
    Content.CONSENTS: RecordConsents,
    Content.REWARDS: RecordRewards,
}


def rows_command(
    content: Content, platform: str, rows: tuple[Row, ...], client_id: str
) -> RowsCommand:
    """Return the command that stores rows of a platform."""
    return _COMMANDS[content](client_id=client_id, platform=platform, rows=rows)


def ticked_kinds(fields: BaseModel) -> list[str]:
    """Return the kinds of activity that are ticked in a form."""
    return [kind.value for kind in ActivityKind if getattr(fields, kind.value)]


def platform_command(
    fields: Any, kinds: Sequence[str], party_id: int, client_id: str
) -> RegisterPlatform:
    """Return the command that registers a platform."""
    return RegisterPlatform(
        client_id=client_id,
        scheme=fields.scheme,
        name=fields.name,
        party_id=party_id,
        account=fields.account,
        kinds=tuple(kinds),
    )


def aggregate_command(platform: str, fields: PeriodForm, client_id: str) -> AggregateReductions:
    """Return the command that aggregates a period."""
    return AggregateReductions(
        client_id=client_id,
        platform=platform,
        period_from=fields.period_from,
        period_to=fields.period_to,
    )


def batch_command(
    step: BatchStep, batch: str, fields: JudgementForm, party_id: int, client_id: str
) -> Command:
    """Return the command of a batch's step.

    Args:
        step: verify, reject or issue.
        batch: its number.
        fields: the body's note.
        party_id: of the verification body; unused where none judges.
        client_id: of the command.
    """
    if step is BatchStep.ISSUE:
        return IssueInclusionCredits(client_id=client_id, batch=batch)
    judgement = VerifyBatch if step is BatchStep.VERIFY else RejectBatch
    return judgement(client_id=client_id, batch=batch, party_id=party_id, note=fields.note)
