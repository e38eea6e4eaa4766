"""Who may trade what now: what every request for a trade in the open book is asked first."""

from typing import NamedTuple

from market.clearing.defaulting import check_may_trade
from market.listed.ways import OpenWays, open_ways
from market.rules.errors import OrderNeedsFullMandate
from market.rules.profiles import LISTED, MarketProfile, market_profile
from market.rules.refused_venue import ModeNotOpen
from market.venue.announcements import check_open
from market.venue.days import roll_day
from market.venue.finding import find_instrument
from market.venue.participation import check_participant
from market.venue.settlement import MarketDay
from market.venue.trading_hours import check_hours
from registry.control import acts_alone
from registry.ledger import UnitKind
from registry.parties import AccountFacts, find_own_account
from registry.rules import rule_book
from registry.worlds import Actor, Role, WorldSession

TRADERS = (Role.REPRESENTATIVE, Role.DEVELOPER)
TRADABLE = (UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE)


class Admitted(NamedTuple):
    """An instrument whose book is locked, with its day and rules, and the account that trades."""

    market_day: MarketDay
    account: AccountFacts
    profile: MarketProfile
    ways: OpenWays


def admit(
    session: WorldSession, kind: str, instrument_code: str, account_number: str, actor: Actor
) -> Admitted:
    """Let an actor trade for an account, or refuse; the instrument is locked from here on.

    Args:
        session: the unit of work.
        kind: of the command.
        instrument_code: what is traded.
        account_number: for whom.
        actor: who asks.

    Raises:
        UnknownInstrument, InstrumentClosed, UnknownRules, ModeNotOpen: it cannot be traded.
        UnknownAccount, RoleMissing, NotRepresentative: the actor may not use the account.
        OrderNeedsFullMandate: its mandate only initiates, and an order waits for nobody.
        OutsideHours: no session is open, and the world enforces hours.
        TradingBlocked: its party could not pay what was due.
        ParticipantNotAdmitted: the market admits other kinds of parties.
    """
    instrument = find_instrument(session, instrument_code, lock=True)
    actor.check_role(*TRADERS)
    account = find_own_account(session, account_number, actor)
    if not acts_alone(session, kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    check_may_trade(session, account.party_id)
    today, rules = session.clock.today(), rule_book(session)
    profile = market_profile(rules, instrument.market, today)
    check_participant(session, profile, instrument, account)
    check_open(session, instrument)
    if profile.listed is None:
        raise ModeNotOpen(instrument=instrument.code, mode=LISTED, field="instrument")
    check_hours(session, rules, instrument, LISTED)
    day = roll_day(session, instrument)
    ways = open_ways(rules, instrument.market, today)
    return Admitted(MarketDay(instrument, day, profile.listed), account, profile, ways)
