"""Where units come from and go beside the order book: calls, auctions, reserves, links, moves."""

from simulations.markets.auctions import (
    AuctionOutcome,
    AuctionRules,
    Leftover,
    SealedBid,
    Unsold,
    following_reserve_fen,
    hold_auction,
    leftover,
    within_limit_t,
)
from simulations.markets.call_auction import (
    CallOrder,
    CallResult,
    UnitRow,
    clear_call,
    trades_of,
)
from simulations.markets.linkage import (
    Link,
    LinkAccount,
    LinkKind,
    Moved,
    Towards,
    link_of,
)
from simulations.markets.migration import (
    Exit,
    Migration,
    Surplus,
    check_migrations,
    settle_exit,
)
from simulations.markets.price_controls import (
    PriceControls,
    Tier,
    standing_orders,
)
from simulations.markets.refused_markets import (
    LinkTermRefused,
    MarketRefused,
    MarketTermRefused,
    MigrationRefused,
)
from simulations.markets.reserve import (
    ReserveMove,
    ReserveRules,
    ReserveState,
    adjusted_offers,
    circulation_t,
    reserve_after,
    reserve_move,
)
from simulations.markets.schedules import NetWish, orders_of, price_ladder_fen

__all__ = [
    "AuctionOutcome",
    "AuctionRules",
    "CallOrder",
    "CallResult",
    "Exit",
    "Leftover",
    "Link",
    "LinkAccount",
    "LinkKind",
    "LinkTermRefused",
    "MarketRefused",
    "MarketTermRefused",
    "Migration",
    "MigrationRefused",
    "Moved",
    "NetWish",
    "PriceControls",
    "ReserveMove",
    "ReserveRules",
    "ReserveState",
    "SealedBid",
    "Surplus",
    "Tier",
    "Towards",
    "UnitRow",
    "Unsold",
    "adjusted_offers",
    "check_migrations",
    "circulation_t",
    "clear_call",
    "following_reserve_fen",
    "hold_auction",
    "leftover",
    "link_of",
    "orders_of",
    "price_ladder_fen",
    "reserve_after",
    "reserve_move",
    "settle_exit",
    "standing_orders",
    "trades_of",
    "within_limit_t",
]
