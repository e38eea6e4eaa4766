"""The compliance rules with the legal numbers of a day."""

from datetime import date
from decimal import Decimal

from registry.compliance.rules import carry_over_t, credit_limit_t, fine_fen
from registry.rules.files import file_rules


def legal_credit_limit_t(obligation_t: int, day: date) -> int:
    """Return the most credits that may be surrendered for an obligation on a day, t.

    Raises:
        RuleNotInForce: there is no limit on this day.
    """
    return credit_limit_t(obligation_t, _number("credit_share_max", day))


def legal_carry_over_t(net_sales: int, holdings_t: int, day: date) -> int:
    """Return how many old allowances may be carried over on a day, t.

    Raises:
        RuleNotInForce: nothing is carried over on this day.
    """
    base_t = _number("carry_over_base_t", day, "power")
    multiple = _number("carry_over_net_sales_multiple", day, "power")
    return carry_over_t(net_sales, holdings_t, base_t, multiple)


def penalty_range_fen(
    missing_t: int, mean_price_fen: Decimal | int, deadline: date
) -> tuple[int, int]:
    """Return the least and the highest fine for allowances not surrendered by a deadline, fen.

    Raises:
        RuleNotInForce: there is no such fine on the deadline.
    """
    least, most = (
        fine_fen(missing_t, mean_price_fen, _number(key, deadline))
        for key in ("penalty_multiple_min", "penalty_multiple_max")
    )
    return least, most


def _number(key: str, day: date, applies_to: str = "all") -> Decimal:
    return file_rules().parameter("cn_ets", key, day, applies_to).decimal
