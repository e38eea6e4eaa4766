"""Units of other registries, mirrored here once each while immobilised there."""

from registry.mirrors.commands import (
    ImmobiliseForeign,
    MirrorForeign,
    ReleaseForeign,
    ReturnMirrored,
)
from registry.mirrors.queries import MirrorView, find_mirror, list_mirrors
from registry.mirrors.refused_mirrors import (
    ForeignRangeInvalid,
    ForeignUnitsActive,
    MirrorInOtherState,
    MirrorUnitsOut,
    OwnSchemeMirrored,
    SamePersonConfirms,
    UnitsNotMirrored,
    UnknownMirror,
)
from registry.mirrors.states import STATE_NAMES, STEP_NAMES, ForeignRun, MirrorState

__all__ = [
    "STATE_NAMES",
    "STEP_NAMES",
    "ForeignRangeInvalid",
    "ForeignRun",
    "ForeignUnitsActive",
    "ImmobiliseForeign",
    "MirrorForeign",
    "MirrorInOtherState",
    "MirrorState",
    "MirrorUnitsOut",
    "MirrorView",
    "OwnSchemeMirrored",
    "ReleaseForeign",
    "ReturnMirrored",
    "SamePersonConfirms",
    "UnitsNotMirrored",
    "UnknownMirror",
    "find_mirror",
    "list_mirrors",
]
