import re

import pytest
from flask import Flask, render_template_string

from registry.worlds import Role
from tests.web.application import addresses, token
from web.access import PUBLIC, UndeclaredEndpointError, access_of, init_app, undeclared

UNAUTHENTICATED, FORBIDDEN, DEFECT = 401, 403, 500
LEFT_OUT = {"security.logout", "market.live"}
"""Signing out would end the test; a stream never ends."""


def rules(app):
    """Each rule with one address and each method it answers."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in LEFT_OUT:
                continue
            address = re.sub(
                r"<(?:any\(([^,)]+)[^>]*\):\w+|int:\w+|path:\w+|\w+)>",
                lambda found: (found[1] or "1").strip("'\""),
                rule.rule,
            )
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, address


def test_every_endpoint_declares_who_may_ask_for_it(app):
    assert undeclared(app) == []


def test_an_application_with_an_undeclared_endpoint_does_not_start():
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", lambda: render_template_string(""))
    with pytest.raises(UndeclaredEndpointError):
        init_app(bare)


def test_without_a_sign_in_only_public_routes_answer(app, client):
    wrong = []
    headers = {"X-CSRFToken": token(client), "Accept": "application/json"}
    for endpoint, method, address in rules(app):
        answer = client.open(address, method=method, headers=headers)
        refused = answer.status_code == UNAUTHENTICATED
        expected = access_of(app, endpoint) != PUBLIC
        if refused is not expected or answer.status_code >= DEFECT:
            wrong.append((method, address, answer.status_code))
        answer.close()
    assert wrong == []


def test_pages_lead_a_visitor_to_the_sign_in(client):
    answer = client.get("/accounts")
    assert (answer.status_code, answer.location) == (303, "/login?next=/accounts")


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "no role")
def test_each_role_is_let_in_where_declared_and_refused_elsewhere(app, sign_in, role):
    reader = sign_in("reader@example.org", *([role.value] if role else []))
    held = frozenset({role} if role else ())
    headers = {"X-CSRFToken": token(reader), "Accept": "application/json"}
    wrong = []
    for endpoint, method, address in rules(app):
        access = access_of(app, endpoint)
        answer = reader.open(address, method=method, headers=headers)
        refused = answer.status_code == FORBIDDEN and _by_role(answer)
        if not access.permits(held, method):
            if not refused:
                wrong.append((method, address, answer.status_code, "let in"))
        elif answer.status_code in {UNAUTHENTICATED, *range(DEFECT, 600)}:
            wrong.append((method, address, answer.status_code, "defect"))
        elif refused and access.roles and role is not Role.REGULATOR:
            wrong.append((method, address, answer.status_code, "refused"))
        answer.close()
    assert wrong == []


def _by_role(answer):
    """Whether an answer refuses by check 1001: a role is missing."""
    return (answer.json or {}).get("error", {}).get("number") == 1001


def test_every_rule_of_the_application_is_requested(app):
    requested = {endpoint for endpoint, _, _ in rules(app)}
    assert requested | LEFT_OUT == set(app.view_functions)
    assert addresses(app, "GET")
