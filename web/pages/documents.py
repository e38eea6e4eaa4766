"""Documentation of the API: Swagger UI, served from this server and without inline script."""

from functools import lru_cache
from importlib.resources import files

from flask import Blueprint, Response, abort, render_template

from web.access import public

FILES = {"swagger_bundle.js": "text/javascript", "swagger_style.css": "text/css"}
CACHE_SECONDS = 24 * 3600

pages = Blueprint("documents", __name__, url_prefix="/api/v1/docs")


@pages.get("/")
@public
def docs() -> str:
    """Show the API's documentation."""
    return render_template("documents/docs.html")


@pages.get("/assets/<name>")
@public
def asset(name: str) -> Response:
    """Return a file of Swagger UI, as packaged by offapi."""
    if name not in FILES:
        abort(404)
    response = Response(_packaged(name), mimetype=FILES[name])
    response.cache_control.max_age = CACHE_SECONDS
    return response


@lru_cache(maxsize=len(FILES))
def _packaged(name: str) -> bytes:
    return (files("offapi") / name).read_bytes()
