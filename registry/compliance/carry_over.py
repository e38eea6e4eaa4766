"""Carry-over of the national vintages 2019–2024 into 2025: how many, and when.

Pure functions; the numbers come from the rule book.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.compliance.rules import carry_over_t, net_sales_t
from registry.compliance.steps import Step, step
from registry.rules.benchmarks import SCHEME
from registry.rules.book import RuleBook, RuleParameter
from registry.worlds.errors import words

NET_SALES = words("Net sales NS", "净卖出量 NS")
LIMIT = words("Most that may be carried over T", "可结转量上限 T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverPlan:
    """The numbers and windows of the carry-over for a group of sectors.

    Args:
        base: what may be carried over without a sale, t.
        multiple: what may be carried over for each unit of net sales.
        sales_from: first day of the trades that count.
        sales_to: last day of them.
        holdings_on: the evening on which holdings are counted.
        vintage_first: first vintage.
        vintage_last: last vintage.
        target_vintage: what they become.
        notice_due: by when the operator says how many.
        batches: last day of applications, and day by which they are processed.
        years_met: obligations that must have been met in time.
    """

    base: RuleParameter
    multiple: RuleParameter
    sales_from: date
    sales_to: date
    holdings_on: date
    vintage_first: int
    vintage_last: int
    target_vintage: int
    notice_due: date
    batches: tuple[tuple[date, date], ...]
    years_met: tuple[int, ...]

    @property
    def apply_until(self) -> date:
        """Return the last day of applications."""
        return self.batches[-1][0]

    def process_by(self, applied_on: date) -> date:
        """Return by when an application of a day is processed."""
        return next(due for last, due in self.batches if applied_on <= last)

    def processed_from(self, applied_on: date) -> date:
        """Return from when it is processed: the day after its batch closes."""
        return next(last for last, _ in self.batches if applied_on <= last)


def carry_over_plan(rules: RuleBook, group: str, day: date) -> CarryOverPlan:
    """Return the plan for power or industry.

    Args:
        rules: the book to look in.
        group: `power` or `industry`.
        day: on which its base and multiple hold.

    Raises:
        RuleNotInForce: nothing is carried over any more.
        RuleUnset: a number is not known and not set.
    """

    def known(key: str, whom: str = "all") -> RuleParameter:
        return rules.parameter(SCHEME, key, day, whom)

    batches = tuple(
        (known(until).day, known(due).day)
        for until, due in (
            ("carry_over_batch_1_until", "carry_over_batch_1_due"),
            ("carry_over_apply_until", "carry_over_batch_2_due"),
        )
    )
    return CarryOverPlan(
        base=known("carry_over_base_t", group),
        multiple=known("carry_over_net_sales_multiple", group),
        sales_from=known("carry_over_sales_from").day,
        sales_to=known("carry_over_sales_to").day,
        holdings_on=known("carry_over_holdings_on").day,
        vintage_first=known("carry_over_vintage_first").whole,
        vintage_last=known("carry_over_vintage_last").whole,
        target_vintage=known("carry_over_target_vintage").whole,
        notice_due=known("carry_over_notice_due").day,
        batches=batches,
        years_met=tuple(int(year) for year in known("carry_over_years_met").text.split()),
    )


def carry_over_limit(
    sold_t: Mapping[str, int], bought_t: Mapping[str, int], held_t: int, plan: CarryOverPlan
) -> tuple[int, tuple[Step, ...]]:
    """Return the most an entity may carry over, t, and how it was found.

    Args:
        sold_t: sales in the window by unit type, t.
        bought_t: purchases likewise, t.
        held_t: holdings of the old vintages on the day that counts, t.
        plan: numbers and windows.

    Source:
        国环规气候〔2024〕1号, 附5.
    """
    sold, bought = sum(sold_t.values()), sum(bought_t.values())
    net = net_sales_t(sold, bought)
    limit = carry_over_t(net, held_t, plan.base.decimal, plan.multiple.decimal)
    formula = f"min(⌊{plan.base.text} + {plan.multiple.text} × NS⌋, H)"
    return limit, (
        step(NET_SALES, "max(0, Σ S − Σ B)", net, "t", plan.base, S=sold, B=bought),
        step(LIMIT, formula, limit, "t", plan.multiple, NS=net, H=held_t),
    )
