"""Why an equilibrium cannot be computed: a value out of its range, or nobody in the market."""

import math
from typing import ClassVar

from simulations.errors import NoEquilibrium


class EquilibriumInputRefused(NoEquilibrium):
    """A value given to a solver is outside its range."""

    code = "simulations.equilibrium_input"
    text: ClassVar[dict[str, str]] = {
        "en": "“{field}” is {value}; it must be {least} to {most}.",
        "zh": "“{field}”为 {value}，应在 {least} 至 {most} 之间。",
    }
    fix: ClassVar[dict[str, str]] = {
        "en": "Give a value of “{field}” within the range.",
        "zh": "请将“{field}”改为范围内的数值。",
    }


class NoFirms(NoEquilibrium):
    """A market without any firm has no price."""

    code = "simulations.equilibrium_without_firms"
    text: ClassVar[dict[str, str]] = {
        "en": "A market needs at least one firm.",
        "zh": "市场中至少应有一家企业。",
    }
    fix: ClassVar[dict[str, str]] = {
        "en": "Give one firm or more.",
        "zh": "请至少给出一家企业。",
    }


def require_within(field: str, value: float, least: float, most: float = math.inf) -> None:
    """Refuse a value that is not a number from ``least`` to ``most``.

    Raises:
        EquilibriumInputRefused: The value is outside, or is not a number.
    """
    if not least <= value <= most:
        raise EquilibriumInputRefused(field=field, value=value, least=least, most=most)
