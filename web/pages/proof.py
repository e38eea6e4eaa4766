"""The event log in public: its newest signed state, its key, its events, a check of old ones."""

import json

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from market.services import TRANSACTION_TYPES
from registry.proof import (
    CheckpointAhead,
    Entry,
    ProofRefused,
    check_against,
    entries,
    log_size,
    may_read,
    newest_checkpoints,
    read_checkpoint,
)
from registry.worlds import Role, reading
from web.access import public
from web.acting import public_world
from web.errors import status_of, validated
from web.installation import installation
from web.languages import current_language
from web.proof.log_keeping import current_checkpoint
from web.proof.log_keys import world_key
from web.refusals import refusal

pages = Blueprint("proof", __name__)

ENTRIES_PER_PAGE = 20
CHECKPOINTS_SHOWN = 10
CHECKPOINT_CHARACTERS_MAX = 1_000
ENTRIES_RECOMPUTED_MAX = 200_000
ROLES = {role.value: role for role in Role}
EVENT_NAMES = {
    "command": lazy_gettext("Command"),
    "posting": lazy_gettext("Posting"),
    "certificate": lazy_gettext("Certificate"),
    "party": lazy_gettext("Party"),
    "account": lazy_gettext("Account"),
    "mandate": lazy_gettext("Mandate"),
    "unit_type": lazy_gettext("Unit type"),
    "clock": lazy_gettext("Clock"),
    "key": lazy_gettext("Key"),
}
COMMAND_NAMES = {type_.command.kind: type_.name for type_ in TRANSACTION_TYPES}


class EventsQuery(BaseModel):
    """Which page of events; none: the newest."""

    model_config = ConfigDict(extra="ignore")

    page: int = Field(0, ge=0, le=10**12)


class CheckpointQuery(BaseModel):
    """An old checkpoint to check."""

    model_config = ConfigDict(extra="ignore")

    checkpoint: str = Field("", max_length=CHECKPOINT_CHARACTERS_MAX)


@pages.get("/proof")
@public
def index() -> str:
    """Show the newest checkpoint and the key, and how to use them."""
    world = public_world()
    key = world_key(installation().settings, world.slug)
    newest = current_checkpoint(world, key)
    with reading(world) as session:
        published = newest_checkpoints(session, CHECKPOINTS_SHOWN)
        size = log_size(session)
    return render_template(
        "proof/index.html",
        newest=newest,
        published=published,
        size=size,
        key=key.public.text,
        base=installation().settings.public_url or request.url_root.rstrip("/"),
    )


@pages.get("/proof/events")
@public
def events() -> str:
    """Browse the events, newest last on the last page."""
    wanted = validated(EventsQuery, request.args).page
    roles = reader_roles()
    with reading(public_world()) as session:
        size = log_size(session)
        last_page = max(1, -(-size // ENTRIES_PER_PAGE))
        page = min(wanted or last_page, last_page)
        first = (page - 1) * ENTRIES_PER_PAGE
        found = entries(session, first, min(size, first + ENTRIES_PER_PAGE))
    shown = [(entry, _indented(entry, roles)) for entry in found]
    return render_template(
        "proof/events.html",
        shown=shown,
        page=page,
        last_page=last_page,
        size=size,
        event_names=EVENT_NAMES,
        command_names=COMMAND_NAMES,
    )


@pages.get("/proof/check")
@public
def check() -> ResponseReturnValue:
    """Check an old checkpoint against the log: recompute its root from the events of today."""
    text = validated(CheckpointQuery, request.args).checkpoint
    if not text.strip():
        return render_template("proof/check.html", text="", refused=None, old=None, size=0)
    world = public_world()
    key = world_key(installation().settings, world.slug).public
    try:
        old = read_checkpoint(text)
        old.check(key)
        with reading(world) as session:
            size = log_size(session)
            if old.size <= ENTRIES_RECOMPUTED_MAX:
                check_against(session, old)
            elif old.size > size:
                raise CheckpointAhead(found=old.size, size=size)
    except ProofRefused as error:
        refused = refusal(error, current_language())
        page = render_template("proof/check.html", text=text, refused=refused, old=None, size=0)
        return page, status_of(error)
    return render_template(
        "proof/check.html",
        text=text,
        refused=None,
        old=old,
        size=size,
        recomputed=old.size <= ENTRIES_RECOMPUTED_MAX,
    )


def reader_roles() -> frozenset[Role]:
    """Return the roles of whoever reads; none without a sign-in."""
    if not current_user.is_authenticated:
        return frozenset()
    return frozenset(ROLES[role.name] for role in current_user.roles if role.name in ROLES)


def _indented(entry: Entry, roles: frozenset[Role]) -> str:
    """Return an event's content for people, empty if this reader may not see it."""
    if entry.content is None or not may_read(entry.kind, entry.subject, roles):
        return ""
    return json.dumps(json.loads(entry.content), ensure_ascii=False, indent=2)
