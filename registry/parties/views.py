"""What the pages show of parties."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party as the public sees it."""

    id: int
    name_zh: str
    name_en: str
    kind: str
    fictitious: bool
