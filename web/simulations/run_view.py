"""A run's results as page and JSON show them: days, months, key figures, and how to repeat it."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from flask_babel import gettext as _

from simulations import RunFiles
from web.formats import number
from web.simulations.run_errors import UnknownMarket
from web.simulations.runs import RunRequest
from web.simulations.scenario_sources import OWN

FEN: Final = 100
PRICES: Final = ("open_cny", "high_cny", "low_cny", "close_cny", "turnover_cny")
VOLUMES: Final = ("listed_volume_t", "block_volume_t", "auction_volume_t")
Day = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one market.

    Args:
        month: such as `2025-09`.
        close_cny: close of its last trading day.
        mean_cny: turnover over volume; None without trades.
        listed_volume_t: traded on the book, t.
        block_volume_t: traded in blocks, t.
        turnover_cny: paid, CNY.
    """

    month: str
    close_cny: Decimal
    mean_cny: Decimal | None
    listed_volume_t: int
    block_volume_t: int
    turnover_cny: Decimal


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One headline number."""

    label: str
    value: str
    unit: str = ""


def markets_of(files: RunFiles) -> list[str]:
    """Return the run's markets in the order of its scenario."""
    return list(files.scenario["markets"])


def chosen_market(files: RunFiles, market: str = "") -> str:
    """Return the market asked for, else the first.

    Raises:
        UnknownMarket: the run has no such market.
    """
    known = markets_of(files)
    if market and market not in known:
        raise UnknownMarket(market=market[:64], known=", ".join(known))
    return market or known[0]


def daily(files: RunFiles, market: str) -> list[Day]:
    """Return one market's days from daily.parquet: money as exact decimal strings, volumes in t."""
    rows = (row for row in files.table("daily").to_pylist() if row["market"] == market)
    return [_day(row) for row in rows]


def months(days: Iterable[Day]) -> list[Month]:
    """Return the days summed up by month."""
    return [_month(month, list(rows)) for month, rows in groupby(days, lambda row: row["date"][:7])]


def key_figures(figures: Mapping[str, Any]) -> list[KeyFigure]:
    """Return a market's headline numbers from summary.json."""
    price, volume = _("CNY/t"), "t"
    return [
        KeyFigure(_("Mean close"), number(figures["price_mean_cny"], 2), price),
        KeyFigure(_("Last close"), number(figures["price_last_cny"], 2), price),
        KeyFigure(_("Traded volume"), number(figures["volume_t"]), volume),
        KeyFigure(_("In blocks"), _percent(figures["block_share"]), "%"),
        KeyFigure(_("In the busiest month"), _percent(figures["top_month_share"]), "%"),
        KeyFigure(_("In the last 60 days"), _percent(figures["last_60_days_share"]), "%"),
        KeyFigure(_("Firms"), number(figures["firms"])),
        KeyFigure(_("Firms in compliance"), _percent(figures["compliance_rate"]), "%"),
        KeyFigure(_("Obligation"), number(figures["obligation_t"]), volume),
        KeyFigure(_("Firms' abatement"), number(figures["abatement_t"]), volume),
        KeyFigure(_("Shortfall"), number(figures["shortfall_t"]), volume),
        KeyFigure(_("Carried over"), number(figures["carried_over_t"]), volume),
    ]


def as_cli(request: RunRequest) -> str:
    """Return the command that repeats the run."""
    words = ["tanlab", "run", _file(request), "--seed", str(request.seed)]
    for override in request.overrides:
        words += ["--set", override]
    return shlex.join([*words, "-o", "out"])


def as_python(request: RunRequest) -> str:
    """Return the lines of Python that repeat the run."""
    return "\n".join(
        [
            "from pathlib import Path",
            "",
            "from simulations import load_scenario, run, write_run",
            "",
            f"scenario = load_scenario({_file(request)!r}, {_listed(request.overrides)})",
            f"write_run(run(scenario, seed={request.seed}), Path('out'))",
        ]
    )


def _file(request: RunRequest) -> str:
    """Return how a program names the scenario: a saved one is downloaded first."""
    own = request.scenario.removeprefix(OWN)
    return request.scenario if own == request.scenario else f"scenario-{own.partition('@')[0]}.yaml"


def _listed(overrides: Sequence[str]) -> str:
    if not overrides:
        return "[]"
    return "[\n" + "".join(f"    {override!r},\n" for override in overrides) + "]"


def _day(row: Mapping[str, Any]) -> Day:
    money = {name: f"{Decimal(round(row[name] * FEN)) / FEN:.2f}" for name in PRICES}
    volumes = {name: row[name] for name in VOLUMES}
    return {
        "date": row["date"].isoformat(),
        "instrument": row["instrument"],
        **money,
        **volumes,
        "volume_t": sum(volumes.values()),
    }


def _month(month: str, rows: Sequence[Day]) -> Month:
    turnover_cny = sum((Decimal(row["turnover_cny"]) for row in rows), Decimal(0))
    volume_t = sum(row["volume_t"] for row in rows)
    return Month(
        month=month,
        close_cny=Decimal(rows[-1]["close_cny"]),
        mean_cny=turnover_cny / volume_t if volume_t else None,
        listed_volume_t=sum(row["listed_volume_t"] for row in rows),
        block_volume_t=sum(row["block_volume_t"] for row in rows),
        turnover_cny=turnover_cny,
    )


def _percent(share: float) -> str:
    return number(share * 100, 1)
