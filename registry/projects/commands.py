"""What can be asked of projects and their reports."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCredits(Command):
    """Create the credits of a verified monitoring report (registry operator)."""

    kind: ClassVar[str] = "issue_credits"
    report: str
    account: str


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
class SubmitProject(Command):
    """Hand a draft project in for validation."""

    kind: ClassVar[str] = "submit_project"
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnProject(Command):
    """Send a submitted project back to its developer (verification body)."""

    kind: ClassVar[str] = "return_project"
    project: str
    party_id: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateProject(Command):
    """Find a submitted project sound (verification body)."""

    kind: ClassVar[str] = "validate_project"
    project: str
    party_id: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProject(Command):
    """Register a validated project (registry operator)."""

    kind: ClassVar[str] = "register_project"
    project: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport(Command):
    """File a monitoring report of a registered project, with the figures of an estimate."""

    kind: ClassVar[str] = "file_report"
    project: str
    estimate: str
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport(Command):
    """Confirm a filed report (a verification body other than the validating one)."""

    kind: ClassVar[str] = "verify_report"
    report: str
    party_id: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReport(Command):
    """Refuse a filed report for good; another may be filed (verification body)."""

    kind: ClassVar[str] = "reject_report"
    report: str
    party_id: int
    note: str
