"""An application with a listed instrument and two traders who can sign in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlmodel import select
from werkzeug.test import TestResponse

from market.rules import Side
from registry.parties import grant_mandate
from registry.worlds import unit_of_work
from tests.market.traders import Trader, Venue, open_venue
from tests.web.application import PASSWORD, built_app, token
from web.catalogue import Role, User
from web.installation import Installation
from web.settings import Settings

CODE = "CEA-2024"
ROOM = f"/market/{CODE}"
ORDERS = f"/api/v1/market/{CODE}/orders"


@dataclass
class Reader:
    """Somebody with a browser; `trader` is what they represent."""

    client: FlaskClient
    trader: Trader

    def fields(self, **changes: Any) -> dict[str, Any]:
        """A valid order as the ticket's form sends it, with changes; None leaves a field out."""
        form = {
            "csrf_token": token(self.client, ROOM),
            "client_id": uuid4().hex,
            "account": self.trader.account,
            "side": "sell",
            "order_kind": "limit",
            "price_cny": "98.00",
            "quantity_t": "500",
        } | changes
        return {name: value for name, value in form.items() if value is not None}

    def submit(self, **changes: Any) -> TestResponse:
        """Send the ticket as the page's script does."""
        headers = {"HX-Request": "true"}
        return self.client.post(f"{ROOM}/orders", data=self.fields(**changes), headers=headers)

    def cancel(self, order_id: int, client_id: str = "") -> TestResponse:
        data = {"csrf_token": token(self.client, ROOM), "client_id": client_id or uuid4().hex}
        headers = {"HX-Request": "true"}
        return self.client.post(f"{ROOM}/orders/{order_id}/cancel", data=data, headers=headers)

    def call(self, method: str, path: str, body: Any = None) -> TestResponse:
        """Call the JSON interface with the token of the session."""
        headers = {"X-CSRFToken": token(self.client, ROOM), "Accept-Language": "en"}
        return self.client.open(path, method=method, json=body, headers=headers)

    def body(self, **changes: Any) -> dict[str, Any]:
        """A valid order as a program sends it, with changes; None leaves a field out."""
        order = {
            "client_id": uuid4().hex,
            "account": self.trader.account,
            "side": "sell",
            "price_cny": "98.00",
            "quantity_t": 500,
        } | changes
        return {name: value for name, value in order.items() if value is not None}


@dataclass
class Floor:
    """The application, its venue, and how to get readers."""

    app: Flask
    venue: Venue

    def reader(
        self, trader: Trader, *, role: str = "representative", language: str = "en", email: str = ""
    ) -> Reader:
        """Sign in as the representative of a trader's party."""
        installed: Installation = self.app.extensions["tanlab"]
        email = email or trader.actor.name
        with self.app.app_context(), installed.catalogue.unit_of_work() as session:
            known = session.exec(select(Role).where(Role.name == role)).first() or Role(name=role)
            user = User(email=email, password=hash_password(PASSWORD), language=language)
            user.roles = [known]
            session.add(user)
        with unit_of_work(self.venue.world) as session:
            grant_mandate(session, email, trader.party_id)
        client = self.app.test_client()
        entered = {"email": email, "password": PASSWORD, "csrf_token": token(client, "/login")}
        assert client.post("/login", data=entered).status_code == 302
        return Reader(client, trader)

    def offer(self, trader: Trader, price_fen: int, quantity_t: int) -> int:
        """Let a trader offer units; return the number of the order."""
        number = self.venue.place(trader, Side.SELL, price_fen, quantity_t)["order_id"]
        assert isinstance(number, int)
        return number


@pytest.fixture
def floor(app: Flask) -> Floor:
    """A venue in which CEA-2024 closed at 97.81."""
    return Floor(app, open_venue(app.extensions["tanlab"].worlds.open()))


@pytest.fixture
def floor_anywhere(catalogue_url: str, tmp_path: Path) -> Iterator[Floor]:
    """The same, on each kind of database."""
    url = catalogue_url if catalogue_url.startswith("postgres") else ""
    settings = Settings(testing=True, instance=tmp_path / "instance", database_url=url)
    app = built_app(settings)
    installed: Installation = app.extensions["tanlab"]
    installed.worlds.upgrade()
    yield Floor(app, open_venue(installed.worlds.open()))
    installed.close()


@pytest.fixture
def seller(floor: Floor) -> Reader:
    """A signed-in reader of English."""
    return floor.reader(floor.venue.trader("seller"))


@pytest.fixture
def buyer(floor: Floor) -> Reader:
    """A signed-in reader of Chinese."""
    return floor.reader(floor.venue.trader("buyer"), language="zh")


@pytest.fixture
def visitor(floor: Floor) -> FlaskClient:
    """A reader of English without a sign-in."""
    client = floor.app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
