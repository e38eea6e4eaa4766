"""Text files as people send them: Unicode, or the encoding of Chinese spreadsheets."""

import codecs
from collections.abc import Iterable

ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(content: bytes) -> str | None:
    """Return the text of a file, or nothing when it is no text in any encoding expected."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def encoding_of(blocks: Iterable[bytes]) -> str | None:
    """Return the encoding of a file that comes in blocks, or nothing when it is no text."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    for block in blocks:
        _try(decoders, block)
    _try(decoders, b"", final=True)
    return next(iter(decoders), None)


def _try(
    decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool = False
) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError:
            del decoders[name]
