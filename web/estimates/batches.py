"""Many carbon inclusion records of a file at once: figures, totals, and rows that cannot count."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NamedTuple

from werkzeug.exceptions import NotFound

from methodologies import (
    BatchResult,
    FactorLibrary,
    Methodology,
    TextColumn,
    Totals,
    evaluate_batch,
    find,
    plain,
)
from web.estimates.record_files import RecordFile, read_records
from web.refusals import Language, Refusal, refusal
from web.tables.sheets_out import BYTE_ORDER_MARK, harmless

ROWS_MAX = 10_000
"""The most records that a page or a program may send at once."""

PERIODS = ("day", "month", "year", "always")
PERIOD = "period"
REPLACED = "replaced_factors"
GROUPS_SHOWN_MAX = 100
ERRORS_SHOWN_MAX = 100
PART_ROWS = 10_000
DECIMALS_SHOWN = 9
MG_DECIMALS = 6
WRITTEN_AS = {"rewarded": "reward"}
AMOUNT = "amount"


class RecordError(NamedTuple):
    """One record that does not count, in one language.

    Args:
        line: of the file.
        cell: its address; without a column to blame, the line.
        column: the heading, or the field that is missing.
        shown: what is wrong, by which rule, and what to do.
    """

    line: int
    cell: str
    column: str
    shown: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the records of a file come to.

    Args:
        methodology: by which they were calculated.
        file: the records.
        result: figures by record, and totals.
    """

    methodology: Methodology
    file: RecordFile
    result: BatchResult

    @property
    def accepted(self) -> int:
        """Return how many records count."""
        return int(self.result.accepted.sum())

    @property
    def refused(self) -> int:
        """Return how many lines do not count."""
        return self.result.refused_count + self.file.unread_count

    @property
    def reduction_mg(self) -> int | None:
        """Return what a registry would record in all, in milligrams of CO2e."""
        each = self.result.reduction_mg
        return None if each is None else int(each.sum())

    @property
    def people(self) -> int | None:
        """Return how many persons have a record that counts; None: the file names none."""
        found = self.result.people
        return None if found is None else int((found.records > 0).sum())

    @property
    def totals(self) -> dict[str, str]:
        """Return the totals of the records that count, by output, as decimals."""
        return {name: figure(value) for name, value in self.result.total.items()}

    def groups(self, totals: Totals | None) -> list[dict[str, Any]]:
        """Return the first platforms or persons with their records and totals."""
        if totals is None:
            return []
        sums = {name: values[:GROUPS_SHOWN_MAX] for name, values in totals.results.items()}
        return [
            {
                **{name: str(who[number]) for name, who in totals.labels.items()},
                "records": int(records),
                **{name: figure(values[number]) for name, values in sums.items()},
            }
            for number, records in enumerate(totals.records[:GROUPS_SHOWN_MAX])
        ]

    def errors(self, language: Language) -> list[RecordError]:
        """Return the first lines that do not count, in the order of the file."""
        told: list[tuple[int, str, Exception]] = [*self.file.unread]
        for each in self.result.errors:
            line = int(self.file.lines[each.row - 1])
            told.append((line, self._heading(each.field), each.error))
        told.sort(key=lambda each: each[0])
        return [
            RecordError(line, self.file.cell(line, column), column, refusal(error, language))
            for line, column, error in told[:ERRORS_SHOWN_MAX]
        ]

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return figures, totals and refused rows as plain values; decimals are strings."""
        return {
            "methodology": {
                "id": self.methodology.id,
                "version": self.methodology.version,
                "status": self.methodology.status,
            },
            "rows": self.accepted + self.refused,
            "accepted": self.accepted,
            "refused": self.refused,
            "totals": self.totals,
            "reduction_mg": self.reduction_mg,
            "platforms": self.groups(self.result.platforms),
            "people": self.people,
            "errors": [_told(each) for each in self.errors(language)],
            "factors": [factor.to_dict() for factor in self.result.factors],
            "warnings": [notice.to_dict() for notice in self.result.warnings],
        }

    def _heading(self, field: str) -> str:
        """Return the heading under which a field stands in the file."""
        named = (field, WRITTEN_AS.get(field, AMOUNT))
        measured = next((each for each in named if each in self.file.headings), field)
        known = {each.name: each for each in self.methodology.fields}
        if measured == AMOUNT and (field not in known or known[field].kind not in NUMBERS):
            return field
        return measured


NUMBERS = frozenset({"decimal", "integer"})


def of_records(methodology_id: str) -> Methodology:
    """Return a methodology that calculates records.

    Raises:
        NotFound: it calculates a project or a plant.
        UnknownMethodology: there is none of this id.
    """
    methodology = find(methodology_id)
    if methodology.purpose != "behaviour":
        raise NotFound
    return methodology


def evaluate_file(
    methodology: Methodology,
    source: bytes | Path,
    same: Mapping[str, Any],
    *,
    rows_max: int,
    bytes_max: int,
    factors: FactorLibrary | None = None,
) -> Batch:
    """Read a file of records and evaluate all of them.

    Args:
        methodology: one of carbon inclusion.
        source: the file or its content.
        same: fields that are the same in every record; `period` of the threshold, and
            `replaced_factors`. A column of the file goes before.
        rows_max: the most records.
        bytes_max: the largest file, bytes.
        factors: other tables than the packaged ones.

    Raises:
        RegistryError: the file cannot be read.
        MethodologyError, ValidationError: the methodology calculates no records, or a column or
            a replaced coefficient cannot be used.
    """
    fields = methodology.fields
    file = read_records(source, fields, rows_max=rows_max, bytes_max=bytes_max)
    constant = {name: value for name, value in same.items() if name not in (PERIOD, REPLACED)}
    written = {WRITTEN_AS[name] for name in constant if WRITTEN_AS.get(name) in file.columns}
    for name in [name for name in constant if WRITTEN_AS.get(name) in written]:
        del constant[name]
    result = evaluate_batch(
        methodology,
        {**constant, **file.columns},
        replaced_factors=same.get(REPLACED, ()),
        period=same.get(PERIOD, "month"),
        factors=factors,
    )
    return Batch(methodology=methodology, file=file, result=result)


def write_records(target: IO[bytes], batch: Batch) -> None:
    """Write each record of a file with its figures as CSV; units are those of the outputs."""
    names = [output.name for output in batch.methodology.outputs]
    has_mg = batch.result.reduction_mg is not None
    head = ["line", *batch.file.headings, *names, *(["reduction_mg"] if has_mg else []), "counts"]
    _write(target, head, _record_rows(batch, names))


def write_people(target: IO[bytes], batch: Batch) -> None:
    """Write the totals of each person as CSV; without user ids, only the headings."""
    people = batch.result.people
    names = [output.name for output in batch.methodology.outputs]
    labels = [] if people is None else list(people.labels)
    _write(target, [*labels, "records", *names], _people_rows(people, names))


def figure(value: float) -> str:
    """Return a figure in decimals, without the noise of its last binary digits."""
    return plain(Decimal(repr(round(float(value), DECIMALS_SHOWN))).normalize())


def _told(error: RecordError) -> dict[str, Any]:
    shown = error.shown
    return {
        "line": error.line,
        "cell": error.cell,
        "column": error.column,
        "value": shown.value,
        "code": shown.code,
        "sentence": shown.sentence,
        "rule": shown.rule,
        "source": shown.source,
        "fix": shown.fix,
    }


def _write(target: IO[bytes], headings: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    text.detach()


def _record_rows(batch: Batch, names: Sequence[str]) -> Iterator[Sequence[object]]:
    result, file = batch.result, batch.file
    for start in range(0, len(file.lines), PART_ROWS):
        part = slice(start, start + PART_ROWS)
        columns: list[Sequence[object]] = [file.lines[part].tolist()]
        columns += [_part(file.columns[name], start) for name in file.headings]
        columns += [_figures(result.results[name][part]) for name in names]
        if result.reduction_mg is not None:
            columns.append(result.reduction_mg[part].tolist())
        columns.append(["yes" if counts else "no" for counts in result.accepted[part].tolist()])
        yield from zip(*columns, strict=True)


def _people_rows(people: Totals | None, names: Sequence[str]) -> Iterator[Sequence[object]]:
    if people is None:
        return
    sums = {name: people.results[name] for name in names}
    for start in range(0, len(people.records), PART_ROWS):
        part = slice(start, start + PART_ROWS)
        labels = [[str(each) for each in who[part]] for who in people.labels.values()]
        figures = [_figures(sums[name][part]) for name in names]
        yield from zip(*labels, people.records[part].tolist(), *figures, strict=True)


def _part(column: Any, start: int) -> Sequence[object]:
    if isinstance(column, TextColumn):
        return column.part(start, start + PART_ROWS)
    return list(column[start : start + PART_ROWS])


def _figures(values: Any) -> list[object]:
    """Return figures to the milligram where they are kilograms; none where nothing counts."""
    return ["" if value != value else value for value in values.round(MG_DECIMALS).tolist()]  # noqa: PLR0124  only NaN differs from itself
