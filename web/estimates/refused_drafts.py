# Families are named as in the other packages: `web.errors` finds the status code by the name.
"""What keeping and finding drafts can refuse.

DraftError
├── UnknownRecord
│   ├── UnknownDraft           the reader has no draft of this number
│   └── ForeignAddress         the inputs of an address are a draft of somebody else
├── Conflict
│   ├── DraftChanged           saved elsewhere since the reader's page was made
│   └── TooManyDrafts          no room for another one
├── TooLarge
│   └── DraftTooLarge          more typed than a draft holds
├── DraftIncomplete            what it holds cannot be calculated yet
└── DraftTitleInvalid          a title without letters, or too long
"""

from collections.abc import Mapping
from typing import ClassVar


class DraftError(Exception):
    """Any refusal about drafts of estimates."""

    code: ClassVar[str] = "drafts.error"
    text: ClassVar[Mapping[str, str]] = {"en": "The draft was refused.", "zh": "草稿被拒绝。"}
    rule: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {"en": "", "zh": ""}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class UnknownRecord(DraftError):
    """Something that does not exist, or belongs to somebody else."""


class Conflict(DraftError):
    """Something that does not fit what is kept."""


class TooLarge(DraftError):
    """More than is kept."""


class UnknownDraft(UnknownRecord):
    """The reader has no draft of this number."""

    code = "drafts.unknown"
    text: ClassVar[Mapping[str, str]] = {
        "en": "You have no draft {value}.",
        "zh": "您没有编号为 {value} 的草稿。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A draft is shown only to whoever typed it: by sign-in, else in the same browser.",
        "zh": "草稿只向填写者本人显示：登录后可见，未登录时仅在同一浏览器中可见。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Choose one of the list of drafts; drafts that were not used for long are deleted.",
        "zh": "请从草稿列表中选择；长期未使用的草稿会被删除。",
    }


class ForeignAddress(UnknownRecord):
    """The inputs of an address are a draft that the reader does not have."""

    code = "drafts.address"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The inputs of this address are a draft that you do not have: {value}.",
        "zh": "该地址的输入保存在草稿 {value} 中，您没有这份草稿。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Inputs too long for an address are kept as a draft of whoever typed them.",
        "zh": "过长的输入无法写入地址，只保存为填写者本人的草稿。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Whoever sent it can save the estimate and share it by a link, or send its workbook.",
        "zh": "请发送者保存该估算后用分享链接分享，或发送其工作簿。",
    }


class DraftChanged(Conflict):
    """The draft was saved elsewhere since the reader's page was made."""

    code = "drafts.changed"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The draft was changed in another window.",
        "zh": "草稿已在另一个窗口中修改。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "What was saved later is not overwritten by an older page.",
        "zh": "旧页面不会覆盖之后保存的内容。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Open the draft again, or calculate with what is on this page.",
        "zh": "请重新打开草稿，或直接用本页内容计算。",
    }


class TooManyDrafts(Conflict):
    """There is no room for another draft."""

    code = "drafts.too_many"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There is no room for another draft.",
        "zh": "草稿数量已满。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "At most {drafts_max} drafts are kept.",
        "zh": "最多保存 {drafts_max} 份草稿。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Delete a draft, or sign in.",
        "zh": "请删除一份草稿，或登录。",
    }


class DraftTooLarge(TooLarge):
    """More was typed than a draft holds."""

    code = "drafts.too_large"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The draft would hold {value} characters.",
        "zh": "草稿将达到 {value} 个字符。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A draft holds at most {characters_max} characters.",
        "zh": "一份草稿最多 {characters_max} 个字符。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Shorten what is typed, or calculate without saving a draft.",
        "zh": "请缩短内容，或不保存草稿直接计算。",
    }


class DraftIncomplete(DraftError):
    """What a draft holds cannot be calculated yet (fact: value, its title)."""

    code = "drafts.incomplete"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The draft “{value}” cannot be calculated yet.",
        "zh": "草稿“{value}”还不能计算。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A result needs every required input, within its bounds.",
        "zh": "计算结果需要所有必填输入，且在允许范围内。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Open the draft, complete it, and calculate.",
        "zh": "请打开草稿，补全后计算。",
    }


class DraftTitleInvalid(DraftError):
    """A title without letters, or a longer one than lists show."""

    code = "drafts.title"
    text: ClassVar[Mapping[str, str]] = {
        "en": "A title has 1 to {characters_max} characters.",
        "zh": "标题须为 1 至 {characters_max} 个字符。",
    }
    fix: ClassVar[Mapping[str, str]] = {"en": "Change the title.", "zh": "请修改标题。"}
