"""What a file is, read from its content; bombs and programs are refused unopened."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projects.document_types import (
    CSV,
    JPEG,
    PDF,
    PNG,
    UNPACKED_BYTES_MAX,
    XLSX,
    check_document,
    check_name,
)
from registry.projects.refused_documents import (
    DocumentHarmful,
    DocumentOfOtherType,
    DocumentTooLarge,
)
from registry.worlds import RegistryError
from registry.worlds.refused_values import TextInvalid
from tests.checked import passes

LIMIT = 1024 * 1024
PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def archive(parts=None, compression=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archived:
        for name, content in (parts or PARTS).items():
            archived.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", PDF),
        ("A.PDF", b"\n\n%PDF-1.4", PDF),
        ("a.png", b"\x89PNG\r\n\x1a\n....", PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0", JPEG),
        ("a.jpeg", b"\xff\xd8\xff\xe0", JPEG),
        ("a.csv", "年份,电量\n2025,1\n".encode(), CSV),
        ("a.csv", b"\xef\xbb\xbfyear;mwh\n", CSV),
        ("a.xlsx", archive(), XLSX),
    ],
)
def test_the_type_is_read_from_the_content(name, content, media_type):
    assert check_document(name, content, LIMIT) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ"),
        ("a.exe", b"MZ"),
        ("a.png", b"%PDF-1.7"),
        ("a.csv", b"<html>,"),
        ("a.csv", b"a,b\x00c"),
        ("a.csv", b"\xff\xfea,b"),
        ("a.csv", b"no separator"),
        ("a.xlsx", archive({"word/document.xml": b""})),
        ("a.xlsx", archive()[:-10]),
        ("a.xlsm", archive()),
        ("a.pdf", archive()),
        ("pdf", b"%PDF-1.7"),
    ],
)
def test_other_types_and_wrong_endings_are_refused(name, content):
    with pytest.raises(DocumentOfOtherType):
        check_document(name, content, LIMIT)


def test_a_file_has_a_byte_and_at_most_the_limit():
    check_document("a.pdf", b"%PDF-" + bytes(LIMIT - 5), LIMIT)
    for content in (b"", b"%PDF-" + bytes(LIMIT - 4)):
        with pytest.raises(DocumentTooLarge):
            check_document("a.pdf", content, LIMIT)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened():
    bomb = archive({**PARTS, "xl/worksheets/sheet1.xml": bytes(8 * 1024 * 1024)})
    assert len(bomb) < 20_000
    with pytest.raises(DocumentHarmful) as refused:
        check_document("a.xlsx", bomb, LIMIT)
    assert "unpacks" in str(refused.value)
    many = archive({**PARTS, **{f"xl/{number}.xml": b"" for number in range(2_001)}})
    with pytest.raises(DocumentHarmful):
        check_document("a.xlsx", many, LIMIT)
    assert UNPACKED_BYTES_MAX > LIMIT


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/activeX/activeX1.bin", "xl/media/run.exe", "x.js"]
)
def test_a_workbook_with_programs_is_refused(part):
    with pytest.raises(DocumentHarmful):
        check_document("a.xlsx", archive({**PARTS, part: b"1"}), LIMIT)


@passes(DocumentHarmful)
def test_a_workbook_may_hold_printer_settings():
    parts = {**PARTS, "xl/printerSettings/printerSettings1.bin": b"1"}
    assert check_document("a.xlsx", archive(parts), LIMIT) == XLSX


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("../../etc/设计.pdf", "设计.pdf"), ("C:\\temp\\a.pdf", "a.pdf"), ("a\nb.pdf", "ab.pdf")],
)
def test_a_name_loses_its_folders(given_name, kept):
    assert check_name(given_name) == kept


@pytest.mark.parametrize("name", ["", "/", "a\x00.pdf", "a" * 121, "a\u202egpj.pdf"])
def test_an_unshowable_name_is_refused(name):
    with pytest.raises(TextInvalid):
        check_name(name)


@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "a.csv", "a.xlsx", "a.png", "a.jpg"]))
def test_whatever_bytes_arrive_the_answer_is_a_type_or_a_refusal(content, name):
    with contextlib.suppress(RegistryError):
        assert check_document(name, content, 300) in {PDF, CSV, XLSX, PNG, JPEG}


@given(st.integers(0, 120), st.integers(0, 255))
def test_a_damaged_workbook_is_a_workbook_or_refused(place, value):
    content = bytearray(archive())
    content[-1 - place % len(content)] = value
    with contextlib.suppress(DocumentOfOtherType, DocumentHarmful):
        assert check_document("a.xlsx", bytes(content), LIMIT) == XLSX
