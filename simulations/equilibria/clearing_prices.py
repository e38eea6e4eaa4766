"""The least price that calls forth a quantity, for responses that never fall as the price rises."""

import math
from collections.abc import Callable

_PRICE_TOLERANCE_CNY = 1e-13
_STEPS_MAX = 1_000


def least_price_cny(
    response_t: Callable[[float], float], wanted_t: float, lowest_cny: float, highest_cny: float
) -> float:
    """Return a price at which the response reaches the wanted quantity.

    Args:
        response_t: Quantity by price, continuous and never falling, t.
        wanted_t: Quantity to be reached, t.
        lowest_cny: Price returned when the response there suffices, CNY/t.
        highest_cny: Price beyond which the response rises no more, CNY/t.

    Returns:
        The price, CNY/t, to 1e-13 or the precision of a float; infinite when even the highest
        price does not suffice by more than rounding.
    """
    if response_t(lowest_cny) >= wanted_t:
        return lowest_cny
    missing_t = wanted_t - response_t(highest_cny)
    if missing_t >= 0:
        rounding_t = 1e-12 * max(1.0, abs(wanted_t))
        return highest_cny if missing_t <= rounding_t else math.inf
    from scipy.optimize import brentq  # noqa: PLC0415  loaded only where it is used: workers start faster

    return float(
        brentq(
            lambda price_cny: response_t(price_cny) - wanted_t,
            lowest_cny,
            highest_cny,
            xtol=_PRICE_TOLERANCE_CNY,
            maxiter=_STEPS_MAX,
        )
    )
