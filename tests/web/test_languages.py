import pytest
from flask.testing import FlaskClient

from tests.web.application import SignIn, token

CHINESE = 'lang="zh-Hans-CN"'
ENGLISH = '<html lang="en">'


@pytest.mark.parametrize(
    ("browser", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", CHINESE),
        ("zh", CHINESE),
        ("zh-TW,en;q=0.5", CHINESE),
        ("zh-Hant-HK", CHINESE),
        ("en-GB,en;q=0.9", ENGLISH),
        ("en,zh;q=0.9", ENGLISH),
        ("fr,en;q=0.5,zh;q=0.4", ENGLISH),
        ("fr", CHINESE),
        ("zh;q=0,en;q=0.1", ENGLISH),
        ("", CHINESE),
    ],
)
def test_the_browser_chooses_unless_the_reader_did(
    client: FlaskClient, browser: str, expected: str
) -> None:
    assert expected in client.get("/", headers={"Accept-Language": browser}).text


def test_the_switch_keeps_the_page_and_is_remembered(client: FlaskClient) -> None:
    answer = client.post(
        "/language",
        data={"language": "en", "next": "/estimate?a=1", "csrf_token": token(client)},
    )
    assert answer.status_code == 303
    assert answer.location == "/estimate?a=1"
    assert ENGLISH in client.get("/", headers={"Accept-Language": "zh-CN"}).text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "evil",
        "",
        "/x\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "/\x85",
    ],
)
def test_the_switch_never_leaves_the_server(client: FlaskClient, target: str) -> None:
    answer = client.post(
        "/language", data={"language": "en", "next": target, "csrf_token": token(client)}
    )
    assert answer.location == "/"


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "fr", "csrf_token": token(client)})
    assert answer.status_code == 422


def test_a_users_choice_follows_to_another_browser(sign_in: SignIn) -> None:
    first = sign_in("reader@example.org")
    first.post("/language", data={"language": "en", "csrf_token": token(first)})
    first.delete_cookie("language")
    assert ENGLISH in first.get("/", headers={"Accept-Language": "zh-CN"}).text


def test_pages_say_that_they_depend_on_the_language(client: FlaskClient) -> None:
    assert "Accept-Language" in client.get("/").headers["Vary"]
