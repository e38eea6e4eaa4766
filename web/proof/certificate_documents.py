"""The PDF of a certificate: one page by Typst, its proof attached, every byte of it sealed.

The same certificate, language and signed state of the log give the same bytes.
"""

import io
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import segno
import typst

from registry.proof import CertificateProof, SigningKey, seal
from web.proof.certificate_facts import certificate_facts, heading, quantity
from web.proof.certificate_words import text
from web.refusals import Language

STANDARD: Final = "a-3b"
ROOT_DIGITS_PER_GROUP = 8
_TEMPLATE = Path(__file__).parent / "certificate.typ"
_FONT = Path(str(files("simulations"))) / "fonts" / "NotoSansSC-Regular.otf"

Row = tuple[str, str]


def certificate_pdf(proof: CertificateProof, language: Language, key: SigningKey) -> bytes:
    """Return a certificate as a sealed PDF/A-3b with its proof attached.

    Args:
        proof: of the certificate, as the registry's log gives it.
        language: of the page.
        key: seals the file; the one that signed the proof.
    """
    data = json.dumps(_Page(proof, language).data(), ensure_ascii=False)
    printed = typst.compile(
        _TEMPLATE,
        sys_inputs={"data": data},
        font_paths=[_FONT.parent],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
    )
    assert isinstance(printed, bytes)
    return seal(printed, key)


def qr_svg(url: str) -> str:
    """Return the QR code of an address as SVG."""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", border=0, xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()


class _Page:
    """What stands on the page of one certificate in one language."""

    def __init__(self, proof: CertificateProof, language: Language) -> None:
        self._proof = proof
        self._stated: Mapping[str, Any] = proof.certificate
        self._language = language
        self._substituted = False

    def data(self) -> dict[str, object]:
        """Return the values of the template."""
        stated = self._stated
        day = date.fromisoformat(stated["business_date"])
        number = stated["number"]
        title = heading(stated, self._language)
        amount, unit = quantity(stated)
        facts = self._facts()
        notices = [self._word("fictitious")] if stated["holder"]["fictitious"] else []
        if self._substituted:
            notices.append(self._word("substituted"))
        return {
            "lang": self._language,
            "title": f"{number} {title}",
            "author": self._word("registry"),
            "number": number,
            "date": [day.year, day.month, day.day],
            "registry": self._word("registry"),
            "heading": title,
            "quantity": amount,
            "unit": unit,
            "sentence": self._word(f"{stated['use']}_sentence", year=stated["compliance_year"]),
            "facts": facts,
            "notice": " ".join(notices),
            "qr": qr_svg(self._proof.url),
            "url": self._proof.url,
            "scan": self._word("scan"),
            "footer": self._proof.url,
            "proof": json.dumps(self._proof.to_dict(), ensure_ascii=False, indent=1),
            "attachment": self._word("attachment", number=number),
            "proof_heading": self._word("proof"),
            "proof_rows": self._proof_rows(),
            "verify": self._word(
                "verify", proof_url=self._proof.url.rsplit("/c/", 1)[0] + "/proof"
            ),
        }

    def _facts(self) -> list[Row]:
        found = certificate_facts(self._stated, self._language)
        return [(fact.label, self._printable(fact.value)) for fact in found]

    def _proof_rows(self) -> list[Row]:
        checkpoint = self._proof.checkpoint
        root = checkpoint.root.hex()
        groups = (
            root[start : start + ROOT_DIGITS_PER_GROUP]
            for start in range(0, len(root), ROOT_DIGITS_PER_GROUP)
        )
        place = self._word("entry_of", index=self._proof.leaf_index, size=checkpoint.size)
        return [
            (self._word("log"), checkpoint.origin),
            (self._word("entry"), place),
            (self._word("root"), " ".join(groups)),
            (self._word("key"), self._proof.key.text),
        ]

    def _word(self, name: str, **values: object) -> str:
        return text(name, self._language, **values)

    def _printable(self, value: str) -> str:
        """Return a text in characters of the font; others as their code point."""
        known = font_characters()
        parts = []
        for character in value:
            if character == "\n" or ord(character) in known:
                parts.append(character)
            else:
                parts.append(f"〔U+{ord(character):04X}〕")
                self._substituted = True
        return "".join(parts)


@cache
def font_characters() -> frozenset[int]:
    """Return the code points that the font of certificates can print."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  slow to load, and rarely needed

    return frozenset(FT2Font(str(_FONT)).get_charmap())
