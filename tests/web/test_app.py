import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from tests.web.application import addresses
from web import create_app
from web.settings import SecretMissingError, Settings


def test_nothing_connects_before_the_first_request(tmp_path: Path) -> None:
    create_app(Settings(testing=True, instance=tmp_path / "absent"))
    assert not (tmp_path / "absent").exists()


def test_the_default_secret_is_refused() -> None:
    with pytest.raises(SecretMissingError, match="TANLAB_SECRET_KEY"):
        Settings(secret_key=SecretStr("change-me"))


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(SecretMissingError):
        Settings(secret_key=SecretStr("x" * 31))


def test_every_answer_carries_the_strict_policy(app: Flask, client: FlaskClient) -> None:
    for path in [*addresses(app, "GET"), "/no-such-page"]:
        answer = client.get(path)
        answer.close()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "script-src 'self'; style-src 'self';" in policy, path
        assert "unsafe" not in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["X-Frame-Options"] == "DENY", path


def test_no_route_fails_for_a_reader_without_a_sign_in(app: Flask, client: FlaskClient) -> None:
    for path in addresses(app, "GET"):
        with client.get(path) as answer:
            assert answer.status_code < 500, path


def test_pages_are_not_kept_by_shared_caches_and_assets_are(client: FlaskClient) -> None:
    assert "private" in client.get("/").headers["Cache-Control"]
    with client.get("/static/tanlab.css") as asset:
        assert "max-age=31536000" in asset.headers["Cache-Control"]


def test_cookies_are_for_http_only_and_for_https_when_configured(tmp_path: Path) -> None:
    app = create_app(Settings(testing=True, https=True, instance=tmp_path / "instance"))
    app.extensions["tanlab"].worlds.upgrade()
    answer = app.test_client().get("/", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_the_command_line_does_not_load_flask_for_an_estimate() -> None:
    code = "import sys, web.cli.estimate; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
