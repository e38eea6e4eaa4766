"""What a proposal asks for, in words: fields by name, values with their units."""

from collections.abc import Mapping
from typing import Any

from registry.control import ProposalView
from registry.rules import (
    CONFIDENCE_NAMES,
    Confidence,
    applies_to_name,
    key_name,
    scheme_profiles,
    unit_name,
)
from registry.worlds import words
from web.control.words import FIELD_NAMES, PROFILE_NAMES
from web.formats import number, yuan
from web.refusals import Language
from web.registry.unit_inputs import MEASURE_SYMBOLS, PURPOSE_TEXTS
from web.rules.tables import SEPARATORS, scheme_name

UNITS = words("units", "单位")
YES_NO = {True: words("yes", "是"), False: words("no", "否")}
FEN = frozenset({"amount_fen", "mean_price_fen"})
MONEY = words("CNY", "元")
WHOLE_UNITS = frozenset({"quantity", "limit", "transfer_units", "daily_units"})
TONNES = frozenset({"base_t", "annual_emissions_t"})
YEARS = frozenset({"year", "compliance_year", "first_year", "last_year"})
NOT_SHOWN = frozenset({"client_id", "party_id", "content"})
PURPOSES: Mapping[str, Mapping[str, str]] = {
    **{purpose.value: text for purpose, text in PURPOSE_TEXTS.items()},
    "all": words("all purposes", "所有用途"),
    "allocation": words("allocation", "配额分配"),
    "auction": words("auction", "拍卖"),
    "reserve": words("reserve", "储备"),
}


def proposed(proposal: ProposalView, language: Language) -> list[tuple[str, str]]:
    """Return name and value of each field of a proposal that says something."""
    content = proposal.content
    return [
        (_name(name, language), _value(name, value, content, language))
        for name, value in content.items()
        if value not in ("", None, []) and name not in NOT_SHOWN
    ]


def _name(name: str, language: Language) -> str:
    if name not in FIELD_NAMES:
        return name.replace("_", " ").capitalize()
    text = FIELD_NAMES[name][language]
    return text[:1].upper() + text[1:]


def _value(name: str, value: Any, content: Mapping[str, Any], language: Language) -> str:
    if isinstance(value, bool):
        return YES_NO[value][language]
    if isinstance(value, list | tuple):
        return SEPARATORS[language].join(_value(name, each, content, language) for each in value)
    if isinstance(value, int) and name not in YEARS:
        return _amount(name, value, content, language)
    return _word(name, str(value), content, language)


def _amount(name: str, value: int, content: Mapping[str, Any], language: Language) -> str:
    """Return a number with its unit."""
    if name in FEN:
        return f"{yuan(value)} {MONEY[language]}"
    if name in TONNES:
        return f"{number(value)} t CO2e"
    if name in WHOLE_UNITS:
        return f"{number(value)} {_measure(content, language)}"
    return number(value)


def _word(name: str, value: str, content: Mapping[str, Any], language: Language) -> str:
    """Return what a code means; what is no code stays as it was written."""
    if name == "value" and "unit" in content:
        return f"{value} {unit_name(str(content['unit']))[language]}".rstrip()
    if name == "confidence" and value in set(Confidence):
        return CONFIDENCE_NAMES[Confidence(value)][language]
    if name == "scheme":
        named = value in scheme_profiles() or value == "control"
        return scheme_name(value, language) if named else value
    named_by = {"key": key_name, "applies_to": applies_to_name, "kinds": applies_to_name}
    if name in named_by:
        return named_by[name](value)[language]
    if name == "unit":
        return unit_name(value)[language] or "–"
    tables = {"purpose": PURPOSES, "profile": PROFILE_NAMES}
    return dict(tables.get(name, {}).get(value, {})).get(language, value)


def _measure(content: Mapping[str, Any], language: Language) -> str:
    """Return what one unit of the type named stands for; units where no one type is named."""
    code = str(content.get("unit_type") or content.get("scheme") or "").partition("-")[0]
    for profile in scheme_profiles().values():
        if code == profile.unit:
            return MEASURE_SYMBOLS[profile.measure]
    return UNITS[language]
