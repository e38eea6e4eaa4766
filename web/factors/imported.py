"""The tables of factors of a world: those of the package, and what was imported; later wins.

The same world gives the same tables until the next import.
"""

import json
from dataclasses import dataclass
from threading import Lock

from methodologies import (
    AppliedFactors,
    FactorLibrary,
    MethodologyError,
    apply_content,
    library,
)
from registry.factors import READABLE, FactorImportView, factor_imports, import_keys
from registry.worlds import WorldSession

WORLDS_KEPT_MAX = 8
Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportApplied:
    """One import, the tables after it and what it changed in those before."""

    made: FactorImportView
    applied: AppliedFactors


def world_library(session: WorldSession) -> FactorLibrary:
    """Return the tables of a session's world."""
    applied = imports_applied(session)
    return applied[-1].applied.factors if applied else library()


def imports_applied(session: WorldSession) -> tuple[ImportApplied, ...]:
    """Return every import of a session's world with what it changed, the first first."""
    keys = import_keys(session)
    if not keys:
        return ()
    with _KNOWN.lock:
        found = _KNOWN.by_keys.get(keys)
    if found is None:
        found = _applied(factor_imports(session))
        with _KNOWN.lock:
            while len(_KNOWN.by_keys) >= WORLDS_KEPT_MAX:
                _KNOWN.by_keys.pop(next(iter(_KNOWN.by_keys)))
            _KNOWN.by_keys[keys] = found
    return found


def read_content(content: str, tables: FactorLibrary, imported: str = "") -> AppliedFactors:
    """Put the content of an import into tables.

    Raises:
        ContentUnreadable: it was not made by a dry run.
    """
    return apply_content(json.loads(content), tables, imported)


def _applied(imports: list[FactorImportView]) -> tuple[ImportApplied, ...]:
    tables = library()
    found = []
    for made in imports:
        applied = read_content(made.content, tables, made.number)
        tables = applied.factors
        found.append(ImportApplied(made, applied))
    return tuple(found)


class _Known:
    """What was applied before, by the imports it is made of."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.by_keys: dict[Keys, tuple[ImportApplied, ...]] = {}


_KNOWN = _Known()


def readable(session: WorldSession, content: str) -> bool:
    """Tell whether every row of an import's content has its place in a world's tables."""
    try:
        applied = read_content(content, world_library(session))
    except MethodologyError:
        return False
    asked = len(json.loads(content)["removed"])
    return not applied.left_out and len(applied.changes.removed) == asked


READABLE.append(readable)
