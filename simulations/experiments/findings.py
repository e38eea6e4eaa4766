"""What an experiment stated held against a run of it, difference by difference.

Cases share their seeds, so each replication gives one difference between two cases; their mean
and its interval are those of a paired comparison.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from simulations.ensembles import EnsembleFiles
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
class Difference:
    """The mean of differences between runs with the same seed, and its 95 % interval.

    Args:
        pairs: Number of replications in which both cases have a value.
        mean: Mean difference, in the metric's unit.
        low: Lower end.
        high: Upper end.
    """

    pairs: int
    mean: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """Return 1 or −1 where the interval lies on one side of zero, else 0."""
        return (self.low > 0) - (self.high < 0)


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
    stated: Difference
    measured: Difference
    says: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Tell whether every number is the recorded one, to four significant digits."""
        return rounded(self.measured) == rounded(self.stated)

    @property
    def stands(self) -> bool:
        """Tell whether the statement holds: the intervals agree on the side of zero."""
        return self.stated.sign == self.measured.sign

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


def _values(difference: Difference) -> dict[str, float]:
    mean, low, high = rounded(difference)
    return {"pairs": difference.pairs, "mean": mean, "low": low, "high": high}


def rounded(difference: Difference) -> tuple[float, float, float]:
    """Return mean and interval to four significant digits of the largest of them."""
    numbers = (difference.mean, difference.low, difference.high)
    largest = max(abs(number) for number in numbers)
    places = DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0
    mean, low, high = (round(number, places) + 0.0 for number in numbers)
    return mean, low, high


def paired_difference(case: Sequence[float], against: Sequence[float]) -> Difference:
    """Return the mean difference of paired numbers with Student's 95 % interval.

    Args:
        case: One number for each replication.
        against: The other case's, in the same order.

    Raises:
        ValueError: There are fewer than two pairs.
    """
    from scipy.stats import t as student  # noqa: PLC0415  (slow to load; runs do without it)

    differences = [here - there for here, there in zip(case, against, strict=True)]
    count = len(differences)
    if count < _PAIRS_MIN:
        raise ValueError("two pairs at least")
    mean = math.fsum(differences) / count
    variance = math.fsum((value - mean) ** 2 for value in differences) / (count - 1)
    quantile = float(student.ppf(0.5 + CONFIDENCE / 2, count - 1))
    half = quantile * math.sqrt(variance / count)
    return Difference(count, mean, mean - half, mean + half)


def measured_findings(ensemble: EnsembleFiles) -> dict[str, Difference]:
    """Return the difference that each finding of an experiment is about, as the run has it.

    Raises:
        FindingsUnavailable: The experiment states none, or a case has too few values.
    """
    experiment = ensemble.plan.experiment
    if not experiment.findings:
        raise _unavailable(ensemble, "it states none.", "该实验未给出结论。")
    values: dict[tuple[str, str], dict[int, float]] = {}
    metrics = {finding.metric for finding in experiment.findings.values()}
    for row in ensemble.runs().to_pylist():
        for metric in metrics:
            if row[metric] is not None:
                values.setdefault((row["name"], metric), {})[row["replication"]] = row[metric]
    found = {}
    for name, finding in experiment.findings.items():
        case = values.get((finding.case, finding.metric), {})
        against = values.get((finding.against, finding.metric), {})
        both = sorted(case.keys() & against.keys())
        if len(both) < _PAIRS_MIN:
            raise _unavailable(
                ensemble,
                f"“{finding.metric}” has fewer than two pairs of runs.",
                f"“{finding.metric}”成对的运行不足两次。",
            )
        found[name] = paired_difference([case[r] for r in both], [against[r] for r in both])
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
            Difference(experiment.replications, finding.mean, finding.low, finding.high),
            measured[name],
            finding.says.model_dump(),
        )
        for name, finding in (experiment.findings or {}).items()
    ]


def _unavailable(ensemble: EnsembleFiles, en: str, zh: str) -> FindingsUnavailable:
    return FindingsUnavailable(experiment=ensemble.plan.name, reason_en=en, reason_zh=zh)
