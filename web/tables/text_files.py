"""Text files as people send them: Unicode, or the encoding of Chinese spreadsheets."""

ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(content: bytes) -> str | None:
    """Return the text of a file, or nothing when it is no text in any encoding expected."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
