"""What is sent to a route that changes something: one valid body, and everything hostile about it.

An `Attack` names a JSON route, a page's form or both; they ask for the same. Each field has a kind,
and each kind the values that no field of it takes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final, Literal

from markupsafe import escape

from tests.web.hostile.besieged import SCRIPT, Besieged, new_id

Via = Literal["json", "form"]
VIAS: Final[tuple[Via, ...]] = ("json", "form")
MISSING: Final = object()
"""The field is left out."""
SURPLUS: Final = "surplus"
LONG: Final = "x" * 5_000
NUL: Final = "a\0b"
HUGE: Final = 10**30
ROW: Final = {"price_cny": "95.00", "quantity_t": 1}
NO_TEXT: Final = (None, [], {}, 7, True, NUL, LONG)
NO_NUMBER: Final = (None, [], {}, "", SCRIPT, NUL, LONG, "1e400", "NaN", "Infinity", HUGE, -1)

KINDS: Final[Mapping[str, tuple[object, ...]]] = {
    "id": (*NO_TEXT, "", "a b", SCRIPT),
    "code": (*NO_TEXT, "", SCRIPT, "x" * 24),
    "text": (*NO_TEXT, ""),
    "choice": (*NO_TEXT, "", SCRIPT, "x"),
    "whole": (*NO_NUMBER, 0, 1.5, "1.5", True),
    "decimal": (*NO_NUMBER, 0, True, "0.000001"),
    "date": (None, [], {}, "", SCRIPT, NUL, LONG, True, HUGE, "2026-02-30", "9999-12-31", "0"),
    "instant": (*NO_TEXT, "", SCRIPT, "2026-02-30 09:00", "99999-01-01 09:00", "0001-01-01 00:00"),
    "flag": (None, [], {}, 7, NUL, LONG, SCRIPT),
    "bids": (None, [], {}, "x", 7, True, [[]], [{}], [None], [{"surplus": 1}], [ROW] * 1_000),
}
KIND_OF: Final[Mapping[str, str]] = {
    name: kind
    for kind, names in {
        "id": "client_id",
        "code": "account counterparty instrument market series to_account",
        "text": "invited memo note reason reason_en reason_zh",
        "choice": "at_margin contract_kind eligibility option_type order_kind pricing"
        " reserve_source settlement side upheld",
        "whole": "bid_max_t bid_min_t contracts deposit_pct minimum_t order_id quantity_t round"
        " term_days",
        "decimal": "amount amount_cny limit_cny loan_cny price_cny rate_pct repurchase_price_cny"
        " strike_cny",
        "date": "business_date day expires_on last_trading_day",
        "instant": "closes_at opens_at",
        "flag": "limit_public",
        "bids": "bids",
    }.items()
    for name in names.split()
}
NO_RECORDS: Final = ("XX-2026-999999", SCRIPT.replace("/", ""), "x" * 300, "碳", "0", "NaN")
NO_NUMBERS: Final = ("0", "1000000", str(2**62), str(HUGE))


@dataclass(frozen=True)
class Case:
    """A change of a valid request that breaks a rule.

    Args:
        name: what is wrong.
        changes: of the body; None leaves a field out.
        status: of the answer.
        number: of the check that refuses.
        who: sends it; empty: who sends the valid one.
        args: other arguments of the address.
        noted: surveillance keeps the attempt.
    """

    name: str
    changes: Mapping[str, Any]
    status: int
    number: int
    who: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    noted: bool = False


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A request that would be carried out, with what may be left out or changed harmlessly.

    Args:
        who: may send it.
        body: the fields, without client id, as JSON has them.
        api: method and route of the JSON interface, as `POST /api/v1/market/<code>/orders`.
        page: route of the form.
        args: arguments of the routes.
        optional: fields that may be left out or empty.
        harmless: hostile values that a field takes after all.
        typed: fields that the form shows and keeps; none of a button.
        cases: changes that break a rule.
        again: what a second request with another body and the same client id changes.
        once: the route takes no client id, so that a second request finds it done.
    """

    who: str
    body: Mapping[str, Any]
    api: str = ""
    page: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    harmless: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    again: Mapping[str, Any] = field(default_factory=dict)
    once: bool = False

    def goes(self, via: Via) -> bool:
        """Tell whether it has a route of this kind."""
        return bool(self.api if via == "json" else self.page)

    def arguments(self, via: Via) -> dict[str, object]:
        """Return the arguments of the route."""
        names = re.findall(r"<(\w+)>", self.route(via))
        return {name: self.args[name] for name in names}

    def route(self, via: Via) -> str:
        """Return the method and route."""
        return self.api if via == "json" else f"POST {self.page}"

    def path(self, via: Via, **args: object) -> str:
        """Return the address, with the arguments or others."""
        given = {name: str(value) for name, value in {**self.args, **args}.items()}
        rule = self.route(via).partition(" ")[2]
        return re.sub(r"<(\w+)>", lambda found: given[found[1]], rule)

    def valid(self, client_id: str = "") -> dict[str, Any]:
        """Return the valid body under an id of its own, or the id given."""
        return {"client_id": client_id or new_id(), **self.body}


