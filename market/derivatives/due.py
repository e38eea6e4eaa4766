"""What the clock does for series: margin calls that fell due, daily settlements, expiries."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from market.derivatives.commands import EndMarginCall, ExpireSeries, SettleSeriesDay
from market.derivatives.finding import id_of
from market.derivatives.models import ContractSeries, MarginCall
from market.derivatives.settling import days_to_settle
from market.derivatives.terms import moment
from registry.worlds import Command, WorldSession

DAYS_AT_ONCE: Final = 30
"""How many days of a series are made up for in one run; the next run does the next."""


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield what is due, the earliest first within each series.

    A call that falls due before a day's close is carried out by the settlement of that day where
    both are made up for, so calls come first only here, where they are due by now.
    """
    now, today = session.clock.now(), session.clock.today()
    series = select(ContractSeries).where(ContractSeries.state == "open")
    waiting: list[Command] = []
    for each in session.exec(series.order_by(col(ContractSeries.id))).all():
        days = days_to_settle(session, each, DAYS_AT_ONCE)
        for day in days:
            waiting.append(
                SettleSeriesDay(
                    client_id=f"settle:{each.code}:{day.isoformat()}", series=each.code, day=day
                )
            )
        after = each.closes if each.expires_on == each.last_trading_day else each.opens
        settled = len(days) < DAYS_AT_ONCE
        if settled and each.expires_on <= today and now >= moment(each.expires_on, after):
            waiting.append(ExpireSeries(client_id=f"expire:{each.code}", series=each.code))
    calls = select(MarginCall).where(MarginCall.state == "open", col(MarginCall.deadline) <= now)
    for call in session.exec(calls.order_by(col(MarginCall.id))).all():
        yield EndMarginCall(client_id=f"margin-call:{call.id}", call=id_of(call.id))
    yield from waiting
