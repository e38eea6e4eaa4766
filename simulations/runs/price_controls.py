"""Floor and ceiling: nobody quotes beyond them, and the regulator trades what is offered there."""

from market.listed import PlaceOrder
from market.rules import OrderKind, PriceBand, Side
from registry.ledger import DepositCash
from simulations.behaviour import slices
from simulations.markets import CallOrder, PriceControls, Tier, standing_orders
from simulations.runs.market_state import MarketState

_ORDERS_MAX = 1_000_000


def controls_of(market: MarketState) -> PriceControls | None:
    """Return at which prices the regulator trades today, inside the day's band; None if nowhere.

    A floor above the band is approached from its upper end, a ceiling below it from its lower end.
    """
    rules = market.rules.price_controls
    if rules is None:
        return None
    low_fen, high_fen = market.venue.band
    floors: tuple[Tier, ...] = ()
    ceilings: tuple[Tier, ...] = ()
    if rules.floor_cny is not None and int(rules.floor_cny * 100) >= low_fen:
        floors = (Tier(min(int(rules.floor_cny * 100), high_fen), None),)
    if rules.ceiling_cny is not None and int(rules.ceiling_cny * 100) <= high_fen:
        left_t = rules.ceiling_supply_t
        if left_t is not None:
            left_t = max(0, left_t - market.supply.sold_at_ceiling_t)
        if left_t != 0:
            ceilings = (Tier(max(int(rules.ceiling_cny * 100), low_fen), left_t),)
    return PriceControls(ceilings=ceilings, floors=floors) if floors or ceilings else None


def narrow_bands(market: MarketState) -> None:
    """Let no order of the day be quoted below the floor or above a ceiling that is supplied."""
    controls = controls_of(market)
    if controls is None:
        return
    venue = market.venue
    low_fen = controls.floors[0].price_fen if controls.floors else 0
    high_fen = controls.ceilings[0].price_fen if controls.ceilings else None
    venue.band = _narrowed(venue.band, low_fen, high_fen)
    venue.block_band = _narrowed(venue.block_band, low_fen, high_fen)


def _narrowed(band: PriceBand, low_fen: int, high_fen: int | None) -> PriceBand:
    top = band.high_fen if high_fen is None else min(band.high_fen, high_fen)
    return PriceBand(max(band.low_fen, low_fen), top)


def stand_ready(market: MarketState, day: int) -> int | None:
    """Place the regulator's orders for what waits at the floor and at the ceiling.

    Returns:
        Units it holds and has issued for that, t; None where it stands nowhere.
    """
    controls = controls_of(market)
    if controls is None:
        return None
    waiting = [
        CallOrder(order.order_id, order.side, order.price_fen, order.remaining_t)
        for order in market.venue.book
    ]
    held_t = market.world.held(market.regulator_id, market.venue.unit_type_id)
    issued_t = 0
    for order in standing_orders(waiting, controls, market.regulator_id):
        if order.side is Side.SELL:
            issued_t += _provide_units(market, order.quantity_t)
        else:
            _provide_cash(market, order.price_fen * order.quantity_t)
        _place(market, order, day)
    if issued_t:
        market.event(day, "ceiling_issue", market.venue.instrument, issued_t)
    return held_t + issued_t


def note_controls(market: MarketState, day: int, ready_t: int | None) -> None:
    """Note what the regulator has traded since it stood ready with so many units."""
    if ready_t is None:
        return
    code = market.venue.instrument
    sold_t = ready_t - market.world.held(market.regulator_id, market.venue.unit_type_id)
    if sold_t > 0:
        market.supply.sold_at_ceiling_t += sold_t
        market.event(day, "ceiling", code, sold_t)
    elif sold_t < 0:
        market.event(day, "floor", code, -sold_t)


def _provide_units(market: MarketState, quantity_t: int) -> int:
    """Issue what the regulator lacks for a sale; return how much, t."""
    held_t = market.world.sellable_t(market.regulator_id, market.venue.unit_type_id)
    lacking_t = max(0, quantity_t - held_t)
    market.world.issue(market.regulator, market.venue.instrument, lacking_t)
    market.supply.issued_t += lacking_t
    market.supply.made_for_ceiling_t += lacking_t
    return lacking_t


def _provide_cash(market: MarketState, amount_fen: int) -> None:
    """Give the regulator the cash of a purchase, with room for a fee of as much again."""
    command = DepositCash(
        client_id=f"floor:{market.regulator_id}:{market.world.day}",
        account=market.regulator,
        amount_fen=2 * amount_fen,
    )
    market.world.execute(command)


def _place(market: MarketState, order: CallOrder, day: int) -> None:
    most_t = market.venue.rules.quantity_t_max
    for i, part_t in enumerate(slices(order.quantity_t, most_t, _ORDERS_MAX)):
        command = PlaceOrder(
            client_id=f"controls:{market.regulator_id}:{day}:{order.side.value}:{i}",
            account=market.regulator,
            instrument=market.venue.instrument,
            side=order.side,
            order_kind=OrderKind.LIMIT,
            price_fen=order.price_fen,
            quantity_t=part_t,
        )
        market.world.execute(command)
