"""What an experiment stated held against a run of it, difference by difference.

Cases share their seeds, so each replication gives one difference between two cases; their mean
and its interval are those of a paired comparison.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from simulations.ensembles import EnsembleFiles, EnsembleResult, Interval
from simulations.errors import SimulationError

CONFIDENCE: Final = 0.95
DIGITS: Final = 4
_PAIRS_MIN: Final = 2


class FindingsUnavailable(SimulationError):
    """An ensemble cannot be held against its findings."""

    code = "simulations.findings_unavailable"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The findings of “{experiment}” cannot be checked: {reason_en}",
        "zh": "无法核对“{experiment}”的结论：{reason_zh}",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a finished ensemble of named cases with at least two replications.",
        "zh": "请给出已完成、采用命名算例且至少重复两次的集合运行。",
    }


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """One finding and what the run at hand says of it.

    Args:
        name: The finding's name in the experiment.
        metric: The metric.
        case: The case.
        against: The case it is compared with.
        stated: As recorded in the experiment.
        measured: As the run has it.
        says: The statement, per language.
    """

    name: str
    metric: str
    case: str
    against: str
    stated: Interval
    measured: Interval
    says: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Tell whether every number is the recorded one, to four significant digits."""
        return rounded(self.measured) == rounded(self.stated)

    @property
    def stands(self) -> bool:
        """Tell whether the statement holds: the intervals agree on the side of zero."""
        return side(self.stated) == side(self.measured)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "finding": self.name,
            "metric": self.metric,
            "case": self.case,
            "against": self.against,
            "stated": _values(self.stated),
            "measured": _values(self.measured),
            "same": self.same,
            "stands": self.stands,
            "says": dict(self.says),
        }


def _values(interval: Interval) -> dict[str, float]:
    mean, low, high = rounded(interval)
    return {"pairs": interval.runs, "mean": mean, "low": low, "high": high}


def side(interval: Interval) -> int:
    """Return 1 or −1 where an interval lies on one side of zero, else 0."""
    return (interval.low > 0) - (interval.high < 0)


def rounded(interval: Interval) -> tuple[float, float, float]:
    """Return mean and interval to four significant digits of the largest of them."""
    numbers = (interval.mean, interval.low, interval.high)
    largest = max(abs(number) for number in numbers)
    places = DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0
    mean, low, high = (round(number, places) + 0.0 for number in numbers)
    return mean, low, high


def measured_findings(ensemble: EnsembleFiles) -> dict[str, Interval]:
    """Return the difference that each finding of an experiment is about, as the run has it.

    Raises:
        FindingsUnavailable: The experiment states none, or a case has too few values.
    """
    experiment = ensemble.plan.experiment
    if not experiment.findings:
        raise _unavailable(ensemble, "it states none.", "该实验未给出结论。")
    result, found = EnsembleResult(ensemble), {}
    for name, finding in experiment.findings.items():
        pairing = result.paired(finding.metric, finding.case, finding.against, CONFIDENCE)
        if pairing.interval.runs < _PAIRS_MIN:
            raise _unavailable(
                ensemble,
                f"“{finding.metric}” has fewer than two pairs of runs.",
                f"“{finding.metric}”成对的运行不足两次。",
            )
        found[name] = pairing.interval
    return found


def found_again(ensemble: EnsembleFiles) -> list[FoundAgain]:
    """Return each finding of an experiment beside what a run of it measured.

    Raises:
        FindingsUnavailable: The experiment states none, or a case has too few values.
    """
    measured = measured_findings(ensemble)
    experiment = ensemble.plan.experiment
    return [
        FoundAgain(
            name,
            finding.metric,
            finding.case,
            finding.against,
            Interval(experiment.replications, finding.mean, math.nan, finding.low, finding.high),
            measured[name],
            finding.says.model_dump(),
        )
        for name, finding in (experiment.findings or {}).items()
    ]


def _unavailable(ensemble: EnsembleFiles, en: str, zh: str) -> FindingsUnavailable:
    return FindingsUnavailable(experiment=ensemble.plan.name, reason_en=en, reason_zh=zh)
