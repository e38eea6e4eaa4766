"""Rules of a market as levers: any key but a few fixed ones may change on a date."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from pydantic import BaseModel, JsonValue, ValidationError

from simulations.scenarios.documents import dotted
from simulations.scenarios.market_rules import Market
from simulations.scenarios.sentences import fields_of, inside, sentence, unknown_key

FIXED = ("scheme", "emission_year_lag", "opening_price_cny", "trading.settlement")
"""Rules of a market that nothing changes during a run; everything else is a lever."""

Words = Mapping[str, str]


def lever_keys() -> tuple[str, ...]:
    """Return every dotted key below a market that may change during a run, parts included."""
    return tuple(key for key in _keys(Market, "") if not is_fixed(key))


def is_fixed(key: str) -> bool:
    """Tell whether a key is, or lies below, a rule that nothing changes during a run."""
    return any(key == fixed or key.startswith(f"{fixed}.") for fixed in FIXED)


def _keys(model: type[BaseModel], above: str) -> Iterator[str]:
    for name, kind in fields_of(model).items():
        yield f"{above}{name}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _keys(kind, f"{above}{name}.")


def with_levers(market: Market, changes: Mapping[str, JsonValue]) -> Market:
    """Return a market with some of its rules changed.

    Args:
        market: The market as it was.
        changes: Dotted keys below a market and their new values; a whole part may be given, and
            null takes an optional part away.

    Returns:
        The validated market.

    Raises:
        KeyError: No such part is set in this market.
        pydantic.ValidationError: A value is outside its bounds or of the wrong type.
    """
    tree = market.model_dump(mode="json", by_alias=True, exclude_none=True)
    for key, value in changes.items():
        *parents, last = key.split(".")
        branch = tree
        for parent in parents:
            branch = branch[parent]
        branch[last] = value
    return Market.model_validate_json(json.dumps(tree))


def lever_problems(market: Market, key: str, value: JsonValue) -> Iterator[tuple[str, Words]]:
    """Yield value and sentence of everything wrong with one change of a market's rules.

    Args:
        market: The market as it is when the change takes effect.
        key: The dotted key below the market.
        value: Its new value.
    """
    if is_fixed(key):
        yield "", _FIXED_WORDS
        return
    if not _exists(key):
        yield "", _unknown(key)
        return
    try:
        with_levers(market, {key: value})
    except (KeyError, TypeError):
        yield "", _missing_part(market, key)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            facts: dict[str, Any] = detail.get("ctx", {})
            yield _shown(detail, key), sentence(detail["type"], facts, detail["msg"])


def _shown(detail: Mapping[str, Any], key: str) -> str:
    """Return the value that was refused, after its own key if it lies below the lever."""
    at = dotted(tuple(part for part in detail["loc"] if part != "[key]"))
    given = detail["input"]
    value = "" if isinstance(given, dict | list) else str(given)[:60]
    if at == key:
        return value
    return f"{at} = {value}" if value else at


def _exists(key: str) -> bool:
    kind: Any = Market
    for part in key.split("."):
        kind = None if get_origin(kind) is tuple else inside(kind, part)
        if kind is None:
            return False
    return True


def _unknown(key: str) -> dict[str, str]:
    """Return the sentence about an unknown key: the nearest at the same depth, if one is near."""
    depth = key.count(".")
    known = lever_keys()
    same = [name for name in known if name.count(".") == depth]
    if difflib.get_close_matches(key, same, n=1, cutoff=0.6):
        return unknown_key(key, same)
    if difflib.get_close_matches(key, known, n=1, cutoff=0.5):
        return unknown_key(key, known)
    return unknown_key(key, [name for name in known if "." not in name])


def _missing_part(market: Market, key: str) -> dict[str, str]:
    """Return the sentence about a key inside a part that the market does not have."""
    found: Any = market
    parts: list[str] = []
    for part in key.split("."):
        parts.append(part)
        found = getattr(found, part, None)
        if found is None:
            break
    missing = ".".join(parts)
    return {
        "en": f"This market has no `{missing}` on that day; set `{missing}` as a whole first.",
        "zh": f"该市场当日没有 {missing}；请先整体设置 {missing}。",
    }


_FIXED_WORDS = {
    "en": "This rule is fixed during a run; change it in the market itself.",
    "zh": "该规则在运行期间固定不变；请直接在市场设置中修改。",
}
