"""The rules of trading of each market: one page to compare them, one for each with every value."""

from flask import Blueprint, render_template, request

from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.errors import validated
from web.languages import current_language
from web.market.trading_rules import (
    PHASE_TEXTS,
    TradingRulesQuery,
    compared_markets,
    market_title,
    trading_rules,
)

pages = Blueprint("trading_rules", __name__, url_prefix="/market/rules")


@pages.get("")
@public
def index() -> str:
    """Compare the markets by the rules that differ."""
    with reading(public_world()) as session:
        compared = compared_markets(session)
    return render_template(
        "trading_rules/index.html", compared=compared, market_title=market_title, phases=PHASE_TEXTS
    )


@pages.get("/<market>")
@public
def show(market: str) -> str:
    """Show every rule of trading of a market on a day, by mode."""
    query = validated(TradingRulesQuery, dict(request.args.items()))
    with reading(public_world()) as session:
        shown = trading_rules(session, market, query.as_of)
    return render_template(
        "trading_rules/show.html",
        shown=shown,
        title=market_title(market, current_language()),
        phases=PHASE_TEXTS,
    )
