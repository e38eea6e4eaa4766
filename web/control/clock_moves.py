"""Moving a driven clock to a day, with what falls due on the way."""

from datetime import date, datetime

from market.due import carry_out_due
from registry.control import MoveClock
from registry.worlds import MARKET_ZONE, Outcome, carry_out, reading
from web.acting import public_world
from web.carrying_out import carry_out_command


def move_clock(to: date, client_id: str) -> list[Outcome]:
    """Move the world's clock to the same time of a day and carry out what is due then.

    Raises:
        RegistryError: the clock is not driven, or the day lies behind.
    """
    with reading(public_world()) as session:
        now = session.clock.now().astimezone(MARKET_ZONE)
    instant = datetime.combine(to, now.time(), MARKET_ZONE)
    carry_out_command(MoveClock(client_id=client_id, to=instant))
    return carry_out(public_world(), carry_out_due)
