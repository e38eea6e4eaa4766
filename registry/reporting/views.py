"""What the pages show of a search."""

from dataclasses import dataclass

from registry.ledger.views import CertificateView, UnitLife, UnitTotals
from registry.projects.views import ProjectView


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a text was found in."""

    projects: tuple[ProjectView, ...]
    certificates: tuple[CertificateView, ...]
    unit: UnitLife | None
    unit_types: tuple[UnitTotals, ...]
