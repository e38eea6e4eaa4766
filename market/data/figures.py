"""Published figures of real markets beside the venue's own, each with source and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML
from sqlmodel import col, select

from market.venue.models import PublishedFigure
from registry.worlds import WorldSession

_FILE = "published_figures.yaml"


@dataclass(frozen=True, slots=True)
class FigureView:
    """One published figure.

    Args:
        market: national, pilots, ccer, or a pilot's name.
        period: `2024-Q3` or `2024-09`.
        measure: volume, turnover, close, vwap and so on.
        value: decimal, as published.
        unit: of the value.
        source_zh: where it was published, in Chinese.
        source_en: the same in English.
        confidence: published, high or derived.
    """

    market: str
    period: str
    measure: str
    value: str
    unit: str
    source_zh: str
    source_en: str
    confidence: str


def load_published_figures(session: WorldSession) -> int:
    """Enter the figures that are not there yet; return how many were new."""
    known = {(row.market, row.period, row.measure) for row in _rows(session)}
    new = [
        figure
        for figure in _published()
        if (figure.market, figure.period, figure.measure) not in known
    ]
    for figure in new:
        names = FigureView.__slots__
        session.add(PublishedFigure(**{name: getattr(figure, name) for name in names}))
    session.flush()
    return len(new)


def published_figures(session: WorldSession, market: str | None = None) -> list[FigureView]:
    """Return the published figures, in the order they were entered.

    Args:
        session: a reading.
        market: only those of this market.
    """
    return [
        FigureView(**{name: getattr(row, name) for name in FigureView.__slots__})
        for row in _rows(session)
        if market in (None, row.market)
    ]


def _rows(session: WorldSession) -> list[PublishedFigure]:
    return list(session.exec(select(PublishedFigure).order_by(col(PublishedFigure.id))).all())


@cache
def _published() -> tuple[FigureView, ...]:
    text = (files("market") / "data" / _FILE).read_text(encoding="utf-8")
    document: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)
    sources = document["sources"]
    return tuple(
        FigureView(
            market=str(figure["market"]),
            period=str(figure["period"]),
            measure=str(figure["measure"]),
            value=str(figure["value"]),
            unit=str(figure["unit"]),
            source_zh=sources[figure["source"]]["zh"],
            source_en=sources[figure["source"]]["en"],
            confidence=str(figure["confidence"]),
        )
        for figure in document["figures"]
    )
