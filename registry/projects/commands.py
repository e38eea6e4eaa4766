"""What can be asked of projects and their reports."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCredits(Command):
    """Create the credits of a verified report under review (registry operator).

    `override_reason` says why credits are issued from a result whose methodology is reconstructed;
    otherwise it is empty.
    """

    kind: ClassVar[str] = "issue_credits"
    report: str
    account: str
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveEstimate(Command):
    """Keep an estimate under a party's name."""

    kind: ClassVar[str] = "save_estimate"
    party_id: int
    title: str
    quantity: str
    measure: str
    methodology_id: str
    methodology_version: str
    methodology_status: str
    inputs_json: str
    result_json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartProject(Command):
    """Begin a project from a saved estimate; nothing is typed twice."""

    kind: ClassVar[str] = "start_project"
    estimate: str
    name: str
    scheme: str = "CCER"
    location: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeProject(Command):
    """Set the design facts of a draft; all of them, each time."""

    kind: ClassVar[str] = "describe_project"
    project: str
    name: str
    location: str = ""
    description: str = ""
    construction_start: date | None = None
    crediting_from: date | None = None
    crediting_to: date | None = None
    outside_quota: bool = False
    meters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishProject(Command):
    """Publish a draft's design: anybody may comment until its publicity ends."""

    kind: ClassVar[str] = "publish_project"
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateProject(Command):
    """Find a published project sound (verification body)."""

    kind: ClassVar[str] = "validate_project"
    project: str
    party_id: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyForRegistration(Command):
    """Ask the registry to register a validated project (developer)."""

    kind: ClassVar[str] = "apply_for_registration"
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProject(Command):
    """Register a project under review (registry operator)."""

    kind: ClassVar[str] = "register_project"
    project: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnProject(Command):
    """Send a project back: a published one to its draft, one under review to its application.

    `party_id` is the verification body for a published project; the registry needs none.
    """

    kind: ClassVar[str] = "return_project"
    project: str
    note: str
    party_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectProject(Command):
    """Refuse a project for good; `party_id` as for `ReturnProject`."""

    kind: ClassVar[str] = "reject_project"
    project: str
    note: str
    party_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProject(Command):
    """Give a project up before it is registered (developer)."""

    kind: ClassVar[str] = "withdraw_project"
    project: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport(Command):
    """File a monitoring report of a registered project, with the figures of an estimate.

    `document` is the number of the monitoring document filed with the project before.
    """

    kind: ClassVar[str] = "file_report"
    project: str
    estimate: str
    period_from: date
    period_to: date
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport(Command):
    """Confirm a filed report (a verification body other than the validating one).

    `verified_quantity` is what was found, at most what was reported; empty: all of it.
    """

    kind: ClassVar[str] = "verify_report"
    report: str
    party_id: int
    note: str = ""
    verified_quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyForIssuance(Command):
    """Ask the registry to register the verified reductions of a report (developer)."""

    kind: ClassVar[str] = "apply_for_issuance"
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReport(Command):
    """Send a report under review back to its developer (registry operator)."""

    kind: ClassVar[str] = "return_report"
    report: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReport(Command):
    """Refuse a report for good; another may be filed.

    `party_id` is the verification body for a filed report; the registry, which rejects one under
    review, needs none.
    """

    kind: ClassVar[str] = "reject_report"
    report: str
    note: str
    party_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReport(Command):
    """Give a report up before its reductions are registered (developer)."""

    kind: ClassVar[str] = "withdraw_report"
    report: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachDocument(Command):
    """File a document with a project; its content was kept before, under its digest.

    `report` is given for a verification report; `party_id` says for whom the person files it.
    """

    kind: ClassVar[str] = "attach_document"
    project: str
    party_id: int
    document_kind: str
    name: str
    digest: str
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnProject(Command):
    """Say something of a published project or report; anybody may, without an account.

    `origin` is a keyed hash of where it came from: enough to count, not to know.
    """

    kind: ClassVar[str] = "comment_on_project"
    project: str
    author: str
    text: str
    report: str = ""
    organisation: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComment(Command):
    """Answer a public comment (developer)."""

    kind: ClassVar[str] = "answer_comment"
    comment: str
    text: str
