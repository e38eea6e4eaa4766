"""The findings of an experiment drawn: each difference with its interval."""

from pathlib import Path
from typing import Any

from simulations.ensembles import EnsembleFiles
from simulations.experiments.findings import FoundAgain, found_again, rounded
from simulations.figures import Language, Width, intervals, save_figure, source_line


def findings_data(found: list[FoundAgain], lang: Language) -> list[dict[str, Any]]:
    """Return one row for each finding: what is compared, mean and interval."""
    rows = []
    for one in found:
        mean, low, high = rounded(one.measured)
        label = f"{one.metric}\n{one.case} − {one.against}"
        row = {"label": label, "finding": one.name, "says": one.says[lang]}
        rows.append(row | {"mean": mean, "low": low, "high": high, "pairs": one.measured.runs})
    return rows


def save_findings_figure(
    ensemble: EnsembleFiles, out_dir: Path | str, lang: Language = "zh", width: Width = "page"
) -> list[Path]:
    """Write the figure of an experiment's findings, and its numbers as CSV.

    Raises:
        FindingsUnavailable: The experiment states none, or a case has too few values.
    """
    experiment = ensemble.plan.experiment
    rows = findings_data(found_again(ensemble), lang)
    title = experiment.title.model_dump()[lang] if experiment.title else ensemble.plan.name
    figure = intervals(rows, lang, str(title), source_line(ensemble, lang), width)
    return save_figure(figure, rows, Path(out_dir) / f"findings_{lang}")
