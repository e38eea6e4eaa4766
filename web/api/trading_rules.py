"""`/market/rules`: the rules of trading of each market, with the phase of its day."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel

from market.rules import MARKETS, MODES
from registry.rules import scheme_profile
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.rules import RuleShape
from web.api.specification import answers, specification
from web.errors import validated
from web.market.trading_rules import TradingRulesQuery, trading_rules
from web.rules.tables import rule_json

api = Blueprint("trading_rules", __name__, url_prefix="/market/rules")
TAGS = ["market"]


class MarketName(BaseModel):
    """A market by its scheme."""

    market: str
    name: dict[str, str]


class MarketNames(BaseModel):
    """Every market whose rules of trading are known."""

    markets: list[MarketName]


class TradingRulesAnswer(BaseModel):
    """The rules of a market on a day; the phase is that of now, by the world's clock.

    `hours_enforced` tells whether orders outside the hours are refused in this world.
    """

    market: str
    day: date
    phase: str | None
    next_phase: str | None
    next_phase_at: datetime | None
    opens_at: datetime | None
    hours_enforced: bool
    all: list[RuleShape]
    listed: list[RuleShape]
    block: list[RuleShape]
    auction: list[RuleShape]


@api.get("")
@specification.validate(resp=answers(MarketNames), tags=TAGS)
@public
def list_markets() -> MarketNames:
    """List the markets."""
    names = [
        MarketName(market=market, name=dict(scheme_profile(market).name)) for market in MARKETS
    ]
    return MarketNames(markets=names)


@api.get("/<market>")
@specification.validate(
    query=TradingRulesQuery, resp=answers(TradingRulesAnswer, 404, 422), tags=TAGS
)
@public
def show_rules(market: str) -> TradingRulesAnswer:
    """Show every rule of trading of a market on a day."""
    query = validated(TradingRulesQuery, dict(request.args.items()))
    with reading(public_world()) as session:
        shown = trading_rules(session, market, query.as_of)
    rows: dict[str, Any] = {
        whom: [RuleShape(**rule_json(row)) for row in shown.sections.get(whom, ())]
        for whom in ("all", *MODES)
    }
    phase = shown.phase
    return TradingRulesAnswer(
        market=shown.market,
        day=shown.day,
        phase=phase and phase.phase.value,
        next_phase=phase and phase.next_phase and phase.next_phase.value,
        next_phase_at=phase and phase.next_at,
        opens_at=phase and phase.opens_at,
        hours_enforced=shown.enforced,
        **rows,
    )
