"""Copies the figures that a link shall show, without who calculated them."""

import json

from registry.worlds import reading
from web.acting import public_world
from web.estimates.comparisons import comparison_of
from web.estimates.differences import without_origins
from web.estimates.saved import own_estimate
from web.estimates.share_links import NewLink, Shared
from web.installation import installation


def new_link(kind: Shared, origin: str, title: str, days: int, user_id: int) -> NewLink:
    """Return the link to be made for a saved estimate or comparison of the signed-in person.

    Args:
        kind: what is shared.
        origin: its number.
        title: seen by every reader.
        days: until the link expires.
        user_id: of who is signed in.

    Raises:
        RegistryError: there is no such estimate, or it is of somebody else's party.
        UnknownComparison: the user has saved none of this number.
    """
    if kind is Shared.ESTIMATE:
        with reading(public_world()) as session:
            content = {"result": json.loads(own_estimate(session, origin).result_json)}
    else:
        with installation().catalogue.reading() as catalogue:
            kept = comparison_of(catalogue, user_id, origin)
        content = {"comparison": without_origins(kept.content)}
    return NewLink(kind=kind, origin=origin, title=title, content=content, days=days)
