"""`tanlab registry clock`: show a world's time, and move it where it is driven."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import uuid4

import typer

from registry.control import MoveClock
from registry.services import execute
from registry.worlds import (
    MARKET_ZONE,
    Actor,
    DrivenClock,
    Role,
    WorldSession,
    carry_out,
    reading,
    set_clock,
)
from web.cli.due import due_text
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import JsonOption, LangOption, emit, fail_usage
from web.upkeep import carry_out_due_in

SHELL = Actor("shell", frozenset({Role.ADMINISTRATOR}))
_DURATION = re.compile(r"(\d{1,5})([dh])")
_UNITS = {"d": "days", "h": "hours"}


def clock(  # noqa: PLR0913, PLR0917  a command line has this many options
    world: WorldOption = "public",
    instance: InstanceOption = None,
    advance: Annotated[str, typer.Option(help="How far to go, such as 20d or 6h.")] = "",
    to: Annotated[str, typer.Option(help="Day to go to, such as 2027-12-31.")] = "",
    drive: Annotated[
        bool, typer.Option("--drive", help="Give the world a clock of its own first.")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a world's time; move it forward and carry out what is due then."""
    found = required_world(world, instance, as_json, lang)

    def work(session: WorldSession) -> datetime:
        if drive:
            set_clock(session, DrivenClock(session.clock.now()))
        now = session.clock.now()
        aim = _aim(now, advance, to)
        if aim is not None:
            execute(session, MoveClock(client_id=uuid4().hex, to=aim), SHELL)
        return aim or now

    try:
        if advance or to or drive:
            now = carry_out(found, work)
        else:
            with reading(found) as session:
                now = session.clock.now()
    except ValueError as error:
        fail_usage(str(error), as_json, lang)
    done = carry_out_due_in(found) if advance or to else []
    shown = now.astimezone(MARKET_ZONE)
    answer = {"now": shown.isoformat(), "carried_out": [dict(each.data) for each in done]}
    text = f"{shown:%Y-%m-%d %H:%M}"
    emit(answer, as_json, f"{text}\n{due_text(done)}" if done else text)


def _aim(now: datetime, advance: str, to: str) -> datetime | None:
    """Return where the clock shall go, None if it shall stay.

    Raises:
        ValueError: it cannot be understood.
    """
    if advance and to:
        raise ValueError("give --advance or --to, not both")
    if advance:
        given = _DURATION.fullmatch(advance)
        if given is None:
            raise ValueError(f"{advance!r} is no duration such as 20d or 6h")
        return now + timedelta(**{_UNITS[given[2]]: int(given[1])})
    if to:
        return datetime.combine(
            date.fromisoformat(to), now.astimezone(MARKET_ZONE).time(), MARKET_ZONE
        )
    return None
