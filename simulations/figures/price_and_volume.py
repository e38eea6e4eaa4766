"""Figures of a run for print, in Chinese and English, each with its data beside it.

Only matplotlib's object interface is used. The few settings that make files reproducible exist
only as global parameters; they are set while a figure is saved, under a lock, and put back. The
Chinese font is bundled.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter

from simulations.runs import RunFiles, read_run

Language = Literal["zh", "en"]
FONT_PATH = Path(__file__).parents[1] / "fonts" / "NotoSansSC-Regular.otf"
NAME = "price_and_volume"
_SETTINGS: Any = {"svg.hashsalt": "tanlab", "svg.fonttype": "path", "pdf.fonttype": 42}
_SETTINGS_LOCK = Lock()
_THOUSAND = 1_000
_CLOSE, _LISTED, _BLOCK = "#0b5394", "#3d85c6", "#c27c0e"

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "price": "收盘价（元/t）",
        "volume": "成交量（万吨）",
        "close": "收盘价",
        "range": "当日最高—最低",
        "listed": "挂牌协议",
        "block": "大宗协议",
        "deadline": "清缴截止",
        "source": "TanLab 模拟，情景 {id}，种子 {seed}。示意性结果，未经校准。",
    },
    "en": {
        "price": "Close (CNY/t)",
        "volume": "Volume (10,000 t)",
        "close": "Close",
        "range": "Day's low to high",
        "listed": "Listed",
        "block": "Block",
        "deadline": "Surrender deadline",
        "source": "TanLab simulation, scenario {id}, seed {seed}. Illustrative, not calibrated.",
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
) -> Figure:
    """Draw daily price above daily volume.

    Args:
        rows: Days of one market, as ``price_and_volume_data`` returns them.
        lang: Language of the words.
        title: Heading.
        source: Line under the figure.
        deadlines: Surrender deadlines to mark.

    Returns:
        A figure that belongs to the caller alone.
    """
    words = _WORDS[lang]
    font = FontProperties(fname=FONT_PATH)
    days = [date.fromisoformat(row["date"]) for row in rows]
    figure = Figure(figsize=(7.2, 4.6), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    lows, highs = ([row[name] for row in rows] for name in ("low_cny", "high_cny"))
    above.fill_between(days, lows, highs, color=_CLOSE, alpha=0.2, lw=0, label=words["range"])
    closes = [row["close_cny"] for row in rows]
    above.plot(days, closes, color=_CLOSE, lw=1.2, label=words["close"])
    listed = [row["listed_volume_t"] / 10_000 for row in rows]
    blocks = [row["block_volume_t"] / 10_000 for row in rows]
    below.bar(days, listed, width=1.0, color=_LISTED, label=words["listed"])
    below.bar(days, blocks, width=1.0, bottom=listed, color=_BLOCK, label=words["block"])
    for axes, label in ((above, words["price"]), (below, words["volume"])):
        for i, day in enumerate(deadlines):
            mark = words["deadline"] if i == 0 and axes is above else None
            axes.axvline(day, color="#b00020", lw=0.8, ls="--", label=mark)
        axes.set_ylabel(label, fontproperties=font)
        axes.grid(visible=True, axis="y", lw=0.4, alpha=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="upper left", prop=FontProperties(fname=FONT_PATH, size=8), frameon=False)
        axes.yaxis.set_major_formatter(FuncFormatter(_plain))
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]
    below.xaxis.set_major_locator(locator)
    below.xaxis.set_major_formatter(_date_format(locator))
    above.set_title(title, fontproperties=font, loc="left")
    figure.supxlabel(source, fontproperties=font, fontsize=7, color="#555555", x=0.01, ha="left")
    for axes in (above, below):
        for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
            tick.set_fontproperties(font)
            tick.set_fontsize(8)
    return figure


def _plain(value: float, _position: float | None) -> str:
    """Write a number with an ordinary hyphen, which every font has."""
    return f"{value:,.0f}" if abs(value) >= _THOUSAND else f"{value:g}"


def _date_format(locator: AutoDateLocator) -> ConciseDateFormatter:
    """Write years, months and days in digits, the same in both languages."""
    numeric = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S.%f"]
    return ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator,
        formats=numeric,
        zero_formats=numeric,
        offset_formats=["", "", "", "", "", ""],
        show_offset=False,
    )


def save_figures(directory: Path, out_dir: Path, lang: Language = "zh") -> list[Path]:
    """Write the figures of a run as SVG, PNG and PDF, and their data as CSV.

    Args:
        directory: A finished run.
        out_dir: Where to write; made when it does not exist.
        lang: Language of the words.

    Returns:
        The files written, four for each market.

    Raises:
        NotARun: The directory is not a finished run.
        ResultsChanged: A file differs from the manifest.
    """
    files = read_run(directory)
    markets = list(files.scenario["markets"])
    out_dir.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for market in markets:
        name = NAME if len(markets) == 1 else f"{NAME}_{market}"
        written += _save(files, market, out_dir / f"{name}_{lang}", lang)
    return written


def _save(files: RunFiles, market: str, stem: Path, lang: Language) -> list[Path]:
    rows = _days(files, market)
    scenario = files.scenario
    source = _WORDS[lang]["source"].format(id=scenario["id"], seed=files.manifest["seed"])
    marks = [
        date.fromisoformat(event["date"].isoformat())
        for event in files.table("events").to_pylist()
        if event["market"] == market and event["kind"] == "surrender"
    ]
    written = []
    with _SETTINGS_LOCK, mpl.rc_context(_SETTINGS):
        figure = price_and_volume(rows, lang, scenario["title"][lang], source, marks)
        for ending, metadata in _FORMATS.items():
            path = stem.with_name(f"{stem.name}.{ending}")
            figure.savefig(path, metadata=metadata)
            written.append(path)
    path = stem.with_name(f"{stem.name}.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        table = csv.DictWriter(sheet, fieldnames=list(rows[0]) if rows else ["date"])
        table.writeheader()
        table.writerows(rows)
    return [*written, path]


_FORMATS: Mapping[str, dict[str, str | None]] = {
    "svg": {"Date": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None},
}
