"""What a file is: its type read from its content, and whether it may be kept. Pure.

Nothing is opened, run or unpacked: a workbook's directory alone is read, and what it says of the
sizes of its parts decides.
"""

import io
import zipfile
from collections.abc import Mapping
from enum import StrEnum

from registry.projects.refused_documents import (
    DocumentHarmful,
    DocumentOfOtherType,
    DocumentTooLarge,
)
from registry.worlds.errors import words
from registry.worlds.texts import check_text

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PNG = "image/png"
JPEG = "image/jpeg"

ENDINGS: Mapping[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    XLSX: (".xlsx",),
    CSV: (".csv",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
}
UNPACKED_BYTES_MAX = 100 * 1024 * 1024
UNPACKED_RATIO_MAX = 200
PARTS_MAX = 2_000
NAME_CHARACTERS_MAX = 120
_ZIP = b"PK\x03\x04"
_PDF_WITHIN = 1024
_ENCRYPTED = 0x1
_WORKBOOK = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_PROGRAMS = (".bin", ".dll", ".exe", ".js", ".vbs")
_HARMLESS = "printersettings"


class DocumentKind(StrEnum):
    """What a document is to its project."""

    DESIGN = "design"
    VALIDATION = "validation"
    MONITORING = "monitoring"
    VERIFICATION = "verification"
    OTHER = "other"


DOCUMENT_NAMES: Mapping[str, Mapping[str, str]] = {
    DocumentKind.DESIGN: words("design document", "项目设计文件"),
    DocumentKind.VALIDATION: words("validation report", "项目审定报告"),
    DocumentKind.MONITORING: words("monitoring report", "减排量核算报告"),
    DocumentKind.VERIFICATION: words("verification report", "减排量核查报告"),
    DocumentKind.OTHER: words("other document", "其他文件"),
}


def check_document(name: str, content: bytes, bytes_max: int) -> str:
    """Return the type of a file that may be kept.

    Args:
        name: its name, with an ending.
        content: its bytes.
        bytes_max: how many it may have.

    Returns:
        Its media type, read from the content.

    Raises:
        TextInvalid: the name cannot be used.
        DocumentTooLarge: it is empty or too large.
        DocumentOfOtherType: its content is of no type that is taken, or not what its name says.
        DocumentHarmful: it is a workbook that unpacks to too much or carries programs.
    """
    shown = check_name(name)
    if not 0 < len(content) <= bytes_max:
        raise DocumentTooLarge(name=shown, size=len(content), maximum=bytes_max, field="file")
    found = _media_type(shown, content)
    if found is None or not shown.lower().endswith(ENDINGS[found]):
        raise DocumentOfOtherType(name=shown, field="file")
    return found


def check_name(name: str) -> str:
    """Return a file's own name, without folders, if it can be shown and kept.

    Raises:
        TextInvalid: nothing is left, or it is too long or holds control characters.
    """
    own = name.replace("\\", "/").rsplit("/", 1)[-1]
    return check_text("".join(own.split("\n")), "file", NAME_CHARACTERS_MAX)


def _media_type(name: str, content: bytes) -> str | None:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(_ZIP):
        return _workbook(name, content)
    return CSV if _is_table(content) else None


def _workbook(name: str, content: bytes) -> str | None:
    """Return the type of a workbook; None: the archive is something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    # `NotImplementedError` is zipfile's, for a version of the format newer than its own.
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return None
    if not {part.filename for part in parts} >= _WORKBOOK:
        return None
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > PARTS_MAX
        or unpacked > UNPACKED_BYTES_MAX
        or unpacked > UNPACKED_RATIO_MAX * len(content)
    ):
        reason = words("it unpacks to too much", "解压后过大")
        raise DocumentHarmful(name=name, reason=reason, field="file")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        reason = words("it is locked by a password", "已加密")
        raise DocumentHarmful(name=name, reason=reason, field="file")
    if any(_is_program(part.filename.lower()) for part in parts):
        reason = words("it carries programs", "含有宏或程序")
        raise DocumentHarmful(name=name, reason=reason, field="file")
    return XLSX


def _is_program(part: str) -> bool:
    """Return whether a workbook's part may be run: macros and controls are binary."""
    return part.endswith(_PROGRAMS) and _HARMLESS not in part


def _is_table(content: bytes) -> bool:
    """Return whether a file is text in lines of which the first has a separator."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(sign) < ord(" ") and sign not in "\t\r\n" for sign in text):
        return False
    first = text.lstrip().split("\n", 1)[0]
    return any(sign in first for sign in ",;\t") and not first.startswith("<")
