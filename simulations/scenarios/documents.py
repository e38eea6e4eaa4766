"""YAML 1.2 read into plain values, with the place of every one of them.

The node graph is walked by hand rather than constructed by the library, so that an impossible
date or a key given twice is reported with its line like everything else.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from simulations.errors import Problem

Path = tuple[str | int, ...]
TEXT_BYTES_MAX = 1_000_000
NODES_MAX = 50_000
DEPTH_MAX = 30
_DIGITS_MAX = 308
_SURROGATE = re.compile("[\ud800-\udfff]")
_INTEGRAL = re.compile(r"[-+]?\d+(e\+?\d{1,3})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, line and column counted from 1 (0: no line)."""

    where: str
    line: int = 0
    column: int = 0


def dotted(path: Path) -> str:
    """Return a path as people write it: ``shocks[0].demand.pct``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(slots=True)
class Document:
    """One file's values, their places and what is wrong with its form; SHA-256 of its text."""

    where: str
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""

    def complain(self, path: Path, place: Place, value: str, sentence: Mapping[str, str]) -> None:
        """Note one problem."""
        self.problems.append(
            Problem(place.where, place.line, place.column, dotted(path), value, sentence)
        )


class _Reader:
    """Walks one node graph; counts nodes, because aliases can multiply them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes = 0

    def place(self, node: Node) -> Place:
        mark = node.start_mark
        return Place(self.document.where, mark.line + 1, mark.column + 1)

    def value(self, node: Node, path: Path) -> Any:
        self.nodes += 1
        place = self.place(node)
        self.document.places.setdefault(path, place)
        if self.nodes > NODES_MAX or len(path) > DEPTH_MAX:
            if self.nodes <= NODES_MAX + 1:
                self.document.complain(path[:3], place, "", _TOO_LARGE)
                self.nodes = NODES_MAX + 1
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            given = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            key = _SURROGATE.sub("?", given)
            place = self.place(key_node)
            if key in found:
                self.document.complain((*path, key), place, "", _TWICE)
                continue
            self.document.places[*path, key] = place
            found[key] = self.value(value_node, (*path, key))
        return found

    def scalar(self, node: Node, path: Path) -> Any:
        text = str(node.value)
        kind = str(node.tag).rsplit(":", 1)[-1]
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in {"int", "float"}:
            number = _number(text)
            if number is None:
                self.document.complain(path, self.place(node), text, _NOT_FINITE)
            return number
        if kind in {"str", "timestamp"}:
            if _SURROGATE.search(text):
                self.document.complain(path, self.place(node), "", _HALF)
            return _SURROGATE.sub("?", text)
        self.document.complain(path, self.place(node), text, _TAG)
        return None


def _number(text: str) -> int | float | None:
    """Return a finite number, below 1e308 in size; 1e9 and 5_100_000_000 are whole numbers."""
    plain = text.replace("_", "")
    if _INTEGRAL.fullmatch(plain):
        digits, _, exponent = plain.lower().partition("e")
        if len(digits) + int(exponent or 0) > _DIGITS_MAX:
            return None
        scale: int = 10 ** int(exponent or 0)
        return int(digits) * scale
    try:
        number = float(int(plain, 0)) if plain[:2] in {"0x", "0o"} else float(plain)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_document(text: str, where: str) -> Document:
    """Read YAML text into values and places.

    Args:
        text: The file's text, at most 1 MB.
        where: Its name in messages.

    Returns:
        The document; its ``problems`` say what is wrong with its form.
    """
    content = text.encode(errors="surrogatepass")
    document = Document(where, sha256=hashlib.sha256(content).hexdigest())
    if len(content) > TEXT_BYTES_MAX:
        document.complain((), Place(where), "", _TOO_LARGE)
        return document
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(where, mark.line + 1, mark.column + 1) if mark else Place(where)
        reason = str(error.problem or error.context or "not YAML")
        document.complain((), place, "", _syntax(reason))
        return document
    except (YAMLError, ValueError, RecursionError) as error:
        document.complain((), Place(where), "", _syntax(str(error).splitlines()[0]))
        return document
    if not isinstance(node, MappingNode):
        document.complain((), Place(where, 1, 1), "", _NO_MAPPING)
        return document
    document.tree = _Reader(document).mapping(node, ())
    return document


def read_scalar(text: str) -> Any:
    """Return the value that a ``--set key=value`` text stands for."""
    document = read_document(f"value: {text}\n", "--set")
    if document.problems:  # half characters, from a command line that is not UTF-8, are escaped
        return text.encode(errors="backslashreplace").decode()
    return document.tree.get("value")


def _syntax(reason: str) -> dict[str, str]:
    return {"en": f"This is not YAML: {reason}.", "zh": f"不是有效的 YAML：{reason}。"}


_TWICE = {"en": "This key is given twice.", "zh": "该键重复出现。"}
_TAG = {"en": "Tags are not accepted.", "zh": "不接受 YAML 标签。"}
_TOO_LARGE = {
    "en": "The file is too large (at most 1 MB, 50,000 values, 30 levels).",
    "zh": "文件过大（最多 1 MB、50,000 个值、30 层）。",
}
_NOT_FINITE = {"en": "A finite number is needed.", "zh": "需要有限的数值。"}
_HALF = {"en": "This text holds half a character.", "zh": "文本中含有不完整的字符。"}
_NO_MAPPING = {
    "en": "A scenario is a mapping of keys to values.",
    "zh": "情景文件须为“键: 值”的映射。",
}
