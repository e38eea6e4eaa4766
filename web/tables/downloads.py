"""Answers that are files: a table as CSV or XLSX, made whole before it is sent."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast
from urllib.parse import quote

from flask import Response, send_file

from web.tables.sheets_out import Row, bounded, write_csv, write_xlsx

FORMS: Final = ("csv", "xlsx")
MIME_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MEMORY_BYTES_MAX: Final = 4 * 1024 * 1024


def table_download(
    name: str, form: str, headings: Sequence[str], rows: Iterable[Row], *, mark: bool = False
) -> Response:
    """Return a table as a file to keep.

    Args:
        name: the file's name without ending.
        form: csv or xlsx.
        headings: the first row.
        rows: read at once, while the session is open.
        mark: begin CSV with a byte order mark, for Excel.

    Raises:
        DownloadTooLarge: there are more rows than a download may have.
    """
    assert form in FORMS
    with ExitStack() as kept:
        target = cast("IO[bytes]", kept.enter_context(SpooledTemporaryFile(MEMORY_BYTES_MAX)))
        if form == "csv":
            write_csv(target, headings, bounded(rows), mark=mark)
        else:
            write_xlsx(target, name, headings, bounded(rows))
        size = target.tell()
        target.seek(0)
        return as_file(target, size, f"{name}.{form}", MIME_TYPES[form], kept)
    raise AssertionError("unreachable")


def as_file(target: IO[bytes], size: int, name: str, mime_type: str, kept: ExitStack) -> Response:
    """Return an open file as an answer to keep; a large one is closed when it has been sent.

    Args:
        target: the file, at its beginning.
        size: its length, bytes.
        name: what it shall be called.
        mime_type: what it is.
        kept: what closes it.
    """
    if size <= MEMORY_BYTES_MAX:
        answer = Response(target.read(), mimetype=mime_type)
    else:
        answer = send_file(target, mime_type)
        answer.call_on_close(kept.pop_all().close)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
