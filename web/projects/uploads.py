"""Documents and comments as they arrive: read within bounds, and carried out in one unit of work.

A document's bytes and the command that names their digest are kept together or not at all; so are
a comment and its writer's contact, which is no part of the command.
"""

import base64
import binascii
import hashlib
import hmac
from contextlib import closing
from typing import Final

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from market.services import execute
from registry.projects import (
    AttachDocument,
    CommentOnProject,
    DocumentTooLarge,
    keep_contact,
    keep_content,
)
from registry.worlds import Actor, Outcome, WorldSession, carry_out
from web.acting import acting, public_world

UPLOAD_BYTES_MAX: Final = 11 * 1024 * 1024
"""What the edge reads of a form with a file; the rule's own limit lies below and explains more."""

ENCODED_BYTES_MAX: Final = 15 * 1024 * 1024
"""The same in JSON, where four characters stand for three bytes."""

PUBLIC: Final = Actor("public")
ORIGIN_CHARACTERS: Final = 32


def take_uploads(*endpoints: str, bytes_max: int = UPLOAD_BYTES_MAX) -> None:
    """Let requests for these endpoints bring a file; call it before anything reads the body."""
    if request.endpoint in endpoints:
        request.max_content_length = bytes_max


def uploaded(name: str = "file") -> tuple[str, bytes]:
    """Return name and bytes of an uploaded file; of a missing one, both empty."""
    with closing(request.files.get(name) or FileStorage()) as file:
        return (file.filename or "").strip(), file.read()


def decoded(name: str, encoded: str) -> bytes:
    """Return the bytes of base64 text; of text that is none, nothing.

    Raises:
        DocumentTooLarge: it holds nothing, or is no base64.
    """
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise DocumentTooLarge(name=name, size=0, maximum=UPLOAD_BYTES_MAX, field="file")
    return content


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def carry_out_document(command: AttachDocument, content: bytes) -> Outcome:
    """Keep a file's bytes and file it as the signed-in person, once for each client id.

    Raises:
        SignInRequiredError: nobody is signed in.
        RegistryError: it is refused; nothing is kept.
    """

    def work(session: WorldSession) -> Outcome:
        actor = acting(session)
        keep_content(session, command.name, content)
        return execute(session, command, actor)

    return carry_out(public_world(), work)


def carry_out_comment(command: CommentOnProject, contact: str) -> Outcome:
    """Take a comment from whoever sent it, once for each client id.

    Raises:
        RegistryError: it is refused; nothing is kept.
    """

    def work(session: WorldSession) -> Outcome:
        outcome = execute(session, command, PUBLIC)
        keep_contact(session, str(outcome.data["comment"]), contact)
        return outcome

    return carry_out(public_world(), work)


def origin() -> str:
    """Return a keyed hash of where the request comes from: enough to count, not to know who."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    address = (request.remote_addr or "").encode()
    return hmac.new(key, b"comment:" + address, hashlib.sha256).hexdigest()[:ORIGIN_CHARACTERS]
