from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from pydantic import SecretStr
from sqlmodel import select

from tests.web.application import PASSWORD, SignIn, addresses, token
from web import create_app
from web.catalogue import User
from web.settings import Settings

ESTIMATE = "/api/v1/estimates/ccer-01-002"


def test_every_posting_page_refuses_a_request_without_token(
    app: Flask, client: FlaskClient
) -> None:
    routes = [path for path in addresses(app, "POST") if not path.startswith("/api/")]
    assert "/language" in routes
    for path in routes:
        answer = client.post(path, headers={"Accept": "application/json"})
        assert answer.status_code == 400, path
        assert answer.json is not None
        assert answer.json["error"]["code"] == "http.csrf", path


def test_the_api_needs_a_token_once_signed_in(sign_in: SignIn) -> None:
    reader = sign_in("reader@example.org")
    assert reader.post(ESTIMATE, json={}).status_code == 400
    assert reader.post(ESTIMATE, json={}, headers={"X-CSRFToken": token(reader)}).status_code == 422


def test_the_api_needs_no_token_without_a_sign_in(client: FlaskClient) -> None:
    assert client.post(ESTIMATE, json={}).status_code == 422


def test_a_token_of_another_session_is_refused(app: Flask, client: FlaskClient) -> None:
    stolen = token(app.test_client())
    client.get("/")
    answer = client.post("/language", data={"language": "en", "csrf_token": stolen})
    assert answer.status_code == 400


def test_signing_in_and_out_works(sign_in: SignIn) -> None:
    reader = sign_in("reader@example.org")
    assert "reader@example.org" in reader.get("/").text
    assert reader.get("/logout").status_code == 405
    assert reader.post("/logout", data={"csrf_token": token(reader)}).status_code == 302
    assert "reader@example.org" not in reader.get("/").text


def test_a_cookie_kept_from_before_the_sign_out_opens_nothing(app: Flask, sign_in: SignIn) -> None:
    reader = sign_in("reader@example.org")
    cookie = reader.get_cookie("tanlab")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("tanlab", cookie.value)
    assert thief.get("/accounts").status_code == 200
    assert reader.post("/logout", data={"csrf_token": token(reader)}).status_code == 302
    answer = thief.get("/accounts")
    assert answer.status_code == 303
    assert "/login" in answer.location


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-CN", "登录失败：邮箱或密码不正确"), ("en", "Authentication failed")],
)
def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(
    client: FlaskClient, sign_in: SignIn, language: str, sentence: str
) -> None:
    sign_in("known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        answer = client.post(
            "/login",
            data={"email": email, "password": "wrong", "csrf_token": token(client, "/login")},
            headers={"Accept-Language": language},
        )
        assert sentence in answer.text


def test_a_program_gets_the_same_shape_of_refusal(client: FlaskClient) -> None:
    answer = client.post(
        "/login",
        json={"email": "unknown@example.org", "password": "wrong"},
        headers={"X-CSRFToken": token(client), "Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["code"] == "signin.refused"


def test_nobody_registers_by_default(client: FlaskClient) -> None:
    assert client.get("/register").status_code == 404


def test_sign_in_does_not_lead_to_another_server(app: Flask, sign_in: SignIn) -> None:
    sign_in("reader@example.org")
    client = app.test_client()
    answer = client.post(
        "/login?next=https://evil.example/",
        data={
            "email": "reader@example.org",
            "password": PASSWORD,
            "csrf_token": token(client, "/login"),
        },
    )
    assert "evil" not in answer.headers.get("Location", "")


def test_the_password_can_be_changed(app: Flask, sign_in: SignIn) -> None:
    reader = sign_in("reader@example.org")
    changed = "another-long-password"
    answer = reader.post(
        "/change",
        data={
            "password": PASSWORD,
            "new_password": changed,
            "new_password_confirm": changed,
            "csrf_token": token(reader, "/change"),
        },
    )
    assert answer.status_code == 302
    again = app.test_client()
    answer = again.post(
        "/login",
        data={
            "email": "reader@example.org",
            "password": changed,
            "csrf_token": token(again, "/login"),
        },
    )
    assert answer.status_code == 302


def test_a_short_password_is_refused(sign_in: SignIn) -> None:
    reader = sign_in("reader@example.org")
    answer = reader.post(
        "/change",
        data={
            "password": PASSWORD,
            "new_password": "short",
            "new_password_confirm": "short",
            "csrf_token": token(reader, "/change"),
        },
        headers={"Accept-Language": "zh-CN"},
    )
    assert "密码至少 12 个字符" in answer.text


def test_passwords_outlive_the_secret(tmp_path: Path) -> None:
    settings = {"testing": True, "instance": tmp_path / "instance"}
    for secret in ("a" * 40, "b" * 40):
        app = create_app(Settings(secret_key=SecretStr(secret), **settings))
        installed = app.extensions["tanlab"]
        installed.worlds.upgrade()
        with app.app_context(), installed.catalogue.unit_of_work() as session:
            if session.exec(select(User)).first() is None:
                session.add(User(email="a@example.org", password=hash_password(PASSWORD)))
        reader = app.test_client()
        sent = {"email": "a@example.org", "password": PASSWORD}
        answer = reader.post("/login", data={**sent, "csrf_token": token(reader, "/login")})
        assert answer.status_code == 302
        installed.close()