def send(
    place: Besieged, attack: Attack, via: Via, body: Any, who: str = "", **args: object
) -> Any:
    """Send a body as JSON or as a form."""
    who, path = who or attack.who, attack.path(via, **args)
    if via == "form":
        return place.submit(who, path, form_of(body))
    method = attack.api.partition(" ")[0]
    return place.send(who, method, path, None if attack.once else body)


def form_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a form that say the same as JSON."""
    form = {}
    for name, value in body.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                form |= {f"{name}.{number}.{key}": str(cell) for key, cell in row.items()}
        elif isinstance(value, bool):
            form |= {name: "true"} if value else {}
        else:
            form[name] = str(value)
    return form


def hostile_bodies(attack: Attack, via: Via) -> Iterator[tuple[str, object, dict[str, Any]]]:
    """Return field, hostile value and body; each body differs from a valid one by one field."""
    valid = attack.valid()
    for name in dict.fromkeys((*valid, *attack.optional)):
        if via == "form" and (name == "client_id" or KIND_OF[name] == "flag"):
            continue  # what is no id is a new one; a box is checked or not
        for value in hostile_values(attack, name, via):
            changed = valid | {"client_id": new_id(), name: value}
            yield name, value, {key: each for key, each in changed.items() if each is not MISSING}
        for row_field in ("price_cny", "quantity_t") if name == "bids" else ():
            for value in hostile_values(attack, row_field, via):
                row = {**attack.body["bids"][0], row_field: value}
                rows = [{key: each for key, each in row.items() if each is not MISSING}]
                yield name, value, valid | {"client_id": new_id(), "bids": rows}
    if via == "json":
        yield SURPLUS, SCRIPT, attack.valid() | {SURPLUS: SCRIPT}


def hostile_values(attack: Attack, name: str, via: Via) -> Iterator[object]:
    """Return what a field does not take; a form sends texts only."""
    harmless = {repr(value) for value in attack.harmless.get(name, ())}
    for value in (MISSING, *KINDS[KIND_OF[name]]):
        nothing = value is MISSING or value == ""
        if (nothing and name in attack.optional) or repr(value) in harmless:
            continue
        if via == "json" or nothing or (isinstance(value, str | int) and value not in (True, 7)):
            yield value


def check_refused_json(answer: Any) -> dict[str, Any]:
    """A refusal with everything that a reader needs."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.mimetype == "application/json"
    error: dict[str, Any] = answer.json["error"]
    missing = [part for part in ("sentence", "fix") if not error[part]]
    if answer.status_code != 401:  # nobody's request is not looked at
        missing += [part for part in ("number", "rule", "source") if not error[part]]
    assert missing == [], error
    return error


def check_refused_page(answer: Any) -> str:
    """A page that refuses, with no script but the site's own."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.mimetype == "text/html"
    page: str = answer.text
    assert SCRIPT not in page
    assert 'role="alert"' in page
    return page


def check_named(page: str, name: str) -> None:
    """The page names a field as wrong, or the numbered check that refused."""
    marks = (f'id="error-{name}', f'href="#field-{name}', f"<li>{name}", f"<p>{name}")
    fields = re.search(r'data-fields="([^"]*)"', page)
    named = fields is not None and name in re.split(r"[ .]", fields[1])
    assert named or any(mark in page for mark in marks) or "/checks/" in page, name


def check_kept(page: str, typed: tuple[str, ...], body: Mapping[str, Any]) -> None:
    """The page shows again what was typed into every field but those that cannot show it."""
    shown = unescape(page)
    for name, text in form_of(body).items():
        if name.partition(".")[0] not in typed or text in ("", NUL):
            continue
        if KIND_OF.get(name, "") in {"choice", "code"} and f'<option value="{text}"' not in page:
            continue  # a list offers what can be chosen only
        assert str(escape(text)) in page or text in shown, (name, text[:60])
