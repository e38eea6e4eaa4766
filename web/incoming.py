"""The edge: every request's text is checked once, before any view runs.

Address, query, form fields and JSON (keys too) may hold no text that a database cannot store.
"""

from typing import Any

from flask import Flask, Request, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest

from web.errors import API_PREFIX
from web.storable_text import is_storable
from web.strict_json import Unreadable, UnstorableText, parse_json


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, read strictly."""

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """Parse JSON of a request."""
        return parse_json(s)


class CheckedRequest(Request):
    """A request that says what is wrong with its JSON."""

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Refuse with the reason where there is a sentence for it, else with 400 or 415."""
        if isinstance(e, Unreadable):
            raise e
        return super().on_json_loading_failed(e)


class Application(Flask):
    """Flask with strict reading."""

    json_provider_class = StrictJson
    request_class = CheckedRequest


def init_app(app: Flask) -> None:
    """Check every request of the app."""
    app.before_request(_check)


def _check() -> None:
    """Refuse text that cannot be stored.

    Raises:
        UnstorableText: the address, a field or a JSON text holds some.
        BadRequest: JSON for a page is not an object of fields.
    """
    if not is_storable(request.path):
        raise UnstorableText("", request.path)
    for fields in (request.args, request.form):
        for name, value in fields.items(multi=True):
            if not is_storable(name):
                raise UnstorableText(name, name)
            if not is_storable(value):
                raise UnstorableText(name, value)
    if request.is_json and request.get_data():
        given = request.get_json()
        if not request.path.startswith(API_PREFIX) and not isinstance(given, dict):
            raise BadRequest
