"""A venue in the midst of everything: whatever a request can act on waits there.

Every name and reason that people chose holds a script. The venue is built once and copied; what
is refused changes nothing, so that most tests share one copy.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlmodel import select

from market.clearing import DisputeStatement
from market.due import carry_out_due
from market.financing import Side as FinancingSide
from market.rules import Side
from market.surveillance import InspectDay, PauseTrading
from registry.parties import grant_mandate
from registry.worlds import MARKET_ZONE, DrivenClock, reading, set_clock, unit_of_work
from tests.market.auctions.auction_room import HOUR, announce, bid, now_of, open_reserve
from tests.market.blocks.dealers import Dealers
from tests.market.clearing.houses import fund, owe
from tests.market.derivatives.series_floor import SERIES, SeriesFloor
from tests.market.financing.desks import Desk
from tests.market.traders import CEA, OPERATOR, Trader, Venue
from tests.web.application import PASSWORD, built_app, token
from tests.web.browser import TEST_SECRET
from web.catalogue import Role, User
from web.installation import Installation
from web.settings import Settings

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
PAUSED = "CEA-2025"
SCRIPT = "<script>alert(1)</script>"
CASH_FEN = 10_000_000_000
UNITS_T = 2_000_000
DEBT_FEN = 20_000
TRADERS = {
    "ann": (CASH_FEN, UNITS_T),
    "ben": (CASH_FEN, UNITS_T),
    "cem": (CASH_FEN, UNITS_T),
    "dan": (CASH_FEN, UNITS_T),
    "eve": (0, 0),
    "fay": (0, 0),
    "gil": (10_000, 100),
}
"""Cash in fen and units; Eve and Fay default, Gil is poor."""
OFFICES = ("operator", "regulator", "verifier")
READERS_ADDRESS = "/registry"


@dataclass(frozen=True)
class Facts:
    """What was built: accounts by name, and the number of what waits for each step."""

    accounts: Mapping[str, str]
    numbers: Mapping[str, str | int]


@dataclass
class Besieged:
    """An application on a copy of the venue, and the people who come to it."""

    app: Flask
    facts: Facts
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> Installation:
        found: Installation = self.app.extensions["tanlab"]
        return found

    def client(self, who: str) -> FlaskClient:
        """Return somebody's browser, signed in once; the visitor's is signed in never."""
        if who not in self.clients:
            client = self.clients[who] = self.app.test_client()
            if who != "visitor":
                sent = {
                    "email": f"{who}@example.org",
                    "password": PASSWORD,
                    "csrf_token": token(client, "/login"),
                }
                assert client.post("/login", data=sent).status_code == 302
            self.tokens[who] = token(client, READERS_ADDRESS)
        return self.clients[who]

    def send(self, who: str, method: str, path: str, body: Any) -> Any:
        """Call the JSON interface."""
        client = self.client(who)
        headers = {"X-CSRFToken": self.tokens[who], "Accept-Language": "en"}
        return client.open(path, method=method, json=body, headers=headers)

    def submit(self, who: str, path: str, fields: Mapping[str, str]) -> Any:
        """Send a form as a browser without script does."""
        client = self.client(who)
        sent = {"csrf_token": self.tokens[who], **fields}
        return client.post(path, data=sent, headers={"Accept-Language": "en"})

    def digest(self) -> dict[str, tuple[int, str]]:
        """Return for each table of the world how many rows it has, and their hash."""
        with reading(self.installed.worlds.open()) as session:
            connection = session.connection()
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).scalars()
            found = {}
            for name in names.all():
                rows = connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
                found[name] = len(rows), sha256(repr(rows).encode()).hexdigest()
        return found


def open_besieged(facts: Facts, built: Path, instance: Path) -> Besieged:
    """Open an application on a copy of the built venue."""
    shutil.copytree(built, instance)
    return Besieged(built_app(settings_of(instance)), facts)


def settings_of(instance: Path) -> Settings:
    return Settings(testing=True, instance=instance, secret_key=TEST_SECRET, database_url="")


def build(instance: Path) -> Facts:
    """Build the venue, day by day, until Wednesday at ten."""
    app = built_app(settings_of(instance))
    installed: Installation = app.extensions["tanlab"]
    installed.worlds.upgrade()
    venue = Venue(installed.worlds.open())
    go_to(venue, MONDAY, 10)
    venue.list_instrument(CEA)
    venue.list_instrument(PAUSED)
    traders = {name: venue.trader(name, *owned) for name, owned in TRADERS.items()}
    with unit_of_work(venue.world) as session:
        session.connection().exec_driver_sql(
            f"UPDATE party SET name_zh = name_zh || '{SCRIPT}', name_en = name_en || '{SCRIPT}'"
            " WHERE id > 0"
        )
        for trader in traders.values():
            grant_mandate(session, trader.actor.name, trader.party_id)
    numbers: dict[str, str | int] = {}
    numbers |= call_for_margin(venue, traders)
    numbers |= open_auctions(venue, traders)  # until ten on Wednesday
    numbers |= rest_orders(venue, traders)
    numbers |= offer_blocks(venue, traders)
    numbers |= make_contracts(venue, traders)
    numbers |= default_and_object(venue, traders)
    numbers |= watch(venue)
    add_people(app, [*TRADERS, *OFFICES])
    installed.close()
    accounts = {name: trader.account for name, trader in traders.items()}
    return Facts(accounts | {"reserve": str(numbers.pop("reserve"))}, numbers)


def go_to(venue: Venue, day: date, hour: int, *, due: bool = False) -> None:
    """Let the world's clock stand at an hour of the market, and do what is due if asked."""
    moment = datetime.combine(day, time(hour), MARKET_ZONE)
    with unit_of_work(venue.world) as session:
        set_clock(session, DrivenClock(moment))
    if due:
        with unit_of_work(venue.world) as session:
            carry_out_due(session)


