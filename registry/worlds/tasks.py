"""What needs somebody: one row of the inbox, which every area fills with its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from registry.worlds.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that a person can do now.

    Args:
        verb: what to do, in both languages, as a button says it: `words("Approve", "批准")`.
        what: what it is about, in both languages: a name and a state, not a sentence.
        number: of the object it is about, as people write it.
        endpoint: of the page where it is done, for example `projects.show`.
        arguments: of that page's address.
        due: last day to do it; None where nothing runs out.
        since: when it began to wait; None if that is not known.
    """

    verb: Mapping[str, str]
    what: Mapping[str, str]
    number: str
    endpoint: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    due: date | None = None
    since: datetime | None = None


Tasks = Callable[[Any, Actor], Iterable[Task]]
"""An area's `tasks(session, actor)`: what needs this actor now."""
