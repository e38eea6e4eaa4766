"""Writes a register out: every public table and report, the dictionary, checksums, a manifest."""

import csv
import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select

from registry.reporting import (
    MOVEMENT_COLUMNS,
    REPORTS,
    DownloadTooLarge,
    ExportedTable,
    dictionary_entries,
    exported_tables,
    movement_rows,
    report_rows,
)
from registry.worlds import World, WorldSession, reading
from web.tables.sheets_out import write_csv, write_xlsx

FORMATS: Final = ("csv", "parquet", "xlsx")
ROWS_AT_ONCE: Final = 10_000
ARROW_TYPES: Final = {
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", "UTC"),
    "text": pa.string(),
}
MOVEMENTS: Final = "unit_movement"


def export_register(
    world: World, target: Path, form: str, *, full: bool = False, rows_max: int | None = None
) -> dict[str, Any]:
    """Write a world's register to a folder, or to a ZIP if the target ends so.

    Args:
        world: which.
        target: an empty or new folder, or the path of a ZIP file.
        form: csv, parquet or xlsx.
        full: also what only the registry operator may have.
        rows_max: refuse tables that are longer.

    Returns:
        The manifest.

    Raises:
        DownloadTooLarge: a table is longer than `rows_max`.
    """
    assert form in FORMATS
    if target.suffix != ".zip":
        target.mkdir(parents=True, exist_ok=True)
        return _export(world, target, form, full, rows_max)
    with tempfile.TemporaryDirectory() as folder:
        manifest = _export(world, Path(folder), form, full, rows_max)
        partial = target.with_suffix(".zip.part")
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder))
        shutil.move(partial, target)
    return manifest


def _export(
    world: World, folder: Path, form: str, full: bool, rows_max: int | None
) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {}
    tables = exported_tables(full)
    with reading(world) as session:
        made_at, as_of = session.clock.now(), session.clock.today()
        for table in tables:
            path = folder / "tables" / f"{table.name}.{form}"
            files[_name(path, folder)] = _write(
                path, form, _types(table), _bounded(_rows(session, table), rows_max)
            )
        path = folder / "tables" / f"{MOVEMENTS}.{form}"
        moved = _bounded(movement_rows(session), rows_max)
        files[_name(path, folder)] = _write(path, form, _movement_types(), moved)
        for report in REPORTS:
            path = folder / "reports" / f"{report.name}.{form}"
            names = [column.name for column in report.columns]
            types = {column.name: _shown_type(column.shown) for column in report.columns}
            told = (
                [_plain(row._mapping[name]) for name in names]
                for row in report_rows(session, report, as_of)
            )
            files[_name(path, folder)] = _write(path, form, types, _bounded(told, rows_max))
    path = folder / "dictionary.csv"
    files[_name(path, folder)] = _write_dictionary(path, tables)
    manifest = {
        "register": world.slug,
        "as_of": as_of.isoformat(),
        "made_at": made_at.isoformat(timespec="seconds"),
        "format": form,
        "access": "operator" if full else "public",
        "software": f"tanlab {version('tanlab')}",
        "files": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    sums = [f"{told['sha256']}  {name}\n" for name, told in files.items()]
    sums.append(f"{_digest(folder / 'manifest.json')}  manifest.json\n")
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return manifest


def _rows(session: WorldSession, table: ExportedTable) -> Iterator[Sequence[Any]]:
    keys = list(table.columns[0].table.primary_key.columns)
    query = select(*table.columns).order_by(*keys)
    found = session.connection().execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    yield from (list(row) for row in found)


def _bounded(rows: Iterable[Sequence[Any]], rows_max: int | None) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if rows_max is not None and number >= rows_max:
            raise DownloadTooLarge(maximum=str(rows_max))
        yield row


def _write(
    path: Path, form: str, types: dict[str, str], rows: Iterator[Sequence[Any]]
) -> dict[str, Any]:
    """Write one table and return how many rows it has, its length and its digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(rows)
    if form == "parquet":
        _write_parquet(path, types, counted)
    else:
        with path.open("wb") as target:
            if form == "csv":
                write_csv(target, list(types), counted)
            else:
                write_xlsx(target, path.stem, list(types), counted)
    size = path.stat().st_size
    return {"rows": counted.count, "bytes": size, "sha256": _digest(path)}


def _write_parquet(path: Path, types: dict[str, str], rows: Iterable[Sequence[Any]]) -> None:
    schema = pa.schema([(name, ARROW_TYPES[type_]) for name, type_ in types.items()])
    with pq.ParquetWriter(path, schema) as writer:
        part: list[dict[str, Any]] = []
        for row in rows:
            part.append(dict(zip(types, row, strict=True)))
            if len(part) == ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_pylist(part, schema))
                part = []
        writer.write_table(pa.Table.from_pylist(part, schema))


def _write_dictionary(path: Path, tables: Sequence[ExportedTable]) -> dict[str, Any]:
    entries = [asdict(entry) for entry in dictionary_entries(tables)]
    for name, meaning in MOVEMENT_COLUMNS.items():
        entries.append(
            {
                "table": MOVEMENTS,
                "column": name,
                "type": _movement_types()[name],
                "unit": "",
                "meaning_en": meaning["en"],
                "meaning_zh": meaning["zh"],
                "source": f"{MOVEMENTS}: block moves with classes of holder",
                "access": "public",
            }
        )
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(entries[0]))
        writer.writeheader()
        writer.writerows(entries)
    return {"rows": len(entries), "bytes": path.stat().st_size, "sha256": _digest(path)}


def _types(table: ExportedTable) -> dict[str, str]:
    return {entry.column: entry.type for entry in dictionary_entries([table])}


def _movement_types() -> dict[str, str]:
    whole = {"serial_first", "serial_last"}
    days = {"business_date"}
    return {
        name: "integer" if name in whole else "date" if name in days else "text"
        for name in MOVEMENT_COLUMNS
    }


def _shown_type(shown: str) -> str:
    if shown in {"whole", "year", "serial"}:
        return "integer"
    return "date" if shown == "day" else "text"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, bool, date, datetime)):
        return value
    return int(value)  # PostgreSQL sums to numeric


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row
