"""What the registry refuses, and what to do about it.

RegistryError
├── UnknownRecord
│   ├── UnknownAccount, UnknownParty, UnknownUnitType, UnknownProject, UnknownReport
│   └── UnknownReservation, UnknownCertificate, UnknownSerial
├── NotPermitted
│   ├── RoleMissing, NotRepresentative
│   └── VerifierIsValidator, VerifierIsParty
├── Conflict
│   ├── IdempotencyConflict, RecordExists, ReservationNotOpen
│   ├── ProjectInOtherState, ReportInOtherState
│   └── EstimateReported, EstimateOfOtherProject (in refused_reports)
├── InvalidValue (all in refused_values)
│   ├── InputInvalid, QuantityOutOfRange, ReportedQuantityInvalid, ClientIdInvalid, TextInvalid
│   ├── UnitTypeCodeInvalid, SerialInvalid, SerialsMismatch, CreditCodeInvalid
│   └── PeriodInvalid
│       ├── ReductionsTooEarly, ReductionsTooOld (these four in refused_reports)
│       └── PeriodSpansYears, PeriodOfEstimateDiffers
├── RuleNotInForce (in refused_values too)
├── InsufficientUnits (from here on in refused_moves)
├── ReservationTooSmall
├── UnitsNotHeld
│   └── UnitsUsed
├── SameAccount, AccountNotOpen, AccountClosedToUnits
├── UnitsFinal
├── VintageTooLate, VintageSpent, ComplianceYearAhead
├── WrongUnitKind, CreditLimitExceeded
└── NothingToIssue
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

REGISTRATION_RULES = "碳排放权登记管理规则(试行) (生态环境部公告2021年第21号)"
CCER_RULES = "温室气体自愿减排交易管理办法(试行) (生态环境部、市场监管总局令第31号, 2023)"
LEDGER_DECISION = "TanLab ADR 0002"
COMMAND_DECISION = "TanLab ADR 0004"
RULES_AS_DATA = "TanLab"


def words(en: str, zh: str) -> Mapping[str, str]:
    """Return one text in the two languages of the interface."""
    return MappingProxyType({"en": en, "zh": zh})


class RegistryError(Exception):
    """Any refusal by the registry; `facts` fill its texts.

    `number` names the check for people and in documents: unique, in its area's range, 0 for
    families only. Areas: 1000 people and control, 2000 ledger and values, 3000 rules, 4000
    compliance, 5000 projects, 6000 carbon inclusion, 7000 green certificates, 8000 claims, 9000
    proof and audit.
    """

    code: ClassVar[str] = "registry.error"
    number: ClassVar[int] = 0
    text: ClassVar[Mapping[str, str]] = words(
        "The registry refused this.", "登记系统拒绝了该操作。"
    )
    rule: ClassVar[Mapping[str, str]] = words("", "")
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = words("", "")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        shown = {
            name: fact["en"] if isinstance(fact, Mapping) else fact for name, fact in facts.items()
        }
        super().__init__(self.text["en"].format(**shown))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with the facts."""
        plain = {k: dict(v) if isinstance(v, Mapping) else v for k, v in self.facts.items()}
        return _rebuild, (type(self), plain)


def _rebuild(kind: type[RegistryError], facts: dict[str, object]) -> RegistryError:
    return kind(**facts)


class UnknownRecord(RegistryError):
    """Something named does not exist."""

    code = "registry.unknown"
    rule = words(
        "Every record is named by the number or code it was given.",
        "各项记录均以其登记编号或代码识别。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Check the number for typing errors, or search the registry.",
        "请核对编号是否有误，或在登记系统中检索。",
    )


class UnknownAccount(UnknownRecord):
    """No account has the number (facts: account)."""

    code = "registry.unknown_account"
    number = 2001
    text = words("There is no account {account}.", "不存在账户 {account}。")
    rule = words("Units move between open accounts of the registry.", "单位只在登记账户之间划转。")
    source = REGISTRATION_RULES


class UnknownParty(UnknownRecord):
    """No party has the number (facts: party)."""

    code = "registry.unknown_party"
    number = 1003
    text = words("There is no party {party}.", "不存在主体 {party}。")


class UnknownUnitType(UnknownRecord):
    """No unit type has the code (facts: unit_type)."""

    code = "registry.unknown_unit_type"
    number = 2002
    text = words("There is no unit type {unit_type}.", "不存在单位类别 {unit_type}。")
    fix = words(
        "Choose a code from the list of unit types, for example CEA-2024.",
        "请从单位类别列表中选择代码，例如 CEA-2024。",
    )


class UnknownProject(UnknownRecord):
    """No project has the number (facts: project)."""

    code = "registry.unknown_project"
    number = 5901
    text = words("There is no project {project}.", "不存在项目 {project}。")


class UnknownReport(UnknownRecord):
    """No report has the number (facts: report)."""

    code = "registry.unknown_report"
    number = 5902
    text = words("There is no report {report}.", "不存在报告 {report}。")


class UnknownReservation(UnknownRecord):
    """No reservation has the number (facts: reservation)."""

    code = "registry.unknown_reservation"
    number = 2003
    text = words("There is no reservation {reservation}.", "不存在冻结记录 {reservation}。")


class UnknownCertificate(UnknownRecord):
    """No certificate has the number (facts: certificate)."""

    code = "registry.unknown_certificate"
    number = 2004
    text = words("There is no certificate {certificate}.", "不存在证书 {certificate}。")


