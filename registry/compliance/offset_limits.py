"""How many credits may meet an obligation, and which: nationally 5 %, each pilot by its rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.compliance.deadlines import rule_scheme
from registry.compliance.refused_compliance import (
    CreditLimitExceeded,
    CreditNotAccepted,
    LegacyCreditOver,
)
from registry.compliance.rules import floor_t
from registry.rules.benchmarks import SCHEME
from registry.rules.book import RuleBook, RuleParameter

CCER = "CCER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFigures:
    """The figures of a year that limits refer to, t."""

    obligation_t: int
    emissions_t: int
    allocation_t: int

    def basis_t(self, name: str) -> int:
        """Return the figure of which a limit is a share, t."""
        return {
            "obligation": self.obligation_t,
            "emissions": self.emissions_t,
            "allocation": self.allocation_t,
            "initial_allocation": self.allocation_t,
            "shortfall": max(0, self.emissions_t - self.allocation_t),
        }[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetLimits:
    """What credits may do for one obligation.

    Args:
        share: the limit's parameter.
        basis: of which figure it is a share.
        limit_t: all credits together, t.
        accepted: schemes whose credits count.
        nonlocal_limit_t: credits of other than local schemes, t; None: no such limit.
    """

    share: RuleParameter
    basis: str
    limit_t: int
    accepted: tuple[str, ...]
    nonlocal_limit_t: int | None


def offset_limits(
    rules: RuleBook, scheme: str, day: date, figures: ObligationFigures
) -> OffsetLimits:
    """Return what credits may do for an obligation on a day.

    Args:
        rules: the book to look in.
        scheme: the market, by its allowances.
        day: of the surrender.
        figures: of the year.

    Raises:
        RuleNotInForce: the market has no rule for credits on this day.
        RuleUnset: it has, but a number is not set.
    """
    whose = rule_scheme(scheme)
    share = rules.parameter(whose, "credit_share_max", day)
    named = rules.find(whose, "credit_share_basis", day)
    basis = named.text if named else "obligation"
    accepted = tuple(rules.parameter(whose, "credit_schemes", day).text.split())
    base_t = figures.basis_t(basis)
    limit_t = floor_t(share.decimal * base_t)
    return OffsetLimits(
        share=share,
        basis=basis,
        limit_t=limit_t,
        accepted=accepted,
        nonlocal_limit_t=_nonlocal_limit_t(rules, whose, day, base_t, limit_t),
    )


def check_credits(
    limits: OffsetLimits,
    scheme: str,
    credit_scheme: str,
    quantity: int,
    already: Mapping[str, int],
    obligation_t: int,
) -> None:
    """Refuse credits that do not count, or are too many.

    Args:
        limits: of the obligation.
        scheme: of the obligation, for the refusal.
        credit_scheme: of the credits.
        quantity: how many now, t.
        already: how many before, by their scheme, t.
        obligation_t: the year's.

    Raises:
        CreditNotAccepted: the market does not take them.
        CreditLimitExceeded: now and before together they exceed a limit.
    """
    if credit_scheme not in limits.accepted:
        raise CreditNotAccepted(
            unit_type=credit_scheme,
            scheme=scheme,
            accepted=", ".join(limits.accepted),
            field="unit_type",
        )
    _check_limit(limits.limit_t, quantity, sum(already.values()), obligation_t)
    if limits.nonlocal_limit_t is not None and credit_scheme == CCER:
        _check_limit(limits.nonlocal_limit_t, quantity, already.get(CCER, 0), obligation_t)


def check_legacy(
    rules: RuleBook, credit_scheme: str, unit_type: str, vintage: int | None, day: date
) -> None:
    """Refuse credits registered before the halt of 2017 once their time is over.

    Raises:
        LegacyCreditOver: it is.
    """
    oldest = rules.find(SCHEME, "legacy_credit_vintage_max", day, credit_scheme)
    last = rules.find(SCHEME, "legacy_credit_last_day", day, credit_scheme)
    if oldest is None or last is None or vintage is None or vintage > oldest.whole:
        return
    if day > last.day:
        raise LegacyCreditOver(
            unit_type=unit_type, last_day=last.day.isoformat(), field="unit_type"
        )


def _check_limit(limit_t: int, quantity: int, already_t: int, obligation_t: int) -> None:
    if quantity + already_t > limit_t:
        raise CreditLimitExceeded(
            quantity=quantity + already_t,
            limit=limit_t,
            obligation=obligation_t,
            left=max(0, limit_t - already_t),
            field="quantity",
        )


def _nonlocal_limit_t(
    rules: RuleBook, whose: str, day: date, base_t: int, limit_t: int
) -> int | None:
    """Return the limit for credits that are not of a local scheme.

    Beijing and Fujian name a share of the same basis, Guangdong the share that local ones have at
    least. Where a credit was earned is told by its scheme: only local schemes' credits are local.
    """
    for key, whom in (
        ("nonlocal_credit_share_max", "all"),
        ("credit_share_max", "other_than_forestry"),
    ):
        share = next((each for each in rules.history(whose, key, whom) if each.holds_on(day)), None)
        if share is not None and share.value:
            return floor_t(share.decimal * base_t)
    local = rules.find(whose, "local_credit_share_min", day)
    return None if local is None else floor_t((1 - local.decimal) * Decimal(limit_t))
