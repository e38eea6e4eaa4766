"""What a certificate states, as it goes into the event log: plain values, each with its name.

Anybody may read a statement, in the log and in the proof of a certificate: it names the holder,
not the number of the holder's account.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from registry.ledger.serials import SerialRange, format_range, merged
from registry.rules.schemes import obligation_scheme
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch as fetch_rows

Fetch = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]
"""Runs a query whose parameters are marked by `?`."""

_CERTIFICATE = (
    "SELECT c.number, c.use, c.quantity, c.compliance_year, c.beneficiary,"
    " c.beneficiary_credit_code, c.purpose, c.period_from, c.period_to, c.note, c.transaction_id,"
    " c.business_date, u.code AS unit_type, u.kind, u.measure"
    " FROM certificate c"
    " JOIN unit_type u ON u.id = c.unit_type_id WHERE c.number = ?"
)
_COLUMNS = (
    "number",
    "use",
    "quantity",
    "compliance_year",
    "beneficiary",
    "beneficiary_credit_code",
    "purpose",
    "period_from",
    "period_to",
    "note",
    "transaction_id",
    "business_date",
    "unit_type",
    "kind",
    "measure",
)
_HOLDER = (
    "SELECT p.name_zh, p.name_en, p.credit_code, p.fictitious, u.scheme FROM certificate c"
    " JOIN party p ON p.id = c.party_id JOIN unit_type u ON u.id = c.unit_type_id"
    " WHERE c.number = ?"
)
_MOVED = (
    "SELECT serial_first, serial_last FROM block_move WHERE transaction_id = ?"
    " ORDER BY serial_first"
)
_ORIGINS = (
    "SELECT DISTINCT p.number, p.name, p.methodology_id, p.methodology_version"
    " FROM block_move m JOIN issuance i ON i.unit_type_id = m.unit_type_id"
    " AND i.serial_first <= m.serial_last AND i.serial_last >= m.serial_first"
    " JOIN project p ON p.id = i.project_id WHERE m.transaction_id = ? ORDER BY p.number"
)


def certificate_statement(fetch: Fetch, number: str) -> dict[str, object]:
    """Return everything a certificate says, for the log.

    Args:
        fetch: runs a query in the world.
        number: of the certificate; it exists.
    """
    row = fetch(_CERTIFICATE, (number,))[0]
    stated = {name: _plain(value) for name, value in zip(_COLUMNS, row, strict=True)}
    name_zh, name_en, credit_code, fictitious, scheme = fetch(_HOLDER, (number,))[0]
    transaction = (stated["transaction_id"],)
    runs = merged(SerialRange(*each) for each in fetch(_MOVED, transaction))
    code = str(stated["unit_type"])
    return {
        **stated,
        "holder": {
            "name_zh": name_zh,
            "name_en": name_en,
            "credit_code": credit_code or "",
            "fictitious": bool(fictitious),
        },
        "obligation": dict(obligation_scheme(scheme)) if stated["use"] == "surrender" else None,
        "origins": [
            {"project": project, "name": name, "methodology": f"{methodology} {version}".strip()}
            for project, name, methodology, version in fetch(_ORIGINS, transaction)
        ],
        "serials": [format_range(code, run) for run in runs],
    }


def note_certificate(session: WorldSession, number: str) -> None:
    """Note a certificate that was just recorded."""
    session.note("certificate", stated_now(session, number), number)


def stated_now(session: WorldSession, number: str) -> dict[str, object]:
    """Return everything a certificate says by its rows of this moment; it exists."""
    return certificate_statement(partial(fetch_rows, session), number)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
