"""The versions of a factor: of the package, and of each import, with what holds now."""

from dataclasses import dataclass
from datetime import date

from methodologies import Factor, library
from registry.worlds import WorldSession
from web.factors.imported import ImportApplied, imports_applied, world_library


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One value that a factor had.

    Args:
        factor: with its value, unit, source and confidence.
        number: of the import that brought or removed it; empty for the package.
        day: the world's day of the import; None for the package.
        removed: the import removed it.
        holds: calculations use it now.
    """

    factor: Factor
    number: str = ""
    day: date | None = None
    removed: bool = False
    holds: bool = False


def versions(session: WorldSession, table: str, key: str, region: str) -> list[Version]:
    """Return every value of a factor by year, the latest year and the latest import first."""
    name = (table, key, region)
    packaged = [Version(factor=factor) for factor in _of(library()[table].factors, name)]
    found = packaged + [
        version for made in imports_applied(session) for version in _brought(made, name)
    ]
    holding = set(map(_mark, _of(world_library(session)[table].factors, name)))
    shown = [
        Version(
            factor=each.factor,
            number=each.number,
            day=each.day,
            removed=each.removed,
            holds=not each.removed and _mark(each.factor) in holding,
        )
        for each in reversed(found)
    ]
    return sorted(shown, key=lambda each: -each.factor.year)


def _brought(made: ImportApplied, name: tuple[str, str, str]) -> list[Version]:
    """Return what one import brought or removed of a factor."""
    number, day, changes = made.made.number, made.made.business_date, made.applied.changes
    given = (*changes.added, *(after for _, after in changes.changed))
    return [Version(factor=each, number=number, day=day) for each in _of(given, name)] + [
        Version(factor=each, number=number, day=day, removed=True)
        for each in _of(changes.removed, name)
    ]


def _of(factors: tuple[Factor, ...], name: tuple[str, str, str]) -> list[Factor]:
    return [each for each in factors if (each.table, each.key, each.region) == name]


def _mark(factor: Factor) -> tuple[int, str]:
    return factor.year, factor.imported
