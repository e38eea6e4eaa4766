"""Settlement prices of series: the average of the day's trades, else what the model says."""

from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import func
from sqlmodel import col, select

from market.derivatives.margin import average_price_fen
from market.derivatives.models import ContractSeries, SeriesSettlement, SeriesTrade
from market.derivatives.pricing import DAYS_A_YEAR, OptionType, black_76, forward_price, intrinsic
from market.derivatives.terms import rate
from market.rules.market_rules import PRICE_FEN_MAX
from market.venue.models import Instrument, TradingDay
from registry.worlds import WorldSession


class SettlementPrice(NamedTuple):
    """A price at which positions are marked.

    Attributes:
        price_fen: of the series, fen per t.
        underlying_fen: of the underlying, fen per t; margins are shares of it.
        basis: trades, model or final.
        contracts: traded that day.
    """

    price_fen: int
    underlying_fen: int
    basis: str
    contracts: int


def spot_close_fen(session: WorldSession, series: ContractSeries, day: date) -> int:
    """Return the close of the underlying on a day, or the last one before it."""
    closes = (
        select(TradingDay.close_fen)
        .where(
            TradingDay.instrument_id == series.instrument_id, col(TradingDay.business_date) <= day
        )
        .order_by(col(TradingDay.business_date).desc())
        .limit(1)
    )
    found = session.exec(closes).first()
    if found is not None:
        return found
    return session.get_one(Instrument, series.instrument_id).reference_price_fen


def model_price(session: WorldSession, series: ContractSeries, day: date) -> SettlementPrice:
    """Return the model price of a day: spot by cost of carry, an option's by Black's model.

    The premium of an option is marked daily and so never lent: the model discounts nothing. No
    carry rate, however far below zero, makes a price below the tick.
    """
    underlying_fen = spot_close_fen(session, series, day)
    days = max(0, (series.expires_on - day).days)
    carry = float(rate(session, series, "contract_carry_rate", day))
    value = max(forward_price(underlying_fen, carry, days), float(series.tick_fen))
    if series.kind == "option":
        assert series.strike_fen is not None
        volatility = float(rate(session, series, "contract_volatility", day))
        kind = cast(OptionType, series.option_type)
        value = black_76(kind, value, series.strike_fen, days / DAYS_A_YEAR, volatility).price
    return SettlementPrice(_on_tick(value, series), underlying_fen, "model", 0)


def settlement_price(session: WorldSession, series: ContractSeries, day: date) -> SettlementPrice:
    """Return the settlement price of a day: its trades' average, else the model's."""
    traded = select(
        func.coalesce(func.sum(SeriesTrade.contracts), 0),
        func.coalesce(func.sum(col(SeriesTrade.contracts) * col(SeriesTrade.price_fen)), 0),
    ).where(
        SeriesTrade.series_id == series.id,
        SeriesTrade.business_date == day,
        SeriesTrade.kind == "trade",
    )
    contracts, turnover = (int(each) for each in session.exec(traded).one())
    model = model_price(session, series, day)
    if not contracts:
        return model
    price_fen = average_price_fen(turnover, contracts, series.tick_fen)
    return SettlementPrice(price_fen, model.underlying_fen, "trades", contracts)


def final_price(session: WorldSession, series: ContractSeries) -> SettlementPrice:
    """Return the price at which a series ends.

    That of forwards and futures is the mean of their last daily settlement prices; that of an
    option is what exercising it brings at the underlying's close of the last trading day.
    """
    if series.kind == "option":
        assert series.strike_fen is not None
        underlying_fen = spot_close_fen(session, series, series.last_trading_day)
        kind = cast(OptionType, series.option_type)
        worth = intrinsic(kind, underlying_fen, series.strike_fen)
        return SettlementPrice(worth, underlying_fen, "final", 0)
    last = (
        select(SeriesSettlement.price_fen)
        .where(SeriesSettlement.series_id == series.id, SeriesSettlement.basis != "final")
        .order_by(col(SeriesSettlement.business_date).desc())
        .limit(series.final_days)
    )
    prices = session.exec(last).all()
    mean = average_price_fen(sum(prices), len(prices), series.tick_fen)
    return SettlementPrice(mean, mean, "final", 0)


def last_settlement(session: WorldSession, series: ContractSeries) -> SeriesSettlement | None:
    """Return the last settlement of a series, None before the first."""
    statement = (
        select(SeriesSettlement)
        .where(SeriesSettlement.series_id == series.id)
        .order_by(col(SeriesSettlement.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def reference_price(session: WorldSession, series: ContractSeries) -> SettlementPrice:
    """Return the price that limits and margins start from: the last settlement, else the model."""
    last = last_settlement(session, series)
    if last is None:
        return model_price(session, series, session.clock.today())
    return SettlementPrice(last.price_fen, last.underlying_fen, last.basis, last.contracts)


def price_limits(session: WorldSession, series: ContractSeries, day: date) -> tuple[int, int]:
    """Return the lowest and highest price at which a series may be traded on a day, fen per t."""
    reference = reference_price(session, series)
    reach_fen = int(reference.underlying_fen * rate(session, series, "contract_price_band", day))
    return max(series.tick_fen, reference.price_fen - reach_fen), reference.price_fen + reach_fen


def _on_tick(value: float, series: ContractSeries) -> int:
    least = 0 if series.kind == "option" else series.tick_fen
    on_tick = round(value / series.tick_fen) * series.tick_fen
    return min(max(on_tick, least), PRICE_FEN_MAX * 2)
