"""What participants can ask of the registry, as frozen values.

People, bots and simulated agents issue the same values. `client_id` names one command for ever:
sent again with the same body it returns the first result.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from registry.refused_values import ClientIdInvalid

_CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of every command."""

    kind: ClassVar[str] = "command"
    client_id: str

    def __post_init__(self) -> None:
        check_client_id(self.client_id)


def check_client_id(client_id: object) -> None:
    """Refuse a client id that is not 1 to 64 letters, digits or ``. _ : -``.

    Raises:
        ClientIdInvalid: it is something else.
    """
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise ClientIdInvalid(value=str(client_id)[:64], field="client_id")


def body(command: Command) -> str:
    """Return a command's content as canonical JSON, without its client id."""
    content: dict[str, object] = {"kind": command.kind}
    for part in fields(command):
        if part.name != "client_id":
            content[part.name] = _plain(getattr(command, part.name))
    return canonical_json(content)


def canonical_json(content: Mapping[str, object]) -> str:
    """Return JSON with sorted keys and no blanks; equal contents give equal texts."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, float)):  # a float is refused later, in its field's own words
        return str(value)
    raise TypeError(f"a command cannot carry {type(value).__name__}")


class Purpose(StrEnum):
    """Why units are retired."""

    CARBON_NEUTRALITY = "carbon_neutrality"
    PRODUCT_FOOTPRINT = "product_footprint"
    EVENT = "event"
    GREEN_POWER_USE = "green_power_use"
    PUBLIC_GOOD = "public_good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """Send units of one type to another account; `serials` names them, else the lowest go."""

    kind: ClassVar[str] = "transfer"
    from_account: str
    to_account: str
    unit_type: str
    quantity: int
    serials: tuple[str, ...] = ()
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrender(Command):
    """Hand in units for the verified emissions of a compliance year."""

    kind: ClassVar[str] = "surrender"
    account: str
    unit_type: str
    quantity: int
    compliance_year: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire(Command):
    """Use units for good, for a named beneficiary and purpose."""

    kind: ClassVar[str] = "retire"
    account: str
    unit_type: str
    quantity: int
    beneficiary: str
    purpose: Purpose
    beneficiary_credit_code: str = ""
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAllowances(Command):
    """Create allowances of a scheme and vintage in an account (registry operator)."""

    kind: ClassVar[str] = "issue_allowances"
    account: str
    unit_type: str
    quantity: int
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCredits(Command):
    """Create the credits of a verified monitoring report (registry operator)."""

    kind: ClassVar[str] = "issue_credits"
    report: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositCash(Command):
    """Credit cash to an account (registry operator)."""

    kind: ClassVar[str] = "deposit_cash"
    account: str
    amount_fen: int
    memo: str = ""


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
