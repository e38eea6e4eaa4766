"""Every route of the venue that changes something, with hostile fields, people and addresses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from registry.worlds import InputInvalid
from tests.checked import passes, trips
from tests.web.hostile import tables
from tests.web.hostile.attacks import (
    NO_NUMBERS,
    NO_RECORDS,
    NUL,
    VIAS,
    Attack,
    Via,
    check_kept,
    check_named,
    check_refused_json,
    check_refused_page,
    hostile_bodies,
    send,
)
from tests.web.hostile.besieged import Besieged

STRANGERS = ("visitor", "regulator", "verifier", "cem")
NOTES = {"command", "event", "self_trade_attempt"}
"""What a refusal may leave where surveillance notes the attempt."""
AREAS = list(tables.AREAS)
by_area = pytest.mark.parametrize("area", AREAS)
by_via = pytest.mark.parametrize("via", VIAS)


def attacks_of(place: Besieged, area: str, via: Via) -> list[Attack]:
    return [each for each in tables.AREAS[area](place.facts) if each.goes(via)]


@trips(InputInvalid)
@by_area
def test_a_hostile_field_of_json_is_refused_with_number_and_rule(
    besieged: Besieged, area: str, subtests: pytest.Subtests
) -> None:
    for attack in attacks_of(besieged, area, "json"):
        if attack.once:
            continue
        before = besieged.digest()
        for name, value, body in hostile_bodies(attack, "json"):
            with subtests.test(f"{attack.api} {name} {value!r:.40}"):
                error = check_refused_json(send(besieged, attack, "json", body))
                if error["code"] == "input.invalid":
                    assert any(part["field"].split(".")[0] == name for part in error["fields"])
        with subtests.test(f"{attack.api}: nothing has moved"):
            assert besieged.digest() == before


@by_area
def test_a_hostile_field_of_a_form_is_named_and_what_was_typed_is_kept(
    besieged: Besieged, area: str, subtests: pytest.Subtests
) -> None:
    for attack in attacks_of(besieged, area, "form"):
        before = besieged.digest()
        for name, value, body in hostile_bodies(attack, "form"):
            with subtests.test(f"{attack.page} {name} {value!r:.40}"):
                page = check_refused_page(send(besieged, attack, "form", body))
                if value != NUL:  # no browser sends it; it is refused before there is a form
                    check_named(page, name)
                    check_kept(page, attack.typed, body)
        with subtests.test(f"{attack.page}: nothing has moved"):
            assert besieged.digest() == before


@by_via
@by_area
def test_what_breaks_a_rule_is_refused_with_its_number(
    besieged: Besieged, area: str, via: Via, subtests: pytest.Subtests
) -> None:
    before = besieged.digest()
    for attack in attacks_of(besieged, area, via):
        for case in attack.cases:
            with subtests.test(f"{attack.route(via)}: {case.name}"):
                body = {
                    name: value
                    for name, value in (attack.valid() | dict(case.changes)).items()
                    if value is not None
                }
                answer = send(besieged, attack, via, body, case.who, **case.args)
                assert answer.status_code == case.status, answer.text
                if via == "json":
                    assert check_refused_json(answer)["number"] == case.number
                else:
                    assert f"/checks/{case.number}" in check_refused_page(answer)
                    if not case.args:  # what cannot be done has no form
                        check_kept(answer.text, attack.typed, body)
            then, before = before, besieged.digest()
            with subtests.test(f"{attack.route(via)}: {case.name}: nothing has moved"):
                moved = {name for name in before if before[name] != then[name]}
                assert moved <= (NOTES if case.noted else set())


@by_via
@by_area
def test_nobody_does_it_in_the_name_of_another(
    besieged: Besieged, area: str, via: Via, subtests: pytest.Subtests
) -> None:
    before = besieged.digest()
    for attack in attacks_of(besieged, area, via):
        for who in STRANGERS:
            with subtests.test(f"{attack.route(via)}: {who}"):
                answer = send(besieged, attack, via, attack.valid(), who)
                assert answer.status_code in ({401} if who == "visitor" else {403, 404})
                if via == "json":
                    check_refused_json(answer)
                else:
                    check_refused_page(answer)
    assert besieged.digest() == before


@by_via
@by_area
def test_an_address_of_nothing_is_not_found(
    besieged: Besieged, area: str, via: Via, subtests: pytest.Subtests
) -> None:
    before = besieged.digest()
    for attack in attacks_of(besieged, area, via):
        for name, value in attack.arguments(via).items():
            for other in NO_NUMBERS if isinstance(value, int) else NO_RECORDS:
                with subtests.test(f"{attack.route(via)}: {name} {other[:30]}"):
                    answer = send(besieged, attack, via, attack.valid(), **{name: other})
                    assert answer.status_code == 404, answer.text
                    if via == "json":
                        check_refused_json(answer)
                    else:
                        check_refused_page(answer)
    assert besieged.digest() == before


@by_area
def test_a_body_that_is_no_object_is_refused(
    besieged: Besieged, area: str, subtests: pytest.Subtests
) -> None:
    before = besieged.digest()
    for attack in attacks_of(besieged, area, "json"):
        for body in () if attack.once else ([], "text", 7, [[]], True):
            with subtests.test(f"{attack.api} {body!r}"):
                check_refused_json(send(besieged, attack, "json", body))
    assert besieged.digest() == before


@passes(InputInvalid)
@by_via
def test_a_request_sent_again_is_answered_as_before_and_moves_nothing(
    besieged_anew: Besieged, via: Via, subtests: pytest.Subtests
) -> None:
    """Every attack is carried out in the end, so that its valid body is one."""
    place = besieged_anew
    for attack in tables.every(place.facts):
        if not attack.goes(via):
            continue
        with subtests.test(attack.route(via)):
            body = attack.valid()
            first = send(place, attack, via, body)
            assert first.status_code == (200 if via == "json" else 303), first.text
            before = place.digest()
            again = send(place, attack, via, body)
            if attack.once:
                assert check_refused_json(again)["number"] == 10007
            elif via == "json":
                assert again.json == first.json | {"replayed": True}
            else:
                assert (again.status_code, again.location) == (303, first.location)
            if attack.again:
                check_other_command(send(place, attack, via, body | dict(attack.again)), via)
            assert place.digest() == before


@by_via
def test_an_id_that_was_used_for_something_else_is_refused(
    besieged_anew: Besieged, via: Via, subtests: pytest.Subtests
) -> None:
    place = besieged_anew
    used: dict[str, str] = {}
    for attack in tables.every(place.facts):
        if attack.once or not attack.goes(via):
            continue
        if attack.who not in used:
            body = attack.valid()
            send(place, attack, via, body)
            used[attack.who] = str(body["client_id"])
            continue
        before = place.digest()
        with subtests.test(attack.route(via)):
            check_other_command(send(place, attack, via, attack.valid(used[attack.who])), via)
            assert place.digest() == before


def check_other_command(answer: Any, via: Via) -> None:
    assert answer.status_code == 409, answer.text
    if via == "json":
        assert check_refused_json(answer)["number"] == 1010
    else:
        assert "/checks/1010" in check_refused_page(answer)


def test_every_route_that_changes_something_is_attacked(besieged: Besieged) -> None:
    attacked = {
        attack.route(via)
        for attack in tables.every(besieged.facts)
        for via in VIAS
        if attack.goes(via)
    }
    assert attacked == set(changing_routes(besieged))


def changing_routes(place: Besieged) -> Iterator[str]:
    """Return method and route of what changes the venue, each word of a choice spelt out."""
    for rule in place.app.url_map.iter_rules():
        if not tables.is_of_venue(rule):
            continue
        path = re.sub(r"<int:(\w+)>", r"<\1>", rule.rule)
        choice = re.search(r"<any\(([^)]*)\):\w+>", path)
        for word in re.split(r",\s*", choice[1]) if choice else [""]:
            for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
                yield f"{method} {re.sub(r'<any[^>]*>', word, path)}"


def test_no_field_is_forgotten(besieged: Besieged) -> None:
    """Each table names every field that the interface describes."""
    described = besieged.client("visitor").get("/api/v1/openapi.json").json
    assert described is not None
    for attack in tables.every(besieged.facts):
        if not attack.api or attack.once:
            continue
        path = re.sub(r"<(\w+)>", r"{\1}", attack.api.removeprefix("POST "))
        found = [each for each in described["paths"] if matches(each, path)]
        operation = described["paths"][found[0]]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        fields = described["components"]["schemas"][schema.rpartition("/")[2]]["properties"]
        assert set(fields) == {*attack.valid(), *attack.optional}, attack.api


def matches(described: str, path: str) -> bool:
    """Tell whether a described path is that of a route; choices are described as arguments."""
    pattern = re.sub(r"\\\{step\\\}", r"[\\w-]+", re.escape(described))
    return re.fullmatch(pattern, path) is not None
