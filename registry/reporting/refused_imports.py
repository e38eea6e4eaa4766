"""What the registry refuses of files that come in: whole files, and single cells."""

from typing import ClassVar

from registry.worlds.errors import words
from registry.worlds.refused_values import InvalidValue

IMPORT_RULES = "TanLab"


class ImportRefused(InvalidValue):
    """Rows of a file cannot be carried out; none is (facts: errors, rows)."""

    number: ClassVar[int] = 2500
    code = "registry.import_refused"
    text = words(
        "{errors} cells or rows of {rows} rows cannot be used; nothing was changed.",
        "共 {rows} 行，其中 {errors} 处有误；未作任何更改。",
    )
    rule = words("A file is carried out wholly or not at all.", "文件须整体执行，否则全部不执行。")
    source = IMPORT_RULES
    fix = words(
        "Correct the cells listed, then send the file again.", "请更正所列单元格后重新提交文件。"
    )


class FileUnreadable(InvalidValue):
    """The file is neither CSV nor XLSX that can be read (facts: reason in both languages)."""

    number: ClassVar[int] = 2501
    code = "registry.file_unreadable"
    text = words("The file cannot be read: {reason}.", "文件无法读取：{reason}。")
    rule = words(
        "Files are CSV (UTF-8 or GB 18030) or XLSX.", "文件须为 CSV（UTF-8 或 GB 18030）或 XLSX。"
    )
    source = IMPORT_RULES
    fix = words(
        "Save the table as XLSX or as CSV in UTF-8.", "请将表格另存为 XLSX 或 UTF-8 编码的 CSV。"
    )


class FileTooLarge(InvalidValue):
    """The file is larger than what is read (facts: size, maximum; bytes)."""

    number: ClassVar[int] = 2502
    code = "registry.file_too_large"
    text = words(
        "The file has {size} bytes; at most {maximum} are read.",
        "文件大小为 {size} 字节，上限为 {maximum} 字节。",
    )
    rule = words("A file that comes in has a limited size.", "导入文件的大小有上限。")
    source = IMPORT_RULES
    fix = words("Split the table into several files.", "请将表格拆分为多个文件。")


class ArchiveSuspicious(InvalidValue):
    """An XLSX unpacks to far more than it is (facts: unpacked, maximum; bytes)."""

    number: ClassVar[int] = 2503
    code = "registry.archive_suspicious"
    text = words(
        "The workbook would unpack to {unpacked} bytes; at most {maximum} are read.",
        "工作簿解压后为 {unpacked} 字节，上限为 {maximum} 字节。",
    )
    rule = words(
        "A workbook may not unpack to more than a fixed size and ratio.",
        "工作簿解压后的大小与压缩比均有上限。",
    )
    source = IMPORT_RULES
    fix = words("Save the plain table as CSV.", "请将表格另存为 CSV。")


class TooManyRows(InvalidValue):
    """The table has more rows than are read (facts: maximum)."""

    number: ClassVar[int] = 2504
    code = "registry.too_many_rows"
    text = words("The table has more than {maximum} rows.", "表格超过 {maximum} 行。")
    rule = words("A file that comes in has a limited number of rows.", "导入文件的行数有上限。")
    source = IMPORT_RULES
    fix = words("Split the table into several files.", "请将表格拆分为多个文件。")


class NothingToImport(InvalidValue):
    """The table has headings but no row, or nothing at all."""

    number: ClassVar[int] = 2505
    code = "registry.nothing_to_import"
    text = words("The table has no rows.", "表格没有数据行。")
    rule = words("The first row holds headings, the others data.", "首行为列名，其余各行为数据。")
    source = IMPORT_RULES
    fix = words("Fill in at least one row below the headings.", "请在列名下方至少填写一行。")


class ColumnMissing(InvalidValue):
    """A column that is needed is not there (facts: column)."""

    number: ClassVar[int] = 2506
    code = "registry.column_missing"
    text = words("The column “{column}” is missing.", "缺少列“{column}”。")
    rule = words("Each kind of file has its own columns.", "每种文件有固定的列。")
    source = IMPORT_RULES
    fix = words("Take the headings of the template.", "请使用模板中的列名。")


