"""Why a way of behaving cannot be had: a number out of its range, or too few firms to observe.

SimulationError
└── BehaviourRefused        a behaviour that cannot be had
    ├── BehaviourOutOfRange one number of it is outside its range
    └── TooFewToObserve     a network asks for more neighbours than there are
"""

import math
from collections.abc import Mapping
from typing import ClassVar

from simulations.errors import SimulationError


class BehaviourRefused(SimulationError):
    """A behaviour that cannot be had."""


class BehaviourOutOfRange(BehaviourRefused):
    """One number of a behaviour is outside its range, or is not a number."""

    code = "simulations.behaviour_out_of_range"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{field}” is {value}; it must be {least} to {most}.",
        "zh": "“{field}”为 {value}，应在 {least} 至 {most} 之间。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a value of “{field}” within the range.",
        "zh": "请将“{field}”改为范围内的数值。",
    }


class TooFewToObserve(BehaviourRefused):
    """A network asks for more neighbours than there are, or for an odd number on a ring."""

    code = "simulations.too_few_to_observe"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{count} firm(s) cannot each observe {degree} others.",
        "zh": "{count} 家企业无法各自观察 {degree} 家其他企业。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A firm observes others than itself, on a ring as many on either side.",
        "zh": "企业只观察其他企业；环形网络中两侧数目相同。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give an even number of neighbours below the number of firms.",
        "zh": "请给出小于企业数的偶数个观察对象。",
    }


def require_within(field: str, value: float, least: float, most: float = math.inf) -> None:
    """Refuse a value that is not a number from ``least`` to ``most``.

    Raises:
        BehaviourOutOfRange: The value is outside, or is not a number.
    """
    if not least <= value <= most:
        raise BehaviourOutOfRange(field=field, value=value, least=least, most=most)
