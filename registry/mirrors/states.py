"""How a mirror goes from state to state, and what a run of foreign serials is."""

from enum import StrEnum
from typing import NamedTuple

from registry.ledger.units import QUANTITY_MAX
from registry.mirrors.refused_mirrors import ForeignRangeInvalid, MirrorInOtherState
from registry.worlds.errors import words
from registry.worlds.texts import check_text

NAME_CHARACTERS_MAX = 60
SERIAL_MAX = 10**18


class MirrorState(StrEnum):
    """Where a mirror stands."""

    IMMOBILISED = "immobilised"
    MIRRORED = "mirrored"
    RELEASED = "released"


class MirrorStep(StrEnum):
    """What was confirmed."""

    IMMOBILISE = "immobilise"
    MIRROR = "mirror"
    RELEASE = "release"


STATE_NAMES = {
    MirrorState.IMMOBILISED: words("immobilised", "已冻结"),
    MirrorState.MIRRORED: words("mirrored", "已映射"),
    MirrorState.RELEASED: words("released", "已解除"),
}
STEP_NAMES = {
    MirrorStep.IMMOBILISE: words("Immobilisation confirmed", "确认冻结"),
    MirrorStep.MIRROR: words("Confirmed again and mirrored", "再次确认并映射"),
    MirrorStep.RELEASE: words("Released", "解除"),
}


class ForeignRun(NamedTuple):
    """A run of another registry's units, both ends included."""

    origin: str
    series: str
    first: int
    last: int

    @property
    def quantity(self) -> int:
        """Return how many units it has."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.origin} {self.series} {self.first}…{self.last}"


def foreign_run(origin: str, series: str, first: int, last: int) -> ForeignRun:
    """Return a run in the one spelling under which it is compared.

    Raises:
        TextInvalid: origin or series is empty or too long.
        ForeignRangeInvalid: the serials are no range.
    """
    run = ForeignRun(_name(origin, "origin"), _name(series, "series"), first, last)
    whole = type(first) is int and type(last) is int
    if not whole or not 1 <= first <= last <= SERIAL_MAX or run.quantity > QUANTITY_MAX:
        raise ForeignRangeInvalid(
            first=str(first)[:40], last=str(last)[:40], maximum=QUANTITY_MAX, field="last"
        )
    return run


def check_state(mirror: str, state: str, *needed: MirrorState) -> None:
    """Refuse a step that the state does not allow.

    Raises:
        MirrorInOtherState: it does not.
    """
    if state not in needed:
        raise MirrorInOtherState(
            mirror=mirror,
            state=STATE_NAMES[MirrorState(state)],
            needed={
                language: " / ".join(STATE_NAMES[each][language] for each in needed)
                for language in ("en", "zh")
            },
        )


def _name(text: str, field: str) -> str:
    """Return a name without differences of case and blanks."""
    return " ".join(check_text(text, field, NAME_CHARACTERS_MAX).upper().split())
