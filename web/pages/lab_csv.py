"""Tables of the lab as CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Send a table; a value that is unknown is left empty.

    Args:
        name: of the file, without its ending.
        header: names of the columns, units at their ends.
        rows: values in the order of the columns.
    """
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(header)
    lines.writerows([["" if cell is None else cell for cell in row] for row in rows])
    response = Response(written.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
