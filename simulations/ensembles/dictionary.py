"""The data dictionary: every column that a run or an ensemble may have, with unit and meaning."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pyarrow as pa

from simulations.ensembles.metrics import read_metric
from simulations.runs import COLUMNS, Column, column
from simulations.scenarios import key_info, unit_of


class Entry(NamedTuple):
    """One column of an export.

    Args:
        table: Its table.
        column: Its name.
        type: ``int64``, ``double``, ``string``, ``date32[day]``, …, as Arrow names them.
        unit: Empty for days, names and counts.
        meaning_zh: One phrase.
        meaning_en: One phrase.
    """

    table: str
    column: str
    type: str
    unit: str
    meaning_zh: str
    meaning_en: str


_CASE: Final = column("", "算例序号，从 0 起", "number of the case, from 0")
_REPLICATION: Final = column("", "重复序号，从 0 起", "number of the replication, from 0")
_SEED: Final = column("", "随机种子", "seed of the run")
_NAME: Final = column("", "算例名称", "name of the case")
_OWN: Final[Mapping[str, Mapping[str, Column]]] = {
    "design": {
        "case": _CASE,
        "name": _NAME,
        "settings": column(
            "", "叠加于情景之上的设置（JSON）", "settings laid over the scenario, as JSON"
        ),
    },
    "runs": {
        "case": _CASE,
        "name": _NAME,
        "replication": _REPLICATION,
        "seed": _SEED,
        "error": column("", "失败原因；成功时为空", "why it failed; empty where it did not"),
    },
    "summary": {
        "market": COLUMNS["daily"]["market"],
        "metric": column("", "指标", "name of the number"),
        "unit": column("", "单位", "its unit"),
        "value": column("", "数值；单位见同一行", "its value, in the unit of the row"),
    },
}
_KEYS: Final = {"case": _CASE, "replication": _REPLICATION, "seed": _SEED}
"""Columns put before those of a run's tables where they are of many runs."""


def described(name: str, schema: pa.Schema) -> Iterator[Entry]:
    """Yield one entry for each column of a table.

    Args:
        name: ``daily``, ``trades``, ``firms``, ``events``, ``runs``, ``design`` or ``summary``.
        schema: Its columns.
    """
    for field in schema:
        found = _column(name, field.name)
        meaning = found.meaning
        yield Entry(name, field.name, str(field.type), found.unit, meaning["zh"], meaning["en"])


def _column(table: str, name: str) -> Column:
    known = {**COLUMNS[table], **_KEYS} if table in COLUMNS else _OWN[table]
    if name in known:
        return known[name]
    return _factor(name) if table == "design" else _metric(name)


def _factor(path: str) -> Column:
    """Return the column of a sampled factor: its point before whole numbers were rounded."""
    keys = tuple(path.split("."))
    info = key_info(keys)
    zh, en = (info.meaning["zh"], info.meaning["en"]) if info else (path, path)
    return column(unit_of(keys), f"因素取值（取整前）：{zh}", f"point of a factor, unrounded: {en}")


def _metric(name: str) -> Column:
    """Return the column of a number of one market, of part of its days, or of two markets."""
    asked = read_metric(name)
    assert asked is not None, name
    markets = " ~ ".join(asked.markets)
    days = f" {asked.window.start}/{asked.window.end}" if asked.window else ""
    zh, en = (asked.metric.name[lang] for lang in ("zh", "en"))
    return column(asked.metric.unit, f"{markets}：{zh}{days}", f"{markets}: {en}{days}")
