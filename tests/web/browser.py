"""A served demo and browsers that look at it, as fixtures; `conftest` makes them known.

`live_server` serves a copy of one seeded instance, with a worker, fresh for each test module.
`visit("zh")` opens a browser of a reader of that language; what it logged or asked from elsewhere
fails the test.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright
from pydantic import SecretStr

from tests.chromium import CHROMIUM
from tests.sharing import made_once
from tests.web.preloaded import ROOT, Preloaded, Started
from web import create_app
from web.demo_users import seed_users
from web.installation import Installation, install
from web.settings import Settings

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS_MAX = 120
TEST_SECRET = "a secret that only these tests know, of 40+ characters"
HTTP_ERRORS = 400
LOCALES = {"zh": "zh-CN", "en": "en-US"}
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@dataclass  # without slots: Playwright notes its listeners on the object
class Visitor:
    """One reader with a browser of their own; `page` has the server as its base address."""

    page: Page
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", lambda request: self._see(request.url))
        self.page.on("response", self._weigh)

    def open(self, path: str) -> Page:
        """Open a page of the server."""
        self.page.goto(self.base_url + path)
        return self.page

    def sign_in(self, email: str) -> None:
        """Sign in by the demo's button on the sign-in page."""
        self.page.context.clear_cookies(name="tanlab")
        self.open("/login")
        self.page.locator(f'form:has(input[value="{email}"]) button').click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def _hear(self, message: Any) -> None:
        # A refused form answers 422, which Chromium logs; `_weigh` judges answers instead.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _see(self, url: str) -> None:
        if not url.startswith((self.base_url, "data:", "blob:")):
            self.complaints.append(f"left the server: {url}")

    def _weigh(self, response: Response) -> None:
        asked = response.request.resource_type
        if response.status >= HTTP_ERRORS and asked not in {"document", "fetch", "xhr"}:
            self.complaints.append(f"{response.status}: {response.url}")


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def seeded_instance(shared_folder: Path) -> Path:
    """Return an instance folder with the demo's data; copy it before changing anything."""
    return made_once(shared_folder / "demo", seed)


def seed(instance: Path) -> None:
    """Fill an instance with the demo's data."""
    subprocess.run(
        [sys.executable, "-m", "web.cli", "demo", "--seed-only", "--instance", str(instance)],
        cwd=ROOT,
        env=_environment(instance),
        check=True,
    )


def install_people(instance: Path) -> Installation:
    """Make an installation with the demo's people and an empty public world; close it."""
    settings = Settings(
        testing=True,
        demo=True,
        instance=instance,
        secret_key=SecretStr(TEST_SECRET),
        database_url="",
    )
    instance.mkdir(parents=True)
    installed = install(settings)
    installed.worlds.upgrade()
    app = create_app(settings)
    with app.app_context():
        seed_users(app.extensions["tanlab"].catalogue)
    return installed


@pytest.fixture(scope="module")
def served_instance(seeded_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of the instance that is served."""
    instance = tmp_path_factory.mktemp("served") / "instance"
    shutil.copytree(seeded_instance, instance)
    return instance


@pytest.fixture(scope="session")
def preloaded() -> Iterator[Preloaded]:
    """A process that has loaded the product, from which servers are forked."""
    process = Preloaded()
    yield process
    process.close()


@pytest.fixture(scope="module")
def live_server(served_instance: Path, preloaded: Preloaded) -> Iterator[str]:
    """Serve a copy of the demo on a free port; gives the base address without a final slash."""
    with serving(served_instance, preloaded) as base_url:
        yield base_url


@contextmanager
def serving(instance: Path, preloaded: Preloaded) -> Iterator[str]:
    """Serve an instance by gunicorn, with a worker, as it is in production."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = instance / "server.log"
    environment = {
        **_environment(instance),
        "TANLAB_WORKERS": "1",
        "TANLAB_THREADS": "32",
        "TANLAB_LIVE_READERS": "0",
    }
    gunicorn = ["--config", "python:web.gunicorn", "--bind", f"127.0.0.1:{port}"]
    server = preloaded.start("gunicorn", [*gunicorn, "web:create_app()"], environment, log)
    worker = preloaded.start("web.cli", ["worker"], environment, log)
    base_url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_served(base_url, server, log)
        yield base_url
    finally:
        server.stop()
        worker.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: str) -> Iterator[Visit]:
    """Open browsers: `visit("zh")`, `visit("en", viewport=PHONE)`, each with its own cookies.

    At the end no browser may have logged an error or asked anything of another server.
    """
    visitors: list[Visitor] = []

    def opened(language: Literal["zh", "en"], viewport: dict[str, int] | None = None) -> Visitor:
        context = chromium.new_context(
            locale=LOCALES[language], viewport=viewport or DESKTOP, base_url=live_server
        )
        context.set_default_timeout(15_000)
        visitors.append(Visitor(context.new_page(), live_server))
        return visitors[-1]

    yield opened
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.page.context.close()
    assert complaints == []


def _environment(instance: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANLAB_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "TANLAB_INSTANCE": str(instance),
        "TANLAB_SECRET_KEY": TEST_SECRET,
        "TANLAB_DEMO": "true",
        "TANLAB_TESTING": "true",
    }


def _wait_until_served(base_url: str, server: Started, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        if server.ended():
            break
        try:
            with urllib.request.urlopen(f"{base_url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")
