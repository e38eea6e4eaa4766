"""Files that references name: scenarios and presets that are shipped, and files of the reader."""

import copy
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath

from simulations.errors import UnknownScenario
from simulations.scenarios.documents import TEXT_BYTES_MAX, Document, Place, read_document

BUILTIN = "builtin:"
EXTENDS_MAX = 10
_PRESETS = "presets/"
_FOLDER = FilePath(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a chain: its values, and where its own references start from.

    Args:
        key: What tells it from every other file.
        document: Its values and their places.
        folder: Where its references are looked up; None for shipped ones and text without a file.
    """

    key: str
    document: Document
    folder: FilePath | None


def builtin_names() -> list[str]:
    """Return the names of the scenarios that are shipped."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def preset_names() -> list[str]:
    """Return the names, versions included, of the presets that are shipped."""
    return sorted(path.stem for path in (_FOLDER / "presets").glob("*.yaml"))


def _shipped(name: str) -> FilePath | None:
    """Return the file of a shipped scenario or preset; None where there is none."""
    bare = name.removeprefix(_PRESETS)
    if bare in preset_names():
        return _FOLDER / "presets" / f"{bare}.yaml"
    return _FOLDER / f"{name}.yaml" if name in builtin_names() else None


def _unknown(reference: str) -> UnknownScenario:
    """Return the refusal; the names nearest to the one given come first."""
    names = [*builtin_names(), *preset_names()]
    near = difflib.get_close_matches(reference.removeprefix(BUILTIN), names, n=5, cutoff=0.5)
    return UnknownScenario(name=reference, known=", ".join(near or builtin_names()))


def _text_of(path: FilePath, reference: str) -> str:
    try:
        if not path.is_file():
            raise _unknown(reference)
        with path.open("rb") as file:
            content = file.read(TEXT_BYTES_MAX + 1)  # one byte more is refused when it is read
        return content.decode("utf-8-sig", "strict" if len(content) <= TEXT_BYTES_MAX else "ignore")
    except (OSError, UnicodeDecodeError, ValueError):
        raise _unknown(reference) from None


def read_reference(reference: str, base: FilePath | None) -> tuple[str, str, FilePath | None]:
    """Return a scenario's name in messages, its text and its folder.

    Args:
        reference: A shipped name, ``builtin:NAME``, or the path of a file.
        base: Folder that paths start from; None where only shipped ones are allowed.

    Raises:
        UnknownScenario: Nothing has that name.
    """
    name = reference.removeprefix(BUILTIN)
    shipped = _shipped(name)
    if shipped is not None:
        return shipped.name, _text_of(shipped, reference), None
    if reference.startswith(BUILTIN) or base is None:
        raise _unknown(reference)
    path = base / reference
    return path.name, _text_of(path, reference), path.parent


def find_source(reference: str, base: FilePath | None) -> Source:
    """Read the file that a reference names.

    Raises:
        UnknownScenario: Nothing has that name.
    """
    shipped = _shipped(reference.removeprefix(BUILTIN))
    if shipped is not None:
        return Source(f"{BUILTIN}{shipped.stem}", _shipped_document(shipped), None)
    name, text, folder = read_reference(reference, base)
    path = (base or FilePath()) / reference
    return Source(str(path.resolve()), read_document(text, name), folder)


def _shipped_document(path: FilePath) -> Document:
    document = _read_once(path)
    return Document(
        document.where,
        copy.deepcopy(document.tree),
        dict(document.places),
        list(document.problems),
        document.sha256,
    )


@lru_cache(maxsize=100)
def _read_once(path: FilePath) -> Document:
    return read_document(_text_of(path, path.stem), path.name)


def chain_of(source: Source) -> list[Source]:
    """Return a file and those it extends, each base before what is laid over it.

    A file that several others extend comes once, before the first of them.
    """
    found: list[Source] = []
    _add(source, [source], found)
    return found


def _add(source: Source, line: list[Source], found: list[Source]) -> None:
    document = source.document
    given = document.tree.get("extends", [])
    for i, parent in enumerate(given if isinstance(given, list) else [given]):
        place = document.places.get(("extends", i), document.places["extends",])
        if not isinstance(parent, str):
            document.complain(("extends",), place, str(parent)[:60], _EXTENDS_FORM)
            continue
        base = source_or_complain(source, parent, ("extends",), place)
        if base is None:
            continue
        keys = [other.key for other in line]
        if base.key in keys:
            names = [other.document.where for other in line[keys.index(base.key) :]]
            document.complain(("extends",), place, parent, _circle([*names, base.document.where]))
        elif len(line) > EXTENDS_MAX:
            document.complain(("extends",), place, parent, _TOO_DEEP)
        elif base.key not in {other.key for other in found}:
            _add(base, [*line, base], found)
    found.append(source)


def source_or_complain(
    source: Source, reference: str, path: tuple[str | int, ...], place: Place
) -> Source | None:
    """Return the file that a file refers to, or note at the place that there is none."""
    try:
        return find_source(reference, source.folder)
    except UnknownScenario as error:
        words = {
            lang: f"{error.text[lang]} {error.fix[lang]}".format(**error.facts)
            for lang in ("en", "zh")
        }
        source.document.complain(path, place, reference, words)
        return None


def _circle(names: list[str]) -> Mapping[str, str]:
    round_trip = " → ".join(names)
    return {
        "en": f"The files extend each other in a circle: {round_trip}.",
        "zh": f"文件循环引用：{round_trip}。",
    }


_TOO_DEEP = {
    "en": f"Files extend each other over more than {EXTENDS_MAX} levels.",
    "zh": f"文件引用超过 {EXTENDS_MAX} 层。",
}
_EXTENDS_FORM = {
    "en": "Give builtin:NAME or the path of a YAML file, or a list of them.",
    "zh": "请填写 builtin:名称 或 YAML 文件路径，或由其组成的列表。",
}