class UnknownSerial(UnknownRecord):
    """No unit with the serial was ever issued (facts: serial)."""

    code = "registry.unknown_serial"
    number = 2005
    text = words("No unit {serial} was ever issued.", "从未签发过编码为 {serial} 的单位。")


class NotPermitted(RegistryError):
    """The actor may not do this."""

    code = "registry.not_permitted"


class RoleMissing(NotPermitted):
    """The actor lacks the role (facts: actor, role in both languages)."""

    code = "registry.role_missing"
    number = 1001
    text = words(
        "{actor} may not do this: it takes the role {role}.", "{actor} 无权操作：需要{role}角色。"
    )
    rule = words("Each step belongs to one role.", "每个环节由对应角色办理。")
    source = REGISTRATION_RULES
    fix = words(
        "Sign in with the role {role}, or ask one who has it.", "请以{role}身份登录或委托其办理。"
    )


class NotRepresentative(NotPermitted):
    """The actor does not act for the party (facts: actor, party)."""

    code = "registry.not_representative"
    number = 1002
    text = words("{actor} does not represent {party}.", "{actor} 不是 {party} 的代表。")
    rule = words(
        "Only a representative of the account holder disposes of its units.",
        "仅账户持有人的代表可处置其持有的单位。",
    )
    source = REGISTRATION_RULES
    fix = words(
        "Sign in as a representative of {party}, or choose an account of your own party.",
        "请以 {party} 代表身份登录，或选择本主体的账户。",
    )


class VerifierIsValidator(NotPermitted):
    """The body that validated the project may not verify its reports (facts: party, project)."""

    code = "registry.verifier_is_validator"
    number = 5903
    text = words(
        "{party} validated project {project} and may not verify its reports.",
        "{party} 已审定项目 {project}，不得再核查其减排量。",
    )
    rule = words(
        "The body that verifies reductions differs from the one that validated the project.",
        "核查机构不得与该项目的审定机构为同一机构。",
    )
    source = CCER_RULES
    fix = words("Ask another verification body to verify.", "请委托另一家审定与核查机构核查。")


class VerifierIsParty(NotPermitted):
    """A body may not judge its own project (facts: party, project)."""

    code = "registry.verifier_is_party"
    number = 5904
    text = words(
        "{party} owns project {project} and may not judge it.",
        "{party} 是项目 {project} 的业主，不得审定或核查。",
    )
    rule = words("Validation and verification are independent.", "审定与核查应当独立、公正。")
    source = CCER_RULES
    fix = words("Ask an independent verification body.", "请委托独立的审定与核查机构。")


class Conflict(RegistryError):
    """The request contradicts what is already recorded."""

    code = "registry.conflict"


class IdempotencyConflict(Conflict):
    """The client id was used for another command (facts: client_id, kind)."""

    code = "registry.idempotency_conflict"
    number = 1010
    text = words(
        "The client id {client_id} already belongs to another command ({kind}).",
        "客户端编号 {client_id} 已用于另一条指令（{kind}）。",
    )
    rule = words(
        "One client id stands for one command; sent again it returns the first result.",
        "一个客户端编号对应一条指令；重复提交返回首次结果。",
    )
    source = COMMAND_DECISION
    fix = words("Send a changed command under a new client id.", "内容有变时请使用新的客户端编号。")


class RecordExists(Conflict):
    """A record with this name exists already (facts: what in both languages, value)."""

    code = "registry.exists"
    number = 1011
    text = words("{what} {value} exists already.", "{what} {value} 已存在。")
    rule = words("A name stands for one record.", "同一名称只对应一条记录。")
    source = COMMAND_DECISION
    fix = words("Use the existing one or choose another name.", "请使用已有记录或更换名称。")


class ReservationNotOpen(Conflict):
    """The reservation was posted or voided before (facts: reservation, state)."""

    code = "registry.reservation_not_open"
    number = 2006
    text = words(
        "Reservation {reservation} is no longer open ({state}).",
        "冻结记录 {reservation} 已不可用（{state}）。",
    )
    rule = words("A reservation is posted or voided once.", "每笔冻结只能过账或解冻一次。")
    source = LEDGER_DECISION
    fix = words("Reserve the units again.", "请重新冻结。")


class ProjectInOtherState(Conflict):
    """The project's state does not allow the step (facts: project, step, state, needed)."""

    code = "registry.project_state"
    number = 5905
    text = words(
        "Project {project} is {state}; the step “{step}” needs {needed}.",
        "项目 {project} 当前为“{state}”，“{step}”须处于“{needed}”。",
    )
    rule = words(
        "A project goes from draft to submitted, validated, registered.",
        "项目依次经过草稿、提交、审定、登记。",
    )
    source = CCER_RULES
    fix = words(
        "Do the steps in order; the project page shows the next.", "请按项目页面提示的下一步办理。"
    )


class ReportInOtherState(Conflict):
    """The report's state does not allow the step (facts: report, step, state, needed)."""

    code = "registry.report_state"
    number = 5906
    text = words(
        "Report {report} is {state}; the step “{step}” needs {needed}.",
        "报告 {report} 当前为“{state}”，“{step}”须处于“{needed}”。",
    )
    rule = words(
        "A monitoring report is filed, verified, then issued, once.",
        "减排量核算报告依次提交、核查、签发，且只签发一次。",
    )
    source = CCER_RULES
    fix = words(
        "Do the steps in order; the project page shows the next.", "请按项目页面提示的下一步办理。"
    )
