"""Rules as readers see them: searched, filtered, sorted and paged in memory, and put into words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from registry.reporting import Found, Sought
from registry.rules import (
    Confidence,
    RuleBook,
    RuleParameter,
    applies_to_name,
    key_name,
    scheme_profiles,
    unit_name,
    value_name,
)
from web.formats import number, trimmed
from web.refusals import Language
from web.tables.listings import Listing, ListingQuery

CONTROL = {"zh": "内控", "en": "Controls"}
FLAGS = {"yes": {"zh": "是", "en": "yes"}, "no": {"zh": "否", "en": "no"}}
TEXTS = {"code", "date", "month", "month_day", "text", "time"}
WORDS = {"choice", "list"}
SHARES = {
    "contract_call_level",
    "contract_carry_rate",
    "contract_haircut",
    "contract_initial_margin",
    "contract_maintenance_margin",
    "contract_price_band",
    "contract_volatility",
    "reserve_fee_share",
    "trading_fee_rate",
}
"""Rules whose value is a share, read as per cent."""
SEPARATORS = {"zh": "、", "en": ", "}
_RANK = {confidence: rank for rank, confidence in enumerate(Confidence)}


class RuleQuery(ListingQuery):
    """What the address of the list of rules may say: `view` a scheme, `only` a confidence."""

    as_of: date | None = Field(None, description="Day on which the rules hold; default today.")
    every: bool = Field(False, description="Show every period, not only what holds on the day.")


@dataclass(frozen=True, slots=True)
class RuleListing(Listing):
    """The list of rules, its query and links."""

    query: RuleQuery

    def link(self, **changed: str | int) -> str:
        """Return the query string with some parts changed; a change goes back to page 1."""
        kept = {"every": "true"} if self.query.every else {"every": ""}
        day = {"as_of": self.query.as_of.isoformat() if self.query.as_of else ""}
        return Listing.link(self, **{**day, **kept, **changed})


def scheme_name(scheme: str, language: Language) -> str:
    """Return what a scheme of the rule book is called."""
    profile = scheme_profiles().get(scheme)
    return profile.name[language] if profile else CONTROL[language]


def rule_value(parameter: RuleParameter, language: Language) -> str:
    """Return a rule's value with its unit; a dash while it is not set."""
    if not parameter.value:
        return "—"
    if parameter.unit == "flag":
        return FLAGS.get(parameter.value, {}).get(language, parameter.value)
    if parameter.unit in WORDS:
        words = (value_name(word)[language] for word in parameter.value.replace(",", " ").split())
        return SEPARATORS[language].join(words)
    if parameter.unit in TEXTS:
        return parameter.value
    if parameter.key in SHARES:
        return f"{number(trimmed(Decimal(parameter.value) * 100))} %"
    named = unit_name(parameter.unit)[language]
    shown = parameter.value if parameter.unit in {"1", "year"} else number(parameter.value)
    return f"{shown} {named}".rstrip()


def rules_sought(
    book: RuleBook, query: RuleQuery, today: date, sought: Sought, language: Language
) -> Found[RuleParameter]:
    """Return a page of the rules that a query asks for.

    Args:
        book: of the world.
        query: scheme, confidence, day, and whether every period is wanted.
        today: the world's date.
        sought: text, order and page.
        language: whose names the text is looked for in, and the order follows.
    """
    parameters = book if query.every else book.in_force(query.as_of or today)
    rows = [
        each
        for each in parameters
        if query.view in {"", each.scheme}
        and query.only in {"", each.confidence}
        and _has(each, sought.wanted_text)
    ]
    places = {scheme: place for place, scheme in enumerate(schemes_of(book))}
    rows.sort(key=lambda each: places[each.scheme])
    order = ORDERS.get(sought.order)
    if order:
        rows.sort(key=lambda each: order(each, language), reverse=sought.descending)
    pages = max(1, -(-len(rows) // sought.size))
    page = max(1, min(sought.page, pages))
    start = (page - 1) * sought.size
    return Found(
        rows=tuple(rows[start : start + sought.size]), total=len(rows), page=page, pages=pages
    )


ORDERS: Mapping[str, Callable[[RuleParameter, Language], Any]] = {
    "scheme": lambda each, language: (scheme_name(each.scheme, language), each.key),
    "rule": lambda each, language: (key_name(each.key)[language], each.applies_to),
    "confidence": lambda each, _: (_RANK[each.confidence], each.scheme, each.key),
    "from": lambda each, _: (each.valid_from, each.scheme, each.key),
}


def rule_json(parameter: RuleParameter) -> dict[str, Any]:
    """Return a rule as plain values, with its names in both languages."""
    return {
        "scheme": parameter.scheme,
        "key": parameter.key,
        "name_zh": key_name(parameter.key)["zh"],
        "name_en": key_name(parameter.key)["en"],
        "applies_to": parameter.applies_to,
        "value": parameter.value or None,
        "unit": parameter.unit,
        "valid_from": parameter.valid_from.isoformat(),
        "valid_to": parameter.valid_to.isoformat() if parameter.valid_to else None,
        "source": parameter.source,
        "note_zh": parameter.note_zh,
        "note_en": parameter.note_en,
        "confidence": parameter.confidence.value,
        "amendment": parameter.amendment,
    }


def schemes_of(parameters: Iterable[RuleParameter]) -> list[str]:
    """Return the schemes that have rules, those with a profile first and in its order."""
    found = {each.scheme for each in parameters}
    return [name for name in scheme_profiles() if name in found] + sorted(
        found - set(scheme_profiles())
    )


def _has(parameter: RuleParameter, text: str) -> bool:
    if not text:
        return True
    names = key_name(parameter.key)
    whom = applies_to_name(parameter.applies_to)
    everything = (
        parameter.key,
        parameter.scheme,
        parameter.value,
        *parameter.cited.values(),
        *names.values(),
        *whom.values(),
        scheme_name(parameter.scheme, "zh"),
        scheme_name(parameter.scheme, "en"),
    )
    return any(text.casefold() in each.casefold() for each in everything)
