"""Daily price above daily volume of one market of a run."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulations.figures.files import save_figure
from simulations.figures.styles import (
    BLUE,
    ORANGE,
    RED,
    SKY,
    Language,
    Width,
    caption,
    date_axis,
    dress,
    new_figure,
    plain_ticks,
)
from simulations.runs import RunFiles, read_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "price_and_volume"
_HEIGHTS_MM: Mapping[Width, float] = {"column": 84.0, "page": 105.0, "screen": 117.0}

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "price": "收盘价（元/t）",
        "volume": "成交量（万吨）",
        "close": "收盘价",
        "range": "当日最高—最低",
        "listed": "挂牌协议",
        "block": "大宗协议",
        "deadline": "清缴截止",
        "source": "TanLab 模拟，情景 {id}，种子 {seed}。{note}",
    },
    "en": {
        "price": "Close (CNY/t)",
        "volume": "Volume (10,000 t)",
        "close": "Close",
        "range": "Day's low to high",
        "listed": "Listed",
        "block": "Block",
        "deadline": "Surrender deadline",
        "source": "TanLab simulation, scenario {id}, seed {seed}. {note}",
    },
}


def price_and_volume_data(directory: Path, market: str | None = None) -> list[dict[str, Any]]:
    """Return one market's days as plain values, for a chart.

    Args:
        directory: A finished run.
        market: Which market; default the first.

    Returns:
        The rows of daily.parquet, dates as ISO text.

    Raises:
        NotARun: The directory is not a finished run.
        ResultsChanged: A file differs from the manifest.
    """
    return _days(read_run(directory), market)


def _days(files: RunFiles, market: str | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = files.table("daily").to_pylist()
    chosen = market or (rows[0]["market"] if rows else "")
    return [row | {"date": row["date"].isoformat()} for row in rows if row["market"] == chosen]


def price_and_volume(
    rows: Sequence[Mapping[str, Any]],
    lang: Language,
    title: str,
    source: str,
    deadlines: Sequence[date] = (),
    width: Width = "screen",
) -> "Figure":
    """Draw daily price above daily volume.

    Args:
        rows: Days of one market, as ``price_and_volume_data`` returns them.
        lang: Language of the words.
        title: Heading.
        source: Line under the figure.
        deadlines: Surrender deadlines to mark.
        width: Width in print.

    Returns:
        A figure that belongs to the caller alone.
    """
    words = _WORDS[lang]
    days = [date.fromisoformat(row["date"]) for row in rows]
    figure = new_figure(width, _HEIGHTS_MM[width])
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    lows, highs = ([row[name] for row in rows] for name in ("low_cny", "high_cny"))
    above.fill_between(days, lows, highs, color=BLUE, alpha=0.2, lw=0, label=words["range"])
    closes = [row["close_cny"] for row in rows]
    above.plot(days, closes, color=BLUE, lw=1.2, label=words["close"])
    listed = [row["listed_volume_t"] / 10_000 for row in rows]
    blocks = [row["block_volume_t"] / 10_000 for row in rows]
    below.bar(days, listed, width=1.0, color=SKY, label=words["listed"])
    below.bar(days, blocks, width=1.0, bottom=listed, color=ORANGE, label=words["block"])
    date_axis(below)
    for axes, label in ((above, words["price"]), (below, words["volume"])):
        for i, day in enumerate(deadlines):
            mark = words["deadline"] if i == 0 and axes is above else None
            axes.axvline(day, color=RED, lw=0.8, ls="--", label=mark)
        axes.set_ylabel(label)
        plain_ticks(axes)
        dress(axes, width)
    caption(figure, above, title, source, width)
    return figure


def save_figures(
    directory: Path | str,
    out_dir: Path | str,
    lang: Language = "zh",
    width: Width = "screen",
) -> list[Path]:
    """Write the figures of a run as SVG, PNG and PDF, and their data as CSV.

    Args:
        directory: A finished run.
        out_dir: Where to write; made when it does not exist.
        lang: Language of the words.
        width: Width in print.

    Returns:
        The files written, four for each market.

    Raises:
        NotARun: The directory is not a finished run.
        ResultsChanged: A file differs from the manifest.
    """
    files = read_run(directory)
    markets = list(files.scenario["markets"])
    out_dir = Path(out_dir)
    written: list[Path] = []
    for market in markets:
        name = NAME if len(markets) == 1 else f"{NAME}_{market}"
        rows = _days(files, market)
        title = _title(files, lang) if len(markets) == 1 else f"{_title(files, lang)} · {market}"
        figure = price_and_volume(
            rows, lang, title, _source(files, lang), _deadlines(files, market), width
        )
        written += save_figure(figure, rows, out_dir / f"{name}_{lang}")
    return written


def _title(files: RunFiles, lang: Language) -> str:
    return str(files.scenario["title"][lang])


def _source(files: RunFiles, lang: Language) -> str:
    manifest = files.manifest
    return _WORDS[lang]["source"].format(
        id=files.scenario["id"], seed=manifest["seed"], note=manifest["note"][lang]
    )


def _deadlines(files: RunFiles, market: str) -> list[date]:
    return [
        event["date"]
        for event in files.table("events").to_pylist()
        if event["market"] == market and event["kind"] == "surrender"
    ]