class CellEmpty(InvalidValue):
    """A cell that is needed is empty (facts: column)."""

    number: ClassVar[int] = 2507
    code = "registry.cell_empty"
    text = words("“{column}” is empty.", "“{column}”为空。")
    rule = words("Each row fills the columns that are needed.", "每行须填写必填列。")
    source = IMPORT_RULES
    fix = words("Fill in the cell, or remove the row.", "请填写该单元格，或删除该行。")


class CellFormula(InvalidValue):
    """A cell holds a formula (facts: value)."""

    number: ClassVar[int] = 2508
    code = "registry.cell_formula"
    text = words("{value} is a formula.", "{value} 为公式。")
    rule = words(
        "Formulas are not evaluated: a file states values.", "不计算公式：文件须填写数值。"
    )
    source = IMPORT_RULES
    fix = words("Paste the value in place of the formula.", "请粘贴数值以替换公式。")


class CellNotWhole(InvalidValue):
    """A cell holds no whole number in range (facts: value, minimum, maximum)."""

    number: ClassVar[int] = 2509
    code = "registry.cell_not_whole"
    text = words(
        "{value} is not a whole number from {minimum} to {maximum}.",
        "{value} 不是 {minimum} 至 {maximum} 之间的整数。",
    )
    rule = words("Quantities and years are whole numbers.", "数量与年度为整数。")
    source = IMPORT_RULES
    fix = words("Enter a whole number, without unit.", "请输入整数，不带单位。")


class CellNotOffered(InvalidValue):
    """A cell holds none of the values that are possible (facts: value, offered)."""

    number: ClassVar[int] = 2510
    code = "registry.cell_not_offered"
    text = words("{value} is none of: {offered}.", "{value} 不在可选值之列：{offered}。")
    rule = words("The column has a fixed list of values.", "该列只接受固定的可选值。")
    source = IMPORT_RULES
    fix = words("Enter one of: {offered}.", "请填写下列之一：{offered}。")


class CellUnstorable(InvalidValue):
    """A cell holds characters that cannot be kept, or too many (facts: value, maximum)."""

    number: ClassVar[int] = 2511
    code = "registry.cell_unstorable"
    text = words(
        "The text has control characters or more than {maximum} characters.",
        "文本含有控制字符，或超过 {maximum} 个字符。",
    )
    rule = words("Texts are printable and of limited length.", "文本须可显示且长度有限。")
    source = IMPORT_RULES
    fix = words("Type the text again, or shorten it.", "请重新输入或缩短文本。")


class RowRepeated(InvalidValue):
    """Two rows say something of the same thing (facts: value, row)."""

    number: ClassVar[int] = 2512
    code = "registry.row_repeated"
    text = words("{value} stands in row {row} already.", "{value} 已出现在第 {row} 行。")
    rule = words("Each thing has one row.", "每项只占一行。")
    source = IMPORT_RULES
    fix = words("Remove one of the two rows.", "请删除其中一行。")


class ExcludedYearHasEmissions(InvalidValue):
    """An operator excluded in a year has emissions or obligations in it (facts: value, year)."""

    number: ClassVar[int] = 2513
    code = "registry.excluded_year_has_emissions"
    text = words(
        "{value} is excluded in {year} and yet has verified emissions.",
        "{value} 在 {year} 年被排除，却填有经核查排放量。",
    )
    rule = words(
        "An operator has no verified emissions in a year from which it is excluded.",
        "被排除的年度没有经核查排放量。",
    )
    source = "UK Greenhouse Gas Emissions Trading Scheme Order 2020"
    fix = words("Empty one of the two cells.", "请清空两者之一。")


class DownloadTooLarge(InvalidValue):
    """A table is too long to be sent as one file (facts: maximum)."""

    number: ClassVar[int] = 2515
    code = "registry.download_too_large"
    text = words(
        "The table has more than {maximum} rows, too many for one download.",
        "表格超过 {maximum} 行，无法一次下载。",
    )
    rule = words("A download from a page has a limited number of rows.", "网页下载的行数有上限。")
    source = IMPORT_RULES
    fix = words(
        "Narrow the period or the unit type, or use the command `tanlab registry export`.",
        "请缩小期间或单位类别范围，或使用命令 `tanlab registry export`。",
    )
