"""The PDF of a certificate: archival, embedded, sealed; and what a check of it says."""

import io
import json

import pikepdf
import pytest
from pypdf import PdfReader

from registry.proof import (
    CertificateProof,
    FileChanged,
    ForeignKey,
    PageDiffers,
    ProofRefused,
    ProofUnreadable,
    SealMissing,
    StatementDiffers,
    seal,
)
from registry.worlds import World
from tests.checked import passes, trips
from tests.web.proven_certificates import KEY, OTHER_KEY, RARE, proven
from web.proof.certificate_checks import check_file
from web.proof.certificate_documents import certificate_pdf, font_characters
from web.refusals import Language


@pytest.fixture
def proof(world: World) -> CertificateProof:
    return proven(world)


@pytest.fixture
def pdf(proof: CertificateProof) -> bytes:
    return certificate_pdf(proof, "zh", KEY)


def text_of(pdf: bytes) -> str:
    """The text of a PDF, as a reader copies it out."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_certificate_is_pdf_a_with_its_proof_attached(
    proof: CertificateProof, language: Language
) -> None:
    made = certificate_pdf(proof, language, KEY)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.open_metadata().pdfa_status == "3B"
        assert str(opened.docinfo["/Title"]).startswith(proof.certificate["number"])
        attached = opened.attachments["proof.json"]
        assert attached.relationship == pikepdf.Name.Data
        assert json.loads(attached.get_file().read_bytes()) == proof.to_dict()
        assert len(opened.pages) == 1
        assert opened.check_pdf_syntax() == []
    assert len(made) < 100_000


def test_the_same_certificate_gives_the_same_bytes(proof: CertificateProof, pdf: bytes) -> None:
    assert certificate_pdf(proof, "zh", KEY) == pdf


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_embedded_fonts_are_used_and_rare_characters_print(
    proof: CertificateProof, language: Language
) -> None:
    made = certificate_pdf(proof, language, KEY)
    with pikepdf.open(io.BytesIO(made)) as opened:
        fonts = [font for page in opened.pages for font in page.resources["/Font"].values()]
        assert fonts
        for font in fonts:
            subset, _, name = str(font["/BaseFont"]).lstrip("/").partition("+")
            assert len(subset) == 6
            assert name.startswith("NotoSansCJKsc")
            assert "/ToUnicode" in font
            (descendant,) = font["/DescendantFonts"]
            assert "/FontFile3" in descendant["/FontDescriptor"]
    text = text_of(made)
    for expected in (RARE, "1,234", proof.certificate["number"], proof.certificate["serials"][0]):
        assert expected.replace("…", "") in text.replace("…", "").replace("⋯", "")


def test_a_character_that_no_font_here_has_is_written_by_its_number(world: World) -> None:
    made = certificate_pdf(proven(world, beneficiary="𬭚氏 #panic() *集团*"), "zh", KEY)
    assert "〔U+2CB5A〕氏 #panic() *集团*" in text_of(made)
    assert ord("燊") in font_characters()


def test_many_serials_are_cut_short_on_the_page_only(proof: CertificateProof) -> None:
    serials = [f"CEA-2024-{number:09d}" for number in range(1, 3_000, 2)]
    many = {**proof.certificate, "serials": serials, "note": "x" * 1000}
    crowded = CertificateProof(
        many, proof.event, proof.leaf_index, proof.proof, proof.checkpoint, proof.key, proof.url
    )
    made = certificate_pdf(crowded, "en", KEY)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert (
            json.loads(opened.attachments["proof.json"].get_file().read_bytes())["certificate"][
                "serials"
            ]
            == serials
        )


@passes(PageDiffers, SealMissing, FileChanged, ForeignKey)
def test_a_pdf_and_its_proof_pass(pdf: bytes, proof: CertificateProof) -> None:
    checked = check_file(pdf, "c.pdf", KEY.public)
    assert checked.sealed
    assert checked.trusted
    assert checked.proof == proof
    alone = check_file(json.dumps(proof.to_dict()).encode(), "proof.json", KEY.public)
    assert not alone.sealed
    assert not check_file(pdf, "c.pdf").trusted


def test_any_changed_byte_fails_and_says_so(pdf: bytes) -> None:
    places = {*range(0, len(pdf), 211), *range(8), *range(len(pdf) - 400, len(pdf))}
    for place in places:
        changed = bytearray(pdf)
        changed[place] ^= 1
        with pytest.raises(ProofRefused) as refused:
            check_file(bytes(changed), "c.pdf", KEY.public)
        assert isinstance(refused.value, (FileChanged, SealMissing, ForeignKey)), place


def test_a_foreign_key_fails(proof: CertificateProof, pdf: bytes) -> None:
    with pytest.raises(ForeignKey):
        check_file(pdf, "c.pdf", OTHER_KEY.public)
    forged = certificate_pdf(proof, "zh", OTHER_KEY)
    with pytest.raises(ForeignKey):
        check_file(forged, "c.pdf", KEY.public)
    with pytest.raises(ForeignKey):
        check_file(forged, "c.pdf")


def test_an_unsealed_pdf_with_a_true_proof_fails(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.docinfo["/Subject"] = "edited"
        rewritten = io.BytesIO()
        opened.save(rewritten)
    with pytest.raises(SealMissing):
        check_file(rewritten.getvalue(), "c.pdf", KEY.public)


@trips(PageDiffers)
def test_a_pdf_sealed_for_another_certificate_fails(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.docinfo["/Title"] = "CR-1999-000001 x"
        rewritten = io.BytesIO()
        opened.save(rewritten)
    with pytest.raises(PageDiffers):
        check_file(seal(rewritten.getvalue(), KEY), "c.pdf", KEY.public)


def test_a_statement_other_than_the_event_fails(proof: CertificateProof) -> None:
    stated = {**proof.certificate, "quantity": 9_999}
    lying = CertificateProof(
        stated, proof.event, proof.leaf_index, proof.proof, proof.checkpoint, proof.key, proof.url
    )
    with pytest.raises(StatementDiffers):
        check_file(certificate_pdf(lying, "zh", KEY), "c.pdf", KEY.public)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 nothing", b"\x89PNG", b"{}", b"x" * 21_000_000]
)
def test_what_is_no_certificate_is_unreadable(content: bytes) -> None:
    with pytest.raises(ProofUnreadable):
        check_file(content, "file")


def test_a_pdf_without_a_proof_is_unreadable() -> None:
    empty = io.BytesIO()
    pikepdf.new().save(empty)
    with pytest.raises(ProofUnreadable):
        check_file(empty.getvalue(), "empty.pdf")
