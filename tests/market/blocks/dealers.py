"""Builders of parties that deal in blocks, and what must hold whatever they do."""

from dataclasses import dataclass
from typing import Any

from market.blocks import AcceptBlock, CounterBlock, DeclineBlock, OfferBlock, WithdrawBlock
from market.rules import Side
from registry.audit import audit
from registry.worlds import World, reading
from tests.market.traders import CEA, CLOSE_FEN, Trader, Venue, open_venue

CASH_FEN = 10_000_000_000
UNITS_T = 1_000_000
LOW_FEN, HIGH_FEN = 6_847, 12_715
"""97.81 ± 30 %: 68.467 and 127.153 CNY/t, rounded half up to the fen."""
LEAST_T = 100_000


@dataclass
class Dealers:
    """A venue on which blocks are dealt; each step is sent under an id of its own."""

    venue: Venue

    def trader(self, name: str, cash_fen: int = CASH_FEN, units_t: int = UNITS_T) -> Trader:
        return self.venue.trader(name, cash_fen, units_t)

    def offering(
        self, trader: Trader, side: Side, to: Trader | None = None, **changes: Any
    ) -> OfferBlock:
        """The command by which a trader offers 150,000 t at the previous close."""
        facts: dict[str, Any] = {
            "client_id": self.venue.next_id(),
            "account": trader.account,
            "instrument": CEA,
            "side": side,
            "price_fen": CLOSE_FEN,
            "quantity_t": 150_000,
            "counterparty": to.account if to else "",
        }
        return OfferBlock(**facts | changes)

    def offer(self, trader: Trader, side: Side, to: Trader | None = None, **changes: Any) -> str:
        """Let a trader offer; return the number of the offer."""
        command = self.offering(trader, side, to, **changes)
        return str(self.venue.execute(command, trader.actor).data["offer"])

    def counter(self, trader: Trader, offer: str, price_fen: int, quantity_t: int) -> int:
        """Let a trader propose; return the number of the round."""
        command = CounterBlock(
            client_id=self.venue.next_id(),
            account=trader.account,
            offer=offer,
            price_fen=price_fen,
            quantity_t=quantity_t,
        )
        return int(self.venue.execute(command, trader.actor).data["round"])

    def accept(self, trader: Trader, offer: str, number: int = 1) -> dict[str, Any]:
        command = AcceptBlock(
            client_id=self.venue.next_id(), account=trader.account, offer=offer, round=number
        )
        return dict(self.venue.execute(command, trader.actor).data)

    def decline(self, trader: Trader, offer: str, number: int = 1) -> dict[str, Any]:
        command = DeclineBlock(
            client_id=self.venue.next_id(), account=trader.account, offer=offer, round=number
        )
        return dict(self.venue.execute(command, trader.actor).data)

    def withdraw(self, trader: Trader, offer: str) -> dict[str, Any]:
        command = WithdrawBlock(client_id=self.venue.next_id(), account=trader.account, offer=offer)
        return dict(self.venue.execute(command, trader.actor).data)


def dealers_of(world: World) -> Dealers:
    """A world in which CEA-2024 closed at 97.81 and blocks may be dealt."""
    return Dealers(open_venue(world))


def assert_sound(venue: Venue) -> None:
    """The audit is clean, and what is reserved is what open offers and orders need."""
    with reading(venue.world) as session:
        connection = session.connection()
        reserved = connection.exec_driver_sql(
            "SELECT account_id, unit_type_id, reserved FROM holding WHERE reserved > 0"
            " ORDER BY 1, 2"
        ).fetchall()
        needed = connection.exec_driver_sql(
            "SELECT o.account_id, CASE o.side WHEN 'buy' THEN 1 ELSE i.unit_type_id END,"
            " sum(CASE o.side WHEN 'buy' THEN o.price_fen * o.quantity_t ELSE o.quantity_t END)"
            " FROM block_offer o JOIN instrument i ON i.id = o.instrument_id"
            " WHERE o.state = 'open' GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        report = audit(session)
    assert report.ok, report
    assert [tuple(map(int, row)) for row in reserved] == [tuple(map(int, row)) for row in needed]
