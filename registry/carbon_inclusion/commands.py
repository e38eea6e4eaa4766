"""What can be asked of carbon inclusion."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.carbon_inclusion.rows import Row
from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPlatform(Command):
    """Admit a platform to a scheme, for some kinds of activity (registry operator)."""

    kind: ClassVar[str] = "register_platform"
    scheme: str
    name: str
    party_id: int
    account: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsCommand(Command):
    """Base of what a platform reports: rows in the order of their columns, all or none."""

    platform: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordActivities(RowsCommand):
    """Store what a platform's users did: record id, user's code, activity, day, amount, reward."""

    kind: ClassVar[str] = "record_activities"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsents(RowsCommand):
    """Store who agreed to aggregation, or withdrew that: user's code, step, day."""

    kind: ClassVar[str] = "record_consents"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRewards(RowsCommand):
    """Store what users were given for their activities: record id, reference."""

    kind: ClassVar[str] = "record_rewards"


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateReductions(Command):
    """Share out a platform's reductions of a period between its enterprise and persons."""

    kind: ClassVar[str] = "aggregate_reductions"
    platform: str
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchJudgement(Command):
    """Base of what a verification body says of a batch."""

    batch: str
    party_id: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBatch(BatchJudgement):
    """Confirm a batch (verification body)."""

    kind: ClassVar[str] = "verify_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectBatch(BatchJudgement):
    """Reject a batch; its records wait to be aggregated again (verification body)."""

    kind: ClassVar[str] = "reject_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInclusionCredits(Command):
    """Create the credits of a verified batch, whole kilograms (registry operator)."""

    kind: ClassVar[str] = "issue_inclusion_credits"
    batch: str
