"""Pages that are made from the code: written, or compared with what they should say."""

import sys
from pathlib import Path


def between(page: Path, begin: str, end: str, made: str) -> str:
    """Return a page's text with what stands between two marks replaced, the marks kept."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    return f"{before}{begin}\n\n{made}\n\n{end}{after}"


def write_or_check(page: Path, text: str) -> int:
    """Write a page, or with ``--check`` say by the exit code whether it is in step."""
    if "--check" in sys.argv[1:]:
        return 0 if page.read_text(encoding="utf-8") == text else 1
    page.write_text(text, encoding="utf-8")
    return 0
