"""Home with its three doors, the language switch, and the health check."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from web.access import public
from web.errors import validated
from web.home_figures import home_figures
from web.installation import installation
from web.languages import COOKIE, LanguageChoice

COOKIE_SECONDS = 365 * 24 * 3600

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def index() -> str:
    """Show the three doors: estimate, trade, simulate."""
    return render_template("home/index.html", figures=home_figures())


@pages.post("/language")
@public
def switch_language() -> AnyResponse:
    """Change the reader's language and return to the same page."""
    choice = validated(LanguageChoice, request.form.to_dict())
    if current_user.is_authenticated:
        with installation().catalogue.unit_of_work() as session:
            user = session.merge(current_user._get_current_object(), load=True)
            user.language = choice.language
    response = redirect(_own_path(choice.next), 303)
    response.set_cookie(
        COOKIE, choice.language, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True
    )
    return response


@pages.get("/healthz")
@public
def health() -> Response:
    """Answer load balancers."""
    return jsonify(ok=True)


def _own_path(target: str) -> str:
    """Return the path if it is one of ours, else the home page."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and target.isprintable() else "/"
