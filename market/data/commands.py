"""What is asked of the market's data, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVintage(Command):
    """List a new vintage at the reference price that its market's rule gives (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        instrument: code of the unit type.
    """

    kind: ClassVar[str] = "open_vintage"
    instrument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishBulletin(Command):
    """Freeze the bulletin of a market's day after its close (operator, or the clock).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        market: scheme of the market, such as `cn_ets` or `BEA`.
        business_date: the day.
    """

    kind: ClassVar[str] = "publish_bulletin"
    market: str
    business_date: date
