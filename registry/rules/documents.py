"""The rules as a document, made of the data: what every value is, since when, and how sure."""

from collections.abc import Iterable, Iterator

from registry.rules.book import Confidence, RuleBook, RuleParameter
from registry.rules.calendars import holiday_years
from registry.rules.names import CONFIDENCE_NAMES, applies_to_name, key_name, unit_name
from registry.rules.schemes import scheme_profiles

INTRODUCTION = """\
# Rules as data

Made by `tanlab rules document` from `registry/rules/data`; a test compares. Do not edit it.

Each value of a rule holds from one day to another (both included), names its source and says
how it was learned. `rule_book(session).parameter(scheme, key, day, applies_to)` returns the one
that holds: the latest amendment of the world first, then the files; a value for one sector goes
before the value for all. Outside every validity the look-up refuses (`RuleNotInForce`). An
empty value is known to exist but not known: the look-up refuses (`RuleUnset`) until an
administrator proposes a value and a second person approves it. The latest approved amendment
wins; none is ever changed or removed.

A unit says how a value is read: `date` is a day; `choice`, `code`, `flag`, `list`, `month`,
`month_day`, `text` and `time` are text; every other unit is a number. `1` is a plain number or
share.

`source` of a file is the citation alone, empty where no document says the value; what else must
be known stands in `note_zh` and `note_en`, given in both languages or in none.
"""
QUOTAS = """\
## Quotas of issuance

`SetQuota` (operator) limits how much of a scheme and vintage may be issued, for all purposes or
for `allocation`, `auction` or `reserve`; no quota, no limit. Issued and set-aside quantities
together never exceed the quota: the issuing service refuses, and so does the database. Earlier
issuances count against a new quota for all purposes. Lifting a quota keeps its count.

## Units of other registries

A run of foreign serials is active here at most once. One operator confirms that it is
immobilised in its own registry, another confirms it again, and as many mirror units are issued.
The database refuses a second active record of the same serials. When every mirror unit is given
back the originals are released and the mirror units cancelled; units used here keep their
originals immobilised for good.
"""


def rules_document(book: RuleBook) -> str:
    """Return the document of a rule book, as Markdown."""
    return "\n".join(_lines(book)).rstrip("\n") + "\n"


def _lines(book: RuleBook) -> Iterator[str]:
    yield INTRODUCTION
    yield from _confidences(book)
    yield from _schemes()
    yield from _working_days()
    yield QUOTAS
    for scheme in dict.fromkeys([*scheme_profiles(), *(each.scheme for each in book)]):
        yield from _rules(scheme, [each for each in book if each.scheme == scheme])


def _confidences(book: RuleBook) -> Iterator[str]:
    yield "| Confidence | 可信度 | Values |"
    yield "|---|---|---:|"
    for confidence in Confidence:
        count = sum(each.confidence is confidence for each in book)
        names = CONFIDENCE_NAMES[confidence]
        yield f"| `{confidence}`: {names['en']} | {names['zh']} | {count} |"
    yield ""


def _schemes() -> Iterator[str]:
    yield "## Schemes"
    yield ""
    yield "| Scheme | Units | Name | Since | One unit | Meets obligations of | Confidence |"
    yield "|---|---|---|---|---|---|---|"
    for profile in scheme_profiles().values():
        meets = ", ".join(f"`{each.scheme}`" for each in profile.meets) or "–"
        yield (
            f"| `{profile.scheme}` | `{profile.unit}` | {profile.name_en} {profile.name_zh}"
            f" | {profile.start} | {profile.measure} | {meets} | {profile.confidence} |"
        )
    yield ""


def _working_days() -> Iterator[str]:
    yield "## Working days"
    yield ""
    yield "China's public holidays and make-up days; other years know weekends only (`is_assumed`)."
    yield "A world changes single days by `AmendCalendar`, approved by a second person."
    yield ""
    yield "| Year | Notice | Days off | Worked instead | Confidence |"
    yield "|---|---|---|---|---|"
    for year in holiday_years():
        off = ", ".join(f"{each.name_zh} {each.first} – {each.last}" for each in year.holidays)
        worked = ", ".join(day.isoformat() for day in year.working)
        yield f"| {year.year} | {year.source} | {off} | {worked} | {year.confidence} |"
    yield ""


def _rules(scheme: str, parameters: Iterable[RuleParameter]) -> Iterator[str]:
    yield f"## `{scheme}`"
    yield ""
    yield "| Rule | 规则 | Applies to | Value | Valid | Confidence | Source |"
    yield "|---|---|---|---|---|---|---|"
    for each in parameters:
        whom = applies_to_name(each.applies_to)["en"]
        unit = unit_name(each.unit)["en"]
        value = f"{_cell(each.value)} {unit}".strip() if each.value else "**unknown**"
        until = each.valid_to or "…"
        source = _cell(each.cited["en"])
        yield (
            f"| `{each.key}` {key_name(each.key)['en']} | {key_name(each.key)['zh']} | {whom}"
            f" | {value} | {each.valid_from} – {until} | {each.confidence} | {source} |"
        )
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
