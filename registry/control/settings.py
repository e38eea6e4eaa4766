"""What administrators set: the control profile in force, and the time of a driven world."""

from registry.control.commands import ApplyControlProfile, MoveClock
from registry.control.models import ControlProfileRow
from registry.control.profiles import SCHEME, profile_names
from registry.control.refused_control import (
    ClockBackwards,
    ClockNotDriven,
    UnknownControlProfile,
)
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.clock import MARKET_ZONE, DrivenClock
from registry.worlds.database import WorldSession, set_clock
from registry.worlds.models import WorldClock


def apply_control_profile(
    session: WorldSession, command: ApplyControlProfile, actor: Actor
) -> dict[str, object]:
    """Put a named control profile in force.

    Raises:
        RoleMissing: the actor is no administrator.
        UnknownControlProfile: there is none with this name.
    """
    actor.check_role(Role.ADMINISTRATOR)
    names = profile_names(rule_book(session), session.clock.today())
    if command.profile not in names:
        raise UnknownControlProfile(profile=str(command.profile)[:40], field="profile")
    session.add(
        ControlProfileRow(name=command.profile, actor=actor.name, recorded_at=session.clock.now())
    )
    session.flush()
    return {"profile": command.profile}


def move_clock(session: WorldSession, command: MoveClock, actor: Actor) -> dict[str, object]:
    """Move a driven clock forward.

    Raises:
        RoleMissing: the actor is no administrator.
        ClockNotDriven: the world follows the wall clock.
        ClockBackwards: the instant is not later than now.
    """
    actor.check_role(Role.ADMINISTRATOR)
    if not clock_is_driven(session):
        raise ClockNotDriven
    row = session.get(WorldClock, 1)
    given = session.world.clock
    now = session.clock.now()
    if command.to <= now:
        shown = [f"{at.astimezone(MARKET_ZONE):%Y-%m-%d %H:%M}" for at in (now, command.to)]
        raise ClockBackwards(now=shown[0], to=shown[1], field="to")
    if isinstance(given, DrivenClock):
        given.set(command.to)
    else:
        assert row is not None
        set_clock(session, DrivenClock(command.to, row.rate_permille / 1000))
    return {"now": command.to.isoformat(), "before": now.isoformat()}


def clock_is_driven(session: WorldSession) -> bool:
    """Tell whether the world has a clock of its own, which can be moved."""
    given = session.world.clock
    return isinstance(given, DrivenClock) or session.get(WorldClock, 1) is not None


def reversal_window_days(session: WorldSession) -> int:
    """Return how many days after it a surrender or an allocation may be reversed."""
    today = session.clock.today()
    return rule_book(session).parameter(SCHEME, "reversal_window_days", today).whole
