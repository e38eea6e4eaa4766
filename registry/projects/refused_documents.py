"""Documents and comments that a project does not take.

NotPermitted
└── DocumentNotTaken
Conflict
├── DocumentUsed, CommentsClosed
UnknownRecord
├── UnknownDocument, UnknownComment
InvalidValue
├── DocumentMissing, DocumentHarmful, DocumentsTooMany
├── DocumentTooLarge (TooLarge), DocumentOfOtherType (WrongType)
└── CommentsTooMany (TooMany)
"""

from typing import ClassVar

from registry.worlds.errors import (
    CCER_RULES,
    Conflict,
    NotPermitted,
    RegistryError,
    UnknownRecord,
    words,
)
from registry.worlds.refused_values import InvalidValue

DOCUMENTS_DECISION = "TanLab"


class TooLarge(RegistryError):
    """More than is taken at once."""

    code = "registry.too_large"


class WrongType(RegistryError):
    """A file of a type that is not taken."""

    code = "registry.wrong_type"


class TooMany(RegistryError):
    """More often than is taken in a time."""

    code = "registry.too_many"


class DocumentMissing(InvalidValue):
    """A step needs a document that nobody filed (facts: record, what, step, field)."""

    number: ClassVar[int] = 5040
    code = "registry.document_missing"
    text = words(
        "“{step}” of {record} needs the document: {what}.",
        "{record} 办理“{step}”前须上传：{what}。",
    )
    rule = words(
        "Design document, validation report, monitoring report and verification report are filed "
        "with the step that rests on them, by the one who takes it.",
        "项目设计文件、审定报告、减排量核算报告和核查报告由办理人在相应环节提交。",
    )
    source = CCER_RULES
    fix = words("Upload it on the project's page first.", "请先在项目页面上传该文件。")


class DocumentOfOtherType(WrongType):
    """A file is of no type that is taken (facts: name, field)."""

    number: ClassVar[int] = 5041
    code = "registry.document_type"
    text = words(
        "{name} is no PDF, XLSX, CSV, PNG or JPEG file, or does not hold what its name says.",
        "{name} 不是 PDF、XLSX、CSV、PNG 或 JPEG 文件，或内容与扩展名不符。",
    )
    rule = words(
        "The type is read from the content; name and content agree.",
        "文件类型按内容识别，扩展名须与内容一致。",
    )
    source = DOCUMENTS_DECISION
    fix = words(
        "Save the document as PDF, XLSX, CSV (UTF-8), PNG or JPEG.",
        "请另存为 PDF、XLSX、CSV（UTF-8）、PNG 或 JPEG。",
    )


class DocumentTooLarge(TooLarge):
    """A file is empty or too large (facts: name, size, maximum, field)."""

    number: ClassVar[int] = 5042
    code = "registry.document_size"
    text = words(
        "{name} has {size} bytes; a document has 1 to {maximum}.",
        "{name} 大小为 {size} 字节；文件须为 1–{maximum} 字节。",
    )
    rule = words("Documents are kept for ever, so they are small.", "文件永久保存，大小受限。")
    source = "TanLab"
    fix = words("Split or compress the document.", "请拆分或压缩文件。")


class DocumentHarmful(InvalidValue):
    """A workbook is a bomb or carries programs (facts: name, reason in both languages, field)."""

    number: ClassVar[int] = 5043
    code = "registry.document_harmful"
    text = words("{name} is not taken: {reason}.", "{name} 不予接收：{reason}。")
    rule = words(
        "A workbook unpacks to little and carries no programs.",
        "工作簿解压后须在限额以内，且不得含宏。",
    )
    source = DOCUMENTS_DECISION
    fix = words(
        "Save the tables alone as a new XLSX or CSV file.",
        "请仅将表格另存为新的 XLSX 或 CSV 文件。",
    )


class DocumentNotTaken(NotPermitted):
    """This person may not file this kind of document now (facts: what, record, state)."""

    number: ClassVar[int] = 5044
    code = "registry.document_not_taken"
    text = words(
        "The document “{what}” of {record} is not yours to file now ({state}).",
        "当前（{state}）您不能为 {record} 提交“{what}”。",
    )
    rule = words(
        "Developers file designs and monitoring reports; bodies file their own statements, each "
        "before the step that rests on it.",
        "设计文件和核算报告由项目业主提交，审定、核查报告由相应机构提交，且须在相应环节之前。",
    )
    source = CCER_RULES
    fix = words(
        "Choose the kind that belongs to your next step.", "请选择与您下一环节对应的文件类别。"
    )


class UnknownDocument(UnknownRecord):
    """No document has the number (facts: document)."""

    number: ClassVar[int] = 5045
    code = "registry.unknown_document"
    text = words("There is no document {document}.", "不存在文件 {document}。")
    rule = words("A document has a number and a SHA-256.", "每份文件均有编号和 SHA-256 摘要。")
    source = DOCUMENTS_DECISION


class DocumentUsed(Conflict):
    """A monitoring document backs another report already (facts: document, report, field)."""

    number: ClassVar[int] = 5046
    code = "registry.document_used"
    text = words(
        "Document {document} belongs to report {report}.", "文件 {document} 已用于报告 {report}。"
    )
    rule = words("A report has a document of its own.", "每份报告须提交各自的核算报告文件。")
    source = CCER_RULES
    fix = words("Upload this report's own document.", "请上传本报告的文件。")


class DocumentsTooMany(InvalidValue):
    """A project has as many documents as it can have (facts: project, maximum, field)."""

    number: ClassVar[int] = 5047
    code = "registry.documents_too_many"
    text = words(
        "Project {project} has {maximum} documents already.",
        "项目 {project} 已有 {maximum} 份文件。",
    )
    rule = words("Documents cannot be removed.", "文件一经提交不得删除。")
    source = "TanLab"
    fix = words("Combine what belongs together.", "请合并相关文件。")


class CommentsClosed(Conflict):
    """Nobody may comment now (facts: record, until)."""

    number: ClassVar[int] = 5050
    code = "registry.comments_closed"
    text = words(
        "{record} is not open for comments (publicity: {until}).",
        "{record} 当前不接受公众意见（公示期：{until}）。",
    )
    rule = words(
        "The public comments during publicity, in the registry.",
        "公示期间，公众可以通过注册登记系统提出意见。",
    )
    source = CCER_RULES
    fix = words(
        "Write to the registry; its page shows which records are open.",
        "公示期外请直接联系登记机构；项目页面列明开放意见的记录。",
    )


class CommentsTooMany(TooMany):
    """One address commented too often today (facts: maximum)."""

    number: ClassVar[int] = 5051
    code = "registry.comments_too_many"
    text = words(
        "From here {maximum} comments were made today; no more are taken.",
        "您今日已提交 {maximum} 条意见，暂不再接收。",
    )
    rule = words("One address makes few comments in a day.", "同一来源每日意见数量受限。")
    source = "TanLab"
    fix = words(
        "Put what you have to say into one comment, or come back tomorrow.",
        "请合并意见，或明日再提交。",
    )


class UnknownComment(UnknownRecord):
    """No comment has the number (facts: comment)."""

    number: ClassVar[int] = 5052
    code = "registry.unknown_comment"
    text = words("There is no comment {comment}.", "不存在意见 {comment}。")
    rule = words("An answer belongs to a comment.", "答复须针对一条意见。")
    source = DOCUMENTS_DECISION
