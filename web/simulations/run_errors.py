# Families are named as in the other packages: `web.errors` finds the status code by the name.
"""What starting, watching and stopping simulation runs can refuse.

RunError
├── UnknownRecord
│   ├── UnknownRun             no run has this number
│   ├── UnknownRunFile         the run has no file of this name
│   ├── UnknownMarket          the run's scenario has no market of this name
│   └── UnknownBuiltin         no scenario is shipped under this name
├── NotPermitted
│   └── NotYourRun             only its owner or an administrator stops a run
├── Conflict
│   ├── TooManyRuns            the reader's earlier runs have not ended yet
│   ├── RunEnded               a run that has ended cannot be stopped
│   └── RunNotDone             the run has no results yet, or never will
└── RunTooLarge                more firms and days than the server accepts
"""

from collections.abc import Mapping
from typing import ClassVar


class RunError(Exception):
    """Any refusal about simulation runs."""

    code: ClassVar[str] = "runs.error"
    text: ClassVar[Mapping[str, str]] = {"en": "The run was refused.", "zh": "运行被拒绝。"}
    rule: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class UnknownRecord(RunError):
    """Something that does not exist."""


class NotPermitted(RunError):
    """Something this reader may not do."""


class Conflict(RunError):
    """Something that does not fit the state of the run."""


class UnknownRun(UnknownRecord):
    """No run has this number."""

    code = "runs.unknown"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no run {run_id}.",
        "zh": "没有编号为 {run_id} 的运行。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose a run in the lab.",
        "zh": "请在模拟页面选择一次运行。",
    }


class UnknownRunFile(UnknownRecord):
    """The run has no file of this name."""

    code = "runs.unknown_file"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The run has no file “{file}”.",
        "zh": "该运行没有文件“{file}”。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of the files listed on the run's page.",
        "zh": "请从运行页面所列文件中选择。",
    }


class UnknownMarket(UnknownRecord):
    """The run's scenario has no market of this name."""

    code = "runs.unknown_market"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The run has no market “{market}”.",
        "zh": "该运行没有名为“{market}”的市场。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of: {known}.",
        "zh": "请选择以下市场之一：{known}。",
    }


class UnknownBuiltin(UnknownRecord):
    """No scenario is shipped under this name."""

    code = "runs.unknown_scenario"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no scenario “{name}”.",
        "zh": "没有名为“{name}”的情景。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of: {known}.",
        "zh": "请选择以下情景之一：{known}。",
    }


class NotYourRun(NotPermitted):
    """Only its owner or an administrator stops a run."""

    code = "runs.not_yours"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This run was started by somebody else.",
        "zh": "该运行由他人启动。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A run is stopped by whoever started it, or by an administrator.",
        "zh": "只有启动者本人或管理员可以取消运行。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Ask them, or an administrator.",
        "zh": "请联系启动者或管理员。",
    }


class TooManyRuns(Conflict):
    """The reader's earlier runs have not ended yet."""

    code = "runs.too_many"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{unfinished} of your runs have not ended yet.",
        "zh": "您还有 {unfinished} 次运行尚未结束。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Each person may have at most {unfinished_max} runs waiting or running.",
        "zh": "每人同时排队或运行的模拟不超过 {unfinished_max} 次。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Wait until one ends, or cancel one.",
        "zh": "请等待其中一次结束，或取消一次。",
    }


class RunEnded(Conflict):
    """A run that has ended cannot be stopped."""

    code = "runs.ended"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This run has already ended.",
        "zh": "该运行已经结束。",
    }
    fix: ClassVar[Mapping[str, str]] = {"en": "Look at its result.", "zh": "请查看其结果。"}


class RunNotDone(Conflict):
    """The run has no results yet, or never will."""

    code = "runs.not_done"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This run has no results: its state is “{state}”.",
        "zh": "该运行没有结果：当前状态为“{state}”。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Wait until it is done, or start it again.",
        "zh": "请等待其完成，或重新运行。",
    }


class RunTooLarge(RunError):
    """More firms and days than the server accepts."""

    code = "runs.too_large"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{firms} firms over {days} days are too much for the server.",
        "zh": "{firms} 家企业、{days} 天的规模超出服务器上限。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Runs started here have at most {firm_days_max} firms × days.",
        "zh": "在此启动的运行，企业数×天数不超过 {firm_days_max}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Lower agents.firms.*.count, or run it with `tanlab run` on your own machine.",
        "zh": "请减少 agents.firms.*.count，或在自己的计算机上用 `tanlab run` 运行。",
    }
