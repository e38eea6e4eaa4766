"""The one module that knows status codes: errors as page, fragment or JSON, in one shape.

RefusedByRule (any package's error)    422, unless it belongs to a family:
├── UnknownRecord                      404
├── NotPermitted                       403
├── Conflict                           409
├── TooLarge, WrongType, TooMany       413, 415, 429
└── Unreadable                         400
InvalidInputError                           422, one refusal per field
SignInRequiredError                         401, as a page: on to the sign-in page
HTTPException of werkzeug              its own status
anything else                          500, logged with a reference
"""

import secrets
from typing import Any, Final, TypeVar

from flask import Flask, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from registry.worlds import InputInvalid
from web.languages import current_language
from web.refusal_texts import CSRF, HTTP, Text
from web.refusals import Language, Refusal, RefusedByRule, refusal
from web.strict_json import Unreadable

FAMILIES: Final = {
    "UnknownRecord": 404,
    "NotPermitted": 403,
    "Conflict": 409,
    "Unreadable": 400,
    "TooLarge": 413,
    "WrongType": 415,
    "TooMany": 429,
}
BAD_REQUEST: Final = 400
UNPROCESSABLE: Final = 422
UNAUTHORIZED: Final = 401
FIELDS_TOLD_MAX: Final = 200
DISCARDED_BYTES_MAX: Final = 32 * 1024 * 1024
DISCARDED_BYTES_AT_ONCE: Final = 64 * 1024
REDIRECTS: Final = range(300, 400)
API_PREFIX: Final = "/api/"
Model = TypeVar("Model", bound=BaseModel)


class InvalidInputError(Exception):
    """What a reader sent does not fit the input model."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(str(error))
        self.error = error


class SignInRequiredError(Exception):
    """Only signed-in readers may do this."""


def validated(model: type[Model], given: Any) -> Model:
    """Build an input model from what a reader sent.

    Raises:
        InvalidInputError: it does not fit.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InvalidInputError(error) from error


def init_app(app: Flask) -> None:
    """Let the app answer every error through this module."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InvalidInputError, _invalid)
    app.register_error_handler(SignInRequiredError, _sign_in)
    app.register_error_handler(Exception, _other)


def wants_json() -> bool:
    """Tell whether the reader is a program: an API address, or JSON preferred to HTML."""
    if request.path.startswith(API_PREFIX):
        return True
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]


def status_of(error: RefusedByRule) -> int:
    """Return the status code of a package's error, by its family."""
    names = (parent.__name__ for parent in type(error).__mro__)
    return next((FAMILIES[name] for name in names if name in FAMILIES), UNPROCESSABLE)


def answer(shown: Refusal, status: int) -> ResponseReturnValue:
    """Render a refusal as JSON, as a fragment for htmx, or as a page."""
    if wants_json():
        return jsonify(error=shown.model_dump()), status
    if request.headers.get("HX-Request"):
        return render_template("errors/_refusal.html", refusal=shown), status
    return render_template("errors/error.html", refusal=shown, status=status), status


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _unexpected(error.original_exception)
    status = error.code or 500
    if error.response is not None or status in REDIRECTS:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        _discard_body()
    if isinstance(error, CSRFError):
        return answer(refused_token(), BAD_REQUEST)
    return answer(_described(f"http.{status}", HTTP.get(status, HTTP[400])), status)


def refused_token() -> Refusal:
    """Put into words that a form expired, or came from another site."""
    return _described("http.csrf", CSRF)


def _discard_body() -> None:
    """Read what is still coming, within reason: a closed connection would hide the answer."""
    stream = request.environ["wsgi.input"]
    in_pieces = request.environ.get("wsgi.input_terminated", False)
    announced = DISCARDED_BYTES_MAX if in_pieces else 0  # a body in pieces announces no length
    left = min(request.content_length or announced, DISCARDED_BYTES_MAX)
    while left > 0 and (part := stream.read(min(left, DISCARDED_BYTES_AT_ONCE))):
        left -= len(part)


def _invalid(error: InvalidInputError) -> ResponseReturnValue:
    language = current_language()
    shown = refusal(error.error, language, FIELDS_TOLD_MAX)
    return answer(_numbered(shown, language), UNPROCESSABLE)


def _numbered(shown: Refusal, language: Language) -> Refusal:
    """Add the check that refuses input before its meaning is considered."""
    rule, source = InputInvalid.rule[language], InputInvalid.source
    return shown.model_copy(update={"number": InputInvalid.number, "rule": rule, "source": source})


def _sign_in(_error: SignInRequiredError) -> ResponseReturnValue:
    if wants_json() or request.method != "GET":
        return answer(_described("http.401", HTTP[UNAUTHORIZED]), UNAUTHORIZED)
    flash(_("Please sign in to continue."), "info")
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")), 303)


def _other(error: Exception) -> ResponseReturnValue:
    language = current_language()
    if isinstance(error, Unreadable):
        return answer(_numbered(refusal(error, language), language), status_of(error))
    if isinstance(error, RefusedByRule):
        return answer(refusal(error, language), status_of(error))
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    return _unexpected(error)


def _unexpected(error: BaseException) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    current_app.logger.error("unexpected error %s", reference, exc_info=error)
    return answer(_described("http.500", HTTP[500], reference=reference), 500)


def _described(code: str, text: Text, **facts: object) -> Refusal:
    spoken = current_language()
    return Refusal(
        code=code,
        sentence=text["sentence"][spoken].format(**facts),
        fix=text["fix"][spoken].format(**facts),
    )
