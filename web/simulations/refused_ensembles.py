# Families are named as in the other packages: `web.errors` finds the status code by the name.
"""What starting, going on with and looking into ensembles and calibrations can refuse.

RunError
├── UnknownRecord
│   ├── UnknownEnsemble    no ensemble has this number
│   ├── UnknownFailure     that run of the ensemble has not failed
│   └── UnknownCalibration no calibration has this name or number
├── Conflict
│   └── EnsembleRunning    it has not ended, so that nobody can go on with it
├── TooManyCases           more cases than are accepted here
└── EnsembleTooLarge       more firms, days and runs than the server accepts
"""

from collections.abc import Mapping
from typing import ClassVar

from web.simulations.run_errors import Conflict, RunError, UnknownRecord


class UnknownEnsemble(UnknownRecord):
    """No ensemble has this number."""

    code = "ensembles.unknown"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no ensemble {ensemble_id}.",
        "zh": "没有编号为 {ensemble_id} 的集合模拟。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose an ensemble in the lab.",
        "zh": "请在模拟页面选择一个集合模拟。",
    }


class UnknownFailure(UnknownRecord):
    """That run of the ensemble has not failed."""

    code = "ensembles.unknown_failure"
    text: ClassVar[Mapping[str, str]] = {
        "en": "Case {case}, replication {replication} is no failed run.",
        "zh": "算例 {case} 第 {replication} 次重复没有失败。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of the failures listed.",
        "zh": "请从失败列表中选择。",
    }


class UnknownCalibration(UnknownRecord):
    """No calibration has this name or number."""

    code = "calibrations.unknown"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no calibration “{name}”.",
        "zh": "没有名为“{name}”的校准。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one on the page of calibrations.",
        "zh": "请在校准页面选择。",
    }


class EnsembleRunning(Conflict):
    """It has not ended, so that nobody can go on with it."""

    code = "ensembles.running"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This ensemble is still waiting or running.",
        "zh": "该集合模拟仍在排队或运行。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Wait until it ends, or cancel it first.",
        "zh": "请等待其结束，或先取消。",
    }


class TooManyCases(RunError):
    """A design has more cases than are accepted here."""

    code = "ensembles.too_many_cases"
    text: ClassVar[Mapping[str, str]] = {
        "en": "That is {cases} cases; at most {cases_max} are accepted here.",
        "zh": "共 {cases} 个算例；此处最多接受 {cases_max} 个。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Take fewer points or values, or use `tanlab ensemble`.",
        "zh": "请减少样本点或取值，或使用 `tanlab ensemble`。",
    }


class EnsembleTooLarge(RunError):
    """More firms, days and runs than the server accepts."""

    code = "ensembles.too_large"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{firm_days} firms × days × runs are too much for the server.",
        "zh": "{firm_days}（企业数×天数×运行次数）超出服务器上限。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Ensembles started here have at most {firm_days_max} firms × days × runs.",
        "zh": "在此启动的集合模拟，企业数×天数×运行次数不超过 {firm_days_max}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Lower the points, the replications or agents.firms.*.count, or use `tanlab ensemble`"
        " on a machine of your own.",
        "zh": "请减少样本点、重复次数或 agents.firms.*.count，或在自己的计算机上使用"
        " `tanlab ensemble`。",
    }
