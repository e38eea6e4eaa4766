"""Months and years of the real national market, entered once, with source and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML
from sqlmodel import col, select

from market.data.models import PublishedPeriod
from registry.worlds import WorldSession

_FILE = "published_history.yaml"
NATIONAL = "national"
YEAR_CHARACTERS = 4


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A month or a year of a real market.

    Args:
        market: whose, `national`.
        period: `2024-09` or `2024`.
        close_cny: last close of the period, CNY/t; None where it was not retrieved.
        price_basis: what closes were of: listed, composite, or one vintage; empty: not known.
        volume_t: of all modes, t.
        turnover_cny: of all modes, CNY; None where only the average price is known.
        vwap_cny: turnover by volume, CNY/t.
        source_zh: where it was published, in Chinese.
        source_en: the same in English.
        confidence: published, high or derived.
    """

    market: str
    period: str
    close_cny: str | None
    price_basis: str
    volume_t: int
    turnover_cny: str | None
    vwap_cny: str | None
    source_zh: str
    source_en: str
    confidence: str


_FIELDS = tuple(PeriodView.__slots__)


def load_published_history(session: WorldSession) -> int:
    """Enter the months and years that are not there yet; return how many were new."""
    known = set(session.exec(select(PublishedPeriod.market, PublishedPeriod.period)).all())
    new = [each for each in _published() if (each.market, each.period) not in known]
    session.add_all(
        PublishedPeriod(**{name: getattr(each, name) for name in _FIELDS}) for each in new
    )
    session.flush()
    return len(new)


def published_months(session: WorldSession, market: str = NATIONAL) -> list[PeriodView]:
    """Return the months of a market, oldest first."""
    return [each for each in _rows(session, market) if len(each.period) > YEAR_CHARACTERS]


def published_years(session: WorldSession, market: str = NATIONAL) -> list[PeriodView]:
    """Return the years of a market, oldest first."""
    return [each for each in _rows(session, market) if len(each.period) == YEAR_CHARACTERS]


def _rows(session: WorldSession, market: str) -> list[PeriodView]:
    statement = (
        select(PublishedPeriod)
        .where(PublishedPeriod.market == market)
        .order_by(col(PublishedPeriod.period))
    )
    return [
        PeriodView(**{name: getattr(row, name) for name in _FIELDS})
        for row in session.exec(statement)
    ]


@cache
def _published() -> tuple[PeriodView, ...]:
    text = (files("market") / "data" / _FILE).read_text(encoding="utf-8")
    document: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)
    source = document["sources"]["exchange"]
    years = [(*row[:4], row[4], row[5]) for row in document["years"]]
    months = [(*row[:4], None, row[4]) for row in document["months"]]
    return tuple(
        PeriodView(
            market=NATIONAL,
            period=period,
            close_cny=close or None,
            price_basis=basis,
            volume_t=volume_t,
            turnover_cny=turnover,
            vwap_cny=vwap or None,
            source_zh=source["zh"],
            source_en=source["en"],
            confidence="high",
        )
        for period, close, basis, volume_t, turnover, vwap in (*years, *months)
    )
