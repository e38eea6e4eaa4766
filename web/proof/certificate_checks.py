"""Checks a certificate's file, a PDF or its proof, with nothing but the file and a key."""

import io
from dataclasses import dataclass

import pikepdf

from registry.proof import (
    CertificateProof,
    ForeignKey,
    PageDiffers,
    ProofUnreadable,
    PublicKey,
    SealMissing,
    check_seal,
    is_sealed,
    read_proof,
)
from registry.worlds import words

ATTACHMENT = "proof.json"
FILE_BYTES_MAX = 20_000_000
PDF_MARK = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that passed every check; `trusted` if the key was given from outside."""

    proof: CertificateProof
    sealed: bool
    trusted: bool


def read_file(content: bytes, name: str) -> tuple[CertificateProof, bool]:
    """Return the proof in a file, unchecked, and whether the file is a PDF.

    Raises:
        ProofUnreadable, CheckpointUnreadable, KeyUnreadable: it is something else.
    """
    if not content.startswith(PDF_MARK):
        return read_proof(content, name), False
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if ATTACHMENT not in pdf.attachments:
                reason = words("no proof is attached to the PDF", "PDF 未附证明文件")
                raise ProofUnreadable(file=name, reason=reason)
            attached = pdf.attachments[ATTACHMENT].get_file().read_bytes()
    except pikepdf.PdfError as error:
        reason = words("it is no PDF that can be read", "不是可读取的 PDF")
        raise ProofUnreadable(file=name, reason=reason) from error
    return read_proof(attached, name), True


def check_file(content: bytes, name: str, trusted: PublicKey | None = None) -> Checked:
    """Check a certificate's PDF or `proof.json`, from its seal to its last field.

    Args:
        content: the file.
        name: its name, for refusals.
        trusted: the registry's key; None takes the one in the file, which proves only that file
            and key belong together.

    Raises:
        ProofUnreadable, CheckpointUnreadable: there is nothing to check.
        ProofRefused: a check failed; its text says which and why.
    """
    if len(content) > FILE_BYTES_MAX:
        reason = words("it is larger than 20 MB", "文件超过 20 MB")
        raise ProofUnreadable(file=name, reason=reason)
    sealing = check_seal(content, trusted) if is_sealed(content) else None
    proof, is_pdf = read_file(content, name)
    if is_pdf:
        if sealing is None:
            raise SealMissing
        if proof.key != sealing:
            raise ForeignKey(found=proof.key.text[:60], expected=sealing.text[:60])
        _check_title(content, proof)
    proof.check(trusted)
    return Checked(proof, sealed=is_pdf, trusted=trusted is not None)


def _check_title(content: bytes, proof: CertificateProof) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        title = str(pdf.docinfo.get("/Title", ""))
    number = str(proof.certificate.get("number", ""))
    if title.split(" ", maxsplit=1)[0] != number:
        raise PageDiffers(title=title[:60], number=number[:40])
