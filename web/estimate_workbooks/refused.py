"""What a workbook with the inputs of an estimate can be refused for.

WorkbookError
├── WorkbookRefused        cells or rules refuse; nothing was stored
├── NotAForm               no sheet `inputs` with its headings
├── OtherMethodology       the workbook is the form of another methodology or version
├── SheetUnknown           a sheet was renamed, or is from elsewhere
├── TableTooLong           more rows than the table takes
├── NameUnknown            a field or column of no such name
├── NameTwice              a field or column that stands there twice
├── ColumnAbsent           a column that is needed is not there
└── CellError              one cell
    ├── CellFormula        a formula
    ├── CellFault          `#REF!` and the like
    ├── CellMerged         merged with others
    ├── CellPercent        a percentage where none is asked
    ├── CellDay            a day where a number is asked
    └── CellNotOffered     none of the choices
"""

from collections.abc import Mapping
from typing import ClassVar

from registry.worlds import words

NONE = words("", "")
FACT_CHARACTERS_MAX = 400
"""A cell may hold 32,767 characters; nobody reads them in a sentence."""


class WorkbookError(Exception):
    """Any refusal of a workbook; `facts` fill the texts."""

    code: ClassVar[str] = "workbook.error"
    text: ClassVar[Mapping[str, str]] = words("The workbook is refused.", "工作簿不能使用。")
    rule: ClassVar[Mapping[str, str]] = NONE
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = NONE

    def __init__(self, **facts: object) -> None:
        self.facts = {
            name: fact[:FACT_CHARACTERS_MAX] if isinstance(fact, str) else fact
            for name, fact in facts.items()
        }
        super().__init__(self.text["en"].format_map(_English(self.facts)))


class _English(dict[str, object]):
    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        return value["en"] if isinstance(value, Mapping) else value


class WorkbookRefused(WorkbookError):
    """Cells or rules refuse (facts: refused, accepted; counts)."""

    code = "workbook.refused"
    text = words(
        "Cells refused: {refused}; accepted: {accepted}. Nothing was stored.",
        "拒绝 {refused} 处，接受 {accepted} 处。未保存任何内容。",
    )
    rule = words(
        "A workbook is used only when every cell can be used.", "所有单元格均可用时才使用工作簿。"
    )
    fix = words(
        "Correct the cells listed and upload the workbook again.", "请更正所列单元格后重新上传。"
    )


class NotAForm(WorkbookError):
    """The workbook has no sheet `inputs` with its headings (facts: sheets)."""

    code = "workbook.not_a_form"
    text = words(
        "The sheet “inputs” with its headings was not found; sheets: {sheets}.",
        "找不到工作表“inputs”及其表头；现有工作表：{sheets}。",
    )
    rule = words(
        "Inputs are read from the form of the methodology.", "只读取该方法学的表格工作簿。"
    )
    fix = words(
        "Download the form, fill it in, and keep the names of sheets and headings.",
        "请下载表格填写，并保留工作表名和表头。",
    )


class OtherMethodology(WorkbookError):
    """The workbook is the form of another methodology or version (facts: value, wanted)."""

    code = "workbook.other_methodology"
    text = words(
        "The workbook is the form of “{value}”, not of {wanted}.",
        "工作簿属于“{value}”，而不是 {wanted}。",
    )
    rule = words(
        "A workbook names its methodology and version in its first rows.",
        "工作簿开头注明方法学及其版本。",
    )
    fix = words("Download the form of {wanted}.", "请下载 {wanted} 的表格。")


class SheetUnknown(WorkbookError):
    """A sheet that the form does not have, while one of the form is gone (facts: value, known)."""

    code = "workbook.sheet_unknown"
    text = words("The form has no sheet “{value}”.", "表格中没有工作表“{value}”。")
    rule = words("Rows are read from the sheet of their table.", "各表的行从同名工作表读取。")
    fix = words("Rename it to one of: {known}.", "请改名为以下之一：{known}。")


class TableTooLong(WorkbookError):
    """More rows than the table takes (facts: value, maximum)."""

    code = "workbook.table_too_long"
    text = words("There are {value} rows.", "共有 {value} 行。")
    rule = words("The table takes at most {maximum} rows.", "该表最多 {maximum} 行。")
    fix = words("Remove rows, or add them up.", "请减少或合并行。")


class NameUnknown(WorkbookError):
    """A field or column of a name that the form does not have (facts: value, known)."""

    code = "workbook.name_unknown"
    text = words("There is no field “{value}”.", "没有字段“{value}”。")
    rule = words("Fields are found by their names.", "字段按名称读取。")
    fix = words("Remove it, or correct the name: {known}.", "请删除或更正字段名：{known}。")


class NameTwice(WorkbookError):
    """A field or column that stands there twice (facts: value, first)."""

    code = "workbook.name_twice"
    text = words("“{value}” stands in {first} already.", "“{value}”已在 {first} 出现。")
    rule = words("Each field stands once.", "每个字段只出现一次。")
    fix = words("Remove one of the two.", "请删除其中之一。")


class ColumnAbsent(WorkbookError):
    """A column that is needed is not there (facts: value)."""

    code = "workbook.column_absent"
    text = words("The column “{value}” is missing.", "缺少列“{value}”。")
    rule = words("Fields are found by their names.", "字段按名称读取。")
    fix = words("Add the column, or download the form again.", "请补上该列，或重新下载表格。")


class CellError(WorkbookError):
    """One cell cannot be used."""


class CellFormula(CellError):
    """A cell holds a formula."""

    code = "workbook.formula"
    text = words("This is a formula.", "这是公式。")
    rule = words("Formulas are not evaluated: a workbook states values.", "不计算公式，须填数值。")
    fix = words("Paste the value in place of the formula.", "请粘贴数值以替换公式。")


class CellFault(CellError):
    """A cell holds an error value (facts: value)."""

    code = "workbook.fault"
    text = words("The cell shows the error {value}.", "单元格显示错误 {value}。")
    fix = words("Enter the value itself.", "请直接填写数值。")


class CellMerged(CellError):
    """A cell is merged with others (facts: value)."""

    code = "workbook.merged"
    text = words("The cells {value} are merged.", "单元格 {value} 已合并。")
    rule = words("Each value has its own cell.", "每个数值须有自己的单元格。")
    fix = words("Unmerge them and fill in each cell.", "请取消合并并逐格填写。")


class CellPercent(CellError):
    """A percentage where the field has another unit (facts: value, unit)."""

    code = "workbook.percent"
    text = words("The cell is formatted as a percentage.", "单元格为百分比格式。")
    rule = words("The field is asked in {unit}.", "该字段的单位为 {unit}。")
    fix = words("Format the cell as a number and type it again.", "请改为数字格式后重新输入。")


class CellDay(CellError):
    """A day where a number is asked; spreadsheets turn 3-4 into one (facts: value)."""

    code = "workbook.day"
    text = words(
        "The cell holds the day {value}, not a number.", "单元格是日期 {value}，不是数字。"
    )
    rule = words(
        "Spreadsheets turn entries such as 3-4 into days.", "电子表格会把 3-4 之类的内容变为日期。"
    )
    fix = words("Format the cell as a number and type it again.", "请改为数字格式后重新输入。")


class CellNotOffered(CellError):
    """None of the choices (facts: value, offered)."""

    code = "workbook.not_offered"
    text = words("“{value}” is not one of the choices.", "“{value}”不在可选项之内。")
    rule = words("The field has a fixed list of values.", "该字段只接受固定的可选值。")
    fix = words("Choose one of: {offered}.", "请选择其一：{offered}。")
