"""Checks of the audit on what the public reads: certificates, reports, dates, answers."""

import json
from collections.abc import Mapping
from typing import Any

from registry.audit.invariants import Invariant, found
from registry.projects.reports import ReportedQuantity
from registry.worlds.clock import market_date
from registry.worlds.columns import day_read, instant_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import RegistryError

_KINDS = {"surrender": "surrender", "retire": "retirement"}
_PLAIN = ("account", "unit_type", "quantity")
_DATED = ("ledger_transaction", "issuance", "certificate", "project_event")
_NAMED = {
    "transaction_id": "SELECT id FROM ledger_transaction",
    "certificate": "SELECT number FROM certificate",
    "report": "SELECT number FROM report",
    "project": "SELECT number FROM project",
}


def certificates_as_commanded(session: WorldSession) -> Invariant:
    """Check that a certificate says what its command asked, and nothing else."""
    rows = fetch(
        session,
        "SELECT c.number, c.use, k.body, a.number, u.code, c.quantity, c.compliance_year,"
        " c.beneficiary, c.beneficiary_credit_code, c.purpose, c.period_from, c.period_to, c.note,"
        " c.party_id - a.party_id, c.business_date, t.business_date, c.recorded_at, t.recorded_at"
        " FROM certificate c JOIN account a ON a.id = c.account_id"
        " JOIN unit_type u ON u.id = c.unit_type_id"
        " LEFT JOIN ledger_transaction t ON t.id = c.transaction_id"
        " LEFT JOIN command k ON k.client_id = t.client_id",
    )
    breaches = []
    for number, use, body, *said in rows:
        other_party, day, transaction_day, instant, transaction_instant = said[-5:]
        dated = (day, instant) == (transaction_day, transaction_instant) and not other_party
        if not dated or body is None or _asked(json.loads(body)) != (use, *map(_text, said[:-5])):
            breaches.append((number,))
    return found(
        "I7.certificates_as_commanded",
        len(rows),
        breaches,
    )


def reports_unchanged(session: WorldSession) -> Invariant:
    """Check the reports against their digests, and against the estimates they rest on."""
    names = ReportedQuantity.__slots__
    columns = ", ".join(f"r.{name}" for name in names)
    rows = fetch(
        session,
        f"SELECT r.number, r.digest, e.digest, {columns} FROM report r"  # noqa: S608
        " LEFT JOIN report e ON e.id = r.based_on_id",
    )
    breaches = [
        (number,)
        for number, digest, estimated, *values in rows
        if digest != _fingerprint(dict(zip(names, values, strict=True)))
        or estimated not in {None, digest}
    ]
    return found(
        "I11.reports_unchanged",
        len(rows),
        breaches,
    )


def dates_of_the_market(session: WorldSession) -> Invariant:
    """Check that the date of a record is that of its instant in the market's zone."""
    checked, breaches = 0, []
    for table in _DATED:
        rows = fetch(session, f"SELECT id, business_date, recorded_at FROM {table}")  # noqa: S608
        checked += len(rows)
        breaches += [
            (table, id_) for id_, day, at in rows if day_read(day) != market_date(instant_read(at))
        ]
    return found(
        "I12.dates_of_the_market",
        checked,
        breaches,
    )


def entered_on_their_day(session: WorldSession) -> Invariant:
    """Check that a compliance record counts from the day on which it was entered."""
    rows = fetch(session, "SELECT id, business_date, recorded_at FROM compliance_event")
    breaches = [(id_,) for id_, day, at in rows if day_read(day) != market_date(instant_read(at))]
    return found("I13.entered_on_their_day", len(rows), breaches)


def answers_exist(session: WorldSession) -> Invariant:
    """Check that what a command answered is there."""
    known = {name: {row[0] for row in fetch(session, query)} for name, query in _NAMED.items()}
    rows = fetch(session, "SELECT client_id, outcome FROM command")
    breaches = [
        (client_id,)
        for client_id, outcome in rows
        if any(
            str(answered) not in known[name]
            for name, answered in json.loads(outcome).items()
            if name in known
        )
    ]
    return found(
        "I11.answers_exist",
        len(rows),
        breaches,
    )


def _asked(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a use's certificate as its command's body has it."""
    code = str(body.get("beneficiary_credit_code") or "").strip().upper()
    return (
        _KINDS.get(str(body["kind"]), ""),
        *(_text(body.get(name)) for name in _PLAIN),
        _text(body.get("compliance_year")),
        _text(body.get("beneficiary")),
        code,
        _text(body.get("purpose")),
        _text(body.get("period_from")),
        _text(body.get("period_to")),
        _text(body.get("note")),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _fingerprint(values: dict[str, str]) -> str:
    try:
        return ReportedQuantity(**values).fingerprint()
    except RegistryError:
        return ""
