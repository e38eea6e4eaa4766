"""What credits of carbon inclusion may be used for: as their scheme's rule parameters say."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from registry.ledger.commands import Purpose
from registry.ledger.refused_uses import PartTonnes, UseNotInScheme
from registry.ledger.units import KG_PER_T, Measure, credit_tonnes, unit_type_code
from registry.rules.book import RuleBook, RuleParameter
from registry.worlds.errors import words

INCLUSION_PREFIX = "inclusion_"
NOT_STATED = "—"


class SchemeUse(StrEnum):
    """What a scheme may allow its credits to be used for."""

    COMPLIANCE = "compliance"
    ECOLOGICAL_COMPENSATION = "ecological_compensation"
    VOLUNTARY = "voluntary"
    DONATION = "donation"


USE_NAMES: Mapping[str, Mapping[str, str]] = {
    SchemeUse.COMPLIANCE: words("compliance", "履约抵销"),
    SchemeUse.ECOLOGICAL_COMPENSATION: words("ecological compensation", "生态环境损害赔偿"),
    SchemeUse.VOLUNTARY: words("voluntary cancellation", "自愿注销"),
    SchemeUse.DONATION: words("donation", "捐赠"),
}
PURPOSE_USES: Mapping[Purpose, SchemeUse] = {
    Purpose.ECOLOGICAL_COMPENSATION: SchemeUse.ECOLOGICAL_COMPENSATION,
    Purpose.DONATION: SchemeUse.DONATION,
    Purpose.PUBLIC_GOOD: SchemeUse.DONATION,
}
"""The use that a purpose of retirement is; every other purpose is a voluntary cancellation."""


def inclusion_scheme(scheme: str) -> str:
    """Return the name under which the rules know a scheme of carbon inclusion."""
    return INCLUSION_PREFIX + scheme


def check_purpose(
    rules: RuleBook, scheme: str, vintage: int | None, purpose: Purpose, day: date
) -> None:
    """Refuse to retire carbon inclusion credits for what their scheme does not allow.

    Raises:
        UseNotInScheme: the scheme does not allow the use.
    """
    use = PURPOSE_USES.get(purpose, SchemeUse.VOLUNTARY)
    _check_use(rules, scheme, vintage, use, day, "purpose")


def surrendered_tonnes(
    rules: RuleBook,
    scheme: str,
    vintage: int | None,
    quantity_kg: int,
    day: date,
) -> int:
    """Return the tonnes of an obligation that carbon inclusion credits meet.

    Args:
        rules: the rule book.
        scheme: of the credits, for example ``SHCERCIR1``.
        vintage: of the credits.
        quantity_kg: units, 1 kg CO2e each.
        day: of the surrender.

    Returns:
        t CO2e, exact.

    Raises:
        UseNotInScheme: the scheme does not allow use for compliance.
        PartTonnes: the quantity is no multiple of the scheme's step.
    """
    _check_use(rules, scheme, vintage, SchemeUse.COMPLIANCE, day, "unit_type")
    code = unit_type_code(scheme, vintage)
    found = rules.find(inclusion_scheme(scheme), "compliance_step_kg", day)
    step = found.whole if found else KG_PER_T
    if quantity_kg % step or quantity_kg % KG_PER_T:
        raise PartTonnes(quantity=quantity_kg, step=step, unit_type=code, field="quantity")
    return int(credit_tonnes(Measure.KG_CO2E, quantity_kg))


def _check_use(
    rules: RuleBook, scheme: str, vintage: int | None, use: SchemeUse, day: date, field: str
) -> None:
    known = inclusion_scheme(scheme)
    found = rules.find(known, "use", day, use)
    if found is None or found.text != "yes":
        stated = [each for each in rules.history(known, "use", use) if each.holds_on(day)]
        raise UseNotInScheme(
            unit_type=unit_type_code(scheme, vintage),
            use=USE_NAMES[use],
            source=_source(stated[0] if stated else None),
            field=field,
        )


def _source(parameter: RuleParameter | None) -> str | Mapping[str, str]:
    return parameter.cited if parameter else NOT_STATED
