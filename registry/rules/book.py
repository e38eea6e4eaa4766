"""The rule book: parameters with the days they hold, and the look-up of the one that holds.

Pure values. A parameter is text with a unit; the unit says how the text is read: `date` is a day,
the units in `TEXT_UNITS` are text, every other unit (t, 1, working_days, CNY …) is a number.
An empty value with the confidence `unknown` is a parameter that somebody has yet to set.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from registry.rules.refused_rules import RuleUnset, RuleValueInvalid
from registry.worlds.errors import words
from registry.worlds.refused_values import RuleNotInForce

EVERYBODY = "all"
DATE_UNIT = "date"
TEXT_UNITS = frozenset({"choice", "code", "flag", "list", "month_day", "text", "time"})
VALUE_MAX = Decimal(10) ** 18
VALUE_DECIMALS_MAX = 12


class Confidence(StrEnum):
    """How a value was learned, the surest first."""

    READ = "read"  # in the rule's own text
    DERIVED = "derived"  # calculated from such
    SECONDARY = "secondary"  # in a report about the rule
    RECALLED = "recalled"  # general knowledge, not checked
    ASSUMED = "assumed"  # chosen here
    DRAFT = "draft"  # proposed by the authority, not in force
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleParameter:
    """One value of a rule, with the days it holds and where it is written.

    Args:
        scheme: whose rule, for example `cn_ets`, `SZEA`, `ccer`.
        key: what it is called.
        value: as text; empty while it is unknown.
        unit: of the value; says how it is read.
        applies_to: the sector, class or use it holds for; `all`.
        valid_from: first day.
        valid_to: last day; None: until further notice.
        source: where it is written: the citation alone; empty where no document says it.
        note_zh: what must be known of the value or its source, in Chinese.
        note_en: the same in English.
        confidence: how it was learned.
        amendment: number of the amendment that made it; None: it comes with the files.
    """

    scheme: str
    key: str
    value: str
    unit: str
    applies_to: str = EVERYBODY
    valid_from: date
    valid_to: date | None = None
    source: str
    note_zh: str = ""
    note_en: str = ""
    confidence: Confidence
    amendment: int | None = None

    @property
    def cited(self) -> Mapping[str, str]:
        """Return the source with its note, for readers of each language."""
        return cited(self.source, self.note_en, self.note_zh)

    @property
    def text(self) -> str:
        """Return the value as it is written.

        Raises:
            RuleUnset: nobody has set it yet.
        """
        if not self.value:
            raise RuleUnset(
                scheme=self.scheme, key=self.key, day=self.valid_from, applies_to=self.applies_to
            )
        return self.value

    @property
    def decimal(self) -> Decimal:
        """Return the value as an exact number, in `unit`."""
        return Decimal(self.text)

    @property
    def whole(self) -> int:
        """Return the value as a whole number, in `unit`."""
        value = self.decimal
        if value != value.to_integral_value():
            raise RuleValueInvalid(key=self.key, value=self.value, unit=self.unit, field="value")
        return int(value)

    @property
    def day(self) -> date:
        """Return the value as a day."""
        return date.fromisoformat(self.text)

    def holds_on(self, day: date) -> bool:
        """Return whether the parameter holds on a day."""
        return self.valid_from <= day <= (self.valid_to or date.max)


def cited(source: str, note_en: str, note_zh: str) -> Mapping[str, str]:
    """Return a citation and a note of it as one text in each language."""
    return words(
        "; ".join(filter(None, (source, note_en))), "；".join(filter(None, (source, note_zh)))
    )


Place = tuple[str, str, str]
"""Scheme, key and whom it applies to."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """Parameters by place; where several hold on a day, the first wins.

    Two books are equal only if they are the same one, so what is read from one can be kept for it.
    """

    _by_place: dict[Place, tuple[RuleParameter, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[RuleParameter]:
        """Return every parameter, by scheme and key, the winning ones of a place first."""
        for place in sorted(self._by_place):
            yield from self._by_place[place]

    def parameter(
        self, scheme: str, key: str, day: date, applies_to: str = EVERYBODY
    ) -> RuleParameter:
        """Return the parameter that holds on a day: its own for `applies_to`, else that for all.

        Raises:
            RuleNotInForce: none does.
            RuleUnset: one does, but nobody has set its value yet.
        """
        for whom in dict.fromkeys((applies_to, EVERYBODY)):
            for parameter in self._by_place.get((scheme, key, whom), ()):
                if parameter.holds_on(day):
                    if not parameter.value:
                        raise RuleUnset(scheme=scheme, key=key, day=day, applies_to=whom)
                    return parameter
        raise RuleNotInForce(key=key, day=day.isoformat())

    def find(
        self, scheme: str, key: str, day: date, applies_to: str = EVERYBODY
    ) -> RuleParameter | None:
        """Return the parameter that holds on a day, or None where none does or it is not set."""
        try:
            return self.parameter(scheme, key, day, applies_to)
        except RuleNotInForce:
            return None

    def history(self, scheme: str, key: str, applies_to: str | None = None) -> list[RuleParameter]:
        """Return all parameters of a key, the winning ones of a place first."""
        return [
            parameter
            for parameter in self
            if parameter.scheme == scheme
            and parameter.key == key
            and applies_to in {None, parameter.applies_to}
        ]

    def in_force(self, day: date, scheme: str | None = None) -> list[RuleParameter]:
        """Return what holds on a day, one for each place, set or not."""
        places = (
            (each for each in parameters if each.holds_on(day))
            for place, parameters in sorted(self._by_place.items())
            if scheme in {None, place[0]}
        )
        return [first for held in places if (first := next(held, None)) is not None]

    def amended(self, amendments: Iterable[RuleParameter]) -> "RuleBook":
        """Return the book with amendments, the newest first, before what it holds."""
        amended = dict(self._by_place)
        for amendment in reversed(list(amendments)):
            place = (amendment.scheme, amendment.key, amendment.applies_to)
            amended[place] = (amendment, *amended.get(place, ()))
        return RuleBook(amended)


def rule_book_of(parameters: Iterable[RuleParameter]) -> RuleBook:
    """Return a book of parameters, each place in the order of validity."""
    by_place: dict[Place, list[RuleParameter]] = {}
    for parameter in sorted(parameters, key=lambda each: each.valid_from):
        place = (parameter.scheme, parameter.key, parameter.applies_to)
        by_place.setdefault(place, []).append(parameter)
    return RuleBook({place: tuple(held) for place, held in by_place.items()})


def check_value(key: str, value: str, unit: str) -> str:
    """Return a value that can be read as its unit says, or an empty one.

    Raises:
        RuleValueInvalid: it cannot.
    """
    if not value or unit in TEXT_UNITS:
        return value
    try:
        if unit == DATE_UNIT:
            date.fromisoformat(value)
            return value
        number = Decimal(value)
    except (ValueError, InvalidOperation):
        raise RuleValueInvalid(key=key, value=value[:40], unit=unit, field="value") from None
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else VALUE_DECIMALS_MAX + 1
    if decimals > VALUE_DECIMALS_MAX or abs(number) > VALUE_MAX:
        raise RuleValueInvalid(key=key, value=value[:40], unit=unit, field="value")
    return value
