"""Static files: named by their content, so that browsers may keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"
CACHE_SECONDS = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Give templates `asset(file)`."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = CACHE_SECONDS
    app.jinja_env.globals["asset"] = asset


def asset(file: str) -> str:
    """Return the URL of a static file, with a digest of its content."""
    return url_for("static", filename=file, v=_digest(file))


@lru_cache(maxsize=256)
def _digest(file: str) -> str:
    return hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:12]
