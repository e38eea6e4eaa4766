"""The rules of trading of a market as readers see them: by mode, with source and confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import lazy_gettext
from pydantic import BaseModel, ConfigDict, Field

from market.rules import MARKETS, MODES, Phase, PhaseNow, UnknownRules, trading_rows
from market.venue import phase_now
from registry.rules import RuleParameter, SchemeUnknown, rule_book, scheme_profile
from registry.worlds import WorldSession

PHASE_TEXTS: Final = {
    Phase.CLOSED: lazy_gettext("Not open yet"),
    Phase.OPEN: lazy_gettext("Listed trading"),
    Phase.BREAK: lazy_gettext("Midday break"),
    Phase.BLOCK: lazy_gettext("Listed and block trading"),
    Phase.AFTER: lazy_gettext("Closed for today"),
}
"""What each phase of a market's day is called."""
COMPARED: Final = (
    ("trading_modes", "all"),
    ("trading_band_pct", "listed"),
    ("trading_band_pct", "block"),
    ("trading_quantity_min", "block"),
    ("trading_fee_rate", "all"),
    ("trading_hours", "listed"),
)
"""Rules by which the list of markets compares them: key and mode."""


class TradingRulesQuery(BaseModel):
    """What the address of a market's rules may say."""

    model_config = ConfigDict(extra="forbid")

    as_of: date | None = Field(None, description="Day on which the rules hold; default today.")


@dataclass(frozen=True, slots=True)
class TradingRules:
    """The rules of a market on a day.

    Attributes:
        market: its scheme.
        day: on which they hold.
        sections: rows by `all` and by mode, in order; modes without rows are left out.
        phase: where the market is in its day; None where it has no rules today.
        enforced: whether this world refuses orders outside the hours.
    """

    market: str
    day: date
    sections: Mapping[str, Sequence[RuleParameter]]
    phase: PhaseNow | None
    enforced: bool


def trading_rules(session: WorldSession, market: str, day: date | None) -> TradingRules:
    """Read the rules of a market.

    Args:
        session: a reading.
        market: its scheme.
        day: on which they hold; None: today.

    Raises:
        SchemeUnknown: no market has the name.
    """
    if market not in MARKETS:
        raise SchemeUnknown(scheme=market[:40], field="market", value=market[:40])
    on = day or session.clock.today()
    rows = trading_rows(rule_book(session), market, on)
    sections: dict[str, list[RuleParameter]] = {whom: [] for whom in ("all", *MODES)}
    for row in rows:
        sections[row.applies_to if row.applies_to in MODES else "all"].append(row)
    phase, enforced = _phase(session, market)
    found = {whom: held for whom, held in sections.items() if held}
    return TradingRules(market, on, found, phase, enforced)


def compared_markets(
    session: WorldSession,
) -> list[tuple[str, list[RuleParameter | None], PhaseNow | None]]:
    """Return each market with the rules by which markets are compared, and its phase."""
    rules, today = rule_book(session), session.clock.today()
    compared = []
    for market in MARKETS:
        rows = [
            next(
                (
                    row
                    for whom in (mode, "all")
                    for row in trading_rows(rules, market, today)
                    if (row.key, row.applies_to) == (key, whom)
                ),
                None,
            )
            for key, mode in COMPARED
        ]
        compared.append((market, rows, _phase(session, market)[0]))
    return compared


def market_title(market: str, language: str) -> str:
    """Return what a market is called."""
    return scheme_profile(market).name[language]


def _phase(session: WorldSession, market: str) -> tuple[PhaseNow | None, bool]:
    try:
        return phase_now(session, market)
    except UnknownRules:
        return None, False
