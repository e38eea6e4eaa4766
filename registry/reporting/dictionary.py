"""The data dictionary: every table and column that may leave, with type, unit and meaning.

Types come from the models, meanings from `data/dictionary.yaml`; a test asks for a meaning of each
column of each table that is exported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ruamel.yaml import YAML
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Table
from sqlalchemy.types import TypeDecorator

from registry.worlds.columns import WORLD_METADATA

PUBLIC, OPERATOR, NEVER = "public", "operator", "never"
UNITS: Final = {
    "_t": "t CO2e",
    "_t_co2e": "t CO2e",
    "_kg": "kg CO2e",
    "_mg": "mg CO2e",
    "_kwh": "kWh",
    "_kw": "kW",
    "_fen": "fen",
    "_bytes": "byte",
}
QUANTITIES: Final = {"quantity", "reserved", "remaining", "consumed", "pending", "quantity_max"}
T_CO2E: Final = {"allocated", "verified", "surrendered"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryEntry:
    """One column of one exported table."""

    table: str
    column: str
    type: str
    unit: str
    meaning_en: str
    meaning_zh: str
    source: str
    access: str


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table that may leave, with the columns that do."""

    name: str
    about_en: str
    about_zh: str
    access: str
    columns: tuple[Column[Any], ...]


def exported_tables(full: bool = False, metadata: MetaData = WORLD_METADATA) -> list[ExportedTable]:
    """Return the tables of an export, by name.

    Args:
        full: also what only the registry operator may have.
        metadata: the models' tables.
    """
    wanted = {PUBLIC, OPERATOR} if full else {PUBLIC}
    return [
        _exported(table)
        for table in sorted(metadata.tables.values(), key=lambda each: each.name)
        if _told(table.name)["access"] in wanted
    ]


def dictionary_entries(tables: Sequence[ExportedTable]) -> list[DictionaryEntry]:
    """Return an entry for each column of tables."""
    return [_entry(table, column) for table in tables for column in table.columns]


def untold(metadata: MetaData = WORLD_METADATA) -> list[str]:
    """Return what the dictionary says nothing of: tables, and columns that are exported."""
    found = [name for name in metadata.tables if name not in _words()["tables"]]
    for table in metadata.tables.values():
        if table.name in found or _told(table.name)["access"] == NEVER:
            continue
        exported = _exported(table)
        found += [
            f"{table.name}.{column.name}"
            for column in exported.columns
            if not all(_meaning(table.name, column.name))
        ]
    return sorted(found)


def _exported(table: Table) -> ExportedTable:
    told = _told(table.name)
    private = set(told.get("private", ()))
    columns = tuple(column for column in table.columns if column.name not in private)
    about_en, about_zh = told["about"]
    return ExportedTable(table.name, about_en, about_zh, told["access"], columns)


def _entry(table: ExportedTable, column: Column[Any]) -> DictionaryEntry:
    meaning_en, meaning_zh = _meaning(table.name, column.name)
    return DictionaryEntry(
        table=table.name,
        column=column.name,
        type=_type(column),
        unit=_unit(column.name),
        meaning_en=meaning_en,
        meaning_zh=meaning_zh,
        source=f"{table.name}: {table.about_en} / {table.about_zh}",
        access=table.access,
    )


def _meaning(table: str, column: str) -> tuple[str, str]:
    own = _told(table).get("columns") or {}
    found = own.get(column) or _words()["common"].get(column) or ("", "")
    return str(found[0]), str(found[1])


def _type(column: Column[Any]) -> str:
    kind: Any = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    for known, name in (
        (Boolean, "boolean"),
        (Integer, "integer"),
        (DateTime, "instant"),
        (Date, "date"),
    ):
        if isinstance(kind, known):
            return name
    return "text"


def _unit(column: str) -> str:
    if column in QUANTITIES:
        return "units"
    if column in T_CO2E:
        return "t CO2e"
    endings = sorted(UNITS, key=len, reverse=True)
    return next((UNITS[ending] for ending in endings if column.endswith(ending)), "")


def _told(table: str) -> Any:
    """Return what is said of a table; of an unknown one, that it never leaves."""
    return _words()["tables"].get(table, {"access": NEVER, "about": ("", "")})


@cache
def _words() -> Any:
    text = (files("registry.reporting") / "data" / "dictionary.yaml").read_text("utf-8")
    return YAML(typ="safe").load(text)
