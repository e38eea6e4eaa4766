"""A figure written as SVG, PNG and PDF, with its numbers as CSV; the same bytes every time.

The few settings that make files reproducible exist in matplotlib only for the whole program; they
are set while a figure is saved, under a lock, and put back.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_SETTINGS: Final[Any] = {"svg.hashsalt": "tanlab", "svg.fonttype": "path", "pdf.fonttype": 42}
_SETTINGS_LOCK: Final = Lock()
_FORMATS: Final[Mapping[str, dict[str, str | None]]] = {
    "svg": {"Date": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None},
}


def save_figure(figure: "Figure", rows: Sequence[Mapping[str, Any]], stem: Path) -> list[Path]:
    """Write a figure in three formats and the numbers it shows.

    Args:
        figure: The figure.
        rows: The numbers, one mapping for each row.
        stem: Path of the files without their endings; its folder is made.

    Returns:
        The files written: svg, png, pdf, csv.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    written = []
    import matplotlib as mpl  # noqa: PLC0415  loaded only where it is used: workers start faster

    with _SETTINGS_LOCK, mpl.rc_context(_SETTINGS):
        for ending, metadata in _FORMATS.items():
            path = stem.with_name(f"{stem.name}.{ending}")
            figure.savefig(path, metadata=metadata)
            written.append(path)
    return [*written, save_rows(rows, stem)]


def save_rows(rows: Sequence[Mapping[str, Any]], stem: Path) -> Path:
    """Write numbers as CSV that spreadsheets open without asking, and return the file.

    Args:
        rows: The numbers, one mapping for each row.
        stem: Path of the file without its ending; its folder is made.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    path = stem.with_name(f"{stem.name}.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        names = list(dict.fromkeys(name for row in rows for name in row)) or ["date"]
        table = csv.DictWriter(sheet, fieldnames=names)
        table.writeheader()
        table.writerows(rows)
    return path
