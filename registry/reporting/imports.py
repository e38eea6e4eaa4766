"""Kinds of file that come in, and the commands that their rows become."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from registry.ledger.commands import IssueAllowances, Transfer
from registry.reporting.commands import EnterParty, ImportCompliance
from registry.reporting.entering import PARTY_KINDS
from registry.reporting.import_tables import (
    CellIssue,
    ImportColumn,
    ReadRow,
    ReadTable,
    SheetTable,
    read_columns,
)
from registry.reporting.refused_imports import ExcludedYearHasEmissions, RowRepeated
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.commands import Command
from registry.worlds.errors import RegistryError, UnknownRecord, words

DIGEST_CHARACTERS = 24
_SEPARATORS = re.compile(r"[;,，；\s]+")


class UnknownImportKind(UnknownRecord):
    """There is no kind of file with this name (facts: kind)."""

    code = "registry.unknown_import_kind"
    number = 2517
    text = words("There is no kind of file {kind}.", "不存在文件类型 {kind}。")
    fix = words("Choose one from the list of imports.", "请从导入类型列表中选择。")


class RowCommand(NamedTuple):
    """A command, and the row it comes from; 0 stands for the whole file."""

    row: int
    command: Command


class ImportPlan(NamedTuple):
    """What a file would do, or what is wrong with it."""

    kind: "ImportKind"
    table: ReadTable
    commands: tuple[RowCommand, ...]
    issues: tuple[CellIssue, ...]


class FileFacts(NamedTuple):
    """What is said of a file beside its rows: its digest and, for research, name and source."""

    digest: str
    name: str = ""
    source: str = ""


Build = Callable[[Sequence[ReadRow], FileFacts], list[RowCommand]]
Check = Callable[[ReadTable], list[CellIssue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """A kind of file: who may send it, its columns, what its rows become."""

    name: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    roles: frozenset[Role]
    columns: tuple[ImportColumn, ...]
    build: Build
    check: Check = lambda _table: []
    named: bool = False


def import_plan(kind: ImportKind, table: SheetTable, facts: FileFacts) -> ImportPlan:
    """Return the commands of a file's rows, and what is wrong with its cells.

    Args:
        kind: what kind of file it is.
        table: its rows as they stand.
        facts: its digest (the same file again answers what it answered first), name and source.
    """
    read = read_columns(table, kind.columns)
    issues = (*read.issues, *kind.check(read))
    commands = () if issues else tuple(kind.build(read.rows, facts))
    return ImportPlan(kind, read, commands, issues)


def import_kind(name: str) -> ImportKind:
    """Return a kind of file.

    Raises:
        UnknownImportKind: there is none with this name.
    """
    if name not in _NAMED:
        raise UnknownImportKind(kind=name[:40], field="kind")
    return _NAMED[name]


def issue_of(plan: ImportPlan, row: int, field: str, value: str, error: RegistryError) -> CellIssue:
    """Return a refusal of a row's command as an issue of the cell that it speaks of."""
    column = _FIELDS.get(field, field)
    letter = plan.table.letters.get(column, "A" if row else "")
    return CellIssue(plan.table.sheet, row, column, letter, value, error)


def _client_id(kind: str, facts: FileFacts, row: int) -> str:
    return f"import:{kind}:{facts.digest[:DIGEST_CHARACTERS]}:{row}"


def _row_by_row(kind: str, command: Callable[[ReadRow, str], Command]) -> Build:
    """Return what makes one command of each row."""

    def build(rows: Sequence[ReadRow], facts: FileFacts) -> list[RowCommand]:
        return [
            RowCommand(row.number, command(row, _client_id(kind, facts, row.number)))
            for row in rows
        ]

    return build


