"""A small spreadsheet of our own, and LibreOffice: two that calculate a workbook again."""

import io
import math
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.formula import Tokenizer  # type: ignore[import-untyped]
from scipy.special import ndtri, stdtrit

from tests.conftest import LIBREOFFICE

Key = tuple[str, str]
Values = dict[Key, Any]
CELL = re.compile(r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
ROWS = re.compile(r"\$1:\$(\d+)")
SIGNS = {"=": "==", "<>": "!="}

ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice trusts the values a workbook brings unless it is told not to."""


def evaluated(formula: str, at: Callable[[str], Any]) -> Any:
    """Calculate a formula; `at` gives the value of a reference or a range."""
    parts: list[str] = []
    for token in Tokenizer(formula).items:
        if token.type == "FUNC" and token.subtype == "OPEN":
            parts.append(f"f[{token.value[:-1]!r}](")
        elif token.type == "OPERAND" and token.subtype == "RANGE":
            parts.append(f"at({token.value!r})")
        else:
            parts.append(SIGNS.get(token.value, token.value))
    return eval("".join(parts), {"__builtins__": {}}, {"f": FUNCTIONS, "at": at})


class Calculated:
    """The values of a workbook, each formula calculated when first asked for."""

    def __init__(self, workbook: bytes, changes: Mapping[Key, float] | None = None) -> None:
        self._book = load_workbook(io.BytesIO(workbook))
        self._values: Values = dict(changes or {})

    def __getitem__(self, key: Key) -> Any:
        if key not in self._values:
            sheet, cell = key
            held = self._book[sheet][cell].value
            formula = isinstance(held, str) and self._book[sheet][cell].data_type == "f"
            at = partial(self._range, sheet=sheet)
            self._values[key] = evaluated(held, at) if formula else held
        return self._values[key]

    def _range(self, text: str, sheet: str) -> Any:
        if ROWS.fullmatch(text):
            return counting(text)
        found = CELL.fullmatch(text)
        assert found is not None, text
        named, column, first, _, last = found.groups()
        named = (named or sheet).replace("''", "'")
        if last is None:
            return self[named, f"{column}{first}"]
        return [self[named, f"{column}{row}"] for row in range(int(first), int(last) + 1)]


def counting(text: str) -> Any:
    """Return 1, 2, … for `$1:$1000`."""
    found = ROWS.fullmatch(text)
    assert found is not None, text
    return np.arange(1, int(found[1]) + 1, dtype=float)


def _flat(arguments: Sequence[Any]) -> list[Any]:
    return [
        value
        for argument in arguments
        for value in (argument if isinstance(argument, list) else [argument])
    ]


FUNCTIONS = {
    "ABS": abs,
    "COUNTIF": lambda values, sought: values.count(sought),
    "IF": lambda holds, yes, no: yes if holds else no,
    "INT": math.floor,
    "LOG10": math.log10,
    "MAX": lambda *values: max(_flat(values)),
    "MIN": lambda *values: min(_flat(values)),
    "NORMSINV": ndtri,
    "ROUND": round,
    "ROUNDDOWN": lambda value, _: math.trunc(value),
    "ROUNDUP": lambda value, _: math.ceil(value),
    "ROW": lambda rows: rows,
    "SQRT": math.sqrt,
    "SUM": lambda *values: math.fsum(_flat(values)),
    "SUMPRODUCT": np.sum,
    "TINV": lambda both, degrees: stdtrit(degrees, 1 - both / 2),
}


def changed(workbook: bytes, changes: Mapping[Key, float]) -> bytes:
    """Return a workbook without any calculated value, some numbers changed."""
    book: Workbook = load_workbook(io.BytesIO(workbook))
    for (sheet, cell), value in changes.items():
        book[sheet][cell].value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def calculated_by_libreoffice(folder: Path, workbooks: Mapping[str, bytes]) -> dict[str, Any]:
    """Have LibreOffice calculate workbooks, and return them by name, to be read as values."""
    profile, calculated = folder / "profile", folder / "calculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_CALCULATE)
    files = []
    for name, workbook in workbooks.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(workbook)
    subprocess.run(
        [
            LIBREOFFICE,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            *("--convert-to", "xlsx"),
            *("--outdir", calculated),
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: load_workbook(calculated / f"{name}.xlsx", data_only=True) for name in workbooks}
