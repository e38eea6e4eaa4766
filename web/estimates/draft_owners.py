"""Whose drafts a request is about: the user's, else those of the visitor's browser.

A visitor is known by a random key in a signed cookie that is set when the first draft is kept; the
catalogue holds only the key's hash, so that nobody who reads the database can take a draft over.
"""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from flask import Response, after_this_request, current_app, g, request
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from web.estimates.drafts import VISITOR_DAYS, DraftOwner

COOKIE: Final = "tanlab_drafts"
NEW_KEY: Final = "new_draft_key"
KEY_BYTES: Final = 24
SECONDS_PER_DAY: Final = 86_400


def draft_owner() -> DraftOwner:
    """Return whose drafts are shown; those of nobody to a visitor who has none."""
    if current_user.is_authenticated:
        return DraftOwner(user_id=current_user.id)
    return DraftOwner(visitor_hash=visitor_hash())


def keeping_draft_owner() -> DraftOwner:
    """Return under whom a draft is kept; a visitor's browser gets a key, or keeps it for longer."""
    if current_user.is_authenticated:
        return DraftOwner(user_id=current_user.id)
    key = _visitor_key() or g.get(NEW_KEY) or token_urlsafe(KEY_BYTES)
    setattr(g, NEW_KEY, key)  # two drafts kept by one request are of one visitor

    @after_this_request
    def _remember(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(_serializer().dumps(key)),
            max_age=VISITOR_DAYS * SECONDS_PER_DAY,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response

    return DraftOwner(visitor_hash=_hashed(key))


def visitor_hash() -> str | None:
    """Return the hash of the browser's key, None if it has no valid one; also after a sign-in."""
    key = _visitor_key()
    return None if key is None else _hashed(key)


def _visitor_key() -> str | None:
    try:
        key = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return key if isinstance(key, str) else None


def _hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _serializer() -> URLSafeSerializer:
    secret = current_app.secret_key
    assert secret
    return URLSafeSerializer(secret, salt="tanlab.drafts")