def _party(row: ReadRow, client_id: str) -> Command:
    return EnterParty(
        client_id=client_id,
        name_zh=_text(row, "name_zh"),
        name_en=_text(row, "name_en"),
        party_kind=_text(row, "kind"),
        credit_code=_text(row, "credit_code"),
        fictitious=bool(row.values["fictitious"]),
        account_name=_text(row, "account_name"),
    )


def _transfer(row: ReadRow, client_id: str) -> Command:
    return Transfer(
        client_id=client_id,
        from_account=_text(row, "from_account"),
        to_account=_text(row, "to_account"),
        unit_type=_text(row, "unit_type"),
        quantity=_whole(row, "quantity"),
        serials=tuple(part for part in _SEPARATORS.split(_text(row, "serials")) if part),
        memo=_text(row, "memo"),
    )


def _issuance(row: ReadRow, client_id: str) -> Command:
    return IssueAllowances(
        client_id=client_id,
        account=_text(row, "account"),
        unit_type=_text(row, "unit_type"),
        quantity=_whole(row, "quantity"),
        memo=_text(row, "memo"),
    )


def _compliance(rows: Sequence[ReadRow], facts: FileFacts) -> list[RowCommand]:
    command = ImportCompliance(
        client_id=_client_id("compliance", facts, 0),
        name=facts.name,
        source=facts.source,
        file_digest=facts.digest,
        years=tuple(dict(row.values) for row in rows),
    )
    return [RowCommand(0, command)]


def _check_years(table: ReadTable) -> list[CellIssue]:
    """Find years that come twice, and excluded years with emissions."""
    issues = []
    seen: dict[tuple[object, object], int] = {}
    for row in table.rows:
        operator, year = row.values["operator"], row.values["year"]
        first = seen.setdefault((operator, year), row.number)
        if first != row.number:
            error: RegistryError = RowRepeated(
                value=f"{operator} {year}", row=str(first), field="operator"
            )
            issues.append(_at(table, row, "operator", error))
        if row.values["excluded"] and row.values["verified"] is not None:
            error = ExcludedYearHasEmissions(value=operator, year=year, field="verified")
            issues.append(_at(table, row, "verified", error))
    return issues


def _check_names(table: ReadTable) -> list[CellIssue]:
    """Find parties that come twice."""
    issues = []
    seen: dict[object, int] = {}
    for row in table.rows:
        first = seen.setdefault(row.values["name_zh"], row.number)
        if first != row.number:
            error = RowRepeated(value=row.values["name_zh"], row=str(first), field="name_zh")
            issues.append(_at(table, row, "name_zh", error))
    return issues


def _at(table: ReadTable, row: ReadRow, column: str, error: RegistryError) -> CellIssue:
    shown = str(row.values[column])
    letter = table.letters.get(column, "A")
    return CellIssue(table.sheet, row.number, column, letter, shown, error)


def _text(row: ReadRow, name: str) -> str:
    value = row.values[name]
    return value if isinstance(value, str) else ""


def _whole(row: ReadRow, name: str) -> int:
    value = row.values[name]
    assert isinstance(value, int)
    return value


_FIELDS = {"party_kind": "kind"}
UNIT_TYPE = ImportColumn(
    name="unit_type", title=words("Unit type", "单位类别"), required=True, maximum=24
)
QUANTITY = ImportColumn(
    name="quantity", title=words("Quantity", "数量"), shape="whole", required=True
)
MEMO = ImportColumn(name="memo", title=words("Memo", "备注"), maximum=200)

