"""The pages and JSON of the log, open to everybody."""

import base64
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.proof import RecordAltered, is_consistent, read_checkpoint, read_public_key
from registry.worlds import World
from tests.checked import passes, trips
from tests.registry.proof.tampering import tamper
from tests.web.application import SignIn
from tests.web.proven_certificates import retired
from web.installation import Installation
from web.proof.certificate_checks import check_file

LANGUAGES = ("zh-CN", "en")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def world(installed: Installation) -> World:
    return installed.worlds.open()


@pytest.fixture
def number(world: World) -> str:
    return retired(world)


def api(client: FlaskClient, path: str, status: int = 200) -> dict[str, object]:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.text
    found = answer.json
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_checkpoint_key_and_events(
    client: FlaskClient, number: str, language: str
) -> None:
    headers = {"Accept-Language": language}
    shown = client.get("/proof", headers=headers).text
    latest = api(client, "/proof/checkpoint")
    assert str(latest["key"]) in shown
    assert str(latest["root"]) in shown
    events = client.get("/proof/events", headers=headers).text
    assert number in events
    assert "CEA-2024" in events
    assert client.get("/proof/check", headers=headers).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_is_offered_as_pdf_in_both_languages_with_its_code(
    client: FlaskClient, number: str, language: str
) -> None:
    shown = client.get(f"/c/{number}", headers={"Accept-Language": language}).text
    assert f"/certificates/{number}.pdf?lang=zh" in shown
    assert f"/certificates/{number}.pdf?lang=en" in shown
    assert "<svg" in shown
    assert "tanlab cert verify" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_downloaded_pdf_verifies_with_the_published_key(
    client: FlaskClient, number: str, lang: str
) -> None:
    answer = client.get(f"/certificates/{number}.pdf?lang={lang}")
    assert answer.mimetype == "application/pdf"
    key = read_public_key(str(api(client, "/proof/checkpoint")["key"]))
    assert check_file(answer.data, "c.pdf", key).proof.url == f"http://localhost/c/{number}"
    proof = client.get(f"/certificates/{number}/proof.json").data
    check_file(proof, "proof.json", key)
    assert api(client, f"/certificates/{number}/proof") == json.loads(proof)


def test_bad_requests_are_refused_in_words(client: FlaskClient, number: str) -> None:
    for path, status in (
        ("/certificates/CR-1999-000001.pdf", 404),
        ("/certificates/CR-1999-000001/proof.json", 404),
        (f"/certificates/{number}.pdf?lang=fr", 422),
        ("/proof/events?page=x", 422),
        ("/proof/check?checkpoint=nonsense", 422),
        ("/proof/check?checkpoint=" + "x" * 1001, 422),
    ):
        assert client.get(path).status_code == status, path
    for path, status in (
        ("/proof/inclusion", 422),
        ("/proof/inclusion?leaf=-1", 422),
        ("/proof/inclusion?leaf=999999", 404),
        ("/proof/consistency?from=0&to=5", 404),
        ("/proof/consistency?from=5&to=3", 404),
        ("/proof/entries?from=x", 422),
        ("/certificates/CR-1999-000001/proof", 404),
    ):
        api(client, path, status)


def test_programs_get_proofs_that_hold(client: FlaskClient, world: World, number: str) -> None:
    first = read_checkpoint(str(api(client, "/proof/checkpoint")["text"]))
    retired(world, client_id="again")
    client.get("/certificates/CR-2026-000002.pdf")
    rows = api(client, "/proof/checkpoints")["rows"]
    assert isinstance(rows, list)
    checkpoints = [read_checkpoint(row["text"]) for row in rows]
    newest = checkpoints[0]
    assert newest.size > first.size
    answer = api(client, f"/proof/consistency?from={first.size}&to={newest.size}")
    hashes = [base64.b64decode(each) for each in list(answer["hashes"])]  # type: ignore[call-overload]
    assert is_consistent(first.size, newest.size, first.root, newest.root, hashes)
    assert api(client, "/proof/inclusion?leaf=3")["size"] == newest.size
    assert number


def test_strangers_see_hashes_supervisors_see_all(
    client: FlaskClient, number: str, sign_in: SignIn
) -> None:
    api(client, "/proof/checkpoint")
    assert number
    entries = api(client, "/proof/entries")["rows"]
    assert isinstance(entries, list)
    readable = {row["kind"] for row in entries if row["content"]}
    assert readable == {"unit_type", "certificate"}
    assert "client_id" not in client.get("/proof/events?page=1").text
    operator = sign_in("op@example.org", "operator")
    assert "client_id" in operator.get("/proof/events?page=1").text


def test_an_old_checkpoint_is_checked_against_the_events_of_today(
    client: FlaskClient, world: World, number: str
) -> None:
    kept = str(api(client, "/proof/checkpoint")["text"])
    assert number
    good = client.get("/proof/check", query_string={"checkpoint": kept}, headers=ENGLISH)
    assert "Nothing before this checkpoint was altered." in good.text
    foreign = client.get("/proof/check", query_string={"checkpoint": kept.replace("\n1", "\n2", 1)})
    assert foreign.status_code == 422
    tamper(world, "event", "UPDATE event SET content = replace(content, '1234', '1235')")
    bad = client.get("/proof/check", query_string={"checkpoint": kept}, headers=ENGLISH)
    assert bad.status_code == 422
    assert "Altered or missing entries" in bad.text
    assert "altered after it was logged" in client.get("/proof/events", headers=ENGLISH).text


@trips(RecordAltered)
@passes(RecordAltered)
def test_a_certificate_whose_row_was_altered_is_not_printed(
    client: FlaskClient, world: World, number: str
) -> None:
    assert client.get(f"/certificates/{number}.pdf").status_code == 200
    tamper(world, "certificate", "UPDATE certificate SET beneficiary = 'somebody else'")
    refused = client.get(f"/certificates/{number}.pdf", headers={"Accept-Language": "en"})
    assert refused.status_code == 422
    assert f"The record of certificate {number} was altered: its beneficiary" in refused.text


def test_the_address_on_certificates_is_a_setting(app: Flask, number: str) -> None:
    found: Installation = app.extensions["tanlab"]
    object.__setattr__(found.settings, "public_url", "https://registry.example")
    assert "https://registry.example/c/" in app.test_client().get(f"/c/{number}").text
