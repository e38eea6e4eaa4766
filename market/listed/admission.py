"""Who may trade what now: what every request for a trade in the open book is asked first."""

from typing import NamedTuple

from market.rules.errors import InstrumentClosed, OrderNeedsFullMandate
from market.venue.days import roll_day
from market.venue.finding import find_instrument
from market.venue.models import Instrument, TradingDay
from registry.control import acts_alone
from registry.ledger import UnitKind
from registry.parties import AccountFacts, find_own_account
from registry.worlds import Actor, Role, WorldSession

TRADERS = (Role.REPRESENTATIVE, Role.DEVELOPER)
TRADABLE = (UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE)


class Admitted(NamedTuple):
    """An instrument whose book is locked, its day, and the account that trades."""

    instrument: Instrument
    day: TradingDay
    account: AccountFacts


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
        UnknownInstrument, InstrumentClosed: it cannot be traded.
        UnknownAccount, RoleMissing, NotRepresentative: the actor may not use the account.
        OrderNeedsFullMandate: its mandate only initiates, and an order waits for nobody.
    """
    instrument = find_instrument(session, instrument_code, lock=True)
    actor.check_role(*TRADERS)
    account = find_own_account(session, account_number, actor)
    if not acts_alone(session, kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    if instrument.state != "open":
        raise InstrumentClosed(instrument=instrument.code, field="instrument")
    return Admitted(instrument, roll_day(session, instrument), account)
