"""The compliance rules with the legal numbers of a day."""

from datetime import date
from decimal import Decimal

from registry.compliance.rules import (
    carry_over_t,
    check_credit_use,
    credit_limit_t,
    fine_fen,
    industry_adjustment,
)
from registry.rules.files import file_rules


def legal_credit_limit_t(obligation_t: int, day: date) -> int:
    """Return the most credits that may be surrendered for an obligation on a day, t.

    Raises:
        RuleNotInForce: there is no limit on this day.
    """
    return credit_limit_t(obligation_t, _number("credit_share_max", day))


def check_legal_credit_use(
    credits_t: int, obligation_t: int, day: date, already_t: int = 0
) -> None:
    """Refuse credits above the limit of a day.

    Raises:
        CreditLimitExceeded: now and before together they exceed it.
        RuleNotInForce: there is no limit on this day.
    """
    share = _number("credit_share_max", day)
    check_credit_use(credits_t, obligation_t, share, already_t)


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


def legal_industry_adjustment(intensity: Decimal, balance_value: Decimal, year: int) -> Decimal:
    """Return α of steel, cement and aluminium for a year.

    Raises:
        RuleNotInForce: the year has no such rule.
    """
    last_day = date(year, 12, 31)
    return industry_adjustment(
        intensity,
        balance_value,
        _number("industry_slope", last_day, "industry"),
        _number("industry_deviation_max", last_day, "industry"),
    )


def _number(key: str, day: date, applies_to: str = "all") -> Decimal:
    return file_rules().parameter("cn_ets", key, day, applies_to).decimal
