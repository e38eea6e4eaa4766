"""Estimates in the midst of everything: whatever a request can act on waits there.

Dora and Otto develop projects, each for a party of their own; Adam and Ada administrate. Titles
that people chose hold a script.
"""

import io
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security import hash_password
from sqlmodel import select

from registry.parties import add_party, grant_mandate
from registry.worlds import unit_of_work
from tests.web.application import PASSWORD, built_app
from tests.web.hostile.besieged import SCRIPT, Besieged, Facts, new_id, settings_of
from tests.web.project_life import INPUTS
from web.catalogue import Role, User
from web.installation import Installation

API = "/api/v1"
PEOPLE = {
    "dora": "developer",
    "otto": "developer",
    "adam": "administrator",
    "ada": "administrator",
    "verifier": "verifier",
}
FACTORS = (
    b"table,key,region,year,value,unit,source,confidence\n"
    b"grid_margins,operating_margin,south,2031,0.71,t CO2/MWh,MEE notice,high\n"
)
HIDDEN = re.compile(r'name="(draft|revision|page)" value="([^"]*)"')


@dataclass
class Studio(Besieged):
    """An application with estimates, drafts, comparisons, links and factors."""

    def digest(self) -> dict[str, tuple[int, str]]:
        """Return rows and hash of each table of the world and of the catalogue."""
        found = super().digest()
        with self.installed.catalogue.reading() as session:
            connection = session.connection()
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).scalars()
            for name in names.all():
                rows = connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
                found[f"catalogue.{name}"] = len(rows), sha256(repr(rows).encode()).hexdigest()
        return found

    def upload(
        self, who: str, path: str, fields: Mapping[str, str], content: bytes, name: str
    ) -> Any:
        """Send a form with a file."""
        client = self.client(who)
        sent = {"csrf_token": self.tokens[who], **fields, "file": (io.BytesIO(content), name)}
        answer = client.post(path, data=sent, headers={"Accept-Language": "en"})
        answer.request.input_stream.close()  # the client keeps a large body in a file
        return answer


def open_studio(instance: Path) -> Studio:
    """Open an application on an empty, migrated instance, and fill it."""
    app = built_app(settings_of(instance))
    _add_people(app)
    place = Studio(app, Facts({}, {}))
    numbers: dict[str, str | int] = {}
    for who in ("dora", "otto"):
        kept = {"methodology_id": "ccer-01-002", "title": SCRIPT, "inputs": INPUTS}
        saved = _done(place, who, "/saved-estimates", {**kept, "client_id": new_id()})
        numbers[f"{who}.estimate"] = saved["report"]
        variants = [{"estimate": saved["report"]}, {"inputs": {**INPUTS, "grid": "north"}}]
        compared = {"methodology_id": "ccer-01-002", "title": SCRIPT, "variants": variants}
        numbers[f"{who}.comparison"] = _done(place, who, "/estimate-comparisons/saved", compared)[
            "id"
        ]
        numbers[f"{who}.link"] = _share(place, who, saved["report"])
        numbers[f"{who}.draft"] = _draft(place, who)
    numbers["visitor.draft"] = _draft(place, "visitor")
    asked = {"file": "factors.csv", "content": b64encode(FACTORS).decode(), "reason": SCRIPT}
    proposed = place.send(
        "adam", "POST", f"{API}/factors/imports", {**asked, "client_id": new_id()}
    )
    assert proposed.status_code in (200, 202), proposed.text
    for who in PEOPLE:
        place.client(who)
    place.facts = Facts({}, numbers)
    return place


def _add_people(app: Flask) -> None:
    installed: Installation = app.extensions["tanlab"]
    with app.app_context(), installed.catalogue.unit_of_work() as session:
        roles = {role.name: role for role in session.exec(select(Role)).all()}
        for who, name in PEOPLE.items():
            held = roles.setdefault(name, Role(name=name))
            email = f"{who}@example.org"
            session.add(User(email=email, password=hash_password(PASSWORD), roles=[held]))
    with unit_of_work(installed.worlds.open()) as session:
        for who in ("dora", "otto"):
            party = add_party(
                session, f"{who}{SCRIPT}", f"{who}{SCRIPT}", "developer", fictitious=True
            )
            assert party.id is not None
            grant_mandate(session, f"{who}@example.org", party.id)


def _done(place: Studio, who: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    answer = place.send(who, "POST", f"{API}{path}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def _share(place: Studio, who: str, number: str) -> str:
    asked = {"kind": "estimate", "origin": number, "title": SCRIPT, "days": 30}
    return str(_done(place, who, "/share-links", asked)["id"])


def _draft(place: Studio, who: str) -> str:
    """Keep a draft that holds what can be calculated."""
    named = dict(HIDDEN.findall(place.client(who).get("/estimate/ccer-01-002/new").text))
    typed = {name: str(value) for name, value in INPUTS.items()}
    answer = place.submit(who, "/estimate/ccer-01-002/draft", {**named, **typed})
    assert answer.status_code == 303, answer.text
    return str(named["draft"])
