"""Builders for tests of projects: a pdf, a filed design, and steps through the JSON interface."""

import base64
from datetime import timedelta
from uuid import uuid4

from flask import Flask

from registry.worlds import DrivenClock, set_clock, unit_of_work
from tests.web.demo_site import Person
from web.installation import Installation

PDF = b"%PDF-1.4 example"
INPUTS = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
ISSUABLE = 761_646
DESIGN = {
    "construction_start": "2019-03-01",
    "crediting_from": "2022-01-01",
    "crediting_to": "2031-12-31",
    "outside_quota": True,
}
PUBLICITY = timedelta(days=45)
"""Longer than twenty working days, whatever holidays lie in between."""


def saved(developer: Person, title: str = "An estimate", **more: object) -> str:
    """The number of a new saved estimate."""
    body = {
        "methodology_id": "ccer-01-002",
        "title": title,
        "inputs": {**INPUTS, **more},
        "client_id": uuid4().hex,
    }
    answer = developer.call("/saved-estimates", body)
    assert answer.status_code == 200, answer.json
    return str(answer.json["report"])


def started(developer: Person, name: str = "Journey") -> str:
    """The number of a new draft."""
    body = {"estimate": saved(developer), "name": name, "client_id": uuid4().hex}
    answer = developer.call("/projects", body)
    assert answer.status_code == 200, answer.json
    return str(answer.json["project"])


def described(developer: Person, name: str = "Journey", **design: object) -> str:
    """The number of a draft with its design facts."""
    number = started(developer, name)
    facts = {"name": name, **DESIGN, **design, "client_id": uuid4().hex}
    answer = developer.call(f"/projects/{number}/design", facts, "PUT")
    assert answer.status_code == 200, answer.json
    return number


def file_document(
    person: Person, project: str, kind: str, report: str = "", content: bytes = PDF
) -> tuple[int, str]:
    """File a document; status and document number or error code."""
    body = {
        "document_kind": kind,
        "name": f"{kind}.pdf",
        "content_base64": base64.b64encode(content).decode(),
        "report": report,
        "client_id": uuid4().hex,
    }
    answer = person.call(f"/projects/{project}/documents", body)
    shown = answer.json.get("document") or answer.json["error"]["code"]
    return answer.status_code, shown


def step(person: Person, path: str, name: str, **more: str) -> tuple[int, str]:
    """Take a step; status and error code."""
    answer = person.call(path, {"step": name, "client_id": uuid4().hex, **more})
    return answer.status_code, answer.json.get("error", {}).get("code", "")


def published(developer: Person, name: str = "Journey") -> str:
    """The number of a project published today."""
    number = described(developer, name)
    assert file_document(developer, number, "design")[0] == 200
    assert step(developer, f"/projects/{number}/steps", "publish") == (200, "")
    return number


def advance(app: Flask, duration: timedelta = PUBLICITY) -> None:
    """Move the public world's clock on, and let it stand there."""
    installed: Installation = app.extensions["tanlab"]
    with unit_of_work(installed.worlds.open()) as session:
        set_clock(session, DrivenClock(session.clock.now() + duration))
