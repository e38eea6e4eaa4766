"""Links between markets: how many units may move, which way, and what they become.

Units that move are cancelled where they were and issued where they go, in whole tonnes, so that
no exchange makes more of them than its ratio says.
Source: M. Lazarus, L. Schneider, C. Lee & H. van Asselt (2015), Options and issues for restricted
linking of emissions trading systems, ICAP.
"""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from simulations.markets.refused_markets import (
    LinkTermRefused,
    MarketTermRefused,
    require_share,
    require_whole,
)
from simulations.markets.shares import part_t

_RATIO_MAX: Final = 1_000_000
ONE_FOR_ONE: Final = Fraction(1)


class LinkKind(StrEnum):
    """How two markets are linked."""

    NONE = "none"
    QUOTA = "quota"
    EXCHANGE_RATIO = "exchange_ratio"
    ONE_WAY = "one_way"
    FULL = "full"


class Towards(StrEnum):
    """Which of the two markets units move to."""

    FIRST = "first"
    SECOND = "second"


class Moved(NamedTuple):
    """An exchange: units cancelled in one market, units issued in the other, t."""

    sent_t: int
    received_t: int


NOTHING_MOVED: Final = Moved(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two markets accept of each other in a compliance year.

    Args:
        first: Name of one market.
        second: Name of the other.
        units_for_one: Units of the second that one unit of the first becomes.
        to_second_t_max: Most units of the first that may move, t; None for no limit.
        to_first_t_max: Most units of the second that may move, t; None for no limit.
        share_max: Share of a firm's obligation that units from the other market may cover.
    """

    first: str
    second: str
    units_for_one: Fraction
    to_second_t_max: int | None
    to_first_t_max: int | None
    share_max: Decimal

    def __post_init__(self) -> None:
        if not Fraction(1, _RATIO_MAX) <= self.units_for_one <= _RATIO_MAX:
            raise MarketTermRefused(
                field="units_for_one",
                value=self.units_for_one,
                least=Fraction(1, _RATIO_MAX),
                most=_RATIO_MAX,
            )
        for field in ("to_second_t_max", "to_first_t_max"):
            quota_t = getattr(self, field)
            if quota_t is not None:
                require_whole(field, quota_t, 0)
        require_share("share_max", self.share_max)

    def usable_t(self, obligation_t: int) -> int:
        """Return how many units from the other market a firm may surrender, t, rounded down."""
        return part_t(obligation_t, self.share_max)

    def ratio(self, towards: Towards) -> Fraction:
        """Return how many units one unit becomes that moves there."""
        return self.units_for_one if towards is Towards.SECOND else 1 / self.units_for_one

    def exchanged(self, towards: Towards, sent_t_max: int) -> Moved:
        """Return what so many units become, none of them sent for nothing.

        Args:
            towards: Where they go.
            sent_t_max: Units at hand, t.
        """
        ratio = self.ratio(towards)
        received_t = math.floor(sent_t_max * ratio)
        return Moved(math.ceil(received_t / ratio), received_t)


def link_of(
    kind: LinkKind,
    markets: tuple[str, str],
    *,
    quota_t: int | None = None,
    units_for_one: Fraction = ONE_FOR_ONE,
    share_max: Decimal = Decimal(1),
) -> Link:
    """Return the link that a kind stands for.

    Args:
        kind: None, up to a quota each way, at a ratio, one way, or in full.
        markets: The first market and the second; one way leads from the first to the second.
        quota_t: Most units that may move each way, t; a quota needs it, one way may have it.
        units_for_one: Units of the second for one of the first; an exchange ratio needs another
            than one for one.
        share_max: Share of a firm's obligation that units from the other market may cover.

    Raises:
        LinkTermRefused: The kind lacks its term, or does not use one that is given.
        MarketTermRefused: A term is outside its range.
    """
    if kind is not LinkKind.ONE_WAY and (kind is LinkKind.QUOTA) is (quota_t is None):
        raise LinkTermRefused(kind=kind.value, field="quota_t")
    if (kind is LinkKind.EXCHANGE_RATIO) is (units_for_one == ONE_FOR_ONE):
        raise LinkTermRefused(kind=kind.value, field="units_for_one")
    to_second_t, to_first_t = {
        LinkKind.NONE: (0, 0),
        LinkKind.QUOTA: (quota_t, quota_t),
        LinkKind.EXCHANGE_RATIO: (None, None),
        LinkKind.ONE_WAY: (quota_t, 0),
        LinkKind.FULL: (None, None),
    }[kind]
    first, second = markets
    return Link(
        first=first,
        second=second,
        units_for_one=units_for_one,
        to_second_t_max=to_second_t,
        to_first_t_max=to_first_t,
        share_max=share_max,
    )


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """What has moved over a link in a compliance year.

    Args:
        link: The link.
        to_second: Units sent from the first and issued in the second so far, t.
        to_first: Units sent from the second and issued in the first so far, t.
    """

    link: Link
    to_second: Moved = NOTHING_MOVED
    to_first: Moved = NOTHING_MOVED

    def left_t(self, towards: Towards) -> int | None:
        """Return how many units may still be sent, t; None for no limit."""
        to_second = towards is Towards.SECOND
        most_t = self.link.to_second_t_max if to_second else self.link.to_first_t_max
        sent_t = (self.to_second if to_second else self.to_first).sent_t
        return None if most_t is None else most_t - sent_t

    def move(self, towards: Towards, wanted_t: int) -> tuple["LinkAccount", Moved]:
        """Return the account after as many units moved as the link allows, and what moved.

        Args:
            towards: Where they go.
            wanted_t: Units that somebody would send, t.

        Raises:
            MarketTermRefused: A negative quantity.
        """
        require_whole("wanted_t", wanted_t, 0)
        left_t = self.left_t(towards)
        moved = self.link.exchanged(towards, wanted_t if left_t is None else min(wanted_t, left_t))
        if towards is Towards.SECOND:
            return replace(self, to_second=_sum(self.to_second, moved)), moved
        return replace(self, to_first=_sum(self.to_first, moved)), moved

    def next_year(self) -> "LinkAccount":
        """Return the account of the next compliance year, its quotas unused."""
        return LinkAccount(self.link)


def _sum(before: Moved, more: Moved) -> Moved:
    return Moved(before.sent_t + more.sent_t, before.received_t + more.received_t)
