"""Worlds of two firms for tests of the memory."""

from decimal import Decimal

from market.listed import PlaceOrder
from market.rules import Side
from registry.ledger import DepositCash, IssueAllowances
from simulations.memory import CASH, MemoryWorld, NegotiateTrade, Venue
from simulations.scenarios import Trading
from tests.simulations.scenarios import small

CEA = "CEA-2024"
CASH_FEN = 100_000_000


def trading(
    fee_pct: str | None = None, block_fee_pct: str | None = None, position_t_max: int | None = None
) -> Trading:
    """Return the national rules with fees of both modes and a largest holding."""
    rules = small().markets["national"].trading
    fees = [None if text is None else Decimal(text) for text in (fee_pct, block_fee_pct)]
    listing = rules.listing.model_copy(update={"fee_pct": fees[0]})
    block = rules.block.model_copy(update={"fee_pct": fees[1], "min_t": 100})
    update = {"listing": listing, "block": block, "position_t_max": position_t_max}
    return rules.model_copy(update=update)


def two_firms(rules: Trading, *, calls: bool = False) -> MemoryWorld:
    """Return two firms, 1,000 t each and 1,000,000 CNY, previous close 80.00."""
    world = MemoryWorld()
    unit_type = world.open_unit_type(CEA)
    world.open_venue(Venue("national", CEA, unit_type, 8_000, rules, calls=calls))
    for name in ("one", "two"):
        world.open_account(name)
        world.execute(
            IssueAllowances(client_id=f"i{name}", account=name, unit_type=CEA, quantity=1_000)
        )
        world.execute(DepositCash(client_id=f"d{name}", account=name, amount_fen=CASH_FEN))
    return world


def order(account: str, side: Side, price_fen: int, quantity_t: int) -> PlaceOrder:
    return PlaceOrder(
        client_id="c",
        account=account,
        instrument=CEA,
        side=side,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )


def block(buyer: str, seller: str, price_fen: int, quantity_t: int) -> NegotiateTrade:
    return NegotiateTrade(
        client_id="b",
        buyer=buyer,
        seller=seller,
        instrument=CEA,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )


def held(world: MemoryWorld, account: str) -> tuple[int, int]:
    """Return units and cash in fen."""
    number = world.accounts[account]
    return world.held(number, world.unit_types[CEA]), world.held(number, CASH)


def set_aside_fen(world: MemoryWorld, account: str) -> int:
    return world.ledger.balance(world.accounts[account], CASH).reserved
