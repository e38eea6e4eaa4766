"""The demo's surveillance: what the rules find among fictitious firms before today."""

from datetime import timedelta

from market.surveillance import InspectDay
from web.demo.cast import PastCast, client_id


def watch_markets(cast: PastCast) -> None:
    """Inspect yesterday, as the clock does once a day is over."""
    cast.go_to(0)
    yesterday = cast.today - timedelta(days=1)
    command = InspectDay(client_id=client_id("inspection", yesterday.isoformat()), day=yesterday)
    cast.do(command, cast.operator())
