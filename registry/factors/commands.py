"""What can be asked about factors."""

from dataclasses import dataclass
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFactors(Command):
    """Put factors into this world's tables (administrator, second person).

    Args:
        file: name of the file they come from.
        content: canonical JSON `{"factors": [{…}], "removed": [{…}]}`; who calculates reads it.
        follows: number of the latest import when the change was drawn up, empty for none.
        reason: why they are imported.
    """

    kind: ClassVar[str] = "import_factors"
    file: str
    content: str
    follows: str
    reason: str