IMPORT_KINDS: tuple[ImportKind, ...] = (
    ImportKind(
        name="parties",
        title=words("Parties and accounts", "主体与账户"),
        note=words(
            "Enters each party and opens its account (registry operator).",
            "逐行登记主体并开立账户（登记机构）。",
        ),
        roles=frozenset({Role.OPERATOR}),
        columns=(
            ImportColumn(
                name="name_zh",
                title=words("Name (Chinese)", "中文名称"),
                required=True,
                maximum=200,
            ),
            ImportColumn(
                name="name_en",
                title=words("Name (English)", "英文名称"),
                required=True,
                maximum=200,
            ),
            ImportColumn(
                name="kind",
                title=words("Kind", "类别"),
                shape="choice",
                required=True,
                offered=PARTY_KINDS,
            ),
            ImportColumn(
                name="credit_code",
                title=words("Unified social credit code", "统一社会信用代码"),
                maximum=18,
            ),
            ImportColumn(name="fictitious", title=words("Fictitious", "虚构"), shape="yes_no"),
            ImportColumn(name="account_name", title=words("Account name", "账户名称"), maximum=200),
        ),
        build=_row_by_row("party", _party),
        check=_check_names,
    ),
    ImportKind(
        name="transfers",
        title=words("Transfers", "批量划转"),
        note=words(
            "Sends units from your accounts, row by row, all or none (representative).",
            "由本主体账户逐行划转，全部成功或全部不执行（账户代表）。",
        ),
        roles=frozenset(DISPOSING),
        columns=(
            ImportColumn(
                name="from_account",
                title=words("From account", "转出账户"),
                required=True,
                maximum=24,
            ),
            ImportColumn(
                name="to_account",
                title=words("To account", "转入账户"),
                required=True,
                maximum=24,
            ),
            UNIT_TYPE,
            QUANTITY,
            ImportColumn(name="serials", title=words("Serials", "编码")),
            MEMO,
        ),
        build=_row_by_row("transfer", _transfer),
    ),
    ImportKind(
        name="issuance",
        title=words("Issuance of allowances", "配额发放"),
        note=words(
            "Creates allowances in accounts, row by row, all or none (registry operator).",
            "逐行向账户发放配额，全部成功或全部不执行（登记机构）。",
        ),
        roles=frozenset({Role.OPERATOR}),
        columns=(
            ImportColumn(name="account", title=words("Account", "账户"), required=True, maximum=24),
            UNIT_TYPE,
            QUANTITY,
            MEMO,
        ),
        build=_row_by_row("issuance", _issuance),
    ),
    ImportKind(
        name="compliance",
        title=words("Compliance file of another registry", "其他登记系统的履约文件"),
        note=words(
            "Keeps year, allocation, verified emissions and surrenders of operators, as in files of"
            " the EU and the UK, as a research data set with its source (registry operator).",
            "将运营者各年度配额、经核查排放量与清缴量（欧盟、英国格式）存为注明来源的研究数据集（登记机构）。",
        ),
        roles=frozenset({Role.OPERATOR}),
        columns=(
            ImportColumn(
                name="operator",
                title=words("Operator", "运营者编号"),
                required=True,
                also=("Installation ID", "Operator ID", "Installation identifier", "Permit ID"),
                maximum=64,
            ),
            ImportColumn(
                name="operator_name",
                title=words("Operator name", "运营者名称"),
                also=("Installation name", "Account holder name", "Name"),
                maximum=200,
            ),
            ImportColumn(
                name="year",
                title=words("Year", "年度"),
                shape="year",
                required=True,
                also=("Scheme year", "Reporting year"),
            ),
            ImportColumn(
                name="allocated",
                title=words("Allocated", "配额"),
                shape="whole",
                also=("Allocation", "Allowances allocated", "Free allocation"),
            ),
            ImportColumn(
                name="verified",
                title=words("Verified emissions", "经核查排放量"),
                shape="whole",
                also=("Verified", "Recorded emissions", "Reportable emissions"),
            ),
            ImportColumn(
                name="surrendered",
                title=words("Surrendered", "清缴量"),
                shape="whole",
                also=("Units surrendered", "Surrendered allowances"),
            ),
            ImportColumn(name="excluded", title=words("Excluded", "排除"), shape="yes_no"),
        ),
        build=_compliance,
        check=_check_years,
        named=True,
    ),
)
_NAMED = {kind.name: kind for kind in IMPORT_KINDS}
