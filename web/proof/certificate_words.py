"""What the page and the PDF of a certificate say around its values, in both languages."""

from collections.abc import Mapping

from registry.worlds import words
from web.refusals import Language

Words = Mapping[str, str]

TEXTS: Mapping[str, Words] = {
    "registry": words("TanLab Registry", "碳实验室登记系统 TanLab"),
    "surrender": words("Surrender certificate", "清缴证书"),
    "retirement": words("Retirement certificate", "自愿注销证书"),
    "surrender_sentence": words(
        "Surrendered for the emissions of {year}. The permanent page says whether this was undone"
        " since.",
        "用于清缴 {year} 年度排放量。此后是否撤销，以永久网址所示为准。",
    ),
    "surrender_final": words(
        "Surrendered for the emissions of {year}. The units are final and never move again.",
        "用于清缴 {year} 年度排放量。这些单位为终态，不再流转。",
    ),
    "surrender_undoable": words(
        "Surrendered for the emissions of {year}. Until {day} the registry operator can undo it;"
        " then the units never move again.",
        "用于清缴 {year} 年度排放量。登记机构在 {day} 及之前可以撤销，此后单位不再流转。",
    ),
    "surrender_undone": words(
        "Surrendered for the emissions of {year}, and undone since: the units went back to the"
        " account that gave them and meet nothing.",
        "曾用于清缴 {year} 年度排放量，现已撤销：单位已退回原账户，不再抵作清缴。",
    ),
    "retirement_sentence": words(
        "Retired for good in the name of the beneficiary. The units never move again and can be"
        " claimed by nobody else.",
        "已以受益方名义永久注销。这些单位不再流转，他人不得再主张。",
    ),
    "number": words("Certificate number", "证书编号"),
    "holder": words("Holder", "持有人"),
    "scheme": words("Scheme", "机制"),
    "unit_type": words("Unit type", "单位类别"),
    "serials": words("Serials", "编码区段"),
    "serials_more": words(
        "and {count} more ranges, all in the attached proof.json",
        "另有 {count} 段，全部列于附件 proof.json",
    ),
    "compliance_year": words("Compliance year", "履约年度"),
    "beneficiary": words("Beneficiary", "受益方"),
    "purpose": words("Purpose", "用途"),
    "period": words("Period of use", "使用期间"),
    "note": words("Note", "说明"),
    "origin": words("Origin", "项目来源"),
    "date": words("Date", "日期"),
    "transaction": words("Transaction", "交易编号"),
    "fictitious": words(
        "Demonstration: the parties are fictitious, and no real unit was used.",
        "演示数据：主体均为虚构，未使用任何真实单位。",
    ),
    "proof": words("Proof", "证明"),
    "log": words("Log", "日志"),
    "entry": words("Entry", "条目"),
    "entry_of": words("{index} of {size}", "第 {index} 条，共 {size} 条"),
    "root": words("Root", "根哈希"),
    "key": words("Signing key", "签名公钥"),
    "verify": words(
        "Check this file offline: tanlab cert verify FILE.pdf --key-text KEY, with the key that"
        " the registry publishes at {proof_url}. The attached proof.json shows that this"
        " certificate is in the signed log; the file's seal covers every byte of it.",
        "离线核验：tanlab cert verify 文件.pdf --key-text 公钥，公钥以登记系统在 {proof_url}"
        " 公布者为准。附件 proof.json 证明本证书已列入签名日志；文件封印覆盖其每一个字节。",
    ),
    "scan": words("Permanent page", "永久网址"),
    "attachment": words("Proof of certificate {number}", "证书 {number} 的证明"),
    "substituted": words(
        "Characters written as U+… are not in the printed font; proof.json has them as they are.",
        "以 U+… 表示的字符不在印刷字体内，原字见 proof.json。",
    ),
}


def text(name: str, language: Language, **values: object) -> str:
    """Return one text in a language, with its values."""
    return TEXTS[name][language].format(**values)
