"""What the detectors look at, read from a world: days, orders, holdings, attempts, thresholds."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from market.clearing.models import DefaultClaim
from market.rules.market_rules import price_band
from market.rules.profiles import MarketProfile, market_profile
from market.surveillance.detectors import Claim, DayOfTrading, OrdersOfDay, Thresholds, Watch
from market.surveillance.models import SelfTradeAttempt
from market.venue.models import Instrument, MarketOrder, TradingDay
from registry.rules import RuleBook
from registry.worlds import WORLD_METADATA, WorldSession, words

CONTROL = "control"
TOUCHES, TOUCH_DAYS = "surveillance_touches", "surveillance_touch_days"
HOLDER_PCT = "surveillance_holder_pct"
CANCEL_PCT, CANCEL_ORDERS = "surveillance_cancel_pct", "surveillance_cancel_orders_min"
CORRIDOR_DAYS = 10
MANIPULATION = words(
    "Order 775 of the State Council on the national carbon market, article 25",
    "《碳排放权交易管理暂行条例》(国务院令第775号) 第二十五条",
)
SETTLEMENT = words(
    "Rules of settlement of the national carbon market, for trial (Ministry of Ecology and"
    " Environment, 2021-05-14)",
    "碳排放权结算管理规则(试行) (生态环境部, 2021-05-14)",
)


class Watched(NamedTuple):
    """From when on something is reported in a market, and by which source of each rule."""

    thresholds: Thresholds
    sources: Mapping[Watch, Mapping[str, str]]


class Profiles:
    """The rules of markets by day, each read once."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._read: dict[tuple[str, date], MarketProfile] = {}

    def of(self, market: str, day: date) -> MarketProfile:
        """Return the rules of a market on a day."""
        if (market, day) not in self._read:
            self._read[market, day] = market_profile(self._book, market, day)
        return self._read[market, day]

    def watched(self, market: str, day: date) -> Watched:
        """Return a market's own thresholds, and the world's where it has none."""
        profile = self.of(market, day)
        own = profile.stabilisation
        world = {
            key: self._book.parameter(CONTROL, key, day)
            for key in (TOUCHES, TOUCH_DAYS, HOLDER_PCT, CANCEL_PCT, CANCEL_ORDERS)
        }
        cited = {key: row.cited for key, row in world.items()}
        of_market = {key: row.cited for (key, _), row in profile.parameters.items()}
        counts = own.band_touches is not None
        thresholds = Thresholds(
            touches=own.band_touches if counts else world[TOUCHES].whole,
            touch_days=(own.window_days if counts else None) or world[TOUCH_DAYS].whole,
            holder_t=profile.large_holder_t,
            holder_pct=world[HOLDER_PCT].whole,
            cancel_pct=world[CANCEL_PCT].whole,
            cancel_orders_min=world[CANCEL_ORDERS].whole,
            low_fen=own.low_fen,
            high_fen=own.high_fen,
            corridor_days=own.window_days or CORRIDOR_DAYS,
        )
        touches = of_market["trading_stabilisation_touches"] if counts else cited[TOUCHES]
        holder = cited[HOLDER_PCT]
        if profile.large_holder_t is not None:
            holder = of_market["trading_large_holder_t"]
        sources = {
            Watch.SELF_TRADE: MANIPULATION,
            Watch.BAND_TOUCHES: touches,
            Watch.LARGE_HOLDER: holder,
            Watch.CANCEL_SHARE: cited[CANCEL_PCT],
            Watch.CORRIDOR: of_market.get("price_corridor_cny", MANIPULATION),
        }
        return Watched(thresholds, sources)


def days_until(
    session: WorldSession, profiles: Profiles, instrument: Instrument, day: date, number: int
) -> list[DayOfTrading]:
    """Return the last days of an instrument with listed trades, oldest first.

    None are returned for a day without trades: it adds nothing to what was reported before.

    Args:
        session: any session.
        profiles: rules by day, for the bands of then.
        instrument: whose days.
        day: the last of them.
        number: how many at most.
    """
    statement = (
        select(TradingDay)
        .where(
            TradingDay.instrument_id == instrument.id,
            col(TradingDay.business_date) <= day,
            col(TradingDay.volume_t) > 0,
        )
        .order_by(col(TradingDay.business_date).desc())
        .limit(number)
    )
    rows = session.exec(statement).all()
    if not rows or rows[0].business_date != day:
        return []
    found = []
    for row in reversed(rows):
        listed = profiles.of(instrument.market, row.business_date).listed
        if listed is None or row.high_fen is None or row.low_fen is None:
            continue
        band = price_band(row.previous_close_fen, listed.band_pct, listed.tick_fen)
        found.append(
            DayOfTrading(
                row.high_fen,
                row.low_fen,
                band.high_fen,
                band.low_fen,
                row.volume_t,
                row.turnover_fen,
            )
        )
    return found


def orders_of(session: WorldSession, instrument: Instrument, day: date) -> list[OrdersOfDay]:
    """Return how many limit orders each party placed on a day and cancelled untouched."""
    untouched = (col(MarketOrder.state) == "cancelled") & (
        col(MarketOrder.remaining_t) == col(MarketOrder.quantity_t)
    )
    statement = (
        select_columns(
            col(MarketOrder.party_id), func.count(), func.sum(case((untouched, 1), else_=0))
        )
        .where(
            col(MarketOrder.instrument_id) == instrument.id,
            col(MarketOrder.business_date) == day,
            col(MarketOrder.kind) == "limit",
        )
        .group_by(col(MarketOrder.party_id))
    )
    return [OrdersOfDay(*map(int, row)) for row in session.execute(statement)]


def holdings_of(session: WorldSession, instrument: Instrument) -> dict[int, int]:
    """Return what each party holds of an instrument's units now, t."""
    holding, account = WORLD_METADATA.tables["holding"], WORLD_METADATA.tables["account"]
    statement = (
        select_columns(account.c.party_id, func.sum(holding.c.quantity))
        .join(account, account.c.id == holding.c.account_id)
        .where(
            holding.c.unit_type_id == instrument.unit_type_id,
            account.c.party_id.is_not(None),
            holding.c.quantity > 0,
        )
        .group_by(account.c.party_id)
    )
    return {int(party_id): int(held_t) for party_id, held_t in session.execute(statement)}


def attempts_of(session: WorldSession, instrument: Instrument, day: date) -> dict[int, int]:
    """Return how many orders of each party were refused on a day as trades with itself."""
    statement = (
        select_columns(col(SelfTradeAttempt.party_id), func.count())
        .where(
            col(SelfTradeAttempt.instrument_id) == instrument.id,
            col(SelfTradeAttempt.business_date) == day,
        )
        .group_by(col(SelfTradeAttempt.party_id))
    )
    return {int(party_id): int(number) for party_id, number in session.execute(statement)}


def claims_until(session: WorldSession, day: date) -> list[tuple[date, Claim]]:
    """Return the claims on parties that could not pay until a day, with their days, by number."""
    statement = (
        select(DefaultClaim)
        .where(col(DefaultClaim.business_date) <= day)
        .order_by(col(DefaultClaim.id))
    )
    return [
        (row.business_date, Claim(row.number, row.party_id, row.advanced_fen, row.unpaid_fen))
        for row in session.exec(statement).all()
    ]
