"""Writes `price_levels.md` with its figures: simulated prices beside published closes of months.

The numbers stand in `figures/price_levels*.csv`; the page is made from them. Without ``--check``
the experiment is carried out first, which takes minutes.

Run: python -m docs.price_levels_page [--check | DIR of an ensemble of the experiment]
"""

import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from simulations import load_calibration, load_plan, monthly_closes, run_ensemble
from simulations.ensembles import EnsembleFiles, read_ensemble
from simulations.figures import (
    Language,
    price_fan,
    price_fan_data,
    quarter_levels,
    save_figure,
    save_rows,
    simulated_closes,
    source_line,
    surrender_deadlines,
)

TARGET: Final = "price-levels-national:levels"
CALIBRATION: Final = "cn-national-2021-2024"
MARKET: Final = "national"
SERIES: Final = "CEA"
PAGE: Final = Path(__file__).resolve().with_name("price_levels.md")
FIGURES: Final = PAGE.with_name("figures")
FAN: Final = FIGURES / "price_levels.csv"
QUARTERS: Final = FIGURES / "price_levels_quarters.csv"
DIGEST: Final = FIGURES / "price_levels.digest"
TITLES: Final[Mapping[Language, str]] = {
    "zh": "全国碳市场：模拟收盘价与公布的月末收盘价",
    "en": "National market: simulated closes and the published closes of months",
}
_HEAD: Final = """# Price levels of the national market, simulated and published

Made by `python -m docs.price_levels_page`; do not edit. Twenty runs of `cn-national-2021-2024`
against the last closes of the months. The level is **fitted by hand**, neither explained nor
forecast: see [calibration](calibration.md) and below.

![Fan of simulated closes with the published closes of months](figures/price_levels_en.png)

![模拟收盘价的扇形图与公布的月末收盘价](figures/price_levels_zh.png)

The same figure, or one with closes of your own (a CSV file with columns such as `date` and
`close`, in any [layout read](moments.md#a-users-own-prices)):

```sh
tanlab ensemble price-levels-national:levels --jobs 2 -o levels
tanlab figures levels -o figures --closes CEA --lang en --width page
tanlab figures levels -o figures --closes my-closes.csv --lang zh
```

Both write the numbers beside the figure, and a table of quarters. The numbers of the figure above:
[days](figures/price_levels.csv), [quarters](figures/price_levels_quarters.csv).
"""
_NEWS: Final = """
## How much of it is news

Firms of this scenario hold more units than they surrender, so that theory has a price near zero;
what lifts the level are dated rises of what firms expect, whose sizes were set by hand. Without
them the same seeds give:
"""
_SOURCES: Final = """
## The closes

`simulations.monthly_closes()` has {count} closes, {first} to {last}, each with its source. They
are single facts of published bulletins; the daily series may not be passed on and is not shipped.
A close of listed trade, a composite close and that of one vintage are not the same thing.

| source | confidence | closes |
|---|---|---|
"""


