"""What the workbook and the PDF of an estimate say around its figures, in both languages."""

from collections.abc import Mapping

from registry.worlds import words
from web.refusals import Language

TEXTS: Mapping[str, Mapping[str, str]] = {
    "report": words("Estimate report", "估算报告"),
    "product": words("TanLab · estimation", "碳实验室 TanLab · 估算"),
    "results": words("Results", "结果"),
    "inputs": words("Inputs", "输入"),
    "numbers": words("Numbers", "数值"),
    "equations": words("Equations", "计算"),
    "parts": words("Partial sums", "部分和"),
    "notes": words("Notes", "说明"),
    "factors": words("Factors used", "采用的因子"),
    "assumptions": words("Assumed coefficients", "假设的系数"),
    "warnings": words("Notes of the calculation", "计算提示"),
    "methodology": words("Methodology", "方法学"),
    "version": words("Version", "版本"),
    "status": words("Status", "状态"),
    "published": words("Text", "文本"),
    "issuable": words("Issuable units", "可签发数量"),
    "rounding": words("Rounding", "修约"),
    "quantity": words("Quantity", "量"),
    "value": words("Value", "数值"),
    "unit": words("Unit", "单位"),
    "field": words("Field", "字段"),
    "symbol": words("Symbol", "符号"),
    "kind": words("Taken from", "取自"),
    "name": words("Name", "名称"),
    "where": words("Region, year", "地区与年份"),
    "source": words("Source", "来源"),
    "confidence": words("Confidence", "可信度"),
    "high": words("high", "高"),
    "medium": words("medium", "中"),
    "low": words("low", "低"),
    "equation": words("No.", "式"),
    "meaning": words("Meaning", "含义"),
    "formula": words("Formula", "公式"),
    "expression": words("With values", "代入"),
    "audited": words("As audited", "核定值"),
    "every_digit": words("Every digit", "全部数字"),
    "same": words("Same", "一致"),
    "replaced_by": words("Replaced by", "替换为"),
    "kept": words("not replaced", "未替换"),
    "input": words("input", "输入"),
    "own": words("own value", "用户替换值"),
    "factor": words("factor table", "因子表"),
    "counted": words("derived from the inputs", "由输入得出"),
    "yes": words("yes", "是"),
    "no": words("no", "否"),
    "differing": words(
        "Figures of this workbook that differ from the audited ones",
        "本工作簿中与核定值不一致的数值个数",
    ),
    "how": words(
        "Change a yellow cell and every figure is calculated again. Conditions of applicability"
        " and checks of the inputs are not part of this workbook: calculate in TanLab before you"
        " rely on changed figures.",
        "修改黄色单元格后，全部数值自动重算。适用条件与输入校验不在本工作簿之内："
        "数值改动后，请在碳实验室重新计算，方可采信。",
    ),
    "reconstructed": words(
        "Reconstructed: the official equations were not available. Coefficients listed as assumed"
        " come from other texts.",
        "重构：未取得官方公式。列为“假设”的系数取自其他文本。",
    ),
    "no_issuance": words(
        "No unit is issued from these figures without the operator's explicit override.",
        "未经登记机构明示放行，不据此签发。",
    ),
    "configurable": words(
        "Configurable: the scheme's own rules and factors decide; those used are listed.",
        "可配置：以机制自身的规则与因子为准，所用者均已列出。",
    ),
    "official": words(
        "Official: the equations are those of the published text.",
        "官方文本：公式与已发布文本一致。",
    ),
    "nothing": words("None.", "无。"),
    "rows": words("{count} rows, see the workbook", "{count} 行，见工作簿"),
    "day": words("Day", "日期"),
    "digest": words("SHA-256 of the attached workbook", "所附工作簿的 SHA-256"),
    "attachment": words("Workbook with live formulas", "含公式的工作簿"),
    "more_steps": words(
        "{count} more equations are in the attached workbook.",
        "另有 {count} 个算式，见所附工作簿。",
    ),
    "number": words("Estimate", "估算编号"),
    "page": words("Page", "页"),
    "substituted": words(
        "Characters written as U+… are not in the printed font; the attached workbook has them.",
        "以 U+… 表示的字符不在印刷字体内，原字见所附工作簿。",
    ),
}


def text(name: str, language: Language, **values: object) -> str:
    """Return one text in a language, with its values."""
    return TEXTS[name][language].format(**values)
