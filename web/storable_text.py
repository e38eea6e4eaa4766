"""Text that every database stores: no surrogates, no control characters but tab and line ends."""

import re

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Tell whether text can be stored and encoded everywhere."""
    return _UNSTORABLE.search(text) is None


def printable(text: str) -> str:
    r"""Return the text with what cannot be stored written as `\x00` or `\ud800`."""
    return _UNSTORABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004  one byte or two
