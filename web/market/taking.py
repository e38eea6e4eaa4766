"""Taking a listed order as people and programs ask for it, and the orders they may choose from."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from market.listed import ShownLevel, TakeOrder, counterparties
from market.rules import SelfTrade, cny_text
from market.services import execute
from registry.worlds import Actor, Outcome, WorldSession, carry_out
from web.acting import acting, public_world
from web.market.surveillance_inputs import note_self_trade
from web.registry.unit_inputs import WholeNumber

ORDER_ID_MAX = 2**63 - 1
QUANTITY_MAX = 10_000_000_000


def _label(en: str, zh: str) -> dict[str, Any]:
    return {"label": {"en": en, "zh": zh}}


class TakeRequest(BaseModel):
    """Which resting order is taken, for whom and how much; the address names the instrument."""

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(
        min_length=1,
        max_length=64,
        description="Chosen by the sender; the same id with the same request is answered the same.",
        json_schema_extra=_label("Client id", "客户端编号"),
    )
    account: str = Field(
        min_length=1,
        max_length=24,
        description="Number of the trading account.",
        json_schema_extra=_label("Account", "账户"),
    )
    order_id: WholeNumber = Field(
        ge=1,
        le=ORDER_ID_MAX,
        description="Number of a resting order at the best price of the other side.",
        json_schema_extra=_label("Order taken", "摘取的委托"),
    )
    quantity_t: WholeNumber = Field(
        ge=1,
        le=QUANTITY_MAX,
        description="Whole units, at most what rests of the order.",
        json_schema_extra=_label("Quantity", "数量"),
    )


def take(code: str, request: TakeRequest) -> Outcome:
    """Take an order for the signed-in reader in a unit of work of its own.

    Raises:
        SignInRequiredError: nobody is signed in.
        RegistryError: it is refused; `field` names the field of the request.
    """
    command = TakeOrder(
        client_id=request.client_id,
        account=request.account,
        order_id=request.order_id,
        quantity_t=request.quantity_t,
        instrument=code,
    )
    try:
        return carry_out(public_world(), lambda session: execute(session, command, acting(session)))
    except SelfTrade as error:
        note_self_trade(code, request.account, error.facts["order_id"])
        raise


def shown_orders(
    session: WorldSession, code: str, actor: Actor | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return the best five levels of both sides with their single orders, as JSON shows them.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = counterparties(session, code, actor)
    return {
        "bids": [_level(level) for level in found.bids],
        "asks": [_level(level) for level in found.asks],
    }


def best_orders(session: WorldSession, code: str) -> dict[str, dict[str, Any] | None]:
    """Return the orders at the best price of each side, None for an empty one."""
    found = counterparties(session, code, levels=1)
    return {
        side: _level(levels[0]) if levels else None
        for side, levels in (("bids", found.bids), ("asks", found.asks))
    }


def _level(level: ShownLevel) -> dict[str, Any]:
    return {
        "price_cny": cny_text(level.price_fen),
        "takeable": level.takeable,
        "orders": [
            {
                "order_id": order.order_id,
                "participant": order.participant,
                "quantity_t": order.quantity_t,
                "own": order.own,
            }
            for order in level.orders
        ],
    }
