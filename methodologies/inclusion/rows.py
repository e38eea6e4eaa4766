"""Reading a batch: columns by field, the groups of records that are alike, and who is refused.

Records are alike if they differ in nothing but numbers; each group is read, and held to the
clauses of the methodology, as one record. Numbers are held to their limits all at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from pydantic import TypeAdapter, ValidationError

from methodologies.engine.errors import MethodologyError
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import FormField, MethodologyInputs
from methodologies.engine.trace import FloatArray, Notice
from methodologies.inclusion.columns import (
    Coded,
    Codes,
    Column,
    coded,
    combined,
    count_rows,
    is_blank,
    is_column,
    numbers,
    outside,
    parts,
    reason,
    rows_of_groups,
)
from methodologies.inclusion.records import Limit
from methodologies.inclusion.refusals import (
    ColumnMissing,
    ColumnTwice,
    ColumnUnknown,
    RecordTwice,
    ValueUnreadable,
)
from methodologies.inclusion.row_errors import Refused
from methodologies.inclusion.scenario import Scenario, unusual

LABELS = ("record_id", "user_id", "platform")
REWARD, REWARDED = "reward", "rewarded"
AMOUNT = "amount"
WITHOUT_COLUMN = frozenset({"replaced_factors"})


class Group(NamedTuple):
    """Records that are alike, with one of them read as inputs; rows count from 0."""

    inputs: MethodologyInputs
    rows: Codes


class Rows:
    """The rows of a batch: read once, then taken group by group."""

    def __init__(
        self,
        scenario: Scenario,
        columns: Mapping[str, Column],
        replaced_factors: Sequence[Mapping[str, Any]],
        factors: FactorLibrary,
    ) -> None:
        self.scenario = scenario
        self.methodology = scenario.methodology
        self.factors = factors
        self.replaced_factors = list(replaced_factors)
        self.fields = {field.name: field for field in self.methodology.fields}
        named = self._named(columns)
        self.count = count_rows(named)
        self.refused = Refused(self.count)
        self.labels = {name: coded(named[name], self.count) for name in LABELS if name in named}
        self.values: dict[str, Coded] = {}
        self.numbers: dict[str, FloatArray] = {}
        self._blank: dict[str, Codes] = {}
        for name in self.fields:
            if name in named:
                self._read(self.fields[name], named[name])
        self._check_records()

    def groups(self) -> tuple[list[Group], list[Notice]]:
        """Read the groups and hold them to clauses and limits.

        Returns:
            The groups with the rows that count, and what the reader must know.
        """
        codes = [column.codes for column in self.values.values()]
        codes += self._blank.values()
        found: list[Group] = []
        notices: list[Notice] = []
        undeclared: set[frozenset[str]] = set()
        rare = 0
        for rows in rows_of_groups(combined(codes, self.count)[0]):
            group = self._read_group(rows[~self.refused.marks[rows]])
            if group is None:
                continue
            found.append(group)
            usual = self.scenario.usual(group.inputs, self.factors)
            rare += int((self._number(self.scenario.amount, group) > float(usual)).sum())
            open_clauses = frozenset(
                c.id for c in self.methodology.clauses if c.holds(group.inputs) is None
            )
            if open_clauses not in undeclared:
                undeclared.add(open_clauses)
                audited = self.methodology.calculate(self._inputs(int(group.rows[0]), ()))
                notices += [notice for notice in audited.warnings if notice not in notices]
        return found, self._without_rare(notices, rare, found)

    def _named(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        named = dict(columns)
        if AMOUNT in named:
            self._rename(named, AMOUNT, self.scenario.amount)
        if REWARD in named and REWARDED in self.fields:
            self._rename(named, REWARD, REWARDED)
            named[REWARDED] = _written(named[REWARDED])
        known = [*(self.fields.keys() - WITHOUT_COLUMN), *LABELS]
        for name in named:
            if name not in known:
                raise ColumnUnknown(field=name, value=name, known=", ".join(sorted(known)))
        for field in self.fields.values():
            if field.required and field.name not in named:
                raise ColumnMissing(field=field.name, value=field.name)
        return named

    @staticmethod
    def _rename(named: dict[str, Column], name: str, field: str) -> None:
        if field in named:
            raise ColumnTwice(field=name, value=name, other=field)
        named[field] = named.pop(name)

    def _read(self, field: FormField, column: Column) -> None:
        if field.name not in self.scenario.measured:
            self.values[field.name] = coded(column, self.count)
            return
        info = self.methodology.Inputs.model_fields[field.name]
        adapter: TypeAdapter[Any] = TypeAdapter(info.rebuild_annotation())
        read = numbers(column, self.count, field, adapter)
        values = read.values
        if read.blank.any() and not field.required:
            if info.default is None:
                self._blank[field.name] = read.blank.astype(np.int32)
            values = np.where(read.blank, float(info.default or 0), values)
        self.numbers[field.name] = values
        bad = np.flatnonzero(outside(values, field))
        written = column if is_column(column) else None
        self.refused.refuse(
            bad,
            field.name,
            lambda row: self._unreadable(field, column if written is None else written[row]),
        )

    def _check_records(self) -> None:
        record = self.labels.pop("record_id", None)
        if record is None or len(record.values) == self.count:
            return
        order = np.argsort(record.codes, kind="stable")
        again = np.sort(order[1:][np.diff(record.codes[order]) == 0])
        self.refused.refuse(
            again,
            "record_id",
            lambda row: RecordTwice(
                field="record_id", value=str(record.values[record.codes[row]])[:80]
            ),
        )

    def _read_group(self, rows: Codes) -> Group | None:
        if not len(rows):
            return None
        try:
            inputs = self._inputs(int(rows[0]), self.replaced_factors)
            for clause in self.methodology.clauses:
                if clause.holds(inputs) is False:
                    raise clause.refusal(inputs)
            for limit in self.scenario.limits(inputs, self.factors):
                rows = self._within(limit, rows)
            if len(rows):
                self.methodology.check(self._inputs(int(rows[0]), ()), self.factors)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            if name in WITHOUT_COLUMN:
                raise
            field = self.fields[name]
            self.refused.refuse(
                rows, field.name, lambda row: self._unreadable(field, self._written(field, row))
            )
            return None
        except MethodologyError as error:
            refusal = error
            self.refused.refuse(rows, "", lambda _: refusal)
            return None
        return Group(inputs, rows) if len(rows) else None

    def _within(self, limit: Limit, rows: Codes) -> Codes:
        columns = [self._at(name, rows) for name in limit.fields]
        held = np.broadcast_to(
            limit.holds(*columns, *(float(bound) for bound in limit.bounds)), rows.shape
        )
        self.refused.refuse(
            rows[~held],
            limit.fields[0],
            lambda row: limit.refusal(
                *(
                    np.format_float_positional(self._at(name, row), trim="-")
                    for name in limit.fields
                )
            ),
        )
        kept: Codes = rows[held]
        return kept

    def _at(self, name: str, rows: Any) -> Any:
        if name in self.numbers:
            return self.numbers[name][rows]
        return np.asarray(float(self.methodology.Inputs.model_fields[name].default))

    def _number(self, name: str, group: Group) -> FloatArray:
        return np.broadcast_to(self._at(name, group.rows), group.rows.shape)

    def _inputs(self, row: int, replaced: Sequence[Mapping[str, Any]]) -> MethodologyInputs:
        given: dict[str, Any] = {"replaced_factors": replaced} if replaced else {}
        for name, column in self.values.items():
            value = column.values[column.codes[row]]
            if not is_blank(value):
                given[name] = value
        for name, values in self.numbers.items():
            if name not in self._blank or not self._blank[name][row]:
                whole = self.fields[name].kind == "integer"
                given[name] = int(values[row]) if whole else float(values[row])
        return self.methodology.Inputs.model_validate(given)

    def _written(self, field: FormField, row: int) -> Any:
        column = self.values.get(field.name)
        return "" if column is None else column.values[column.codes[row]]

    @staticmethod
    def _unreadable(field: FormField, value: Any) -> ValueUnreadable:
        shown = "" if is_blank(value) else str(value)[:80]
        return ValueUnreadable(
            field=field.name,
            value=shown,
            column=field.label,
            reason=reason(field, missing=not shown),
        )

    def _without_rare(self, notices: list[Notice], rare: int, found: list[Group]) -> list[Notice]:
        counted = sum(len(group.rows) for group in found)
        kept = [notice for notice in notices if notice.code != "methodologies.unusual_amount"]
        if 2 * rare > counted:
            usual = self.scenario.usual(found[0].inputs, self.factors)
            kept.append(unusual(usual, self.fields[self.scenario.amount].unit))
        return kept


def _written(column: Column) -> Column:
    """Tell for each row whether anything is written."""
    if not is_column(column):
        return not is_blank(column)
    return np.concatenate([[not is_blank(value) for value in part] for part in parts(column)])
