"""Answers that are files: a table as CSV or XLSX, made whole before it is sent."""

from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast
from urllib.parse import quote

from flask import Response, send_file

from web.sheets_out import Row, bounded, write_csv, write_xlsx

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
    # The file is closed by the answer when it has been sent.
    target = cast("IO[bytes]", SpooledTemporaryFile(MEMORY_BYTES_MAX))  # noqa: SIM115
    if form == "csv":
        write_csv(target, headings, bounded(rows), mark=mark)
    else:
        write_xlsx(target, name, headings, bounded(rows))
    target.seek(0)
    answer = send_file(target, MIME_TYPES[form], as_attachment=True, download_name=f"{name}.{form}")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'{name}.{form}', safe='')}"
    )
    return answer
