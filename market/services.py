"""One way to carry out any command, of the registry or of the market, in a world on disk."""

from collections.abc import Mapping
from typing import Any, cast

from market.auctions import transaction_types as auctions
from market.auctions.certificate_auctions import AUCTIONS
from market.blocks import transaction_types as blocks
from market.blocks.certificate_offers import OFFERS
from market.blocks.expiring import end_offers_of, expire_offers
from market.clearing import transaction_types as clearing
from market.clearing.cash import SECURITIES
from market.clearing.defaulting import ENDS
from market.data import transaction_types as data
from market.derivatives.margin_calls import margin_of
from market.derivatives.transaction_types import SERIES_TYPES
from market.financing import transaction_types as financing
from market.financing.marks import collateral_of
from market.listed import transaction_types as listed
from market.listed.certificate_orders import ORDERS
from market.listed.commands import MarketCommand
from market.surveillance import transaction_types as surveillance
from market.venue import transaction_types as venue
from market.venue.amending import can_trade_by
from market.venue.certificate_ends import AnyHandler, after_trading_ends
from market.venue.days import roll_markets
from registry.rules import USABLE
from registry.services import HANDLERS as REGISTRY_HANDLERS
from registry.services import TRANSACTION_TYPES as REGISTRY_TYPES
from registry.services import behind_the_door
from registry.services import execute as execute_once
from registry.worlds import Actor, Command, Handlers, Outcome, TransactionType, WorldSession


def _on_a_current_day(handler: AnyHandler) -> AnyHandler:
    """Let yesterday's orders expire before a command finds their units still set aside."""

    def handle(session: WorldSession, command: Any, actor: Actor) -> Mapping[str, object]:
        roll_markets(session)
        expire_offers(session)
        return handler(session, command, actor)

    return handle


_AREAS: tuple[TransactionType, ...] = (
    *venue.TRANSACTION_TYPES,
    *clearing.TRANSACTION_TYPES,
    *listed.TRANSACTION_TYPES,
    *data.TRANSACTION_TYPES,
    *blocks.TRANSACTION_TYPES,
    *surveillance.TRANSACTION_TYPES,
    *auctions.TRANSACTION_TYPES,
    *financing.TRANSACTION_TYPES,
    *SERIES_TYPES,
)
TRANSACTION_TYPES: tuple[TransactionType, ...] = (
    *REGISTRY_TYPES,
    *(behind_the_door(type_) for type_ in _AREAS),
)
"""Everything that can be done in a world; an area of the market adds its types above."""

HANDLERS = cast(
    Handlers,
    {
        kind: _on_a_current_day(handler)
        for kind, handler in {
            **{type_.command: type_.handler for type_ in TRANSACTION_TYPES},
            **after_trading_ends(REGISTRY_HANDLERS, (AUCTIONS, OFFERS, ORDERS)),
        }.items()
    },
)
"""What can be done in a world, by the type of the command."""

USABLE.append(can_trade_by)
ENDS["blocks"] = end_offers_of
SECURITIES["derivatives"] = margin_of
SECURITIES["financing"] = collateral_of


def execute(session: WorldSession, command: Command | MarketCommand, actor: Actor) -> Outcome:
    """Carry out a command, or return what it answered when it was carried out before.

    Args:
        session: the unit of work; committing it makes the command and its effects one.
        command: what to do, of the registry or of the market.
        actor: who asks.

    Returns:
        What the command answered, as plain values, and whether that was kept from before.

    Raises:
        ClientIdInvalid: the client id is not 1 to 64 plain characters.
        IdempotencyConflict: the client id belongs to another command.
        RegistryError: the command is refused; nothing is kept.
    """
    Command(client_id=command.client_id)
    return execute_once(session, cast(Command, command), actor, HANDLERS)
