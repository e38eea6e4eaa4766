"""The fan of prices of many runs, beside what was published where that is given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulations.figures.price_levels import Closes
from simulations.figures.styles import (
    BLUE,
    ORANGE,
    RED,
    Language,
    Width,
    caption,
    date_axis,
    dress,
    new_figure,
    plain_ticks,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHARES: Final = (5, 25, 50, 75, 95)
"""Percentiles over runs, from the lowest."""

MARKED_MAX: Final = 120
"""Published closes up to which each has a mark; more are a line."""

_HEIGHTS_MM: Mapping[Width, float] = {"column": 62.0, "page": 90.0, "screen": 100.0}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "price": "收盘价（元/t）",
        "wide": "90 % 的运行",
        "half": "50 % 的运行",
        "median": "中位数",
        "published": "公布的收盘价",
        "deadline": "清缴截止",
    },
    "en": {
        "price": "Close (CNY/t)",
        "wide": "90 % of runs",
        "half": "50 % of runs",
        "median": "Median",
        "published": "Published closes",
        "deadline": "Surrender deadline",
    },
}


def price_fan_data(
    closes: Closes, published_cny: Mapping[date, float] | None = None
) -> list[dict[str, Any]]:
    """Return for each day the percentiles of the close over the runs of one case.

    Args:
        closes: Those of a market, as ``simulated_closes`` returns them.
        published_cny: Closes that were published, CNY/t, by day.

    Returns:
        Rows with ``date``, ``runs``, ``p05_cny`` to ``p95_cny`` and ``published_cny`` (None where
        nothing was published for the day), in order.
    """
    by_day: dict[date, list[float]] = defaultdict(list)
    for (_, day), close in closes.items():
        by_day[day].append(close)
    known = published_cny or {}
    rows = []
    for day in sorted(by_day.keys() | known.keys()):
        numbers = by_day.get(day, [])
        shares = np.percentile(numbers, SHARES) if numbers else [None] * len(SHARES)
        row = {"date": day.isoformat(), "runs": len(numbers)}
        row |= {
            f"p{share:02d}_cny": None if number is None else round(float(number), 4)
            for share, number in zip(SHARES, shares, strict=True)
        }
        rows.append(row | {"published_cny": known.get(day)})
    return rows


def price_fan(
    rows: Sequence[Mapping[str, Any]],
    lang: Language,
    title: str,
    source: str,
    deadlines: Sequence[date] = (),
    width: Width = "page",
) -> "Figure":
    """Draw the fan of prices.

    Args:
        rows: As ``price_fan_data`` returns them.
        lang: Language of the words.
        title: Heading.
        source: Line under the figure.
        deadlines: Surrender deadlines to mark.
        width: Width in print.
    """
    words = _WORDS[lang]
    figure = new_figure(width, _HEIGHTS_MM[width])
    axes = figure.subplots()
    drawn = [row for row in rows if row["runs"]]
    days: Any = [date.fromisoformat(row["date"]) for row in drawn]
    p05, p25, p50, p75, p95 = ([row[f"p{share:02d}_cny"] for row in drawn] for share in SHARES)
    axes.fill_between(days, p05, p95, color=BLUE, alpha=0.15, lw=0, label=words["wide"])
    axes.fill_between(days, p25, p75, color=BLUE, alpha=0.30, lw=0, label=words["half"])
    axes.plot(days, p50, color=BLUE, lw=1.2, label=words["median"])
    told = [row for row in rows if row["published_cny"] is not None]
    if told:
        told_days: Any = [date.fromisoformat(row["date"]) for row in told]
        axes.plot(
            told_days,
            [row["published_cny"] for row in told],
            color=ORANGE,
            lw=0.8,
            marker="o" if len(told) <= MARKED_MAX else None,
            ms=3,
            label=words["published"],
        )
    marks: Any = enumerate(deadlines)
    for i, day in marks:
        axes.axvline(day, color=RED, lw=0.8, ls="--", label=words["deadline"] if i == 0 else None)
    axes.set_ylabel(words["price"])
    date_axis(axes)
    plain_ticks(axes)
    dress(axes, width)
    caption(figure, axes, title, source, width)
    return figure
