"""What those who watch a market ask, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseTrading(Command):
    """Pause one instrument, or every open one of a market (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        instrument: code; empty: the market.
        market: scheme whose rules of trading its instruments follow; empty: the instrument.
        reason_zh: announced to everybody.
        reason_en: the same in English.
    """

    kind: ClassVar[str] = "pause_trading"
    instrument: str = ""
    market: str = ""
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTrading(Command):
    """Let a paused instrument, or every paused one of a market, trade again (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        instrument: code; empty: the market.
        market: scheme whose rules of trading its instruments follow; empty: the instrument.
        reason_zh: announced to everybody.
        reason_en: the same in English.
    """

    kind: ClassVar[str] = "resume_trading"
    instrument: str = ""
    market: str = ""
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectDay(Command):
    """Look through a day's orders, trades and holdings (operator, and the clock at night).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        day: today or earlier.
    """

    kind: ClassVar[str] = "inspect_day"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAlert(Command):
    """Mark an alert as reviewed (operator).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        alert: its number.
        note: what was found.
    """

    kind: ClassVar[str] = "review_alert"
    alert: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSelfTrade(Command):
    """Note that an order was refused because it would have traded with its own party (house).

    Attributes:
        client_id: 1 to 64 characters, unique in the world.
        instrument: code.
        account: whose order was refused.
        order_id: the resting order it would have traded with.
    """

    kind: ClassVar[str] = "note_self_trade"
    instrument: str
    account: str
    order_id: int
