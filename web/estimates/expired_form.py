"""A form sent after its token expired is shown again with what was typed, and a fresh token."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from methodologies import Methodology, MethodologyError, find
from web.errors import BAD_REQUEST, answer, refused_token, wants_json
from web.estimates.draft_state import sent_state
from web.estimates.form_page import form_page
from web.estimates.forms import read_estimate
from web.languages import current_language


def keep_typed(pages: Blueprint, view: str) -> None:
    """Let a view that takes a methodology's form show it again when the token expired.

    Args:
        pages: the view's blueprint; its other views refuse as everywhere.
        view: name of the view.
    """

    @pages.errorhandler(CSRFError)
    def _show_again(_error: CSRFError) -> ResponseReturnValue:
        methodology = _methodology() if request.endpoint == f"{pages.name}.{view}" else None
        if methodology is None or wants_json() or request.headers.get("HX-Request"):
            return answer(refused_token(), BAD_REQUEST)
        submitted = read_estimate(methodology, current_language(), request.form)
        submitted.form.clear_refusals()
        fix = _("What you typed is still here: send it again.")
        submitted.form.refuse(refused_token().model_copy(update={"fix": fix}))
        page = form_page(methodology, submitted, sent_state(request.form), judged=True)
        return page, BAD_REQUEST


def _methodology() -> Methodology | None:
    try:
        return find((request.view_args or {})["methodology_id"])
    except MethodologyError:
        return None
