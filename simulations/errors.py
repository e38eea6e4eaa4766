"""Everything the simulator refuses.

SimulationError
├── UnknownRecord        what was named does not exist
│   ├── UnknownScenario  no built-in scenario and no file of that name
│   └── NotARun          the directory is not a finished run
├── ScenarioInvalid      the file has problems; all of them, each with line and column
├── OutputNotEmpty       the output directory holds something that is not a run
├── ResultsChanged       a file of the run no longer has the hash in its manifest
├── StoredOtherwise      what a result keeps of its scenario is not in the form of this version
├── RunCancelled         the caller asked the run to stop
└── NoEquilibrium        the caps and curves given have no clearing price
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


class SimulationError(Exception):
    """Any refusal by the simulator."""

    code: ClassVar[str] = "simulations.error"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The simulation was refused.",
        "zh": "模拟被拒绝。",
    }
    rule: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class UnknownRecord(SimulationError):
    """What was named does not exist."""


class UnknownScenario(UnknownRecord):
    """No built-in scenario and no file has this name."""

    code = "simulations.unknown_scenario"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no scenario “{name}”.",
        "zh": "没有名为“{name}”的情景。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give the path of a YAML file, or one of: {known}.",
        "zh": "请给出 YAML 文件路径，或以下内置情景之一：{known}。",
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a scenario, and where.

    Args:
        where: File name, or ``--set``.
        line: Line, from 1; 0 when there is none.
        column: Column, from 1; 0 when there is none.
        path: Dotted key path.
        value: The value found, as text; empty when there is none.
        sentence: What is wrong, per language.
        hint: What is accepted and usual there, per language; empty when nothing is known.
    """

    where: str
    line: int
    column: int
    path: str
    value: str
    sentence: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)

    def render(self, lang: str = "en") -> str:
        """Return ``file:line:column  path = value``, below it the sentence and the hint."""
        place = f"{self.where}:{self.line}:{self.column}" if self.line else self.where
        what = f"{self.path} = {self.value}" if self.value else self.path
        hint = f"\n  {self.hint[lang]}" if self.hint else ""
        return f"{place}  {what}\n  {self.sentence[lang]}{hint}"

    def as_dict(self, lang: str = "en") -> dict[str, object]:
        """Return the problem for JSON."""
        return {
            "file": self.where,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "value": self.value,
            "sentence": self.sentence[lang],
            "hint": self.hint.get(lang, ""),
        }


class ScenarioInvalid(SimulationError):
    """The scenario has problems; all of them are listed.

    Args:
        name: The scenario that was asked for.
        problems: Every problem found.
    """

    code = "simulations.scenario_invalid"
    text: ClassVar[Mapping[str, str]] = {
        "en": "Scenario “{name}” has {count} problem(s):\n{details}",
        "zh": "情景“{name}”有 {count} 处问题：\n{details_zh}",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Only keys that work in this version are accepted; nothing is ignored silently.",
        "zh": "只接受本版本有效的键，不会悄悄忽略任何内容。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Correct the lines named; `tanlab scenario check FILE` lists what remains.",
        "zh": "请修改所列各行；`tanlab scenario check FILE` 会列出剩余问题。",
    }

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            name=name,
            count=len(problems),
            details="\n".join(problem.render("en") for problem in problems),
            details_zh="\n".join(problem.render("zh") for problem in problems),
        )


class OutputNotEmpty(SimulationError):
    """The output directory holds something that is not a run."""

    code = "simulations.output_not_empty"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The directory “{directory}” is not empty and holds no earlier run.",
        "zh": "目录“{directory}”非空，且不是此前的运行结果。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a new or empty directory with -o; only an earlier run is replaced.",
        "zh": "请用 -o 指定新目录或空目录；只会替换此前的运行结果。",
    }


class NotARun(UnknownRecord):
    """The directory is not a finished run."""

    code = "simulations.not_a_run"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{directory}” holds no finished run: {missing} is missing.",
        "zh": "“{directory}”不是完整的运行结果：缺少 {missing}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give the directory that `tanlab run … -o DIR` wrote.",
        "zh": "请给出 `tanlab run … -o DIR` 写入的目录。",
    }


class ResultsChanged(SimulationError):
    """A file of the run no longer has the hash in its manifest."""

    code = "simulations.results_changed"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{file}” in “{directory}” differs from the manifest of the run.",
        "zh": "“{directory}”中的“{file}”与运行清单不符。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Run the scenario again with the seed in manifest.json.",
        "zh": "请用 manifest.json 中的种子重新运行该情景。",
    }


class StoredOtherwise(SimulationError):
    """What a result keeps of its scenario or experiment is not in the form of this version."""

    code = "simulations.stored_otherwise"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This result was stored by a version that writes scenarios otherwise; different: "
        "{parts}.",
        "zh": "该结果由另一版本保存，其情景格式不同；不同之处：{parts}。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A stored scenario is read as it was written or not at all.",
        "zh": "已保存的情景只能按原样读取，否则不予读取。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Read it with the version that its manifest names, or carry it out again in a new "
        "directory.",
        "zh": "请使用其清单所载的版本读取，或在新目录中重新运行。",
    }


class RunCancelled(SimulationError):
    """The caller asked the run to stop."""

    code = "simulations.run_cancelled"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The run was cancelled after {done_days} of {total_days} trading days.",
        "zh": "运行在第 {done_days} 个交易日（共 {total_days} 个）后被取消。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Start the run again; nothing was written.",
        "zh": "请重新开始运行；未写入任何文件。",
    }


class NoEquilibrium(SimulationError):
    """The caps and curves given have no clearing price."""

    code = "simulations.no_equilibrium"
    text: ClassVar[Mapping[str, str]] = {
        "en": "No price clears this market: {reason}",
        "zh": "该市场没有出清价格：{reason}",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give each firm a positive slope and a cap that abatement can reach.",
        "zh": "请为每家企业设定正的斜率，并设定减排可达到的总量上限。",
    }
