"""Writes the tables of `calibration.md`: what each shipped fit reaches, beside the published bands.

The numbers stand in `figures/calibration_fits.csv`; the tables are made from them. Naming
calibrations carries out their runs first, with the seeds of the report of `tanlab calibrate`.

Run: python -m docs.calibration_tables [--check | NAME…]
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docs.made_pages import between, write_or_check
from simulations import load_calibration
from simulations.calibration import Target, calibration_names, targets_of
from simulations.calibration.evaluations import Evaluations
from simulations.calibration.objective import Objective
from simulations.calibration.reports import fit_of
from simulations.ensembles import Here, seeds_of
from simulations.figures import save_rows

PAGE: Final = Path(__file__).resolve().with_name("calibration.md")
FITS: Final = PAGE.with_name("figures") / "calibration_fits.csv"
BEGIN: Final = "<!-- made by docs.calibration_tables -->"
END: Final = "<!-- end -->"
_HEAD: Final = """| statistic | mean of {runs} runs | 5 %, 95 % of runs | published | band | |
|---|---|---|---|---|---|
"""


def carry_out(name: str) -> list[dict[str, Any]]:
    """Return the statistics of the runs of a calibration's scenario, one row a target."""
    plan = load_calibration(name)
    objective = Objective(targets_of(plan))
    metrics = objective.targets.metrics
    seeds = seeds_of(plan.scenario.seed, plan.file.report_replications)
    here = Here(lambda: False)
    (runs,) = Evaluations(plan.scenario, seeds, here, metrics, lambda: False).of([{}])
    fit = fit_of(objective, runs)
    return [
        {
            "calibration": name,
            "scenario_digest": plan.scenario.digest,
            "metric": metric,
            "runs": fit.runs,
            "value": f"{fit.values[metric]:.4g}",
            "low": f"{fit.spreads[metric][0]:.4g}",
            "high": f"{fit.spreads[metric][1]:.4g}",
        }
        for metric in metrics
    ]


def stored() -> list[dict[str, str]]:
    """Return the stored numbers."""
    with FITS.open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def tables(rows: Sequence[dict[str, str]]) -> str:
    """Return the tables, a section for each calibration."""
    return "\n\n".join(_section(name, rows) for name in dict.fromkeys(_names(rows)))


def _names(rows: Sequence[dict[str, str]]) -> list[str]:
    return [row["calibration"] for row in rows]


def _section(name: str, rows: Sequence[dict[str, str]]) -> str:
    own = {row["metric"]: row for row in rows if row["calibration"] == name}
    targets = targets_of(load_calibration(name)).rows
    statistics = [target for target in targets if "@" not in target.metric]
    missed = [_short(row) for row in statistics if row.inside(_value(own, row)) is False]
    runs = next(iter(own.values()))["runs"]
    lines = [_line(own[target.metric], target) for target in statistics]
    inside = f"{len(statistics) - len(missed)} of {len(statistics)} lie inside their bands"
    outside = f"; outside: {', '.join(missed)}." if missed else "."
    levels = "".join(_line(own[row.metric], row) for row in targets if row not in statistics)
    found = f"### `{name}`\n\n{_HEAD.format(runs=runs)}{''.join(lines)}\n{inside}{outside}"
    return f"{found}\n\n{_HEAD.format(runs=runs)}{levels}".rstrip() if levels else found


def _line(row: dict[str, str], target: Target) -> str:
    low, high = ("" if end is None else f"{end:.4g}" for end in (target.low, target.high))
    verdict = {True: "inside", False: "outside", None: ""}[target.inside(float(row["value"]))]
    name = _short(target).replace("@", "` `").replace("/", "` to `")
    cells = (
        f"{name} ({target.use.replace('_', ' ')})",
        row["value"],
        f"{row['low']}, {row['high']}",
        f"{target.value:g}",
        f"{low}…{high}",
        verdict,
    )
    return f"| {' | '.join(cells)} |\n"


def _short(target: Target) -> str:
    return f"`{target.metric.partition('.')[2]}`"


def _value(own: dict[str, dict[str, str]], target: Target) -> float:
    return float(own[target.metric]["value"])


def main() -> int:
    """Write the tables, or with ``--check`` tell whether they are what the numbers say."""
    names = [name for name in sys.argv[1:] if name != "--check"]
    if names:
        fresh = [row for name in names for row in carry_out(name)]
        kept = stored() if FITS.exists() else []
        rows = [row for row in kept if row["calibration"] not in names] + fresh
        order = calibration_names()
        save_rows(
            sorted(rows, key=lambda row: order.index(row["calibration"])), FITS.with_suffix("")
        )
    return write_or_check(PAGE, between(PAGE, BEGIN, END, tables(stored())))


if __name__ == "__main__":
    sys.exit(main())
