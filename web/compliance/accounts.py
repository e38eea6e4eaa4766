"""From a plant's saved account to its year in the compliance cycle: figures, months, checks.

The registry keeps numbers and asks no methodology; this edge knows both. What an account says is
taken over as it stands; what it does not say, for example a load factor, is asked for.

AccountRefused
├── AccountOfOtherYear      the account is of another year or sector
├── AccountTwice            one account is chosen for two units
└── AccountDiffers          calculated again it gives another quantity than was saved
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from methodologies import (
    FactorLibrary,
    Methodology,
    Result,
    compliance_figures,
    find,
    month_data,
    month_sha256,
)
from registry.compliance import ComplianceEventView, EntityYear
from registry.projects import ReportView, list_reports
from registry.worlds import WorldSession, words
from web.estimates.saved import KIND

METHODOLOGIES: Mapping[str, str] = {
    "power": "ets-power",
    "cement": "ets-cement",
    "aluminium": "ets-aluminium",
    "steel": "ets-steel",
}
NATIONAL = "CEA"
MONTHS = range(1, 13)
ACCOUNTS_MAX = 500
WITHOUT_ROWS = 2
"""A month's data without a row hold year and month alone."""
RULES = "碳排放权交易管理暂行条例 (国务院令第775号, 2024) 第十一条"


class AccountRefused(Exception):
    """Any refusal of an account."""

    code: ClassVar[str] = "compliance.account"
    text: ClassVar[Mapping[str, str]] = words(
        "The account cannot be used.",
        "该核算结果无法使用。",
    )
    rule: ClassVar[Mapping[str, str]] = words("", "")
    source: ClassVar[str] = RULES
    fix: ClassVar[Mapping[str, str]] = words("", "")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class AccountOfOtherYear(AccountRefused):
    """An account of another year or sector (facts: account, year, sector)."""

    code = "compliance.account_of_other_year"
    text = words(
        "{account} is no account of {sector} for {year}.",
        "{account} 不是{sector}行业 {year} 年度的核算结果。",
    )
    rule = words(
        "An annual report states the emissions of its own year, by the guide of its sector.",
        "年度排放报告按所属行业指南核算当年排放量。",
    )
    fix = words(
        "Choose an account of this year and sector.",
        "请选择本年度、本行业的核算结果。",
    )


class AccountTwice(AccountRefused):
    """One account chosen for two units (facts: account, unit)."""

    code = "compliance.account_twice"
    text = words(
        "{account} is chosen for another unit already, and again for {unit}.",
        "{account} 已用于其他机组（生产线），不能再用于 {unit}。",
    )
    rule = words(
        "Each unit or line is accounted for on its own; nothing counts twice.",
        "各机组（生产线）分别核算，不得重复计算。",
    )
    fix = words(
        "Choose the account of this unit.",
        "请选择该机组（生产线）的核算结果。",
    )


class AccountDiffers(AccountRefused):
    """Calculated again the same data give another quantity (facts: account, saved, found)."""

    code = "compliance.account_differs"
    text = words(
        "{account} was saved with {saved} t; calculated again its data give {found} t.",
        "{account} 保存时为 {saved} 吨，按同样数据重新核算为 {found} 吨。",
    )
    rule = words(
        "What is reported can be calculated again from its data and today's factors.",
        "报告的排放量须能以其数据和现行因子重新核算得出。",
    )
    fix = words(
        "Calculate again, save the result and take that.",
        "请重新核算并保存后再使用。",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A saved account of one unit or line, calculated again.

    Args:
        saved: as the registry keeps it.
        methodology: by which it was calculated.
        result: of today's calculation.
    """

    saved: ReportView
    methodology: Methodology
    result: Result

    @property
    def figures(self) -> Mapping[str, str]:
        """Return the figures of the year that it gives, by the registry's names.

        Raises:
            MethodologyError: it ends before December.
        """
        return compliance_figures(self.result)

    def fingerprint(self, month: int) -> str:
        """Return the fingerprint of a month's data; empty: there are none."""
        if len(month_data(self.result.inputs, month)) <= WITHOUT_ROWS:
            return ""
        return month_sha256(self.result.inputs, month)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEvidence:
    """A month of a year: what its accounts hold, and what is on record.

    Args:
        month: 1 to 12.
        sha256: fingerprint of the accounts' data; empty: some account holds none.
        recorded: what was recorded last, if anything was.
    """

    month: int
    sha256: str
    recorded: ComplianceEventView | None

    @property
    def state(self) -> str:
        """Return `agrees`, `differs`, `open` (not on record) or `no_data`."""
        if not self.sha256:
            return "no_data"
        if self.recorded is None:
            return "open"
        return "agrees" if self.recorded.reference == self.sha256 else "differs"


def methodology_of(shown: EntityYear) -> str:
    """Return the id of the methodology of an entity's sector; empty: there is none."""
    national = shown.entity.scheme == NATIONAL
    return METHODOLOGIES.get(shown.entity.sector, "") if national else ""


def saved_accounts(session: WorldSession, shown: EntityYear) -> list[ReportView]:
    """Return the saved accounts of an entity's party for its sector and year, newest first."""
    party_ids = [shown.entity.party.id]
    found = list_reports(session, kind=KIND, party_ids=party_ids, limit=ACCOUNTS_MAX)
    return [each for each in found if _is_of(each, shown)]


def read_account(saved: ReportView, shown: EntityYear, factors: FactorLibrary) -> Account:
    """Calculate a saved account again for an entity's year.

    Raises:
        AccountOfOtherYear, AccountDiffers: it is none of this year, or gives another quantity.
        MethodologyError: the methodology refuses its data.
    """
    if not _is_of(saved, shown):
        sector = {"en": shown.entity.sector, "zh": shown.entity.sector}
        raise AccountOfOtherYear(
            account=saved.number, year=shown.year, sector=sector, field="account"
        )
    methodology = find(saved.methodology_id, saved.methodology_version)
    inputs = methodology.Inputs.model_validate(json.loads(saved.inputs_json))
    result = methodology.calculate(inputs, factors)
    found = result.results[methodology.principal.name]
    if found != Decimal(saved.quantity):
        raise AccountDiffers(
            account=saved.number, saved=saved.quantity, found=str(found), field="account"
        )
    return Account(saved=saved, methodology=methodology, result=result)


def months_of(shown: EntityYear, accounts: Mapping[str, Account]) -> list[MonthEvidence]:
    """Return what the accounts of all units hold of each month, beside what is on record.

    Args:
        shown: the entity's year.
        accounts: by code of the unit.
    """
    recorded = {event.month: event for event in shown.events if event.kind == "evidence"}
    return [
        MonthEvidence(
            month=month, sha256=_fingerprint(accounts, month), recorded=recorded.get(month)
        )
        for month in MONTHS
    ]


def accounts_reported(shown: EntityYear) -> Sequence[Mapping[str, str]]:
    """Return which accounts the last report of a year rests on; none: it was typed."""
    report = shown.last("report")
    found: Sequence[Mapping[str, str]] = () if report is None else report.detail.get("accounts", ())
    return found


def _is_of(saved: ReportView, shown: EntityYear) -> bool:
    year = json.loads(saved.inputs_json).get("year")
    return saved.methodology_id == methodology_of(shown) and str(year) == str(shown.year)


def _fingerprint(accounts: Mapping[str, Account], month: int) -> str:
    """Return the fingerprint of one unit's month; of several, that of all of them by code."""
    each = {code: account.fingerprint(month) for code, account in accounts.items()}
    if not each or not all(each.values()):
        return ""
    if len(each) == 1:
        return next(iter(each.values()))
    text = json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
