"""Pages of `docs/methodologies`, generated from the definitions.

Run as `python -m methodologies.document docs/methodologies`; a test compares the files with what
this module would write.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from methodologies.catalogue import list_announced, list_methodologies
from methodologies.engine.announced import STAGE_TEXTS
from methodologies.engine.answers import ACTIVITIES, PLACES
from methodologies.engine.contract import STATUS_TEXTS, Methodology, Result
from methodologies.engine.factors import Factor, FactorTable, library
from methodologies.engine.inputs import FormField
from methodologies.engine.trace import Text, plain


def document(methodology: Methodology) -> str:
    """Write the page of one methodology, in Chinese and English.

    Returns:
        Markdown that ends with a line break.
    """
    parts = [
        _head(methodology),
        _applicability(methodology),
        _equations(methodology),
        _inputs(methodology),
        _factors(methodology),
        _results(methodology),
        *(_example(methodology, name) for name in methodology.examples),
    ]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Return every page by file name, the list of methodologies among them."""
    written = {
        f"{methodology.id}.md": document(methodology) for methodology in list_methodologies()
    }
    return {"README.md": _index(), **written}


def write(folder: Path) -> list[Path]:
    """Write all pages into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in pages().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _index() -> str:
    rows = [
        (
            f"[{methodology.document}]({methodology.id}.md)",
            _both(methodology.title),
            _both(STATUS_TEXTS[methodology.status]),
            methodology.published,
        )
        for methodology in list_methodologies()
    ]
    return (
        "# Methodologies · 方法学\n\n"
        + _table(("Id · 编号", "Title · 名称", "Status · 状态", "Published · 发布"), rows)
        + "\n\n"
        + _announced()
        + "\n\nThese pages are generated: `python -m methodologies.document docs/methodologies`.\n"
    )


def _announced() -> str:
    rows = [
        (entry.code, _both(entry.title), _both(STAGE_TEXTS[entry.stage]), entry.when, entry.source)
        for entry in list_announced()
    ]
    header = ("Id · 编号", "Title · 名称", "Stage · 阶段", "When · 时间", "Source · 来源")
    return "## Known by name only · 仅知名称\n\n" + _table(header, rows)


def _head(methodology: Methodology) -> str:
    lines = [
        f"# {methodology.title['zh']} · {methodology.title['en']}",
        "",
        f"`{methodology.id}` · {methodology.version} · "
        f"**{_both(STATUS_TEXTS[methodology.status])}**",
        "",
        methodology.scope["zh"],
        "",
        methodology.scope["en"],
        "",
        f"Source · 来源：{methodology.source}, {methodology.published}.",
        "",
        *(f"- {_both(remark)}" for remark in methodology.remarks),
    ]
    return "\n".join(lines)


def _applicability(methodology: Methodology) -> str:
    rows = [
        (_both(clause.text), clause.article, ", ".join(f"`{name}`" for name in clause.fields))
        for clause in methodology.clauses
    ]
    header = ("Condition · 条件", "Article · 条款", "Asked by · 对应字段")
    return f"## Applicability · 适用条件\n\n{_table(header, rows)}\n\n{_chosen_by(methodology)}"


def _chosen_by(methodology: Methodology) -> str:
    fit = methodology.fit
    lines = [f"- {_both(ACTIVITIES[activity])}" for activity in fit.activities]
    lines += [f"- {_both(PLACES[place])}" for place in fit.places]
    if fit.since is not None:
        lines.append(f"- from {fit.since.first_day} · 自 {fit.since.first_day} 起")
    return "Answers that lead here · 选择依据：\n\n" + "\n".join(lines)


def _equations(methodology: Methodology) -> str:
    rows = [
        (
            equation.number,
            f"`{equation.symbol} = {equation.formula}`",
            equation.unit,
            _both(equation.meaning),
            equation.source,
        )
        for equation in methodology.equations
    ]
    header = ("No. · 式", "Equation · 公式", "Unit · 单位", "Result · 结果", "Section · 章节")
    return "## Equations · 公式\n\n" + _table(header, rows)


def _inputs(methodology: Methodology) -> str:
    tables = ["## Inputs · 输入\n\n" + _field_table(methodology.fields)]
    tables += [
        f"### `{field.name}`\n\n" + _field_table(field.columns)
        for field in methodology.fields
        if field.columns
    ]
    return "\n\n".join(tables)


def _field_table(fields: Iterable[FormField]) -> str:
    header = ("Field · 字段", "Meaning · 含义", "Unit · 单位", "Values · 取值", "Help · 说明")
    rows = [
        (
            f"`{field.name}`" + (" \\*" if field.required else ""),
            _both(field.label),
            field.unit,
            _values(field),
            _both(field.help),
        )
        for field in fields
    ]
    return _table(header, rows) + "\n\n\\* required · 必填"


def _values(field: FormField) -> str:
    if field.choices:
        return ", ".join(f"`{value}`" for value, _ in field.choices)
    bounds = f"{field.minimum} … {field.maximum}" if field.maximum else ""
    kinds = {"boolean": "true, false", "date": "YYYY-MM-DD", "rows": f"≤ {field.rows_max} rows"}
    default = f", default {field.default}" if field.default else ""
    return (bounds or kinds.get(field.kind, "")) + default


def _factors(methodology: Methodology) -> str:
    parts = [_factor_table(library()[table], methodology) for table in methodology.tables]
    return "## Factors · 因子\n\n" + "\n\n".join(parts)


def _factor_table(table: FactorTable, methodology: Methodology) -> str:
    rows: dict[tuple[str, int], dict[str, Factor]] = {}
    for factor in table.factors:
        if table.id != "margin_weights" or factor.region == methodology.id:
            rows.setdefault((factor.region, factor.year), {})[factor.key] = factor
    names = {factor.key: _both(factor.name) for factor in table.factors}
    lines = []
    for (_, year), cells in rows.items():
        region = next(iter(cells.values())).region_name
        lines.append(
            (_both(region), str(year or "–"), *(_factor_cell(cells, key) for key in names))
        )
    header = ("For · 适用", "Year · 年", *names.values())
    note = f"Source · 来源：{table.source}. Confidence · 可信度: {table.confidence}, † low."
    return f"### {_both(table.title)}\n\n{_table(header, lines)}\n\n{note}"


def _factor_cell(cells: dict[str, Factor], key: str) -> str:
    factor = cells.get(key)
    if factor is None:
        return ""
    unit = "" if factor.unit == "1" else f" {factor.unit}"
    doubt = " †" if factor.confidence == "low" else ""
    return f"{factor.value}{unit}{doubt}"


def _results(methodology: Methodology) -> str:
    rows = [(f"`{o.name}`", _both(o.title), o.unit) for o in methodology.outputs]
    header = ("Name · 名称", "Meaning · 含义", "Unit · 单位")
    return "## Results · 结果\n\n" + _table(header, rows) + "\n\n" + _rounding(methodology)


def _rounding(methodology: Methodology) -> str:
    rule = methodology.rounding
    if rule is None:
        return "No units are issued on these results. · 不据此签发。"
    return (
        f"Units · 签发：`{methodology.issues}`. {rule.text['zh']} {rule.text['en']}\n\n"
        f"Source · 来源：{rule.source} (confidence · 可信度: {rule.confidence})."
    )


def _example(methodology: Methodology, name: str) -> str:
    inputs = methodology.Inputs.model_validate(methodology.examples[name])
    result = methodology.calculate(inputs)
    rows = [
        (step.equation, step.symbol, f"`{step.expression}`", plain(step.value), step.unit)
        for step in result.steps
    ]
    header = ("No. · 式", "Symbol · 符号", "Expression · 代入", "Value · 数值", "Unit · 单位")
    return (
        f"## Worked example · 算例: {name}\n\n"
        + _table(header, rows)
        + f"\n\n{_answer(methodology, result)}"
    )


def _answer(methodology: Methodology, result: Result) -> str:
    output = methodology.principal
    answer = f"{_both(output.title)}: {plain(result.results[output.name])} {output.unit}"
    if result.issuable_units is None:
        return f"{answer}."
    return f"{answer}; issuable units · 可签发: {result.issuable_units}."


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _both(text: Text) -> str:
    return f"{text['zh']} · {text['en']}" if text["en"] and text["zh"] != text["en"] else text["zh"]


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
