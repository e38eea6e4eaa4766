"""The demo's closes: a settlement reserve, bulletins of past days, and these days cleared."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from market.clearing import ClearDay, FundReserve, ReserveSource, days_to_clear
from market.data import PublishBulletin
from market.due import due_commands
from registry.worlds import MARKET_ZONE
from web.demo.cast import PastCast, client_id

RESERVE_FEN: Final = 500_000_000
DAYS_MAX: Final = 400
CLOSED_AT: Final = time(0, 30)


def fund_the_reserve(cast: PastCast) -> None:
    """Put 5 million CNY of the fictitious exchange into the settlement reserve."""
    command = FundReserve(
        client_id=client_id("reserve"),
        amount_fen=RESERVE_FEN,
        reserve_source=ReserveSource.CAPITAL,
        reason="演示资金 Demo cash",
    )
    cast.do(command, cast.operator())


def publish_bulletins(cast: PastCast) -> None:
    """Publish the bulletin of each market's past days in the night after it."""
    cast.go_to(0)
    for command in due_commands(cast.session):
        if isinstance(command, PublishBulletin):
            _go_to_the_night_after(cast, command.business_date)
            cast.do(command, cast.operator())


def clear_past_days(cast: PastCast) -> None:
    """Clear each day up to yesterday in the night after it, as the clock does."""
    cast.go_to(0)
    for day in days_to_clear(cast.session, DAYS_MAX):
        _go_to_the_night_after(cast, day)
        command = ClearDay(client_id=client_id("clearing", day.isoformat()), business_date=day)
        cast.do(command, cast.operator())


def _go_to_the_night_after(cast: PastCast, day: date) -> None:
    night = datetime.combine(day + timedelta(days=1), CLOSED_AT, MARKET_ZONE)
    cast.clock.set(night.astimezone(UTC))
