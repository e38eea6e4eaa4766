"""What can be asked of the compliance cycle."""

from dataclasses import dataclass
from typing import ClassVar

from registry.ledger.commands import UnitUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrender(UnitUse):
    """Hand in units for the verified emissions of a compliance year."""

    kind: ClassVar[str] = "surrender"
    compliance_year: int
