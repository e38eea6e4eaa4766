"""The terms of series as dated rules say them: status, hours, size, margins, model parameters."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from market.derivatives.margin import BASIS_POINTS
from market.derivatives.models import ContractSeries
from market.venue.trading_hours import hours_enforced
from registry.rules import RuleBook, RuleParameter, WorkingCalendar, rule_book, working_calendar
from registry.worlds import MARKET_ZONE, WorldSession

KINDS: Final = ("forward", "future", "option")
GENERAL: Final = "cn_ets"
"""The rule file that holds the values for schemes which say nothing themselves."""
SHOWN: Final = (
    "contract_status",
    "contract_ccp",
    "contract_hours",
    "contract_size",
    "contract_tick",
    "contract_months",
    "contract_settlement",
    "contract_final_days",
    "contract_initial_margin",
    "contract_maintenance_margin",
    "contract_price_band",
    "contract_trade_max",
    "contract_carry_rate",
    "contract_volatility",
)
"""Keys of the terms that a page shows with their sources."""
FEN_PER_CNY: Final = 100


def find_term(rules: RuleBook, scheme: str, kind: str, key: str, day: date) -> RuleParameter | None:
    """Return a term of a scheme's contracts, else the general one; None where there is none."""
    own = rules.find(scheme, key, day, kind)
    return own or rules.find(GENERAL, key, day, kind)


def term(rules: RuleBook, scheme: str, kind: str, key: str, day: date) -> RuleParameter:
    """Return a term of a scheme's contracts, else the general one.

    Raises:
        RuleNotInForce, RuleUnset: nobody has set it.
    """
    own = rules.find(scheme, key, day, kind)
    return own or rules.parameter(GENERAL, key, day, kind)


def terms(rules: RuleBook, scheme: str, kind: str, day: date) -> list[RuleParameter]:
    """Return every term of a scheme's contracts of a kind that is set."""
    found = (find_term(rules, scheme, kind, key, day) for key in SHOWN)
    return [each for each in found if each is not None]


def basis_points(parameter: RuleParameter) -> int:
    """Return a rate as basis points."""
    return int(parameter.decimal * BASIS_POINTS)


def fen(parameter: RuleParameter) -> int:
    """Return an amount of yuan as fen."""
    return int(parameter.decimal * FEN_PER_CNY)


def hours(parameter: RuleParameter) -> tuple[str, str]:
    """Return opening and closing time, as `HH:MM`."""
    opens, _, closes = parameter.text.partition("-")
    return opens, closes


def rate(session: WorldSession, series: ContractSeries, key: str, day: date) -> Decimal:
    """Return a parameter of the model of a series on a day, as a fraction."""
    return term(rule_book(session), series.scheme, series.kind, key, day).decimal


def moment(day: date, clock_time: str) -> datetime:
    """Return an instant of a day in the market's time.

    Args:
        day: the day.
        clock_time: `HH:MM`.
    """
    return datetime.combine(day, time.fromisoformat(clock_time), MARKET_ZONE)


def is_shut(session: WorldSession, series: ContractSeries) -> bool:
    """Return whether trades must wait: hours are enforced in this world, and it is outside."""
    today, now = session.clock.today(), session.clock.now()
    if not hours_enforced(rule_book(session), today):
        return False
    opened = moment(today, series.opens) <= now < moment(today, series.closes)
    return not (opened and working_calendar(session).is_working_day(today))


def next_opening(calendar: WorkingCalendar, series: ContractSeries, day: date) -> datetime:
    """Return when a series opens after a day."""
    return moment(calendar.add_working_days(day, 1), series.opens)
