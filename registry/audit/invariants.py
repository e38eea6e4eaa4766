"""An invariant of the audit: what must hold, and what a check of it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.audit.rules import RULES

EXAMPLES_MAX = 3


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold, and whether it does; `checked` counts the records looked at."""

    id: str
    ok: bool
    checked: int
    detail: str

    def to_dict(self) -> dict[str, object]:
        """Return the object of `tanlab registry audit --json`."""
        return {"id": self.id, "ok": self.ok, "checked": self.checked, "detail": self.detail}


def found(
    id_: str,
    checked: int,
    breaches: Sequence[Sequence[object]],
    rules: Mapping[str, Mapping[str, str]] = RULES,
) -> Invariant:
    """Return a check's finding.

    Args:
        id_: its number among the invariants, and its name.
        checked: how many records were looked at.
        breaches: one row for each breach; the first few are named.
        rules: what must hold, by id; `market` brings its own.
    """
    rule = rules[id_]["en"]
    if not breaches:
        return Invariant(id_, True, checked, rule)
    examples = "; ".join(
        ", ".join(str(value) for value in breach) for breach in breaches[:EXAMPLES_MAX]
    )
    return Invariant(id_, False, checked, f"{rule} Broken {len(breaches)}×: {examples}")
