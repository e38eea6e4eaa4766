"""Monthly data evidence: the data of one month, and the fingerprint that the registry records."""

import hashlib
import json
from typing import Any

from methodologies.engine.contract import plain_inputs
from methodologies.engine.inputs import MethodologyInputs
from methodologies.ets.reporting import ReportInputs


def month_data(inputs: MethodologyInputs, month: int) -> dict[str, Any]:
    """Return what an account says of one month, as plain values.

    Args:
        inputs: of an account of one of the four sectors.
        month: 1 to 12.

    Returns:
        Rows of that month by field, with the year and the month; no row: no data of that month.
    """
    assert isinstance(inputs, ReportInputs), "monthly evidence belongs to an account"
    rows = {
        field: [row for row in value if isinstance(row, dict) and row.get("month") == month]
        for field, value in plain_inputs(inputs).items()
        if isinstance(value, list)
    }
    given = {field: found for field, found in rows.items() if found}
    return {"year": inputs.year, "month": month, **given}


def month_sha256(inputs: MethodologyInputs, month: int) -> str:
    """Return the fingerprint of a month's data, SHA-256 in lower case.

    It is taken over UTF-8 JSON with sorted keys and without spaces, so that anyone can repeat it.
    """
    text = json.dumps(
        month_data(inputs, month), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
