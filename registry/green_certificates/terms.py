"""The dated rules of green certificates, as the values that the pure rules take."""

from datetime import date
from typing import NamedTuple

from registry.green_certificates.rules import ClassLimits, Validity, listed
from registry.rules.book import RuleBook

SCHEME = "gec"
YES = "true"


class Terms(NamedTuple):
    """What holds on a day."""

    limits: ClassLimits
    validity: Validity
    single_transfer: bool


class CcerChoice(NamedTuple):
    """Who may choose CCER instead, and when."""

    energies: frozenset[str]
    day_from: date
    day_to: date
    source: str


def terms(rules: RuleBook, day: date) -> Terms:
    """Return the terms in force on a day.

    Raises:
        RuleNotInForce: the rules say nothing about that day.
    """
    return Terms(
        ClassLimits(
            listed(rules.parameter(SCHEME, "tradable_energies", day).text),
            rules.parameter(SCHEME, "tradable_hydro_from", day).day,
        ),
        Validity(
            rules.parameter(SCHEME, "validity_months", day).whole,
            rules.parameter(SCHEME, "validity_months_from", day).day,
            rules.parameter(SCHEME, "earlier_valid_until", day).day,
        ),
        rules.parameter(SCHEME, "single_transfer", day).text == YES,
    )


def ccer_choice(rules: RuleBook, day: date) -> CcerChoice:
    """Return who may choose between green certificates and CCER.

    Raises:
        RuleNotInForce: the rules say nothing about that day.
    """
    energies = rules.parameter(SCHEME, "ccer_choice_energies", day)
    return CcerChoice(
        listed(energies.text),
        rules.parameter(SCHEME, "ccer_choice_from", day).day,
        rules.parameter(SCHEME, "ccer_choice_until", day).day,
        energies.source,
    )


def filing_code_shown(rules: RuleBook, day: date) -> bool:
    """Tell whether the unverified filing code is shown."""
    return rules.parameter(SCHEME, "filing_code_shown", day).text == YES
