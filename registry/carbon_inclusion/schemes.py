"""The carbon inclusion schemes as their rule parameters say: uses, terms, factors.

A scheme is a rule file `inclusion_<code>.yaml`; the code is that of its units.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.carbon_inclusion.aggregation import AggregationPeriod, Terms
from registry.carbon_inclusion.reductions import MG_PER_KG, ActivityFactor, ActivityKind
from registry.carbon_inclusion.refused_inclusion import UnknownInclusionScheme
from registry.ledger.scheme_uses import INCLUSION_PREFIX, inclusion_scheme
from registry.rules.book import Confidence, RuleBook, RuleParameter

NAME_LANGUAGES = ("en", "zh")
YES = "yes"
_SURENESS = list(Confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionScheme:
    """A scheme on one day.

    Args:
        code: of its units, without the year.
        names: in both languages.
        admits_persons: whether persons have carbon accounts, so that platforms can collect.
        threshold: the most a platform collects per person and period; None while not set.
        period: day, month, year or always; None while not set.
        market: the market whose obligations its credits may meet; None: none is known.
        compliance_step: kilograms that are surrendered at a time.
        uses: what is known of each use.
        factors: of each kind of activity with a methodology.
    """

    code: str
    names: Mapping[str, str]
    admits_persons: RuleParameter
    threshold: RuleParameter | None
    period: RuleParameter | None
    market: RuleParameter | None
    compliance_step: RuleParameter | None
    uses: Mapping[str, RuleParameter]
    factors: Mapping[str, ActivityFactor]

    @property
    def has_persons(self) -> bool:
        """Tell whether persons have carbon accounts in the scheme."""
        return self.admits_persons.value == YES

    def allows(self, use: str) -> bool:
        """Tell whether the scheme's credits may be used so."""
        return use in self.uses and self.uses[use].value == YES


def scheme_codes(rules: RuleBook) -> list[str]:
    """Return the codes of all schemes, whether in force or not."""
    found = {each.scheme for each in rules if each.scheme.startswith(INCLUSION_PREFIX)}
    return sorted(scheme.removeprefix(INCLUSION_PREFIX) for scheme in found)


def find_scheme(rules: RuleBook, code: str, day: date) -> InclusionScheme:
    """Return a scheme as it is on a day.

    Raises:
        UnknownInclusionScheme: there is none with this code in force.
    """
    known = inclusion_scheme(str(code))
    persons = rules.find(known, "personal_accounts", day)
    if persons is None:
        raise UnknownInclusionScheme(scheme=str(code)[:40], value=str(code)[:40], field="scheme")
    held = rules.in_force(day, known)
    return InclusionScheme(
        code=code,
        names={tag: _name(rules, known, day, tag) or code for tag in NAME_LANGUAGES},
        admits_persons=persons,
        threshold=rules.find(known, "aggregation_threshold_kg", day),
        period=rules.find(known, "aggregation_period", day),
        market=rules.find(known, "compliance_market", day),
        compliance_step=rules.find(known, "compliance_step_kg", day),
        uses={each.applies_to: each for each in held if each.key == "use"},
        factors=_factors(rules, code, day),
    )


def schemes_on(rules: RuleBook, day: date) -> list[InclusionScheme]:
    """Return the schemes in force on a day, by code."""
    return [
        find_scheme(rules, code, day)
        for code in scheme_codes(rules)
        if rules.find(inclusion_scheme(code), "personal_accounts", day)
    ]


def terms_on(rules: RuleBook, code: str, day: date) -> Terms:
    """Return the terms of aggregation on a day.

    Raises:
        RuleNotInForce: the threshold or the period is not set.
    """
    scheme = inclusion_scheme(code)
    threshold = rules.parameter(scheme, "aggregation_threshold_kg", day)
    period = rules.parameter(scheme, "aggregation_period", day)
    return Terms(int(threshold.decimal * MG_PER_KG), AggregationPeriod(period.text))


def factor_on(rules: RuleBook, code: str, kind: str, day: date) -> ActivityFactor:
    """Return the factors of a kind of activity on a day.

    Raises:
        RuleNotInForce: there are none.
    """
    scheme = inclusion_scheme(code)
    base = rules.parameter(scheme, "ef_base", day, kind)
    project = rules.parameter(scheme, "ef_project", day, kind)
    weaker = max((base, project), key=lambda each: _SURENESS.index(each.confidence))
    return ActivityFactor(
        kind=kind,
        unit=base.unit.rpartition("/")[2],
        base_kg=base.decimal,
        project_kg=project.decimal,
        amount_max=rules.parameter(scheme, "activity_max", day, kind).decimal,
        valid_from=base.valid_from,
        source=weaker.source,
        cited=weaker.cited,
        confidence=weaker.confidence.value,
    )


def _factors(rules: RuleBook, code: str, day: date) -> dict[str, ActivityFactor]:
    scheme = inclusion_scheme(code)
    kinds = [kind for kind in ActivityKind if rules.find(scheme, "ef_base", day, kind)]
    return {kind.value: factor_on(rules, code, kind, day) for kind in kinds}


def _name(rules: RuleBook, scheme: str, day: date, language: str) -> str:
    found = rules.find(scheme, "name", day, language)
    return found.text if found else ""
