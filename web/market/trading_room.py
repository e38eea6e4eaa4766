"""What the trading pages and the market's JSON share: the order as sent, and a reader's own state.

Prices are yuan with two decimals as text outside, whole fen inside; quantities are whole tonnes.
"""

from decimal import Decimal
from typing import Any

from flask import current_app
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from market.data import (
    BalanceView,
    FillView,
    InstrumentView,
    OrderView,
    balances_of_room,
    fills_of_room,
    instruments,
    latest_event_ids,
    orders_of_room,
    snapshot,
)
from market.listed import CancelOrder, PlaceOrder
from market.rules import (
    CEA_TRADING_RULES,
    OrderKind,
    PriceOffTick,
    SelfTrade,
    Side,
    UnknownInstrument,
    cny_text,
)
from market.services import execute
from market.venue import concerned_parties
from registry.worlds import (
    MARKET_ZONE,
    Actor,
    Outcome,
    RegistryError,
    World,
    WorldSession,
    carry_out,
    reading,
)
from web.acting import acting, public_world
from web.installation import installation
from web.market.live import LiveHub, streams_max
from web.market.pauses import pause_state
from web.market.surveillance_inputs import note_self_trade
from web.market.taking import best_orders
from web.registry.unit_inputs import WholeNumber

FEN_PER_YUAN = 100
PRICE_CNY_MAX = 1_000_000
QUANTITY_T_MAX = 10_000_000_000
HUBS = "tanlab.live"


def _label(en: str, zh: str) -> dict[str, Any]:
    return {"label": {"en": en, "zh": zh}}


class OrderRequest(BaseModel):
    """An order as a person or a program sends it; the instrument is named by the address."""

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(
        min_length=1,
        max_length=64,
        description="Chosen by the sender; the same id with the same order gives the first answer.",
        json_schema_extra=_label("Client id", "客户端编号"),
    )
    account: str = Field(
        min_length=1,
        max_length=24,
        description="Number of the trading account.",
        json_schema_extra=_label("Account", "账户"),
    )
    side: Side = Field(json_schema_extra=_label("Buy or sell", "买卖方向"))
    order_kind: OrderKind = Field(
        OrderKind.LIMIT, json_schema_extra=_label("Kind of order", "委托类型")
    )
    price_cny: Decimal | None = Field(
        None,
        gt=0,
        le=PRICE_CNY_MAX,
        max_digits=20,
        allow_inf_nan=False,
        description="CNY/t, for a limit order; a decimal string such as `88.30`.",
        json_schema_extra=_label("Price", "价格") | {"unit": "CNY/t"},
    )
    quantity_t: WholeNumber = Field(
        ge=1,
        le=QUANTITY_T_MAX,
        description="Whole tonnes.",
        json_schema_extra=_label("Quantity", "数量") | {"unit": "t"},
    )


def place(code: str, order: OrderRequest) -> Outcome:
    """Place an order for the signed-in reader in a unit of work of its own.

    Raises:
        SignInRequiredError: nobody is signed in.
        RegistryError: it is refused; `field` names the field of the request.
    """
    try:
        command = PlaceOrder(
            client_id=order.client_id,
            account=order.account,
            instrument=code,
            side=order.side,
            order_kind=order.order_kind,
            price_fen=_fen(order.price_cny),
            quantity_t=order.quantity_t,
        )
        return carry_out(public_world(), lambda session: execute(session, command, acting(session)))
    except SelfTrade as error:
        note_self_trade(code, order.account, error.facts["order_id"])
        raise
    except RegistryError as error:
        if error.facts.get("field") == "price_fen":
            error.facts["field"] = "price_cny"
        raise


def cancel(order_id: int, client_id: str) -> Outcome:
    """Cancel the rest of an order of the signed-in reader.

    Raises:
        SignInRequiredError: nobody is signed in.
        RegistryError: it is refused.
    """
    command = CancelOrder(client_id=client_id, order_id=order_id)
    return carry_out(public_world(), lambda session: execute(session, command, acting(session)))


