"""The fine for allowances not surrendered, by the law of the deadline.

Pure functions; the mean price of the month before the deadline is the venue's and comes as a value.
"""

from dataclasses import dataclass
from datetime import date

from registry.compliance.deadlines import rule_scheme
from registry.compliance.rules import fine_fen
from registry.compliance.steps import Step, step
from registry.rules.book import RuleBook
from registry.worlds.errors import words

FEN_PER_CNY = 100
LEAST = words("Least fine", "罚款下限")
MOST = words("Highest fine", "罚款上限")


@dataclass(frozen=True, slots=True, kw_only=True)
class FineRange:
    """What the fine may be, fen, and what else follows.

    Args:
        least_fen: at least.
        most_fen: at most.
        deducts_next_year: whether the missing quantity is deducted from the next allocation.
        steps: how the range was found.
    """

    least_fen: int
    most_fen: int
    deducts_next_year: bool
    steps: tuple[Step, ...]


def fine_range(
    rules: RuleBook,
    scheme: str,
    missing_t: int,
    mean_price_fen: int,
    deadline: date,
    decided_on: date | None = None,
) -> FineRange:
    """Return what the fine for a missing quantity may be.

    Args:
        rules: the book to look in.
        scheme: the market, by its allowances.
        missing_t: not surrendered by the deadline, t.
        mean_price_fen: mean market price of the month before the deadline, fen per t; without
            effect where the law names amounts.
        deadline: its law holds.
        decided_on: day of the decision; the law of that day too must still deduct. None: the
            deadline.

    Raises:
        RuleNotInForce: the market's rules name no fine on that day.
        RuleUnset: they do, but the number is not set.

    Source:
        国务院令第775号 第二十四条; before 2024-05-01 生态环境部令第19号 第四十条 (recalled).
    """
    whose = rule_scheme(scheme)
    fixed = rules.find(whose, "penalty_fine_min_cny", deadline)
    deducts = [
        rules.find(whose, "penalty_deducts_next_year", day)
        for day in (deadline, decided_on or deadline)
    ]
    if fixed is not None:
        highest = rules.parameter(whose, "penalty_fine_max_cny", deadline)
        least, most = fixed.whole * FEN_PER_CNY, highest.whole * FEN_PER_CNY
        steps = (
            step(LEAST, "=", fixed.decimal, "CNY", fixed),
            step(MOST, "=", highest.decimal, "CNY", highest),
        )
    else:
        low = rules.parameter(whose, "penalty_multiple_min", deadline)
        high = rules.parameter(whose, "penalty_multiple_max", deadline)
        least = fine_fen(missing_t, mean_price_fen, low.decimal)
        most = fine_fen(missing_t, mean_price_fen, high.decimal)
        steps = (
            step(LEAST, f"{low.text} q p", least, "fen", low, q=missing_t, p=mean_price_fen),
            step(MOST, f"{high.text} q p", most, "fen", high, q=missing_t, p=mean_price_fen),
        )
    return FineRange(
        least_fen=least,
        most_fen=most,
        deducts_next_year=all(each is not None and each.text == "yes" for each in deducts),
        steps=steps,
    )
