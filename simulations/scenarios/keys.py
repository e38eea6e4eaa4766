"""What each key of a scenario means, its unit, type and bounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from simulations.scenarios.documents import Path
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import inside

_MEANINGS = FilePath(__file__).parent / "keys.yaml"
_NAMES: Mapping[str, tuple[str, str]] = {
    "int": ("whole number", "整数"),
    "float": ("number", "数值"),
    "Decimal": ("decimal number", "十进制数"),
    "bool": ("true or false", "true 或 false"),
    "str": ("text", "文本"),
    "date": ("date", "日期"),
}


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """One key of a part of a scenario.

    Args:
        part: Name of the part's model.
        name: The key as files write it.
        unit: Unit of its value; empty for words, lists and parts.
        meaning: One phrase, per language.
        form: What is written there, per language.
        low: Least value; None without one.
        low_counts: Whether the least value itself is accepted.
        high: Greatest value; None without one.
        needed: Whether it must be given.
    """

    part: str
    name: str
    unit: str
    meaning: Mapping[str, str]
    form: Mapping[str, str]
    low: float | None
    low_counts: bool
    high: float | None
    needed: bool


def key_info(path: Path) -> KeyInfo | None:
    """Return what is known of the key at a path of a scenario.

    Args:
        path: Keys and indices, such as ``("markets", "national", "opening_price_cny")``.

    Returns:
        None where no such key exists, and for names that are free, such as a market's.
    """
    found = _field_at(path)
    return None if found is None else _info(found[0], str(path[-1]), found[1])


def unit_of(path: Path) -> str:
    """Return the unit of the value at a path of a scenario; empty for words and lists.

    A value under a name that is free, such as that of a kind of credit, has the unit of all that
    stand beside it.
    """
    for nearest in (path, path[:-1]):
        found = _field_at(nearest)
        if found is not None:
            return _meaning(found[0], str(nearest[-1]))[0]
    return ""


def keys_of_part(model: type[BaseModel]) -> Iterator[KeyInfo]:
    """Yield the keys of one part, in the order of its fields."""
    for name, field in model.model_fields.items():
        yield _info(model, field.alias or name, field)


def parts_of(model: type[BaseModel] = Scenario, path: str = "") -> Iterator[tuple[str, type]]:
    """Yield each part with its path, free names as ``NAME`` and items of lists as ``[]``."""
    yield path, model
    for name, field in model.model_fields.items():
        here = f"{path}.{field.alias or name}" if path else field.alias or name
        for below, kind in _parts_in(field.annotation, here):
            yield from parts_of(kind, below)


def _parts_in(kind: Any, path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield path, kind
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is dict:
        yield from _parts_in(arguments[1], f"{path}.NAME")
    elif origin is tuple:
        yield from _parts_in(arguments[0], f"{path}[]")
    elif origin in {Union, UnionType, Annotated}:
        yield from (found for each in arguments for found in _parts_in(each, path))


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return unit, English and Chinese of every key, by part and key."""
    found: Mapping[str, Mapping[str, Sequence[str]]] = YAML(typ="safe", pure=True).load(
        _MEANINGS.read_text(encoding="utf-8")
    )
    return found


def _field_at(path: Path) -> tuple[type[BaseModel], FieldInfo] | None:
    """Return the part that holds the key at a path, and its field."""
    kind: Any = Scenario
    for part in path[:-1]:
        kind = inside(kind, part)
    if not path or not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return None
    named = ((field.alias or name, field) for name, field in kind.model_fields.items())
    return next(((kind, field) for name, field in named if name == path[-1]), None)


def _meaning(model: type[BaseModel], name: str) -> Sequence[str]:
    """Return unit, English and Chinese of one key."""
    return meanings().get(model.__name__, {}).get(name, ("", "", ""))


def _info(model: type[BaseModel], name: str, field: FieldInfo) -> KeyInfo:
    unit, en, zh = _meaning(model, name)
    bounds = [*field.metadata, *_metadata(field.annotation)]
    low = next((b for b in bounds if isinstance(b, Ge | Gt)), None)
    high = next((b for b in bounds if isinstance(b, Le | Lt)), None)
    return KeyInfo(
        part=model.__name__,
        name=name,
        unit=unit,
        meaning={"en": en, "zh": zh},
        form=dict(zip(("en", "zh"), _form(field.annotation), strict=True)),
        low=None if low is None else float(str(low.ge if isinstance(low, Ge) else low.gt)),
        low_counts=not isinstance(low, Gt),
        high=None if high is None else float(str(high.le if isinstance(high, Le) else high.lt)),
        needed=field.is_required(),
    )


def _metadata(kind: Any) -> Iterator[Any]:
    """Yield the bounds of a type that is optional."""
    if get_origin(kind) is Annotated:
        for mark in get_args(kind)[1:]:
            yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
    elif get_origin(kind) in {Union, UnionType}:
        for each in get_args(kind):
            yield from _metadata(each)


def _form(kind: Any) -> tuple[str, str]:
    """Return what is written for a type, in English and Chinese."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Annotated, Union, UnionType}:
        return _form(next(each for each in arguments if each is not NoneType))
    if origin in {Literal, tuple, dict}:
        return _collected(origin, arguments)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"`{kind.__name__}`", f"`{kind.__name__}`"
    return _NAMES.get(getattr(kind, "__name__", ""), ("JSON value", "JSON 值"))


def _collected(origin: Any, arguments: tuple[Any, ...]) -> tuple[str, str]:
    """Return what is written for one of several words, a list or a mapping."""
    if origin is Literal:
        listed = ", ".join(f"`{each}`" for each in arguments)
        return listed, listed
    if origin is dict:
        en, zh = _form(arguments[1])
        return f"by name: {en}", f"按名称：{zh}"
    items = [_form(each) for each in arguments if each is not Ellipsis]
    if Ellipsis in arguments:
        return f"list of {items[0][0]}", f"列表：{items[0][1]}"
    return f"[{', '.join(en for en, _ in items)}]", f"[{', '.join(zh for _, zh in items)}]"
