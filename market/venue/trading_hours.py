"""Trading hours of a world: whether they bind, the phase of now, and orders outside of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from market.rules.hours import PhaseNow, Session, hours_text, is_open, next_opening, phase
from market.rules.profiles import MarketProfile, market_profile
from market.rules.refused_venue import OutsideHours
from market.venue.models import Instrument
from registry.rules import RuleBook, WorkingCalendar, rule_book, working_calendar
from registry.worlds import MARKET_ZONE, WorldSession

CONTROL = "control"
ENFORCED = "trading_hours_enforced"


@dataclass(frozen=True, slots=True)
class MarketHours:
    """The sessions of a market on its trading days: weekdays that the calendar calls worked."""

    profile: MarketProfile
    calendar: WorkingCalendar

    def __call__(self, mode: str, day: date) -> Sequence[Session]:
        """Return the sessions of a mode on a day."""
        return self.profile.hours(mode, day) if self.calendar.is_working_day(day) else ()


def hours_enforced(rules: RuleBook, day: date) -> bool:
    """Return whether a world refuses orders outside the trading hours on a day."""
    rule = rules.find(CONTROL, ENFORCED, day)
    return rule is not None and rule.whole == 1


def market_hours(session: WorldSession, rules: RuleBook, market: str) -> MarketHours:
    """Return the sessions of a market as today's rules and the calendar have them.

    Raises:
        UnknownRules: the market has no rules of trading today.
    """
    profile = market_profile(rules, market, session.clock.today())
    return MarketHours(profile, working_calendar(session))


def phase_now(session: WorldSession, market: str) -> tuple[PhaseNow, bool]:
    """Return the phase of a market by the world's clock, and whether its hours bind.

    Raises:
        UnknownRules: the market has no rules of trading today.
    """
    rules = rule_book(session)
    now = session.clock.now().astimezone(MARKET_ZONE)
    shown = phase(now, market_hours(session, rules, market))
    return shown, hours_enforced(rules, session.clock.today())


def check_hours(session: WorldSession, rules: RuleBook, instrument: Instrument, mode: str) -> None:
    """Refuse an order outside the sessions of its mode, where the world enforces them.

    Args:
        session: the unit of work.
        rules: of the world.
        instrument: what is to be traded.
        mode: `listed` or `block`; auctions have their own windows.

    Raises:
        OutsideHours: no session is open now.
    """
    if not hours_enforced(rules, session.clock.today()):
        return
    hours = market_hours(session, rules, instrument.market)
    now = session.clock.now().astimezone(MARKET_ZONE)
    sessions = hours(mode, now.date())
    if is_open(sessions, now.time()):
        return
    opens = next_opening(now, hours, mode)
    raise OutsideHours(
        instrument=instrument.code,
        mode=mode,
        hours=hours_text(hours.profile.sessions.get(mode, ())),
        opens="–" if opens is None else f"{opens:%Y-%m-%d %H:%M}",
        field="instrument",
    )
