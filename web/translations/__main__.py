"""Checks that every text of the interface is translated, or collects new texts (`--update`).

Texts are written in English in the code; `messages.po` holds the Chinese ones, `messages.mo` its
compiled form. `flask_security.po` adds what the sign-in library does not say in Chinese.
"""

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "zh_Hans_CN" / "LC_MESSAGES"
LOCALE = "zh_Hans_CN"
DOMAINS = ("messages", "flask_security")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}


def main() -> int:
    """Run the check, or the update first; return the exit code."""
    if "--update" in sys.argv[1:]:
        update()
    problems = list(check())
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def extracted() -> Catalog:
    """Return every text of the code and the templates."""
    with (WEB / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    for _name, _line, text, _comments, _context in extract_from_dir(
        WEB, method_map=methods, options_map=options, keywords=KEYWORDS
    ):
        found.add(text)
    return found


def update() -> None:
    """Put new texts into `messages.po`, drop unused ones, and compile both catalogues."""
    kept = _read("messages")
    catalogue = Catalog(
        locale=LOCALE, domain="messages", project="TanLab", fuzzy=False, header_comment="# TanLab"
    )
    for message in extracted():
        if message.id:
            known = kept.get(message.id)
            catalogue.add(message.id, known.string if known else "")
    with (FOLDER / "messages.po").open("wb") as file:
        write_po(file, catalogue, no_location=True, sort_output=True, omit_header=False, width=100)
    for domain in DOMAINS:
        with (FOLDER / f"{domain}.mo").open("wb") as file:
            write_mo(file, _read(domain))


def check() -> Iterator[str]:
    """Name each text that is missing, unused, untranslated or not compiled."""
    wanted = {message.id for message in extracted() if message.id}
    given = {message.id for message in _read("messages") if message.id}
    yield from (f"messages.po: missing: {text!r}" for text in sorted(map(str, wanted - given)))
    yield from (f"messages.po: unused: {text!r}" for text in sorted(map(str, given - wanted)))
    builtin = files("flask_security") / "translations" / "flask_security.pot"
    with builtin.open("rb") as file:
        known = {message.id for message in read_po(file)}
    for domain in DOMAINS:
        yield from _check_catalogue(domain)
    for message in _read("flask_security"):
        if message.id and message.id not in known:
            yield f"flask_security.po: unknown to Flask-Security: {message.id!r}"


def _check_catalogue(domain: str) -> Iterator[str]:
    catalogue = _read(domain)
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(strings):
            yield f"{domain}.po: untranslated: {message.id!r}"
        if message.fuzzy:
            yield f"{domain}.po: fuzzy: {message.id!r}"
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        if any(set(PLACEHOLDER.findall(str(text))) - wanted for text in strings if text):
            yield f"{domain}.po: a placeholder that the text does not have: {message.id!r}"
    compiled = FOLDER / f"{domain}.mo"
    if not compiled.exists() or _strings(catalogue) != _compiled_strings(compiled):
        yield f"{domain}.mo does not match {domain}.po: run python -m web.translations --update"


def _read(domain: str) -> Catalog:
    path = FOLDER / f"{domain}.po"
    if not path.exists():
        return Catalog(locale=LOCALE, domain=domain)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain=domain)


def _compiled_strings(path: Path) -> dict[object, object]:
    with path.open("rb") as file:
        return _strings(read_mo(file))


def _strings(catalogue: Catalog) -> dict[object, object]:
    """Return the texts of a catalogue; one with a plural is known by its forms together."""
    return {_forms(message.id): _forms(message.string) for message in catalogue if message.id}


def _forms(text: object) -> object:
    return tuple(text) if isinstance(text, list) else text


if __name__ == "__main__":
    sys.exit(main())
