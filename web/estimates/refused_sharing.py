# Families are named as in the other packages: `web.errors` finds the status code by the name.
"""What comparing, saving and sharing estimates can refuse.

SharingError
├── UnknownRecord
│   ├── UnknownComparison      the reader has saved no comparison of this number
│   ├── UnknownLink            the link never existed, has expired or was revoked
│   └── UnknownOwnLink         the reader made no link of this number
├── Conflict
│   ├── TooManyComparisons     no room for another one
│   └── TooManyLinks           no room for another one
├── TooLarge
│   └── FiguresTooLarge        more than a comparison or a link keeps
└── VariantsRefused
    ├── UnreadableVariant      neither a saved estimate's number nor an address
    ├── TooManyVariants        more than five
    └── OtherMethodology       variants of several methodologies
"""

from collections.abc import Mapping
from typing import ClassVar

from registry.worlds import words


class SharingError(Exception):
    """Any refusal about comparing, saving and sharing estimates."""

    code: ClassVar[str] = "sharing.error"
    text: ClassVar[Mapping[str, str]] = words("It was refused.", "操作被拒绝。")
    rule: ClassVar[Mapping[str, str]] = words("", "")
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = words("", "")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class UnknownRecord(SharingError):
    """Something that does not exist, or belongs to somebody else."""


class Conflict(SharingError):
    """Something that does not fit what is kept."""


class TooLarge(SharingError):
    """More than is kept."""


class VariantsRefused(SharingError):
    """Estimates that cannot be put side by side."""


class UnknownComparison(UnknownRecord):
    """The reader has saved no comparison of this number."""

    code = "sharing.unknown_comparison"
    text = words("You have saved no comparison {value}.", "您没有保存过编号为 {value} 的比较。")
    rule = words(
        "A saved comparison is shown only to whoever saved it.", "比较只向保存者本人显示。"
    )
    fix = words(
        "Choose one below “My estimates”, or ask for a share link.",
        "请在“我的估算”中选择，或向对方索取分享链接。",
    )


class UnknownLink(UnknownRecord):
    """The link never existed, has expired or was revoked: a reader is not told which."""

    code = "sharing.unknown_link"
    text = words(
        "This link leads nowhere: it is incomplete, has expired or was revoked.",
        "该链接无效：可能不完整、已过期或已被撤销。",
    )
    fix = words("Ask whoever sent it for a new one.", "请向发送者索取新的链接。")


class UnknownOwnLink(UnknownRecord):
    """The reader made no link of this number."""

    code = "sharing.unknown_own_link"
    text = words("You have made no share link {value}.", "您没有创建过编号为 {value} 的分享链接。")
    fix = words("Choose one of the list of your links.", "请从您的链接列表中选择。")


class TooManyComparisons(Conflict):
    """There is no room for another comparison."""

    code = "sharing.too_many_comparisons"
    text = words("There is no room for another comparison.", "比较数量已满。")
    rule = words("At most {limit} comparisons are kept.", "最多保存 {limit} 份比较。")
    fix = words("Delete a saved comparison first.", "请先删除一份比较。")


class TooManyLinks(Conflict):
    """There is no room for another share link."""

    code = "sharing.too_many_links"
    text = words("There is no room for another share link.", "分享链接数量已满。")
    rule = words("At most {limit} links are open at once.", "同时有效的链接最多 {limit} 个。")
    fix = words("Revoke a link that is no longer needed.", "请撤销不再需要的链接。")


class FiguresTooLarge(TooLarge):
    """More figures than a comparison or a link keeps."""

    code = "sharing.too_large"
    text = words("The figures would take {value} characters.", "这些数据将占 {value} 个字符。")
    rule = words("At most {limit} characters are kept.", "最多保存 {limit} 个字符。")
    fix = words(
        "Save a variant with fewer rows, or send the report as a file.",
        "请保存行数较少的方案，或以文件形式发送报告。",
    )


class UnreadableVariant(VariantsRefused):
    """What was given is neither a saved estimate's number nor the address of a result."""

    code = "sharing.unreadable_variant"
    text = words("“{value}” names no estimate.", "“{value}”不是可识别的估算。")
    rule = words(
        "A variant is the number of a saved estimate, a draft, or the address of a result page.",
        "方案可以是已保存估算的编号、草稿，或结果页的网址。",
    )
    fix = words(
        "Copy the whole address of the result page, or choose from the list.",
        "请复制结果页的完整网址，或从列表中选择。",
    )


class TooManyVariants(VariantsRefused):
    """More variants than fit side by side."""

    code = "sharing.too_many_variants"
    text = words("{value} variants were chosen.", "选择了 {value} 个方案。")
    rule = words("At most {limit} variants are compared.", "最多比较 {limit} 个方案。")
    fix = words("Choose fewer.", "请减少选择。")


class OtherMethodology(VariantsRefused):
    """Variants of several methodologies, which share neither inputs nor results."""

    code = "sharing.other_methodology"
    text = words(
        "“{value}” is calculated by {other}, the first variant by {first}.",
        "“{value}”按 {other} 计算，第一个方案按 {first} 计算。",
    )
    rule = words(
        "Variants are compared within one methodology and version.",
        "只能比较同一方法学、同一版本的方案。",
    )
    fix = words("Remove this variant.", "请移除该方案。")
