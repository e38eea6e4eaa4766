"""What can be asked about mirrors."""

from dataclasses import dataclass
from typing import ClassVar

from registry.ledger.commands import UnitUse
from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmobiliseForeign(Command):
    """Confirm that another registry immobilised units that are to be mirrored here (operator).

    Args:
        origin: the other registry's name.
        series: what its serials have in common.
        first: first serial.
        last: last serial; one unit each.
        account: that will receive the mirror units.
        unit_type: of the mirror units, for example `VCU-2024`; entered when it is new.
        evidence: where the immobilisation can be seen.
    """

    kind: ClassVar[str] = "immobilise_foreign"
    origin: str
    series: str
    first: int
    last: int
    account: str
    unit_type: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorForeign(Command):
    """Confirm the immobilisation a second time and create the mirror units (another operator)."""

    kind: ClassVar[str] = "mirror_foreign"
    mirror: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMirrored(UnitUse):
    """Give mirror units back, so that the originals can be released (account holder)."""

    kind: ClassVar[str] = "return_mirrored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseForeign(Command):
    """Release foreign units whose mirror units are all given back, or were never made (operator).

    Args:
        mirror: its number.
        evidence: where the release can be seen.
    """

    kind: ClassVar[str] = "release_foreign"
    mirror: str
    evidence: str
