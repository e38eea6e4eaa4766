"""Comparisons and share links by the JSON interface."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.demo_site import AsPerson
from tests.web.project_life import INPUTS, saved

COMPARISONS = "/api/v1/estimate-comparisons"
NORTH = {**INPUTS, "grid": "north"}


def asked(*variants: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"methodology_id": "ccer-01-002", "variants": list(variants), **more}


def test_anybody_compares_inputs_and_nothing_is_kept(client: FlaskClient) -> None:
    body = asked({"inputs": INPUTS, "title": "south"}, {"inputs": NORTH}, change_pct="5")
    answer = client.post(COMPARISONS, json=body)
    assert answer.status_code == 200
    found = answer.json
    assert found is not None
    assert found["outputs"][-1]["differences"] == ["0", "303925"]
    assert found["variants"][0]["title"] == "south"
    assert found["tornado"]["change_pct"] == "5"
    assert found["tornado_between"]["swings"][0]["symbol"] == "EF_grid,BM,y"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (asked(), 422),
        (asked(*[{"inputs": INPUTS}] * 6), 422),
        (asked({"inputs": INPUTS}, change_pct="1e400"), 422),
        (asked({"inputs": INPUTS}, change_pct="NaN"), 422),
        (asked({"inputs": INPUTS}, other=9), 422),
        (asked({"inputs": {**INPUTS, "export_mwh": "1e400"}}), 422),
        (asked({"inputs": {**INPUTS, "distance_to_shore_km": "1", "water_depth_m": "1"}}), 422),
        (asked({"inputs": INPUTS, "estimate": "ES-2026-000001"}), 422),
        (asked({"title": "neither"}), 422),
        (asked({"estimate": "ES-2026-000001"}), 401),
        ({**asked({"inputs": INPUTS}), "methodology_id": "ccer-99-999"}, 404),
        ({"variants": "x"}, 422),
    ],
)
def test_what_cannot_be_compared_is_refused(
    client: FlaskClient, body: dict[str, Any], status: int
) -> None:
    answer = client.post(COMPARISONS, json=body)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"]["sentence"]


def test_a_comparison_is_kept_read_again_and_deleted(as_person: AsPerson) -> None:
    developer = as_person("developer")
    body = asked({"estimate": saved(developer, "Plan A")}, {"inputs": NORTH}, title="Two plans")
    kept = developer.call("/estimate-comparisons/saved", body).json
    assert kept is not None
    path = f"/estimate-comparisons/saved/{kept['id']}"
    read = developer.call(path, method="GET").json
    assert read is not None
    assert read["comparison"] == kept["comparison"]
    assert read["comparison"]["variants"][0]["title"] == "Plan A"
    listed = developer.call("/estimate-comparisons/saved", method="GET").json
    assert listed is not None
    assert kept["id"] in [one["id"] for one in listed["comparisons"]]
    stranger = as_person("trader1")
    assert stranger.call(path, method="GET").status_code == 404
    assert stranger.call(path, method="DELETE").status_code == 404
    assert developer.call(path, method="DELETE").json == {"id": kept["id"]}
    assert developer.call(path, method="GET").status_code == 404


def test_an_estimate_of_anothers_party_is_not_compared(as_person: AsPerson) -> None:
    body = asked({"estimate": saved(as_person("developer"))})
    assert as_person("trader1").call("/estimate-comparisons", body).status_code == 403


def test_a_link_tells_its_address_once_and_shows_figures_to_anybody(
    as_person: AsPerson, demo_app: Flask
) -> None:
    developer = as_person("developer")
    number = saved(developer, "Working title")
    body = {"kind": "estimate", "origin": number, "title": "For you", "days": 7}
    made = developer.call("/share-links", body).json
    assert made is not None
    token = made["address"].rpartition("/")[2]
    assert made["open"]
    listed = developer.call("/share-links", method="GET")
    assert made["id"] in listed.text
    assert token not in listed.text
    reader = demo_app.test_client()
    shown = reader.get(f"/api/v1/shared-estimates/{token}").json
    assert shown is not None
    assert shown["title"] == "For you"
    assert shown["result"]["results"]["emission_reductions_t_co2e"] == "761646.68"
    assert number not in str(shown)
    assert as_person("trader1").call(f"/share-links/{made['id']}/revoke").status_code == 404
    closed = developer.call(f"/share-links/{made['id']}/revoke").json
    assert closed is not None
    assert not closed["open"]
    assert reader.get(f"/api/v1/shared-estimates/{token}").status_code == 404


def test_a_shared_comparison_hides_the_numbers_of_saved_estimates(
    as_person: AsPerson, demo_app: Flask
) -> None:
    developer = as_person("developer")
    number = saved(developer)
    kept = developer.call(
        "/estimate-comparisons/saved", asked({"estimate": number}, title="One plan")
    ).json
    assert kept is not None
    body = {"kind": "comparison", "origin": kept["id"], "title": "T", "days": 30}
    made = developer.call("/share-links", body).json
    assert made is not None
    token = made["address"].rpartition("/")[2]
    shown = demo_app.test_client().get(f"/api/v1/shared-estimates/{token}")
    assert shown.status_code == 200
    assert number not in shown.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/estimate-comparisons/saved"),
        ("POST", "/estimate-comparisons/saved"),
        ("GET", "/estimate-comparisons/saved/" + "0" * 32),
        ("DELETE", "/estimate-comparisons/saved/" + "0" * 32),
        ("GET", "/share-links"),
        ("POST", "/share-links"),
        ("POST", "/share-links/" + "0" * 32 + "/revoke"),
    ],
)
def test_what_is_kept_asks_for_a_sign_in(client: FlaskClient, method: str, path: str) -> None:
    body = {
        **asked({"inputs": INPUTS}, title="x"),
    }
    if path == "/share-links":
        body = {"kind": "estimate", "origin": "ES-2026-000001", "title": "x"}
    sent = body if method == "POST" else None
    assert client.open(f"/api/v1{path}", method=method, json=sent).status_code == 401
