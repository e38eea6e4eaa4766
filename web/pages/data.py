"""About the data: what is published, what is illustrative, how to cite."""

from flask import Blueprint, render_template

from market.data import instruments, published_figures
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.figure_words import by_market

pages = Blueprint("data", __name__)

PUBLISHED_OPENING = "CEA-"


@pages.get("/data")
@public
def index() -> str:
    """Show the published figures with sources, and what is illustrative."""
    with reading(public_world()) as session:
        figures = published_figures(session)
        opened = instruments(session)
    return render_template(
        "data/index.html",
        groups=by_market(figures),
        illustrative=[shown for shown in opened if not shown.code.startswith(PUBLISHED_OPENING)],
    )
