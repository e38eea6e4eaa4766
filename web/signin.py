"""Sign-in by Flask-Security on the catalogue, CSRF protection, and who is asking."""

from typing import Any, NoReturn
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from flask_login import user_logged_out  # type: ignore[import-untyped]  # it has no types
from flask_security import Security, SQLAlchemySessionUserDatastore, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import bindparam
from sqlalchemy.orm import joinedload
from sqlmodel import col, select, update

from web.catalogue import Role, User
from web.catalogue_sessions import CatalogueSessions
from web.demo_users import DEMO_PASSWORD, DEMO_USERS
from web.errors import API_PREFIX, SignInRequiredError
from web.installation import installation
from web.refusals import Refusal
from web.settings import Settings

PASSWORD_CHARACTERS_MIN = 12
CSRF_SECONDS = 12 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HTTP_ERRORS = 400

_BY_SESSION = (
    select(User)
    .where(col(User.fs_uniquifier) == bindparam("fs_uniquifier"))
    .options(joinedload(User.roles))  # type: ignore[arg-type]
)


class _Users(SQLAlchemySessionUserDatastore):
    """Finds who is signed in by a statement that is built once: every request asks for it."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        if kwargs.keys() != {"fs_uniquifier"}:
            return super().find_user(case_insensitive, **kwargs)
        found: User | None = self.db.session.scalar(_BY_SESSION, kwargs)
        return found


def init_app(app: Flask, settings: Settings, sessions: CatalogueSessions) -> None:
    """Configure sign-in and CSRF protection."""
    secret = settings.secret_key.get_secret_value()
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="tanlab",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.https,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=CSRF_SECONDS,
        WTF_CSRF_SSL_STRICT=False,
        **_security_options(app, settings.testing),
    )
    csrf = CSRFProtect(app)
    datastore = _Users(sessions.of_request, User, Role)
    security = Security(app, datastore)
    security.unauthn_handler(_sign_in_first)
    security.render_json(_as_json)
    if settings.demo:
        security.login_context_processor(
            lambda: {"demo_users": DEMO_USERS, "demo_password": DEMO_PASSWORD}
        )

    user_logged_out.connect(_void_other_cookies, app)

    @app.before_request
    def _refuse_forged_requests() -> None:
        """Every changing request needs the token, except API calls that carry no sign-in."""
        if request.method in SAFE_METHODS or (
            request.path.startswith(API_PREFIX) and not current_user.is_authenticated
        ):
            return
        csrf.protect()

    @app.teardown_appcontext
    def _forget(_error: BaseException | None) -> None:
        sessions.of_request.remove()


def _security_options(app: Flask, testing: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "PASSWORD_HASH": "argon2",
        "PASSWORD_LENGTH_MIN": PASSWORD_CHARACTERS_MIN,
        "PASSWORD_SINGLE_HASH": True,  # argon2 salts; a new secret must not void passwords
        "REGISTERABLE": False,
        "RECOVERABLE": False,
        "TRACKABLE": False,
        "CHANGEABLE": True,
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "RETURN_GENERIC_RESPONSES": True,
        "LOGOUT_METHODS": ["POST"],
        "POST_LOGIN_VIEW": "/start",
        "POST_LOGOUT_VIEW": "/",
        "POST_CHANGE_VIEW": "/",
        "API_ENABLED_METHODS": ["session"],
        "TOKEN_AUTHENTICATION_HEADER": "",
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "I18N_DIRNAME": ["builtin", f"{app.root_path}/translations"],
        "CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    }
    if testing:
        options["PASSWORD_HASH_PASSLIB_OPTIONS"] = {
            "argon2__time_cost": 1,
            "argon2__memory_cost": 8,
            "argon2__parallelism": 1,
        }
    return {f"SECURITY_{name}": value for name, value in options.items()}


def _void_other_cookies(_app: Flask, user: User) -> None:
    """Give the user a new key at sign-out, so that no cookie made before opens anything."""
    with installation().catalogue.unit_of_work() as session:
        session.exec(update(User).where(col(User.id) == user.id).values(fs_uniquifier=uuid4().hex))


def require_user() -> User:
    """Return the signed-in user.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    if not current_user.is_authenticated:
        raise SignInRequiredError
    user = current_user._get_current_object()
    assert isinstance(user, User)
    return user


def require_user_id() -> int:
    """Return the number of the signed-in user.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    found = require_user().id
    assert found is not None
    return found


def _sign_in_first(
    mechanisms: list[str],  # noqa: ARG001  Flask-Security calls by name
    headers: dict[str, str] | None = None,  # noqa: ARG001
) -> NoReturn:
    raise SignInRequiredError


def _as_json(
    payload: dict[str, Any], status: int, headers: dict[str, str] | None = None, _user: Any = None
) -> Response:
    """Answer Flask-Security's JSON callers in the one shape for errors."""
    if status < HTTP_ERRORS:
        response = jsonify(payload)
    else:
        sentences = [str(sentence) for sentence in payload.get("errors", [])]
        fields = [
            Refusal(code="signin.refused", field=field or "", sentence=" ".join(map(str, said)))
            for field, said in payload.get("field_errors", {}).items()
        ]
        shown = Refusal(code="signin.refused", sentence=" ".join(sentences), fields=fields)
        response = jsonify(error=shown.model_dump())
    response.status_code = status
    response.headers.extend(headers or {})
    return response
