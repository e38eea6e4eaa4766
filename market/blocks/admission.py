"""Whether an instrument's blocks may be dealt now, and by whom."""

from market.clearing.defaulting import check_may_trade
from market.rules.market_rules import MarketRules
from market.rules.orders import Side
from market.rules.profiles import BLOCK
from market.venue.announcements import check_open
from market.venue.finding import profile_of, rules_of
from market.venue.models import Instrument
from market.venue.participation import check_participant, check_purchase
from market.venue.trading_hours import check_hours
from registry.parties import AccountFacts
from registry.rules import rule_book
from registry.worlds import WorldSession


def open_rules(session: WorldSession, instrument: Instrument) -> MarketRules:
    """Return the rules of an instrument's block agreements, if they are dealt now.

    Raises:
        TradingPaused, InstrumentClosed, UnknownRules, ModeNotOpen, OutsideHours: they are not.
    """
    check_open(session, instrument)
    rules = rules_of(session, instrument, BLOCK)
    check_hours(session, rule_book(session), instrument, BLOCK)
    return rules


def check_side(
    session: WorldSession,
    instrument: Instrument,
    account: AccountFacts,
    side: Side,
    quantity_t: int,
    replaced_t: int = 0,
) -> None:
    """Let an account's party buy or sell a block, whatever means it has.

    Args:
        session: the unit of work.
        instrument: what is traded, locked.
        account: whose side.
        side: buy or sell.
        quantity_t: quantity, t.
        replaced_t: quantity of its own offer that these terms replace, t.

    Raises:
        TradingBlocked: the party could not pay what was due.
        ParticipantNotAdmitted: the market admits other kinds of parties.
        PositionLimitExceeded: the buyer would hold more than the market allows.
    """
    check_may_trade(session, account.party_id)
    profile = profile_of(session, instrument)
    check_participant(session, profile, instrument, account)
    if side is Side.BUY:
        check_purchase(session, profile, instrument, account, quantity_t, replaced_t)
