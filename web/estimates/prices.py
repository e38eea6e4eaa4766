"""Where prices of credits and certificates come from: the venue's last day, a simulation run."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import mean
from typing import Final

from flask_babel import gettext as _

from market.data import UnknownBulletin, UnknownMarket, bulletin_heads, daily_bulletin
from registry.worlds import WorldSession
from web.estimates.revenue import PriceScenario
from web.installation import Installation
from web.simulations.run_view import chosen_market, daily, months
from web.simulations.runs import Run, find_run, recent_runs, results

FEN_PER_CNY: Final = 100
CREDITS, CERTIFICATES = "ccer", "gec"
"""Schemes of the markets of this venue."""


def venue_prices(session: WorldSession, market: str) -> list[PriceScenario]:
    """Return a market's last closes: the composite where there is one, then each instrument.

    Returns:
        Nothing if the market is not listed, or had no trading day yet.
    """
    try:
        heads = bulletin_heads(session, market, 1)
        if not heads:
            return []
        bulletin = daily_bulletin(session, market, heads[0].business_date)
    except (UnknownMarket, UnknownBulletin):
        return []
    day = _("close of %(day)s at this venue", day=bulletin.business_date.isoformat())
    found = [
        PriceScenario(title=line.code, price_cny=_cny(line.prices.close_fen), source=day)
        for line in bulletin.lines
    ]
    if bulletin.prices is not None and len(found) != 1:
        composite = _cny(bulletin.prices.close_fen)
        found.insert(0, PriceScenario(title=_("Composite price"), price_cny=composite, source=day))
    return found


def finished_runs(installation: Installation) -> list[Run]:
    """Return the latest runs with results, the newest first."""
    return [run for run in recent_runs(installation) if run.is_done]


def run_title(run: Run) -> str:
    """Return how a run is chosen among others."""
    seed = _("seed %(seed)s", seed=run.request.seed)
    return f"{run.request.scenario} · {seed}"


def simulated_closes(installation: Installation, run_id: str) -> dict[str, Decimal]:
    """Return the closes of a run's first market by month, CNY/t.

    Raises:
        UnknownRun: there is none.
        RunNotDone: it has no results.
        NotARun, ResultsChanged: its files are gone or were changed.
    """
    files = results(installation, find_run(installation, run_id))
    found = months(daily(files, chosen_market(files)))
    return {month.month: month.close_cny for month in found}


def forward_scenarios(prices_cny: Sequence[Decimal], source: str) -> list[PriceScenario]:
    """Sum simulated prices up: lowest, mean, highest and last month."""
    if not prices_cny:
        return []
    figures = (
        (_("Forward, lowest month"), min(prices_cny)),
        (_("Forward, mean of months"), mean(prices_cny).quantize(Decimal("0.01"))),
        (_("Forward, highest month"), max(prices_cny)),
        (_("Forward, last month"), prices_cny[-1]),
    )
    return [PriceScenario(title=title, price_cny=price, source=source) for title, price in figures]


def _cny(price_fen: int) -> Decimal:
    return Decimal(price_fen) / FEN_PER_CNY
