"""Wires the application together; nothing connects before the first request."""

from flask import Flask
from flask_security import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    access,
    api,
    assets,
    errors,
    figure_words,
    formats,
    headers,
    incoming,
    languages,
    navigation,
    pages,
    signin,
)
from web.installation import install
from web.market import pauses
from web.registry import words as registry_words
from web.settings import Settings

BODY_BYTES_MAX = 1024 * 1024


def build(settings: Settings) -> Flask:
    """Build the web application for an installation's settings."""
    app = incoming.Application("web", static_folder="static", template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=BODY_BYTES_MAX,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    installed = install(settings)
    app.extensions["tanlab"] = installed
    headers.init_app(app, settings.https)
    languages.init_app(app)
    signin.init_app(app, settings, installed.catalogue)
    incoming.init_app(app)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's and its heirs
    errors.init_app(app)
    assets.init_app(app)
    formats.init_app(app)
    navigation.init_app(app)
    registry_words.init_app(app)
    figure_words.init_app(app)
    pauses.init_app(app)
    pages.init_app(app)
    api.init_app(app)
    access.init_app(app)
    app.context_processor(lambda: {"demo": settings.demo, "current_user": current_user})
    return app
