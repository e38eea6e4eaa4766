"""Checks of the audit that walk through rows: ranges, issuances, commands."""

from decimal import Decimal
from itertools import pairwise

from registry.audit.invariants import Invariant, found
from registry.worlds.commands import digest
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, stream


def ranges_apart(session: WorldSession) -> Invariant:
    """Check that no two blocks of a unit type share a serial."""
    rows = fetch(
        session,
        "SELECT unit_type_id, serial_first, serial_last FROM unit_block"
        " ORDER BY unit_type_id, serial_first",
    )
    breaches = [
        (before, after)
        for before, after in pairwise(rows)
        if before[0] == after[0] and after[1] <= before[2]
    ]
    return found("I2.serials_apart", len(rows), breaches)


def issuances_complete(session: WorldSession) -> Invariant:
    """Each issuance is exactly tiled by its blocks."""
    issued = fetch(session, "SELECT id, serial_first, serial_last FROM issuance ORDER BY id")
    rows = fetch(
        session,
        "SELECT issuance_id, serial_first, serial_last FROM unit_block"
        " ORDER BY issuance_id, serial_first",
    )
    reached: dict[int, int] = {row[0]: row[1] for row in issued}
    broken: set[int] = set()
    for issuance_id, first, last in rows:
        if reached.get(issuance_id) != first:
            broken.add(issuance_id)
        reached[issuance_id] = last + 1
    broken |= {id_ for id_, _, last in issued if reached[id_] != last + 1}
    return found("I3.issuances_complete", len(issued), [(id_,) for id_ in sorted(broken)])


def issued_within_verified(session: WorldSession) -> Invariant:
    """Check that credits were issued as verified, rounded down."""
    rows = fetch(
        session,
        "SELECT r.number, r.quantity, i.quantity FROM issuance i"
        " JOIN report r ON r.id = i.report_id",
    )
    breaches = [row for row in rows if int(Decimal(row[1])) != row[2]]
    return found("I6.issued_within_verified", len(rows), breaches)


def commands_unchanged(session: WorldSession) -> Invariant:
    """Check the commands against their hashes."""
    checked, breaches = 0, []
    for client_id, text, hashed in stream(
        session, "SELECT client_id, body, body_hash FROM command"
    ):
        checked += 1
        if digest(text) != hashed:
            breaches.append((client_id,))
    return found("I11.commands_unchanged", checked, breaches)
