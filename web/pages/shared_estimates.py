"""Share links: make one, list and revoke one's own, and read what one was given."""

from datetime import UTC, datetime
from typing import Any, Final, Literal

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator

from methodologies import STATUS_TEXTS, find
from web.access import public, signed_in
from web.catalogue import ShareLink
from web.errors import validated
from web.estimates.comparisons import NUMBER_CHARACTERS, TITLE_CHARACTERS_MAX
from web.estimates.links import fits_address, packed
from web.estimates.share_links import (
    Shared,
    is_open,
    links_of,
    make_link,
    open_link,
    revoke_link,
)
from web.estimates.shared_figures import new_link
from web.factors.words import CONFIDENCE_TEXTS
from web.installation import installation
from web.pages.estimate_comparisons import shown_comparison
from web.signin import require_user_id

pages = Blueprint("shared_estimates", __name__, url_prefix="/estimate/shared")

MADE_ONCE: Final = "share_link_made"
PRIVATE: Final = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""No search engine lists what a link shows, and no other server learns the link."""


class LinkRequest(BaseModel):
    """What the form that makes a link sends."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    kind: Shared
    origin: str = Field(min_length=1, max_length=NUMBER_CHARACTERS)
    title: str = Field(min_length=1, max_length=TITLE_CHARACTERS_MAX)
    days: Literal[7, 30, 90, 365]

    @field_validator("days", mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        """Read the number of days as forms send it."""
        known = isinstance(value, str) and value.isascii() and value.isdigit()
        return int(value) if known and len(str(value)) < NUMBER_CHARACTERS else value  # type: ignore[call-overload]


@pages.get("")
@signed_in
def index() -> Response:
    """List the reader's own links; one that was just made shows its address, once."""
    now = datetime.now(UTC)
    with installation().catalogue.reading() as catalogue:
        links = links_of(catalogue, require_user_id())
    token = session.pop(MADE_ONCE, None)
    page = render_template(
        "shared_estimates/index.html",
        links=[(link, is_open(link, now)) for link in links],
        address=url_for(".show", token=token, _external=True) if token else None,
    )
    return _private(page)


@pages.post("")
@signed_in
def make() -> ResponseReturnValue:
    """Make a link to a saved estimate or comparison."""
    given = validated(LinkRequest, request.form.to_dict())
    user_id = require_user_id()
    wanted = new_link(given.kind, given.origin, given.title, given.days, user_id)
    with installation().catalogue.unit_of_work() as catalogue:
        _link, token = make_link(catalogue, user_id, wanted, datetime.now(UTC))
    session[MADE_ONCE] = token
    return redirect(url_for(".index"), 303)


@pages.post("/<link_id>/revoke")
@signed_in
def revoke(link_id: str) -> ResponseReturnValue:
    """Close a link for ever."""
    with installation().catalogue.unit_of_work() as catalogue:
        revoke_link(catalogue, require_user_id(), link_id, datetime.now(UTC))
    flash(_("Revoked. The link leads nowhere now."), "success")
    return redirect(url_for(".index"), 303)


@pages.get("/<token>")
@public
def show(token: str) -> Response:
    """Show what a link shares, to anybody who has it."""
    with installation().catalogue.reading() as catalogue:
        link = open_link(catalogue, token, datetime.now(UTC))
    page = _comparison(link) if link.kind == Shared.COMPARISON else _estimate(link)
    return _private(page)


def _estimate(link: ShareLink) -> str:
    result: dict[str, Any] = link.content["result"]
    reference, inputs = result["methodology"], packed(result["inputs"])
    return render_template(
        "shared_estimates/estimate.html",
        link=link,
        result=result,
        methodology=find(reference["id"], reference["version"]),
        inputs=inputs,
        fits_address=fits_address(inputs),
        status_texts=STATUS_TEXTS,
        confidence_texts=CONFIDENCE_TEXTS,
    )


def _comparison(link: ShareLink) -> str:
    return render_template(
        "shared_estimates/comparison.html",
        link=link,
        status_texts=STATUS_TEXTS,
        **shown_comparison(link.content["comparison"]),
    )


def _private(page: str) -> Response:
    answer = make_response(page)
    answer.headers.update(PRIVATE)
    return answer
