"""Writes `docs/validation.md` from a run of every check.

Run: python -m docs.validation_page [--check]
"""

import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from simulations.checks import TITLES, validate

PAGE: Final = Path(__file__).resolve().with_name("validation.md")
_HEAD: Final = """# Validation: the simulator against closed forms

Made by `python -m docs.validation_page`; do not edit. `tanlab validate --json` gives the same
figures, and leaves with 1 if any check fails.

Layers: **S** the equilibrium solvers against closed forms; **B** small markets of firms that know
their marginal cost and nothing else, through the world, venue and ledger of a run, with the
commands of a run; **R** rules in integers. Layer B never reports a single run: *found* is the mean
over seeds (or, where the tolerance says "no seed", the worst of them), with its bias and the
standard error of that. *Coverage* is the share of seeds whose own 95 % interval, from means of six
batches of seven days, covers the closed form; it has to lie between 91 and 98 %. Units: CNY/t, Mt,
million CNY.

What the small markets leave out is what a run adds: calendars, verification, expectations, blocks,
investors. They show that matching, settlement, carry-over, links, ceilings and floors do not
themselves move prices away from theory; they do not show that the firms of a scenario behave as
firms do. That is what [calibration](calibration.md) is held against.

Check 18 trades without a band. With one, a price that has to jump further than the band is never
reached: nobody sells at the upper limit, and the close of a day without trade stays as it was.
"""
_COLUMNS: Final = (
    "layer",
    "compared",
    "expected",
    "found",
    "tolerance",
    "seeds",
    "bias ± standard error",
    "coverage",
    "",
)


def page(report: Mapping[str, Any]) -> str:
    """Return the page of a report of ``validate``."""
    parts = [_HEAD, f"\n{report['passed']} checks passed, {report['failed']} failed.\n"]
    for number, checks in groupby(report["checks"], key=lambda check: check["id"]):
        title = TITLES[number]
        parts.append(f"\n## {number} {title.en} · {title.zh}\n\nSource: {title.source}.\n\n")
        parts.append(f"| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}\n")
        parts += [_row(check) for check in checks]
    return "".join(parts)


def _row(check: Mapping[str, Any]) -> str:
    bias, error, covered = check["bias"], check["standard_error"], check["coverage"]
    cells = (
        check["layer"],
        check["name"],
        _shown(check["expected"]),
        _shown(check["obtained"]),
        check["tolerance"],
        "" if check["seeds"] is None else f"{check['seeds']}",
        "" if bias is None else f"{bias:g} ± {error:g}",
        "" if covered is None else f"{covered:.1%}",
        "✓" if check["ok"] else "✗ **failed**",
    )
    return f"| {' | '.join(cells)} |\n"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_shown(item) for item in value)
    return f"{value}"


def main() -> int:
    """Write the page, or with ``--check`` compare it; 1 if it differs or a check fails."""
    report = validate()
    text = page(report)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{PAGE} differs from the run: python -m docs.validation_page\n")
        return 1
    return 1 if report["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
