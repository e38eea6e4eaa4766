"""Keeping factors that a world imports; what they mean is known to those who calculate."""

import hashlib
import json
from collections.abc import Callable

from registry.factors.commands import ImportFactors
from registry.factors.models import FactorImport
from registry.factors.queries import latest_import
from registry.factors.refused_factors import (
    FactorsChangedMeanwhile,
    FactorsEmpty,
    FactorsUnfit,
    FactorsUnreadable,
)
from registry.worlds.actors import Actor, Role
from registry.worlds.commands import canonical_json
from registry.worlds.database import WorldSession
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

CONTENT_BYTES_MAX = 1_000_000
FILE_CHARACTERS_MAX = 200
REASON_CHARACTERS_MAX = 1000
PARTS = ("factors", "removed")

READABLE: list[Callable[[WorldSession, str], bool]] = []
"""Asked whether those who calculate can read an import's content; `web` adds its own."""


def import_factors(
    session: WorldSession, command: ImportFactors, actor: Actor
) -> dict[str, object]:
    """Keep factors; where several imports set one, the latest counts.

    Raises:
        RoleMissing: the actor is no administrator.
        TextInvalid: the file's name or the reason cannot be used.
        FactorsUnreadable, FactorsEmpty, FactorsUnfit: the content cannot be used.
        FactorsChangedMeanwhile: another import came first.
    """
    actor.check_role(Role.ADMINISTRATOR)
    file = check_text(command.file, "file", FILE_CHARACTERS_MAX)
    reason = check_text(command.reason, "reason", REASON_CHARACTERS_MAX)
    factors, removed = _counted(command.content)
    number = next_yearly(session, "FI")  # from here on nobody else imports until we are done
    latest = latest_import(session)
    if command.follows != latest:
        raise FactorsChangedMeanwhile(
            follows=str(command.follows)[:16] or "–", latest=latest or "–", field="follows"
        )
    if not all(readable(session, command.content) for readable in READABLE):
        raise FactorsUnfit(field="content")
    row = FactorImport(
        number=number,
        follows=latest,
        file=file,
        sha256=hashlib.sha256(command.content.encode()).hexdigest(),
        content=command.content,
        factors=factors,
        removed=removed,
        reason=reason,
        actor=actor.name,
        client_id=command.client_id,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(row)
    session.flush()
    return {"import": number, "sha256": row.sha256, "factors": factors, "removed": removed}


def _counted(content: object) -> tuple[int, int]:
    """Return how many factors a content sets, and how many it removes."""
    try:
        if not isinstance(content, str) or len(content.encode()) > CONTENT_BYTES_MAX:
            raise FactorsUnreadable(reason=f"> {CONTENT_BYTES_MAX} B", field="content")
        given = json.loads(content)
        if canonical_json(given) != content:
            raise FactorsUnreadable(reason="JSON", field="content")
    except (ValueError, RecursionError):
        raise FactorsUnreadable(reason="JSON", field="content") from None
    if not isinstance(given, dict) or sorted(given) != sorted(PARTS):
        raise FactorsUnreadable(reason=", ".join(PARTS), field="content")
    parts = [given[name] for name in PARTS]
    if not all(isinstance(part, list) and all(type(row) is dict for row in part) for part in parts):
        raise FactorsUnreadable(reason=", ".join(PARTS), field="content")
    if not any(parts):
        raise FactorsEmpty(field="content")
    return len(parts[0]), len(parts[1])
