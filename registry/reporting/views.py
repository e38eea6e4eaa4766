"""What the pages show of searches and of the lives of units."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.ledger.serials import SerialRange, format_range
from registry.ledger.views import CertificateView, UnitTotals
from registry.projects.views import ProjectView


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """An account as the viewer may see it.

    `kind` is `holding` for a participant's, else which of the registry's own; `holder` the kind of
    party; `number` is masked, and `name_zh` and `name_en` are empty, unless the viewer may see it.
    """

    kind: str
    holder: str
    number: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """One movement of a run of serials; `moved` is all that moved with it."""

    transaction_id: str
    kind: str
    recorded_at: datetime
    business_date: date
    serials: SerialRange
    moved: str
    source: PlaceView
    target: PlaceView
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuanceLine:
    """The issuance that created a run of serials."""

    serials: str
    quantity: int
    project: str
    report: str
    recorded_at: datetime
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LifePiece:
    """Units with one life; `state` is held, surrendered, retired … or unissued."""

    code: str
    run: SerialRange
    state: str
    place: PlaceView | None
    issuance: IssuanceLine | None
    events: tuple[LifeEvent, ...]

    @property
    def serials(self) -> str:
        """Return the serials as text."""
        return format_range(self.code, self.run)

    @property
    def quantity(self) -> int:
        """Return how many units the piece has."""
        return self.run.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialLives:
    """The lives of a range of units, cut into pieces; `next_serial` begins the next page."""

    serials: str
    quantity: int
    unit_type: str
    kind: str
    scheme: str
    measure: str
    name_zh: str
    name_en: str
    pieces: tuple[LifePiece, ...]
    next_serial: int | None

    @property
    def states(self) -> dict[str, int]:
        """Return how many units of the pieces shown are in each state."""
        found: dict[str, int] = {}
        for piece in self.pieces:
            found[piece.state] = found.get(piece.state, 0) + piece.quantity
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a text was found in."""

    projects: tuple[ProjectView, ...]
    certificates: tuple[CertificateView, ...]
    unit: SerialLives | None
    unit_types: tuple[UnitTotals, ...]