def viewer(session: WorldSession) -> Actor | None:
    """Return the signed-in reader as an actor of the world, or None for a visitor."""
    return acting(session) if current_user.is_authenticated else None


def find(session: WorldSession, code: str) -> InstrumentView:
    """Return an instrument with its names.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = next((shown for shown in instruments(session) if shown.code == code), None)
    if found is None:
        raise UnknownInstrument(instrument=code[:24], field="instrument")
    return found


def market_state(session: WorldSession, code: str) -> dict[str, Any]:
    """Return what everybody may see: day, five levels, the best orders of each side, trades."""
    state: dict[str, Any] = snapshot(session, code)
    state.pop("now", None)  # the time of reading is not news
    state["best"] = best_orders(session, code)
    state["pause"] = pause_state(session, code)
    return state


def market_news(
    session: WorldSession, code: str, after_event_id: int | None
) -> tuple[dict[str, Any], dict[int | None, int]]:
    """Return the same for live pages, and which parties the newer events concern."""
    concerned = {} if after_event_id is None else concerned_parties(session, code, after_event_id)
    return market_state(session, code), concerned


def own_state(session: WorldSession, code: str, actor: Actor) -> dict[str, Any]:
    """Return what only this reader may see: balances for the instrument, own orders and fills."""
    return {
        "accounts": [_balance_state(held) for held in balances_of_room(session, code, actor)],
        "orders": [order_state(order) for order in orders_of_room(session, code, actor)],
        "fills": [_fill_state(fill) for fill in fills_of_room(session, code, actor)],
    }


def order_state(order: OrderView) -> dict[str, Any]:
    """Return an order as JSON shows it."""
    placed_at = order.placed_at.astimezone(MARKET_ZONE)
    return {
        "order_id": order.order_id,
        "instrument": order.instrument,
        "account": order.account,
        "side": order.side,
        "order_kind": order.order_kind,
        "price_cny": None if order.price_fen is None else cny_text(order.price_fen),
        "quantity_t": order.quantity_t,
        "filled_t": order.filled_t,
        "remaining_t": order.remaining_t,
        "state": order.state,
        "date": order.business_date.isoformat(),
        "time": placed_at.strftime("%H:%M:%S"),
    }


def _fill_state(fill: FillView) -> dict[str, Any]:
    return {
        "trade_id": fill.trade_id,
        "order_id": fill.order_id,
        "side": fill.side,
        "price_cny": cny_text(fill.price_fen),
        "quantity_t": fill.quantity_t,
        "time": fill.traded_at.astimezone(MARKET_ZONE).strftime("%H:%M:%S"),
    }


def live_hub(world: World) -> LiveHub:
    """Return this process's hub for a world."""
    hubs: dict[str, LiveHub] = current_app.extensions.setdefault(HUBS, {})
    if world.slug not in hubs:

        def newest(codes: Any) -> dict[str, int]:
            with reading(world) as session:
                return latest_event_ids(session, codes)

        hubs.setdefault(world.slug, LiveHub(newest, streams_max(installation().settings.threads)))
    return hubs[world.slug]


def _balance_state(held: BalanceView) -> dict[str, Any]:
    return {
        "account": held.account,
        "party": {"zh": held.party_zh, "en": held.party_en},
        "units_available_t": held.units_available,
        "units_reserved_t": held.units_reserved,
        "cash_available_cny": cny_text(held.cash_available_fen),
        "cash_reserved_cny": cny_text(held.cash_reserved_fen),
    }


def _fen(price_cny: Decimal | None) -> int | None:
    """Return a price in fen; a part of a fen is off any tick."""
    if price_cny is None:
        return None
    price_fen = price_cny * FEN_PER_YUAN
    if price_fen != price_fen.to_integral_value():
        raise PriceOffTick(
            price_cny=f"{price_cny.normalize():f}"[:24],
            tick_cny=cny_text(1),
            source=CEA_TRADING_RULES,
            field="price_cny",
        )
    return int(price_fen)
