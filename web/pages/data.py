"""About the data: what is published, what is illustrative, how to cite."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask_babel import LazyString, lazy_gettext

from market import FigureView, instruments, published_figures
from registry import reading
from web.acting import public_world
from web.pages.estimates import CONFIDENCE_TEXTS

pages = Blueprint("data", __name__)

MARKETS: Mapping[str, LazyString] = {
    "national": lazy_gettext("National market"),
    "pilots": lazy_gettext("Eight pilots together"),
    "shanghai": lazy_gettext("Shanghai pilot"),
    "ccer": lazy_gettext("CCER"),
}
MEASURES: Mapping[str, LazyString] = {
    "volume": lazy_gettext("Volume"),
    "turnover": lazy_gettext("Turnover"),
    "listed_volume": lazy_gettext("Listed volume"),
    "listed_turnover": lazy_gettext("Listed turnover"),
    "block_volume": lazy_gettext("Block volume"),
    "close": lazy_gettext("Close"),
    "close_max": lazy_gettext("Highest close"),
    "close_min": lazy_gettext("Lowest close"),
    "vwap": lazy_gettext("Mean price, weighted by volume"),
}
CONFIDENCES: Mapping[str, LazyString] = {
    **CONFIDENCE_TEXTS,
    "published": lazy_gettext("published, checked against a second source"),
    "derived": lazy_gettext("computed from published figures"),
}
PUBLISHED_OPENING = "CEA-"


@pages.get("/data")
def index() -> str:
    """Show the published figures with sources, and what is illustrative."""
    with reading(public_world()) as session:
        figures = published_figures(session)
        opened = instruments(session)
    return render_template(
        "data/index.html",
        groups=_by_market(figures),
        illustrative=[shown for shown in opened if not shown.code.startswith(PUBLISHED_OPENING)],
        markets=MARKETS,
        measures=MEASURES,
        confidences=CONFIDENCES,
    )


def _by_market(figures: list[FigureView]) -> dict[str, list[FigureView]]:
    groups: dict[str, list[FigureView]] = {}
    for figure in figures:
        groups.setdefault(figure.market, []).append(figure)
    return groups
