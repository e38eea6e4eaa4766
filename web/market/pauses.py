"""What pages say of trading that is paused."""

from typing import Any

from flask import Flask

from market.surveillance import AnnouncementView, pauses
from registry.worlds import MARKET_ZONE, WorldSession, reading
from web.acting import public_world


def init_app(app: Flask) -> None:
    """Give templates `market_pauses()`: the announcement behind each paused instrument, by code."""

    def market_pauses() -> dict[str, AnnouncementView]:
        with reading(public_world()) as session:
            return pauses(session)

    app.jinja_env.globals["market_pauses"] = market_pauses


def pause_state(session: WorldSession, code: str) -> dict[str, Any] | None:
    """Return the announcement behind a pause as live pages take it; None while trading goes on."""
    pause = pauses(session).get(code)
    if pause is None:
        return None
    return {
        "announcement": pause.number,
        "reason": dict(pause.reason),
        "since": pause.recorded_at.astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
    }
