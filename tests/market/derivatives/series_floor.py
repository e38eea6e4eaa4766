"""Builders of series, trades and days of settlement."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import text

from market.clearing.commands import FundReserve, ReserveSource
from market.derivatives import AcceptSeriesOffer, ListSeries, OfferSeriesTrade
from market.due import carry_out_due
from registry.audit import audit
from registry.ledger import DepositCash, SystemAccount
from registry.worlds import MARKET_ZONE, DrivenClock, World, carry_out, reading
from tests.market.traders import CEA, OPERATOR, Trader, Venue, open_venue

MON, TUE, WED, THU, FRI = (date(2026, 11, 23 + number) for number in range(5))
SERIES = "CEA-F2611"


@dataclass
class SeriesFloor:
    """A venue with series, whose clock is driven from morning to close."""

    venue: Venue
    clock: DrivenClock

    @property
    def world(self) -> World:
        return self.venue.world

    def at(self, day: date, hour: int = 10, minute: int = 0) -> None:
        self.clock.set(datetime.combine(day, time(hour, minute), MARKET_ZONE))

    def open_series(self, series: str = SERIES, **terms: Any) -> None:
        given = {
            "contract_kind": "future",
            "instrument": CEA,
            "last_trading_day": THU,
            "expires_on": FRI,
            **terms,
        }
        self.operate(ListSeries(client_id=self.venue.next_id(), series=series, **given))

    def offer(
        self, buyer: Trader, seller: Trader, price_fen: int, contracts: int, series: str = SERIES
    ) -> int:
        command = OfferSeriesTrade(
            client_id=self.venue.next_id(),
            series=series,
            account=buyer.account,
            to_account=seller.account,
            side="buy",
            price_fen=price_fen,
            contracts=contracts,
        )
        return int(self.venue.execute(command, buyer.actor).data["offer"])

    def accept(self, seller: Trader, offer: int) -> dict[str, Any]:
        command = AcceptSeriesOffer(client_id=self.venue.next_id(), offer=offer)
        return dict(self.venue.execute(command, seller.actor).data)

    def trade(
        self, buyer: Trader, seller: Trader, price_fen: int, contracts: int, series: str = SERIES
    ) -> None:
        self.accept(seller, self.offer(buyer, seller, price_fen, contracts, series))

    def operate(self, command: object) -> dict[str, Any]:
        return dict(self.venue.execute(command, OPERATOR).data)

    def operate_deposit(self, trader: Trader, amount_fen: int) -> None:
        self.operate(
            DepositCash(
                client_id=self.venue.next_id(), account=trader.account, amount_fen=amount_fen
            )
        )

    def fund(self, amount_fen: int) -> None:
        self.operate(
            FundReserve(
                client_id=self.venue.next_id(),
                amount_fen=amount_fen,
                reserve_source=ReserveSource.CAPITAL,
                reason="test",
            )
        )

    def due(self) -> list[dict[str, Any]]:
        """What the clock carried out for series, by kind."""
        outcomes = carry_out(self.world, carry_out_due)
        kinds = {"settle_series_day", "end_margin_call", "expire_series"}
        return [dict(each.data) for each in outcomes if each.data["kind"] in kinds]

    def close(self, day: date) -> list[dict[str, Any]]:
        """Let the day close and its settlement happen."""
        self.at(day, 15)
        return self.due()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with reading(self.world) as session:
            return [tuple(row) for row in session.execute(text(sql)).all()]

    def reserve_fen(self) -> int:
        return self.cash_of(int(SystemAccount.SETTLEMENT_RESERVE))

    def cash_of(self, account_id: int) -> int:
        found = self.rows(
            f"SELECT quantity FROM holding WHERE unit_type_id = 1 AND account_id = {account_id}"
        )
        return int(found[0][0]) if found else 0

    def calls(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT amount_fen, state FROM margin_call ORDER BY id")

    def assert_sound(self) -> None:
        """Books agree, nothing is created, positions cancel out, margin is what is reserved."""
        assert (
            self.rows("SELECT unit_type_id FROM holding GROUP BY 1 HAVING sum(quantity) <> 0") == []
        )
        sums = "SELECT series_id FROM series_position GROUP BY 1"
        assert self.rows(f"{sums} HAVING sum(net) <> 0 OR sum(value_fen) <> 0") == []
        assert self.cash_of(int(SystemAccount.CENTRAL_COUNTERPARTY)) == 0
        reserved = self.rows(
            "SELECT h.id FROM holding h LEFT JOIN reservation r ON r.account_id = h.account_id"
            " AND r.unit_type_id = h.unit_type_id AND r.state = 'open'"
            " GROUP BY h.id, h.reserved HAVING h.reserved <> coalesce(sum(r.remaining), 0)"
        )
        assert reserved == []
        idle = self.rows(
            "SELECT p.id FROM series_position p JOIN reservation r ON r.id = p.reservation_id"
            " WHERE r.state = 'open' AND p.net = 0 AND p.value_fen <= 0"
        )
        assert idle == []
        with reading(self.world) as session:
            report = audit(session)
        assert [each for each in report.invariants if not each.ok] == []


def open_floor(world: World, clock: DrivenClock) -> SeriesFloor:
    """A world in which CEA-2024 is listed at 97.81, on Monday at ten."""
    return SeriesFloor(open_venue(world), clock)
