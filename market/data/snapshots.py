"""The state of an instrument as one JSON value: what a page shows and live updates carry."""

from market.data.queries import LEVELS, day_bar, depth, latest_event_id, tape
from market.data.views import DayView, LevelView, TapeRow
from market.rules.orders import cny_text
from market.venue.finding import find_instrument
from market.venue.trading_hours import phase_now
from registry.worlds import MARKET_ZONE, Actor, WorldSession

TAPE_TAIL = 20


def snapshot(
    session: WorldSession, instrument: str, actor: Actor | None = None
) -> dict[str, object]:
    """Gather what a trading page shows of an instrument, prices in CNY as strings.

    Args:
        session: a reading.
        instrument: its code.
        actor: whose own quantities are marked; None for what everybody may see.

    Returns:
        Plain values: `event_id` (equal ids, equal snapshots within a phase), the phase, the day
        with band and bar, five levels each side, the last trades.

    Raises:
        UnknownInstrument: none has the code.
    """
    event_id = latest_event_id(session, instrument)
    day = day_bar(session, instrument)
    levels = depth(session, instrument, LEVELS, actor)
    return {
        "instrument": instrument,
        "event_id": event_id,
        **_phase(session, instrument),
        "now": session.clock.now().astimezone(MARKET_ZONE).isoformat(timespec="seconds"),
        **_day(day),
        "bids": [_level(level) for level in levels.bids],
        "asks": [_level(level) for level in levels.asks],
        "tape": [_trade(row) for row in tape(session, instrument, TAPE_TAIL, actor)],
    }


def _phase(session: WorldSession, instrument: str) -> dict[str, object]:
    """Return the phase of the market; a page counts down to the next by itself."""
    shown, bind = phase_now(session, find_instrument(session, instrument).market)
    next_at = shown.next_at
    return {
        "phase": shown.phase.value,
        "next_phase": shown.next_phase and shown.next_phase.value,
        "next_phase_at": next_at and next_at.isoformat(timespec="seconds"),
        "hours_enforced": bind,
    }


def _day(day: DayView) -> dict[str, object]:
    return {
        "date": day.business_date.isoformat(),
        "previous_close_cny": cny_text(day.previous_close_fen),
        "band_low_cny": cny_text(day.band_low_fen),
        "band_high_cny": cny_text(day.band_high_fen),
        "open_cny": _price(day.open_fen),
        "high_cny": _price(day.high_fen),
        "low_cny": _price(day.low_fen),
        "last_cny": _price(day.last_fen),
        "close_cny": cny_text(day.close_fen),
        "change_cny": cny_text(day.change_fen),
        "change_pct": str(day.change_pct),
        "volume_t": day.volume_t,
        "turnover_cny": cny_text(day.turnover_fen),
    }


def _level(level: LevelView) -> dict[str, object]:
    return {
        "price_cny": cny_text(level.price_fen),
        "quantity_t": level.quantity_t,
        "orders": level.orders,
        "own_t": level.own_t,
    }


def _trade(row: TapeRow) -> dict[str, object]:
    return {
        "trade_id": row.trade_id,
        "time": row.traded_at.astimezone(MARKET_ZONE).strftime("%H:%M:%S"),
        "date": row.traded_at.astimezone(MARKET_ZONE).date().isoformat(),
        "price_cny": cny_text(row.price_fen),
        "quantity_t": row.quantity_t,
        "taker_side": row.taker_side,
        "own_side": row.own_side,
    }


def _price(price_fen: int | None) -> str | None:
    return None if price_fen is None else cny_text(price_fen)
