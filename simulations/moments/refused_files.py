"""What the reader of price files refuses: all faults of a file at once, each with its row.

SimulationError
├── UnknownRecord
│   └── UnknownCloses     no published series and no file has this name
├── ClosesOfOtherMarkets  the closes are of none of the markets simulated
└── Unreadable            a file that is not what was asked for
    ├── PriceFileNotText  no text in an expected encoding, or too large
    ├── PriceFileNoHeader no row names a date and a price
    └── PriceFileInvalid  some cells cannot be used
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from simulations.errors import SimulationError, UnknownRecord

SHOWN_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be used.

    Args:
        row: Row of the file, from 1.
        column: Heading of the column.
        value: What stands there.
        sentence: What is wrong and what to do, in zh and en.
    """

    row: int
    column: str
    value: str
    sentence: Mapping[str, str]

    def render(self, lang: str) -> str:
        """Return the problem on one line."""
        return f"{self.row}: {self.column} = {self.value!r}  {self.sentence[lang]}"

    def as_dict(self, lang: str) -> dict[str, object]:
        """Return the problem for JSON."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "sentence": self.sentence[lang],
        }


class UnknownCloses(UnknownRecord):
    """No published series of closes and no file has this name."""

    code = "simulations.unknown_closes"
    text: ClassVar[Mapping[str, str]] = {
        "en": "There are no closes “{name}”.",
        "zh": "没有名为“{name}”的收盘价数据。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give one of {known}, or the path of a CSV file with dates and closes.",
        "zh": "请填写 {known} 之一，或含日期与收盘价的 CSV 文件路径。",
    }


class ClosesOfOtherMarkets(SimulationError):
    """The closes are of none of the markets simulated."""

    code = "simulations.closes_of_other_markets"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The closes are of {names}; the scenario simulates {known}.",
        "zh": "收盘价属于 {names}，而情景模拟的是 {known}。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Name the series in the file's column of products as the market is named.",
        "zh": "请在文件的品种列中写明与市场相同的名称。",
    }


class Unreadable(SimulationError):
    """A file that is not what was asked for."""


class PriceFileNotText(Unreadable):
    """The file is no text in an expected encoding, or too large."""

    code = "simulations.price_file_not_text"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{name}” is not a text table of at most {megabytes} MB.",
        "zh": "“{name}”不是不超过 {megabytes} MB 的文本表格。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Save the table as CSV (UTF-8 or GBK) and give that file.",
        "zh": "请将表格另存为 CSV（UTF-8 或 GBK）后再提供。",
    }


class PriceFileNoHeader(Unreadable):
    """No row of the file names a date and a price."""

    code = "simulations.price_file_no_header"
    text: ClassVar[Mapping[str, str]] = {
        "en": "None of the first {rows} rows of “{name}” names a date and a price.",
        "zh": "“{name}”的前 {rows} 行中没有同时包含日期和价格的表头。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Name the columns, for example: date, close, volume (日期、收盘价、成交量).",
        "zh": "请为各列命名，例如：日期、收盘价、成交量（date, close, volume）。",
    }


class PriceFileInvalid(Unreadable):
    """Some cells of the file cannot be used; nothing of it is.

    Args:
        name: The file.
        problems: Every problem found.
    """

    code = "simulations.price_file_invalid"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{name}” has {count} cell(s) that cannot be used:\n{details}",
        "zh": "“{name}”有 {count} 个单元格无法使用：\n{details_zh}",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A series is read whole or not at all, so that no statistic hides a gap.",
        "zh": "序列要么完整读入，要么不读入，以免统计量掩盖缺口。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Correct the cells named and give the file again.",
        "zh": "请修改所列单元格后重新提供文件。",
    }

    def __init__(self, name: str, problems: tuple[CellProblem, ...]) -> None:
        self.problems = problems
        shown = problems[:SHOWN_MAX]
        more = ["…"] if len(problems) > SHOWN_MAX else []
        super().__init__(
            name=name,
            count=len(problems),
            details="\n".join([*(problem.render("en") for problem in shown), *more]),
            details_zh="\n".join([*(problem.render("zh") for problem in shown), *more]),
        )