def call_for_margin(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Trade a series on two days, so that Ben's sold position is called; leave an offer."""
    floor = SeriesFloor(venue, DrivenClock(now_of(venue)))
    floor.open_series()
    floor.trade(traders["ann"], traders["ben"], 9_800, 10)
    go_to(venue, MONDAY, 15, due=True)
    go_to(venue, TUESDAY, 10)
    floor.trade(traders["cem"], traders["dan"], 10_000, 1)
    go_to(venue, TUESDAY, 15, due=True)
    go_to(venue, WEDNESDAY, 9)
    return {
        "series": SERIES,
        "series.accept": floor.offer(traders["ann"], traders["ben"], 9_800, 1),
        "series.end": floor.offer(traders["ann"], traders["ben"], 9_800, 2),
        "series.call": 1,
    }


def open_auctions(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Leave an auction in each state from which a step leads on."""
    reserve = open_reserve(venue)
    over = announce(venue, reserve, 100, note=SCRIPT)
    bid(venue, over, traders["ben"], (9_800, 60))
    go_to(venue, WEDNESDAY, 10)
    taking, withdrawn = (announce(venue, reserve, 100, limit_fen=9_000) for _ in range(2))
    bid(venue, withdrawn, traders["ben"], (9_800, 60))
    window = {
        name: (now_of(venue) + hours * HOUR).isoformat()
        for name, hours in (("opens_at", 1), ("closes_at", 2))
    }
    return {
        "reserve": reserve.account,
        "auction.close": over,
        "auction.bids": taking,
        "auction.withdraw": withdrawn,
        "auction.cancel": announce(venue, reserve, 100, **window),
        "auction.publish": announce(venue, traders["ann"], 100, **window),
    }


def rest_orders(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Let orders of Ann rest behind one of Dan, who has another behind hers."""
    ann, dan = traders["ann"], traders["dan"]
    return {
        "order.cancel": venue.place(ann, Side.SELL, 9_801, 10)["order_id"],
        "order.delete": venue.place(ann, Side.SELL, 9_801, 10)["order_id"],
        "order.best": venue.place(dan, Side.SELL, 9_800, 100)["order_id"],
        "order.behind": venue.place(dan, Side.SELL, 9_802, 100)["order_id"],
    }


def offer_blocks(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Let Ann offer Ben a block for each step, and one that she took back."""
    dealers = Dealers(venue)
    offers: dict[str, str | int] = {
        f"block.{step}": dealers.offer(traders["ann"], Side.SELL, traders["ben"])
        for step in ("accept", "decline", "counter", "withdraw", "ended")
    }
    dealers.withdraw(traders["ann"], str(offers["block.ended"]))
    return offers


def make_contracts(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Let Ann offer Ben repos for each step, and let two contracts run."""
    desk = Desk(venue, DrivenClock(now_of(venue)), traders["ann"], traders["ben"])
    offers = {
        f"contract.{step}": desk.offer("repo", quantity_t=100)
        for step in ("accept", "decline", "withdraw")
    }
    pledge = desk.run("pledge", quantity_t=100, loan_fen=500_000)
    repo = desk.run("repo", quantity_t=100, side=FinancingSide.GIVER)
    return offers | {"contract.settle": pledge, "contract.top-up": repo}


def default_and_object(venue: Venue, traders: Mapping[str, Trader]) -> dict[str, str | int]:
    """Let Eve and Fay owe what they have not, and Ben object to his statement."""
    fund(venue, 10 * DEBT_FEN)
    claims = {
        f"claim.{step}": str(owe(venue, traders[debtor], traders["ann"], DEBT_FEN).claim)
        for step, debtor in (("pay", "eve"), ("write_off", "fay"))
    }
    deposit = SeriesFloor(venue, DrivenClock(now_of(venue))).operate_deposit
    deposit(traders["eve"], DEBT_FEN)
    objection = DisputeStatement(
        client_id=venue.next_id(),
        account=traders["ben"].account,
        business_date=WEDNESDAY,
        reason=SCRIPT,
    )
    number = venue.execute(objection, traders["ben"].actor).data["dispute"]
    return claims | {"dispute": str(number)}


def watch(venue: Venue) -> dict[str, str | int]:
    """Pause an instrument, and find something in the day."""
    pause = PauseTrading(
        client_id=venue.next_id(),
        instrument=PAUSED,
        market="",
        reason_zh=SCRIPT,
        reason_en=SCRIPT,
    )
    venue.execute(pause, OPERATOR)
    inspect = InspectDay(client_id=venue.next_id(), day=WEDNESDAY)
    return {"alert": str(venue.execute(inspect, OPERATOR).data["alerts"][0])}


def add_people(app: Flask, names: list[str]) -> None:
    """Let each sign in: offices with the role they are named for, all others as representatives."""
    installed: Installation = app.extensions["tanlab"]
    with app.app_context(), installed.catalogue.unit_of_work() as session:
        known = {role.name: role for role in session.exec(select(Role)).all()}
        for name in names:
            role = name if name in OFFICES else "representative"
            held = known.setdefault(role, Role(name=role))
            email = f"{name}@example.org"
            session.add(User(email=email, password=hash_password(PASSWORD), roles=[held]))


def new_id() -> str:
    return uuid4().hex
