"""Source claims: a meter and period, or an area, backs one mechanism only."""

from registry.claims.queries import ClaimView, claims
from registry.claims.refused_claims import (
    LINKAGE_NOTICE,
    ClaimReleased,
    SourceBarred,
    SourceClaimed,
    SourceInvalid,
    UnknownClaim,
)
from registry.claims.rules import (
    CCER,
    GEC,
    KIND_NAMES,
    MECHANISM_NAMES,
    REDUCTION,
    REGISTRATION,
    USE,
    Claim,
    check_source,
    exclude,
)
from registry.claims.services import bar, claim, release

__all__ = [
    "CCER",
    "GEC",
    "KIND_NAMES",
    "LINKAGE_NOTICE",
    "MECHANISM_NAMES",
    "REDUCTION",
    "REGISTRATION",
    "USE",
    "Claim",
    "ClaimReleased",
    "ClaimView",
    "SourceBarred",
    "SourceClaimed",
    "SourceInvalid",
    "UnknownClaim",
    "bar",
    "check_source",
    "claim",
    "claims",
    "exclude",
    "release",
]