def numbers_of(ensemble: EnsembleFiles) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of the fan of the first case, and of the quarters of every case."""
    published = {row.day: row.close_cny for row in monthly_closes().closes[SERIES]}
    last = ensemble.plan.scenario.horizon.end
    known = {day: close for day, close in published.items() if day <= last}
    closes = {
        case.name: simulated_closes(ensemble, case.number)[MARKET] for case in ensemble.plan.cases()
    }
    quarters = [
        {"case": name} | row for name in closes for row in quarter_levels(closes[name], known)
    ]
    return price_fan_data(next(iter(closes.values())), known), quarters


def draw(ensemble: EnsembleFiles) -> None:
    """Write the figures in both languages, and the numbers from which the page is made."""
    fan, quarters = numbers_of(ensemble)
    deadlines = surrender_deadlines(ensemble.plan.scenario)[MARKET]
    runs = ensemble.manifest["replications"]
    for lang, title in TITLES.items():
        source = source_line(ensemble, lang, runs)
        figure = price_fan(fan, lang, title, source, deadlines, "page")
        with tempfile.TemporaryDirectory() as folder:
            written = save_figure(figure, fan, Path(folder) / f"price_levels_{lang}")
            (png,) = [path for path in written if path.suffix == ".png"]
            FIGURES.mkdir(exist_ok=True)
            shutil.copy(png, FIGURES / png.name)
    save_rows(fan, FAN.with_suffix(""))
    save_rows(quarters, QUARTERS.with_suffix(""))
    DIGEST.write_text(f"{ensemble.plan.scenario.digest}\n", encoding="utf-8")


def page() -> str:
    """Return the page as the stored numbers have it."""
    fan, quarters = _read(FAN), _read(QUARTERS)
    first, *others = dict.fromkeys(row["case"] for row in quarters)
    parts = [_HEAD, "\n", _covered(fan), "\n", _table(quarters, first)]
    parts += [_NEWS, *("\n" + _table(quarters, case) for case in others)]
    return "".join([*parts, _sources()])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def _covered(fan: Sequence[Mapping[str, str]]) -> str:
    told = [row for row in fan if row["published_cny"] and row["p50_cny"]]
    half = sum(1 for row in told if _within(row, "p25_cny", "p75_cny"))
    outside = [row["date"] for row in told if not _within(row, "p05_cny", "p95_cny")]
    inside = len(told) - len(outside)
    return (
        f"Of {len(told)} published closes, {inside} lie inside the band of 90 % of the runs, and "
        f"{half} inside\nthat of half of them. Outside: {', '.join(outside) or 'none'}.\n"
    )


def _within(row: Mapping[str, str], low: str, high: str) -> bool:
    return float(row[low]) <= float(row["published_cny"]) <= float(row[high])


def _table(quarters: Sequence[Mapping[str, str]], case: str) -> str:
    held = _held_out()
    lines = [
        "| mean close, CNY/t | days | simulated | lowest, highest run | published | difference "
        "| between the runs |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in quarters:
        if row["case"] == case:
            name = row["quarter"] + (" (held out)" if row["quarter"] in held else "")
            runs = f"{float(row['lowest_cny']):.1f}, {float(row['highest_cny']):.1f}"
            cells: tuple[str, ...] = (name, row["days"], f"{float(row['simulated_cny']):.1f}", runs)
            cells += (
                f"{float(row['published_cny']):.1f}",
                f"{float(row['difference_pct']):+.1f} %",
            )
            lines.append(f"| {' | '.join(cells)} | {'yes' if row['inside'] == 'True' else 'no'} |")
    note = (
        "Simulated and published values are means over the same days, the last trading days of the "
        "months for\nwhich a close was found.\n"
    )
    return "\n".join(lines) + f"\n\n{note}"


def _held_out() -> set[str]:
    """Return the quarters that the shipped calibration keeps back."""
    levels = load_calibration(CALIBRATION).file.levels
    first_days = [level.first for level in levels if level.use == "held_out"]
    return {f"{day.year} Q{(day.month + 2) // 3}" for day in first_days}


def _sources() -> str:
    closes = monthly_closes()
    rows = closes.closes[SERIES]
    text = _SOURCES.format(count=len(rows), first=rows[0].day, last=rows[-1].day)
    for key, source in closes.sources.items():
        count = sum(1 for row in rows if row.source == key)
        text += f"| {source.text} | {source.confidence} | {count} |\n"
    return text


def main() -> int:
    """Write the page, or with ``--check`` tell whether it is what its numbers say."""
    given = sys.argv[1:]
    if given == ["--check"]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    if given:
        draw(read_ensemble(Path(given[0])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            run_ensemble(load_plan(TARGET), Path(folder) / "out", jobs=os.cpu_count() or 1)
            draw(read_ensemble(Path(folder) / "out"))
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
