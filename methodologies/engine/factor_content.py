"""Changes of factors as plain values to keep, and their way back into the tables.

What is kept is read again by the same rules as a file: a factor that the tables have no place for
any more is left out, and told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from methodologies.engine.errors import MethodologyError, both
from methodologies.engine.factor_import import (
    FACTOR_COLUMNS,
    REGION_COLUMNS,
    FactorChanges,
    RefusedRow,
    compare,
    read_factor_rows,
)
from methodologies.engine.factors import Factor, FactorLibrary

IDENTITY = ("table", "key", "region", "year")


class ContentUnreadable(MethodologyError):
    """Kept changes that were not made by `content_of`."""

    code = "methodologies.content_unreadable"
    text = both("无法读取已保存的因子变更。", "The kept changes of factors cannot be read.")
    fix = both("重新导入因子文件。", "Import the file of factors again.")


@dataclass(frozen=True, slots=True)
class AppliedFactors:
    """The tables after kept changes, what differs, and which rows were left out."""

    factors: FactorLibrary
    changes: FactorChanges

    @property
    def left_out(self) -> tuple[RefusedRow, ...]:
        """Rows for which the tables have no place any more."""
        return self.changes.refused


def content_of(changes: FactorChanges) -> dict[str, list[dict[str, str]]]:
    """Return what a file changes as texts: factors added or changed, and those removed."""
    given = (*changes.added, *(after for _, after in changes.changed))
    return {
        "factors": [factor_row(factor) for factor in given],
        "removed": [
            {name: factor_row(each)[name] for name in IDENTITY} for each in changes.removed
        ],
    }


def apply_content(
    content: Mapping[str, Any], factors: FactorLibrary, imported: str = ""
) -> AppliedFactors:
    """Put kept changes into the tables.

    Args:
        content: of `content_of`.
        factors: the tables before.
        imported: number of the import, which its factors name.

    Raises:
        ContentUnreadable: the content has another shape.
    """
    rows = [_texts(row, (*FACTOR_COLUMNS, *REGION_COLUMNS)) for row in _part(content, "factors")]
    gone = {_identity(_texts(row, IDENTITY)) for row in _part(content, "removed")}
    changes = compare(read_factor_rows(rows, factors), factors)
    known = (factor for table in factors.values() for factor in table.factors)
    changes = replace(
        changes,
        added=tuple(replace(factor, imported=imported) for factor in changes.added),
        changed=tuple((was, replace(new, imported=imported)) for was, new in changes.changed),
        removed=tuple(factor for factor in known if _identity(factor_row(factor)) in gone),
    )
    return AppliedFactors(changes.applied(factors), changes)


def factor_row(factor: Factor) -> dict[str, str]:
    """Return a factor as the cells of a file, by column."""
    return {
        "table": factor.table,
        "key": factor.key,
        "region": factor.region,
        "year": str(factor.year or ""),
        "value": format(factor.value, "f"),
        "unit": factor.unit,
        "source": factor.source,
        "confidence": factor.confidence,
        "region_zh": factor.region_name["zh"],
        "region_en": factor.region_name["en"],
    }


def _identity(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in IDENTITY)


def _part(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    part = content.get(name)
    if not isinstance(part, list) or not all(isinstance(row, Mapping) for row in part):
        raise ContentUnreadable(field="content", value=name)
    return part


def _texts(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    if sorted(row) != sorted(names) or not all(isinstance(text, str) for text in row.values()):
        raise ContentUnreadable(field="content", value=", ".join(map(str, row))[:200])
    return dict(row)
