"""`/share-links` and `/shared-estimates`: make, list and revoke links; read what one shows."""

from datetime import UTC, datetime
from typing import Any, Literal

from flask import Blueprint, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from web.access import public, signed_in
from web.api.specification import answers, specification
from web.catalogue import ShareLink
from web.estimates.comparisons import NUMBER_CHARACTERS, TITLE_CHARACTERS_MAX
from web.estimates.share_links import (
    Shared,
    is_open,
    links_of,
    make_link,
    open_link,
    revoke_link,
)
from web.estimates.shared_figures import new_link
from web.installation import installation
from web.signin import require_user_id

api = Blueprint("shared_estimates", __name__)
TAGS = ["estimates"]


class ShareRequest(BaseModel):
    """What a link shall show, to when."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    kind: Literal["estimate", "comparison"]
    origin: str = Field(
        min_length=1,
        max_length=NUMBER_CHARACTERS,
        description="Number of the saved estimate or comparison; readers do not see it.",
    )
    title: str = Field(min_length=1, max_length=TITLE_CHARACTERS_MAX, description="Readers see it.")
    days: Literal[7, 30, 90, 365] = 30


class LinkAnswer(BaseModel):
    """A link in its maker's list."""

    id: str
    kind: str
    origin: str
    title: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    open: bool


class NewLinkAnswer(LinkAnswer):
    """A link just made, with its address, which is told only now."""

    address: str


class LinkList(BaseModel):
    """The user's links, the latest first."""

    links: list[LinkAnswer]


class SharedAnswer(BaseModel):
    """What a link shows: a `result` or a `comparison`."""

    kind: str
    title: str
    created_at: datetime
    expires_at: datetime
    result: dict[str, Any] | None = None
    comparison: dict[str, Any] | None = None


@api.get("/share-links")
@specification.validate(resp=answers(LinkList, 401), tags=TAGS)
@signed_in
def read_links() -> LinkList:
    """List the user's links, without their addresses."""
    with installation().catalogue.reading() as session:
        links = [LinkAnswer(**_told(link)) for link in links_of(session, require_user_id())]
    return LinkList(links=links)


@api.post("/share-links")
@specification.validate(
    json=ShareRequest,
    resp=answers(NewLinkAnswer, 400, 401, 403, 404, 409, 413, 415, 422),
    tags=TAGS,
)
@signed_in
def share() -> NewLinkAnswer:
    """Make a link that shows a copy of the figures to whoever has it."""
    wanted = ShareRequest.model_validate(request.json)
    user_id = require_user_id()
    new = new_link(Shared(wanted.kind), wanted.origin, wanted.title, wanted.days, user_id)
    with installation().catalogue.unit_of_work() as session:
        made, token = make_link(session, user_id, new, datetime.now(UTC))
        told = _told(made)
    return NewLinkAnswer(
        **told, address=url_for("shared_estimates.show", token=token, _external=True)
    )


@api.post("/share-links/<link_id>/revoke")
@specification.validate(resp=answers(LinkAnswer, 401, 404), tags=TAGS)
@signed_in
def revoke(link_id: str) -> LinkAnswer:
    """Close a link for ever."""
    with installation().catalogue.unit_of_work() as session:
        closed = revoke_link(session, require_user_id(), link_id, datetime.now(UTC))
        return LinkAnswer(**_told(closed))


@api.get("/shared-estimates/<token>")
@specification.validate(resp=answers(SharedAnswer, 404), tags=TAGS)
@public
def read_shared(token: str) -> SharedAnswer:
    """Return what a link shows, to anybody who has it."""
    with installation().catalogue.reading() as session:
        link = open_link(session, token, datetime.now(UTC))
    return SharedAnswer(
        kind=link.kind,
        title=link.title,
        created_at=link.created_at,
        expires_at=link.expires_at,
        **link.content,
    )


def _told(link: ShareLink) -> dict[str, Any]:
    names = [name for name in LinkAnswer.model_fields if name != "open"]
    told: dict[str, Any] = {name: getattr(link, name) for name in names}
    return {**told, "open": is_open(link, datetime.now(UTC))}
