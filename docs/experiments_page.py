"""Writes `experiments.md` from the experiments that are shipped.

Run: python -m docs.experiments_page [--check]
"""

import sys
from pathlib import Path

from docs.made_pages import write_or_check
from simulations import ShippedExperiment, list_experiments

PAGE = Path(__file__).parent / "experiments.md"
THOUSAND = 1_000
HEAD = """# Shipped experiments

Made from the scenario files by `python -m docs.experiments_page`. Everything here is
**illustrative**: it tells what the model does, not what a market did or will do. Each experiment
reruns by its command and holds itself against what is stated:

```console
$ tanlab ensemble shanghai-deadline-2024:deadline --jobs 2 -o out
$ tanlab findings out
$ tanlab figures out -o figures --lang zh --width page
```

A finding is the mean difference between two cases over runs with the same seeds, with its 95 %
interval by Student's t. Where the interval covers zero, the finding is that nothing could be told
from zero. How scenarios and metrics are written: [scenarios](scenarios.md),
[ensembles](ensembles.md); how the model works and what it leaves out: [model](model.md).
"""


def section(shipped: ShippedExperiment) -> str:
    """Return one experiment: question, command, cases, findings, what would falsify it."""
    plan, experiment = shipped.plan, shipped.plan.experiment
    lines = [f"## {experiment.title.en if experiment.title else plan.name}", ""]
    if experiment.title:
        lines += [f"{experiment.title.zh} · `{shipped.target}`", ""]
    if experiment.question:
        lines += [f"**Question.** {experiment.question.en}", "", experiment.question.zh, ""]
    lines += [plan.scenario.about.en, ""]
    cases = ", ".join(f"`{case.name}`" for case in plan.cases())
    lines += [f"Cases {cases}; {experiment.replications} seeds each.", ""]
    lines += [
        "| finding | metric | difference | mean | 95 % interval |",
        "|---|---|---|---|---|",
    ]
    for finding in (experiment.findings or {}).values():
        what = f"`{finding.case}` − `{finding.against}`"
        interval = f"{_number(finding.low)} … {_number(finding.high)}"
        cells = (finding.says.en, f"`{finding.metric}`", what, _number(finding.mean), interval)
        lines.append(f"| {' | '.join(cells)} |")
    if experiment.falsified_by:
        lines += ["", f"**What would falsify it.** {experiment.falsified_by.en}"]
    if experiment.objections:
        lines += ["", "**What one may object.**", ""]
        lines += [f"- {words.en}" for words in experiment.objections]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= THOUSAND else f"{value:g}"


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(section(shipped) + "\n" for shipped in list_experiments())])


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page()))
