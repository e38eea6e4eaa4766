"""The demo without a browser: an application on a copy of the seeded instance, and its people."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.application import built_app
from tests.web.browser import TEST_SECRET
from web.demo_users import DEMO_PASSWORD
from web.installation import Installation
from web.settings import Settings

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ENGLISH = {"Accept-Language": "en"}


@dataclass
class Person:
    """Somebody at the demo, signed in or not, reading English."""

    client: FlaskClient

    def see(self, path: str, language: str = "en") -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers={"Accept-Language": language})

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Send a form as the page does: with token and, unless given, a new client id."""
        filled = {"csrf_token": self.token(), "client_id": uuid4().hex} | fields
        return self.client.post(path, data=filled, headers=ENGLISH)

    def call(self, path: str, body: Any = None, method: str = "POST") -> TestResponse:
        """Call the JSON interface with the session's token."""
        headers = {**ENGLISH, "X-CSRFToken": self.token()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

    def token(self) -> str:
        """Return a CSRF token of the session."""
        found = TOKEN.search(self.client.get("/registry").text)
        assert found is not None
        return found[1]

    def account(self) -> str:
        """Return the number of the person's account."""
        found = re.search(r"/accounts/(200-[\d-]+)", self.see("/accounts").text)
        assert found is not None
        return found[1]


AsPerson = Callable[..., Person]


@pytest.fixture(scope="module")
def demo_app(seeded_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on a copy of the demo, shared by a module's tests."""
    instance = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(seeded_instance, instance)
    settings = Settings(
        testing=True, demo=True, instance=instance, secret_key=TEST_SECRET, database_url=""
    )
    app = built_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    yield app
    installed: Installation = app.extensions["tanlab"]
    installed.close()


@pytest.fixture
def as_person(demo_app: Flask) -> AsPerson:
    """Give people: `as_person()` a visitor, `as_person("trader1")` signed in."""

    def person(name: str = "") -> Person:
        somebody = Person(demo_app.test_client())
        if name:
            email = f"{name}@example.org"
            somebody.send("/login", email=email, password=DEMO_PASSWORD)
            assert somebody.see("/accounts").status_code == 200
        return somebody

    return person


def text_of(response: TestResponse) -> str:
    """Return a page's text as a reader sees it, without marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))
