"""What the venue shows: to those who may see it, escaped, and for every address and query."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from markupsafe import escape
from werkzeug.routing import Rule

from tests.market.traders import CEA
from tests.web.hostile import tables
from tests.web.hostile.attacks import (
    HUGE,
    LONG,
    NO_NUMBERS,
    NO_RECORDS,
    check_kept,
    check_named,
    check_refused_json,
    check_refused_page,
)
from tests.web.hostile.besieged import PAUSED, SCRIPT, Besieged

API: Final = "/api/v1/market"
NO_COUNT: Final = ("", "-1", "0", "1.5", "1e400", "NaN", str(HUGE), SCRIPT, LONG, "true")
NO_QUERY: Final = (*NO_COUNT, "999999999999", "9999-12-31", "碳")
COUNTS: Final = {"limit", "levels"}
OPTION: Final = {
    "forward_cny": "99.48",
    "strike_cny": "100",
    "days": "90",
    "volatility_pct": "35",
    "rate_pct": "2",
}


def readable(place: Besieged) -> Iterator[tuple[Rule, str, Mapping[str, object]]]:
    """Return every address of the venue that is read, with what it names."""
    for rule in place.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not tables.is_of_venue(rule):
            continue
        if rule.endpoint.endswith(".live"):  # a stream has no end
            continue
        for named in named_by(place, rule):
            path = re.sub(
                r"<(?:[^:>]*:)?(\w+)>",
                lambda found, named=named: quote(str(named[found[1]])),
                rule.rule,
            )
            yield rule, path, named


def named_by(place: Besieged, rule: Rule) -> list[dict[str, object]]:
    """Return arguments of a route: everything there is of its kind."""
    numbers, accounts = place.facts.numbers, place.facts.accounts
    area = rule.endpoint.split(".")[-2]
    kinds = {"auctions": "auction.", "blocks": "block.", "financing": "contract."}
    fixed: dict[str, list[object]] = {
        "code": [numbers["series"]] if area == "series" else [CEA, PAUSED],
        "day": ["2026-11-23"],
        "form": ["csv"],
        "kind": ["months"] if area == "bulletins" else ["repo", "pledge", "lending"],
        "market": ["cn_ets"],
        "order_id": [numbers["order.best"], numbers["order.cancel"]],
        "period": ["2024-Q3"],
        "number": [
            number for name, number in numbers.items() if name.startswith(kinds.get(area, "–"))
        ],
    }
    if area in {"clearing", "daily_statements"}:
        fixed["number"] = [accounts["ann"], accounts["eve"]]
    if area == "surveillance":
        fixed["number"] = [numbers["alert"]]
    names = sorted(rule.arguments)
    if not names:
        return [{}]
    many = max(len(fixed[name]) for name in names)
    return [{name: fixed[name][each % len(fixed[name])] for name in names} for each in range(many)]


@pytest.mark.parametrize("who", ["visitor", "ann", "operator"])
def test_no_page_runs_a_script_that_somebody_entered(
    besieged: Besieged, who: str, subtests: pytest.Subtests
) -> None:
    client = besieged.client(who)
    escaped = 0
    for _, path, _ in readable(besieged):
        with subtests.test(path):
            answer = client.get(path, headers={"Accept-Language": "en"})
            assert answer.status_code < 500
            if answer.mimetype == "text/html":
                assert SCRIPT not in answer.text
                escaped += str(escape(SCRIPT)) in answer.text
    assert escaped > (1 if who == "visitor" else 4)


def test_a_hostile_query_is_refused_or_finds_nothing(
    besieged: Besieged, subtests: pytest.Subtests
) -> None:
    described = besieged.client("visitor").get("/api/v1/openapi.json").json
    assert described is not None
    client = besieged.client("operator")
    seen = set()
    for rule, path, _ in readable(besieged):
        operation = described["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), {})
        for parameter in operation.get("get", {}).get("parameters", ()):
            name = parameter["name"]
            if parameter["in"] != "query" or (rule.rule, name) in seen:
                continue
            seen.add((rule.rule, name))
            for value in NO_COUNT if name in COUNTS else NO_QUERY:
                with subtests.test(f"{rule.rule}?{name}={value[:30]}"):
                    answer = client.get(f"{path}?{urlencode({name: value})}")
                    if name in COUNTS or answer.status_code >= 400:
                        check_refused_json(answer)
    assert len(seen) > 20


@pytest.mark.parametrize("value", ["-101", "1e400", "NaN", "Infinity", str(HUGE), SCRIPT, LONG])
@pytest.mark.parametrize("name", OPTION)
def test_the_option_calculator_refuses_what_is_no_number_of_its_kind(
    besieged: Besieged, name: str, value: str
) -> None:
    client = besieged.client("visitor")
    asked = urlencode(OPTION | {name: value})
    check_refused_json(client.get(f"{API}/contracts/options?{asked}"))
    page = check_refused_page(client.get(f"/market/contracts/options/calculator?{asked}"))
    check_named(page, name)
    check_kept(page, tuple(OPTION), OPTION | {name: value})


def test_an_address_of_nothing_says_so_with_number_and_rule(
    besieged: Besieged, subtests: pytest.Subtests
) -> None:
    for rule in besieged.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not tables.is_of_venue(rule):
            continue
        client = besieged.client("operator" if "/surveillance" in rule.rule else "ann")
        plain = re.sub(r"<any\('?(\w+)[^>]*>", r"\1", rule.rule)
        for other in NO_NUMBERS if "<int:" in plain else NO_RECORDS:
            path = re.sub(r"<[^>]*>", quote(other), plain)
            if path == plain:  # it names no record
                continue
            with subtests.test(path[:60]):
                answer = client.get(path, headers={"Accept-Language": "en"})
                assert answer.status_code in {404, 422}
                if path.startswith("/api"):
                    check_refused_json(answer)
                else:
                    assert SCRIPT not in answer.text


FOREIGN: Final[tuple[tuple[str, str, int, int], ...]] = (
    ("ben", f"{API}/orders/{{order.cancel}}", 403, 10003),
    ("cem", f"{API}/blocks/{{block.accept}}", 404, 12001),
    ("cem", f"{API}/contracts/{{contract.accept}}", 403, 15002),
    ("cem", "/api/v1/accounts/{ann}/statements/daily", 403, 1002),
    ("cem", f"{API}/auctions/{{auction.publish}}", 404, 13003),
    ("ann", f"{API}/surveillance/alerts", 403, 1001),
    ("ann", f"{API}/surveillance/alerts/{{alert}}", 403, 1001),
    ("verifier", f"{API}/surveillance/alerts", 403, 1001),
    ("visitor", f"{API}/orders", 401, 0),
    ("visitor", f"{API}/contracts/{{contract.accept}}", 401, 0),
    ("visitor", "/api/v1/clearing", 401, 0),
)


@pytest.mark.parametrize(("who", "path", "status", "number"), FOREIGN)
def test_what_belongs_to_others_is_not_shown(
    besieged: Besieged, who: str, path: str, status: int, number: int
) -> None:
    named: dict[str, Any] = {**besieged.facts.numbers, **besieged.facts.accounts}
    filled = re.sub(r"{([\w.-]+)}", lambda found: str(named[found[1]]), path)
    answer = besieged.client(who).get(filled)
    assert answer.status_code == status
    assert check_refused_json(answer)["number"] == number
