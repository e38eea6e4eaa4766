"""What a scenario says: frozen models of the schema ``tanlab/scenario@1``.

No number has a default here. The shipped scenarios carry every number together with its source
and confidence, and other scenarios extend them (``simulations.scenarios.library``).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, PrivateAttr

from simulations.scenarios.happenings import Announcement, LinkTerms, SectorMove, Shock
from simulations.scenarios.market_rules import Market
from simulations.scenarios.participants import Agents
from simulations.scenarios.parts import Part, Slug, Words

SCHEMA_ID = "tanlab/scenario@1"


class Horizon(Part):
    """First and last calendar day of the run."""

    start: date
    end: date
    step: Literal["trading_day"]

    @property
    def days(self) -> int:
        """Return how many calendar days it has, first and last included."""
        return (self.end - self.start).days + 1


class Holiday(Part):
    """Days without trading, both ends included."""

    first: date
    last: date
    name: Words


class Calendar(Part):
    """Public holidays; the market also rests at weekends."""

    holidays: tuple[Holiday, ...] = Field(max_length=1_000)


class Scenario(Part):
    """A whole scenario; with a seed it determines a run."""

    reserved: ClassVar[tuple[str, ...]] = ("experiments", "extends", "lock", "preset", "sources")

    schema_id: Literal["tanlab/scenario@1"] = Field(alias="schema")
    id: Slug
    title: Words
    about: Words
    seed: int = Field(ge=0, lt=2**63)
    horizon: Horizon
    currency: Literal["CNY"]
    calendar: Calendar
    markets: dict[Slug, Market] = Field(min_length=1, max_length=50)
    agents: Agents
    shocks: tuple[Shock, ...] = Field(default=(), max_length=1_000)
    announcements: tuple[Announcement, ...] = Field(default=(), max_length=1_000)
    links: tuple[LinkTerms, ...] = Field(default=(), max_length=100)
    moves: tuple[SectorMove, ...] = Field(default=(), max_length=200)
    matching: Literal["book", "call"] = "book"

    _files: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def files(self) -> Mapping[str, str]:
        """Return name and ``sha256:…`` of each file it was put together from; empty for values."""
        return self._files

    def put_together_from(self, files: Mapping[str, str]) -> None:
        """Take note of the files that it was put together from, by name, each with its hash."""
        self._files = dict(files)

    @property
    def firm_count(self) -> int:
        """Return how many compliance firms all populations have together."""
        return sum(group.count for group in self.agents.firms.values())

    @property
    def firm_days(self) -> int:
        """Return firms times calendar days, a measure of the work of one run."""
        return self.firm_count * self.horizon.days

    def canonical(self) -> dict[str, Any]:
        """Return the scenario as plain JSON values."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)

    @property
    def digest(self) -> str:
        """Return ``sha256:…`` of everything but the seed.

        Returns:
            The hash of the canonical JSON (keys in order, no blanks, UTF-8) without ``seed``. The
            order of markets and populations counts: firms arrive and are numbered in that order.
        """
        values = {key: value for key, value in self.canonical().items() if key != "seed"}
        text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
