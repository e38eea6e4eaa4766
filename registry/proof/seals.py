"""The seal of a PDF: a signature over every byte of the file but the signature's own digits.

It stands in a comment before the last `startxref`, where PDF and PDF/A allow one and where it moves
no object. The key stands beside it, so that a damaged file is known for what it is before anything
tries to read it.
"""

import hashlib
import re

from registry.proof.keys import PublicKey, SigningKey, read_public_key
from registry.proof.refused_proofs import FileChanged, ForeignKey, KeyUnreadable, SealMissing

MARK = b"%TanLab-Seal-1 "
_DIGITS = 128
_SEAL = re.compile(rb"%TanLab-Seal-1 (?P<key>[!-~]{1,240}) (?P<signature>[0-9a-f]{128})\n")
_END = b"startxref"
_PURPOSE = b"tanlab certificate pdf 1\n"


def seal(pdf: bytes, key: SigningKey) -> bytes:
    """Return a PDF with the seal of a key."""
    end = pdf.rindex(_END)
    before = pdf[:end] + MARK + key.public.text.encode() + b" "
    after = b"\n" + pdf[end:]
    return before + key.sign(_message(before, after)).hex().encode() + after


def is_sealed(content: bytes) -> bool:
    """Tell whether a file has, or had, a seal."""
    return MARK.rstrip() in content


def check_seal(pdf: bytes, trusted: PublicKey | None = None) -> PublicKey:
    """Refuse a PDF unless its seal fits every byte of it.

    Args:
        pdf: the whole file.
        trusted: the key that must have sealed it; None takes the one that the seal names.

    Returns:
        The key that sealed it.

    Raises:
        SealMissing: it has no seal that can be read.
        ForeignKey: another key sealed it.
        FileChanged: it is not what was sealed.
    """
    found = _SEAL.match(pdf, max(pdf.rfind(MARK), 0))
    if found is None:
        raise SealMissing
    try:
        key = read_public_key(found["key"].decode("ascii"))
    except KeyUnreadable:
        raise SealMissing from None
    if trusted is not None and key != trusted:
        raise ForeignKey(
            found=f"{key.name}+{key.key_id.hex()}",
            expected=f"{trusted.name}+{trusted.key_id.hex()}",
        )
    start, end = found.span("signature")
    assert end - start == _DIGITS
    signature = bytes.fromhex(found["signature"].decode())
    if not key.has_signed(signature, _message(pdf[:start], pdf[end:])):
        raise FileChanged(digest=hashlib.sha256(pdf).hexdigest()[:16])
    return key


def _message(before: bytes, after: bytes) -> bytes:
    return _PURPOSE + hashlib.sha256(before).digest() + hashlib.sha256(after).digest()
