"""Texts as the PDF sets them: symbols with subscripts, and only characters of the printed font."""

import re
from dataclasses import dataclass

from web.formats import SUBSCRIPT
from web.proof.certificate_documents import font_characters

Part = tuple[str, str]
OVERLINED = re.compile("(.)\N{COMBINING MACRON}")
UNBROKEN = re.compile(r"(\S{24})(?=\S)")
BREAK = "\N{ZERO WIDTH SPACE}"


@dataclass(slots=True)
class Typesetter:
    """Prepares texts, and notes whether one had to be written otherwise."""

    substituted: bool = False

    def plain(self, text: str) -> str:
        """Return a text in characters of the font, others as their code point; long words break."""
        known = font_characters()
        parts = []
        for character in text:
            if ord(character) in known:
                parts.append(character)
            elif not character.isspace():
                parts.append(f"〔U+{ord(character):04X}〕")
                self.substituted = True
            else:
                parts.append(" ")
        return UNBROKEN.sub(rf"\1{BREAK}", "".join(parts))

    def symbols(self, text: str) -> list[Part]:
        """Return a formula in parts: text, subscript (`sub`) or overlined (`over`)."""
        parts: list[Part] = []
        end = 0
        for found in SUBSCRIPT.finditer(text):
            parts += self._overlined(text[end : found.start()] + found[1])
            parts.append((self.plain(found[2]), "sub"))
            end = found.end()
        return [*parts, *self._overlined(text[end:])]

    def _overlined(self, text: str) -> list[Part]:
        parts: list[Part] = []
        end = 0
        for found in OVERLINED.finditer(text):
            parts += [(self.plain(text[end : found.start()]), ""), (self.plain(found[1]), "over")]
            end = found.end()
        return [part for part in [*parts, (self.plain(text[end:]), "")] if part[0]]
