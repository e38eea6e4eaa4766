"""Rows as platforms send them: which columns there are, and what each may hold.

A row is a tuple of texts in the order of its columns, with the user's code in place of the user id.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from registry.carbon_inclusion.aggregation import ConsentStep
from registry.carbon_inclusion.codes import normal_code
from registry.carbon_inclusion.reductions import AMOUNT_DECIMALS_MAX, ActivityFactor
from registry.carbon_inclusion.refused_rows import (
    ActivityDayInvalid,
    AmountInvalid,
    CarbonCodeInvalid,
    ConsentStepInvalid,
)
from registry.worlds.texts import check_text

ROWS_MAX = 20_000
RECORD_ID_CHARACTERS_MAX = 64
USER_CHARACTERS_MAX = 200
VALUE_CHARACTERS_MAX = 80
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(rf"\d{{1,9}}(?:\.\d{{1,{AMOUNT_DECIMALS_MAX}}})?")
Row = tuple[str, ...]


class Content(StrEnum):
    """What a file or request of a platform holds."""

    ACTIVITIES = "activities"
    CONSENTS = "consents"
    REWARDS = "rewards"


COLUMNS: Mapping[Content, tuple[str, ...]] = {
    Content.ACTIVITIES: ("record_id", "user_id", "activity", "day", "amount", "reward"),
    Content.CONSENTS: ("user_id", "consent", "day"),
    Content.REWARDS: ("record_id", "reward"),
}
OPTIONAL_COLUMNS = frozenset({"reward"})
"""Columns that a file of activities may leave out."""


class ActivityRow(NamedTuple):
    """One activity as it is stored; the reward's reference is empty if none was given.

    `entered` is its id as it was sent: ids were once stored so.
    """

    record_id: str
    code: str
    kind: str
    day: date
    amount: str
    reward: str
    entered: str


class ConsentRow(NamedTuple):
    """One step of a consent."""

    code: str
    step: str
    day: date


class RewardRow(NamedTuple):
    """A reward given for an activity."""

    record_id: str
    reward: str
    entered: str


@dataclass(frozen=True, slots=True)
class RowRules:
    """What every row of an upload is checked against: today, in the market's zone."""

    today: date

    def activity(self, row: Row) -> ActivityRow:
        """Return an activity; kind and range of the amount are checked with its factors.

        Raises:
            TextInvalid, CarbonCodeInvalid, ActivityDayInvalid: a value cannot be used.
        """
        record_id, code, kind, day, amount, reward = row
        entered = check_text(record_id, "record_id", RECORD_ID_CHARACTERS_MAX)
        return ActivityRow(
            check_text(normal_record_id(entered), "record_id", RECORD_ID_CHARACTERS_MAX),
            _code(code),
            kind.strip(),
            self._day(day),
            amount.strip(),
            reward.strip() and check_text(reward, "reward", RECORD_ID_CHARACTERS_MAX),
            entered,
        )

    def consent(self, row: Row) -> ConsentRow:
        """Return a step of a consent.

        Raises:
            CarbonCodeInvalid, ConsentStepInvalid, ActivityDayInvalid: a value cannot be used.
        """
        code, step, day = row
        if step.strip() not in set(ConsentStep):
            raise ConsentStepInvalid(value=step[:VALUE_CHARACTERS_MAX], field="consent")
        return ConsentRow(_code(code), step.strip(), self._day(day))

    def reward(self, row: Row) -> RewardRow:
        """Return a reward.

        Raises:
            TextInvalid: a value cannot be used.
        """
        record_id, reward = row
        entered = check_text(record_id, "record_id", RECORD_ID_CHARACTERS_MAX)
        return RewardRow(
            check_text(normal_record_id(entered), "record_id", RECORD_ID_CHARACTERS_MAX),
            check_text(reward, "reward", RECORD_ID_CHARACTERS_MAX),
            entered,
        )

    def _day(self, text: str) -> date:
        refusal = ActivityDayInvalid(value=text[:VALUE_CHARACTERS_MAX], field="day")
        plain = text.strip()
        if not _DAY.fullmatch(plain) or not plain.isascii():
            raise refusal
        try:
            day = date.fromisoformat(plain)
        except ValueError:
            raise refusal from None
        if day > self.today:
            raise refusal
        return day


def normal_record_id(text: str) -> str:
    """Return a record's id as it is stored, however it was typed.

    Full-width forms, capitals and blanks make no other record of it.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(plain.split())


def read_amount(text: str, factor: ActivityFactor) -> Decimal:
    """Return the amount of an activity, in its factor's unit.

    Raises:
        AmountInvalid: it is no plain decimal, not above zero, or beyond the factor's maximum.
    """
    plain = text.isascii() and _AMOUNT.fullmatch(text)
    amount = Decimal(text) if plain else Decimal(0)
    if not 0 < amount <= factor.amount_max:
        raise AmountInvalid(
            value=text[:VALUE_CHARACTERS_MAX],
            maximum=f"{factor.amount_max:f}",
            unit=factor.unit,
            decimals=AMOUNT_DECIMALS_MAX,
            scheme=factor.kind,
            field="amount",
        )
    return amount


def _code(text: str) -> str:
    code = normal_code(text)
    if not code:
        raise CarbonCodeInvalid(value="", field="user_id")
    return code
