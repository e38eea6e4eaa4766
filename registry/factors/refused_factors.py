"""What is refused about imported factors.

InvalidValue
└── FactorsUnreadable, FactorsEmpty, FactorsUnfit
Conflict
└── FactorsChangedMeanwhile
UnknownRecord
└── UnknownFactorImport
"""

from typing import ClassVar

from registry.worlds.errors import Conflict, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue

FACTORS_DOCUMENT = "TanLab"


class FactorsUnreadable(InvalidValue):
    """The content of an import is no table of factors (facts: reason, field)."""

    number: ClassVar[int] = 3301
    code = "registry.factors_unreadable"
    text = words(
        "The factors cannot be read ({reason}).",
        "无法读取因子内容（{reason}）。",
    )
    rule = words(
        "An import lists factors and removed factors as JSON of at most 1,000,000 bytes.",
        "导入内容须为 JSON，列出新值与删除的因子，不超过 1,000,000 字节。",
    )
    source = FACTORS_DOCUMENT
    fix = words(
        "Import a CSV or XLSX file by the page of factors or `tanlab factors import`; "
        "split a larger one.",
        "请在因子页面或用 `tanlab factors import` 导入 CSV 或 XLSX 文件；文件过大请拆分。",
    )


class FactorsEmpty(InvalidValue):
    """An import would change nothing (facts: field)."""

    number: ClassVar[int] = 3302
    code = "registry.factors_empty"
    text = words("The file changes no factor.", "该文件没有改变任何因子。")
    rule = words(
        "An import adds, changes or removes at least one factor.",
        "导入须新增、修改或删除至少一个因子。",
    )
    source = FACTORS_DOCUMENT
    fix = words("Nothing needs to be done, or choose another file.", "无须导入，或请选择其他文件。")


class FactorsUnfit(InvalidValue):
    """The tables have no place for a factor of an import (facts: field)."""

    number: ClassVar[int] = 3303
    code = "registry.factors_unfit"
    text = words(
        "A factor of the import does not fit the tables.", "导入内容中有因子与因子表不符。"
    )
    rule = words(
        "A factor names a table and key that equations ask for, in the unit of the table.",
        "因子须属于已有的表和键，并采用该表的单位。",
    )
    source = FACTORS_DOCUMENT
    fix = words(
        "Make a dry run of the file: it names the cells that do not fit.",
        "请先试运行该文件，系统会逐格指出不符之处。",
    )


class FactorsChangedMeanwhile(Conflict):
    """Another import came first (facts: follows, latest, field)."""

    number: ClassVar[int] = 3304
    code = "registry.factors_changed"
    text = words(
        "The tables of factors were changed by import {latest} since this change was drawn up.",
        "本次变更编制后，因子表已被导入 {latest} 修改。",
    )
    rule = words(
        "What is approved is a change of the tables as they are.",
        "批准的变更须针对当前的因子表。",
    )
    source = FACTORS_DOCUMENT
    fix = words(
        "Make a new dry run of the file and propose it again.", "请重新试运行该文件并再次提议。"
    )


class UnknownFactorImport(UnknownRecord):
    """There is no import of this number (facts: value, field)."""

    number: ClassVar[int] = 3305
    code = "registry.unknown_factor_import"
    text = words("There is no import of factors {value}.", "不存在因子导入 {value}。")
