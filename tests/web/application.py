"""The application as fixtures: one instance per test, a client, and signing in."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlmodel import select
from werkzeug.routing import AnyConverter, Rule

from tests.sharing import made_once
from web import create_app
from web.catalogue import Role, User
from web.installation import Installation, install
from web.settings import Settings

ARGUMENTS = {
    "methodology_id": "ccer-01-002",
    "name": "swagger_bundle.js",
    "filename": "tanlab.css",
}
PASSWORD = "a-long-password-for-tests"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all applications of a test run."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()


def built_app(settings: Settings) -> Flask:
    """Build an application whose templates are compiled once for a test run."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return app


SignIn = Callable[..., FlaskClient]


@pytest.fixture(params=("sqlite", "postgresql"))
def new_catalogue_url(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[], AbstractContextManager[str]]:
    """Makes addresses of empty databases, on both kinds."""
    if request.param == "sqlite":
        return lambda: nullcontext(f"sqlite:///{tmp_path}/catalogue.sqlite3")
    server = request.getfixturevalue("postgresql_url")
    return lambda: postgresql_catalogue(server)


@pytest.fixture
def catalogue_url(new_catalogue_url: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of an empty database, on both kinds."""
    with new_catalogue_url() as url:
        yield url


@contextmanager
def postgresql_catalogue(server: str) -> Iterator[str]:
    """The address of a database that lives as long as the context."""
    name = f"catalogue_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    before, _, query = server.partition("?")
    yield f"{before.rpartition('/')[0]}/{name}?{query}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_instance(shared_folder: Path) -> Path:
    """An empty instance, migrated once: copying it takes a hundredth of the time."""
    return made_once(shared_folder / "migrated", migrate)


def migrate(instance: Path) -> None:
    """Bring an empty instance up to date."""
    made = install(Settings(testing=True, instance=instance))
    made.worlds.upgrade()
    made.close()


@pytest.fixture
def app(tmp_path: Path, migrated_instance: Path) -> Iterator[Flask]:
    """An application with an empty, migrated instance of its own."""
    shutil.copytree(migrated_instance, tmp_path / "instance")
    app = built_app(Settings(testing=True, instance=tmp_path / "instance"))
    installed: Installation = app.extensions["tanlab"]
    yield app
    installed.close()


@pytest.fixture
def installed(app: Flask) -> Installation:
    """What the application works with."""
    found: Installation = app.extensions["tanlab"]
    return found


@pytest.fixture
def installed_anywhere(catalogue_url: str, tmp_path: Path) -> Iterator[Installation]:
    """An upgraded installation on each kind of database, without an application."""
    url = catalogue_url if catalogue_url.startswith("postgres") else ""
    made = install(Settings(testing=True, instance=tmp_path / "instance", database_url=url))
    made.worlds.upgrade()
    yield made
    made.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader of English without a sign-in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, installed: Installation) -> SignIn:
    """Give a signed-in client: `sign_in("a@example.org", "operator")`."""

    def signed_in(email: str, *roles: str, password: str = PASSWORD) -> FlaskClient:
        with app.app_context(), installed.catalogue.unit_of_work() as session:
            known = {role.name: role for role in session.exec(select(Role)).all()}
            held = [known.get(name) or Role(name=name) for name in roles]
            session.add(User(email=email, password=hash_password(password), roles=held))
        reader = app.test_client()
        answer = reader.post(
            "/login",
            data={"email": email, "password": password, "csrf_token": token(reader, "/login")},
        )
        assert answer.status_code == 302
        return reader

    return signed_in


def token(client: FlaskClient, path: str = "/") -> str:
    """Return the CSRF token of a page."""
    found = TOKEN.search(client.get(path).text)
    assert found is not None
    return found[1]


def addresses(app: Flask, method: str) -> list[str]:
    """Return an address for each route that answers a method, with its arguments filled in."""
    with app.test_request_context():
        return sorted(
            {
                app.url_for(rule.endpoint, **{name: _sample(rule, name) for name in rule.arguments})
                for rule in app.url_map.iter_rules()
                if method in (rule.methods or ())
            }
        )


def _sample(rule: Rule, name: str) -> str:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return ARGUMENTS.get(name, "1")
