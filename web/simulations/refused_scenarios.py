# Families are named as in the other packages: `web.errors` finds the status code by the name.
"""What saving, finding and changing one's own scenarios can refuse.

RunError
├── UnknownRecord
│   ├── UnknownSavedScenario    no scenario, or no version of it, has this number
│   └── UnknownQuestion         nothing is asked under this name
├── NotPermitted
│   └── NotYourScenario         only its author or an administrator changes a scenario
├── Conflict
│   ├── ScenarioChanged         saved elsewhere since the reader's page was made
│   └── TooManyScenarios        no room for another scenario or version
└── TooLarge
    └── ScenarioTooLong         more text than a version holds
"""

from collections.abc import Mapping
from typing import ClassVar

from web.simulations.run_errors import Conflict, NotPermitted, RunError, UnknownRecord


class TooLarge(RunError):
    """More than is kept."""


class UnknownSavedScenario(UnknownRecord):
    """No scenario, or no version of it, has this number."""

    code = "scenarios.unknown"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no scenario “{reference}”.",
        "zh": "没有编号为“{reference}”的情景。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one in the lab; its author may have deleted it.",
        "zh": "请在模拟页面选择一个情景；它可能已被作者删除。",
    }


class UnknownQuestion(UnknownRecord):
    """Nothing is asked under this name."""

    code = "scenarios.unknown_question"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no question “{name}”.",
        "zh": "没有名为“{name}”的问题。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one in the lab: {known}.",
        "zh": "请在模拟页面选择：{known}。",
    }


class NotYourScenario(NotPermitted):
    """Only its author or an administrator changes a scenario."""

    code = "scenarios.not_yours"
    text: ClassVar[Mapping[str, str]] = {
        "en": "This scenario was written by somebody else.",
        "zh": "该情景由他人编写。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A scenario is changed or deleted by its author, or by an administrator.",
        "zh": "只有作者本人或管理员可以修改或删除情景。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Make a copy of your own and change that.",
        "zh": "请另存一份自己的副本再修改。",
    }


class ScenarioChanged(Conflict):
    """A later version is kept than the one the page was made from."""

    code = "scenarios.changed"
    text: ClassVar[Mapping[str, str]] = {
        "en": "Version {latest} was saved while you were writing on version {made_from}.",
        "zh": "您基于第 {made_from} 版编辑期间，已保存了第 {latest} 版。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "No version is overwritten unseen.",
        "zh": "不会在未查看的情况下覆盖任何版本。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Compare the two; save again to lay your text over it as the next version.",
        "zh": "请先比较两个版本；再次保存即可将您的文本存为下一版。",
    }


class TooManyScenarios(Conflict):
    """No room for another scenario or version."""

    code = "scenarios.too_many"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There are {kept} already, and no more are kept.",
        "zh": "已保存 {kept} 个，达到上限。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Each person keeps at most {scenarios_max} scenarios of {versions_max} versions.",
        "zh": "每人最多保存 {scenarios_max} 个情景，每个情景最多 {versions_max} 版。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Download and delete one, or begin a copy.",
        "zh": "请下载并删除一个情景，或另存副本。",
    }


class ScenarioTooLong(TooLarge):
    """More text than a version holds."""

    code = "scenarios.too_long"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The text has {characters} characters; at most {characters_max} are kept.",
        "zh": "文本有 {characters} 个字符；最多保存 {characters_max} 个。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Extend a shipped scenario and write only what differs, or use the command line.",
        "zh": "请继承内置情景、只写不同之处，或改用命令行。",
    }
