"""Builders of financing contracts between two traders, and the clock that carries them along."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from market.clearing import WithdrawCash
from market.due import carry_out_due
from market.financing import (
    AcceptFinancing,
    DeclineFinancing,
    FinancingPage,
    OfferLending,
    OfferPledge,
    OfferRepo,
    SettleFinancing,
    Side,
    TopUpFinancing,
    WithdrawFinancing,
    financing_contract,
)
from market.rules import Side as OrderSide
from registry.worlds import DrivenClock, reading, unit_of_work
from tests.market.traders import CEA, OPERATOR, Trader, Venue

STEPS: dict[str, Any] = {
    "accept": AcceptFinancing,
    "decline": DeclineFinancing,
    "withdraw": WithdrawFinancing,
    "settle": SettleFinancing,
}
OFFERS: dict[str, Any] = {"repo": OfferRepo, "pledge": OfferPledge, "lending": OfferLending}
TERMS: dict[str, dict[str, Any]] = {
    "repo": {"price_fen": 7_000, "rate_ppm": 50_000},
    "pledge": {"loan_fen": 60_000_000, "rate_ppm": 60_000},
    "lending": {"rate_ppm": 30_000},
}
"""10,000 t worth 97.81 CNY each: sold at 70.00 for 5 %, securing 600,000 CNY, or lent for 3 %."""
SMALL_TERMS: dict[str, Any] = {
    "repo": lambda _: {"price_fen": 3_000, "rate_ppm": 50_000},
    "pledge": lambda quantity_t: {"loan_fen": 3_000 * quantity_t, "rate_ppm": 60_000},
    "lending": lambda _: {"rate_ppm": 30_000},
}
"""Terms by the quantity that stay possible when prices fall."""


@dataclass
class Desk:
    """A venue with two traders who finance each other: Ann gives units, Ben takes them."""

    venue: Venue
    clock: DrivenClock
    ann: Trader
    ben: Trader

    def go(self, month: int, day: int, hour: int = 10) -> None:
        """Set the clock to an hour of a day of 2026 in Shanghai and carry out what is due."""
        self.clock.set(datetime(2026, month, day, hour - 8, tzinfo=UTC))
        self.due()

    def due(self) -> list[Any]:
        with unit_of_work(self.venue.world) as session:
            done = carry_out_due(session)
        return [each for each in done if "financing" in str(each.data["kind"])]

    def command(self, kind: str, **changes: Any) -> Any:
        side = changes.pop("side", Side.GIVER)
        ends = (self.ann, self.ben) if side == Side.GIVER else (self.ben, self.ann)
        fields = {
            "client_id": self.venue.next_id(),
            "account": ends[0].account,
            "counterparty": ends[1].account,
            "side": side,
            "instrument": CEA,
            "quantity_t": 10_000,
            "term_days": 30,
            **TERMS[kind],
            **changes,
        }
        return OFFERS[kind](**fields)

    def offer(self, kind: str, by: Trader | None = None, **changes: Any) -> str:
        command = self.command(kind, **changes)
        offering = self.ben if changes.get("side") == Side.TAKER else self.ann
        return str(self.venue.execute(command, (by or offering).actor).data["contract"])

    def run(self, kind: str, **changes: Any) -> str:
        """Offer by Ann, accepted by Ben."""
        number = self.offer(kind, **changes)
        self.step("accept", self.ben, number)
        return number

    def step(self, step: str, trader: Trader, number: str) -> dict[str, Any]:
        command = STEPS[step](client_id=self.venue.next_id(), contract=number)
        return dict(self.venue.execute(command, trader.actor).data)

    def top_up(self, trader: Trader, number: str, quantity: int) -> dict[str, Any]:
        command = TopUpFinancing(client_id=self.venue.next_id(), contract=number, quantity=quantity)
        return dict(self.venue.execute(command, trader.actor).data)

    def withdraw(self, trader: Trader, amount_fen: int) -> None:
        command = WithdrawCash(
            client_id=self.venue.next_id(), account=trader.account, amount_fen=amount_fen
        )
        self.venue.execute(command, trader.actor)

    def page(self, number: str) -> FinancingPage:
        with reading(self.venue.world) as session:
            return financing_contract(session, number, OPERATOR)

    def state(self, number: str) -> str:
        return self.page(number).contract.state.value

    def steps(self, number: str) -> list[tuple[str, int, int]]:
        """What happened: the step, t and fen to the taker."""
        return [
            (each.step, each.units_to_taker_t, each.cash_to_taker_fen)
            for each in self.page(number).steps
        ]

    def last_day(self, number: str) -> date | None:
        return self.page(number).contract.matures_on

    def close_at(self, price_fen: int) -> None:
        """Trade a tonne at a price, so that the day closes there."""
        seller = self.venue.trader(f"Seller {self.venue.next_id()}", cash_fen=0, units_t=1)
        buyer = self.venue.trader(f"Buyer {self.venue.next_id()}", cash_fen=price_fen, units_t=0)
        self.venue.place(seller, OrderSide.SELL, price_fen, 1)
        self.venue.place(buyer, OrderSide.BUY, price_fen, 1)

    def fall(self, *prices_fen: int) -> None:
        """Let the days from 23 November on close lower and lower, within the band."""
        for number, price_fen in enumerate(prices_fen):
            if number:
                self.go(11, 23 + number)
            self.close_at(price_fen)
