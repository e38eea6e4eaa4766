"""What a certificate says, fact by fact, in one language: its page and its PDF show the same."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from registry.ledger import KIND_NAMES, Purpose
from registry.rules import SchemeUnknown, scheme_profile
from web.proof.certificate_words import text
from web.refusals import Language
from web.registry.unit_inputs import MEASURE_SYMBOLS, PURPOSE_TEXTS

SERIAL_RANGES_PRINTED: Final = 24


class Fact(NamedTuple):
    """One line of a certificate: which it is, its label and its value."""

    name: str
    label: str
    value: str


def heading(stated: Mapping[str, Any], language: Language) -> str:
    """Return what kind of certificate it is."""
    return text(stated["use"], language)


def quantity(stated: Mapping[str, Any]) -> tuple[str, str]:
    """Return how many units a certificate is of, and the sign of their measure."""
    return f"{stated['quantity']:,}", MEASURE_SYMBOLS[stated["measure"]]


def certificate_facts(stated: Mapping[str, Any], language: Language) -> list[Fact]:
    """Return the facts of a certificate in the order of reading; those it lacks are left out.

    Args:
        stated: what the certificate says, as `stated_now` and the log give it.
        language: of labels and values.
    """
    kind = KIND_NAMES[stated["kind"]][language]
    rows: list[tuple[str, object]] = [
        ("number", stated["number"]),
        ("scheme", _scheme(stated["unit_type"], language)),
        ("unit_type", f"{stated['unit_type']} ({kind})"),
        ("holder", _named(stated["holder"], language)),
        *_use_rows(stated, language),
        ("origin", _origins(stated["origins"])),
        ("serials", _serials(stated["serials"], language)),
        ("date", stated["business_date"]),
        ("transaction", stated["transaction_id"]),
    ]
    return [Fact(name, text(name, language), str(value)) for name, value in rows if value]


def _scheme(unit_type: str, language: Language) -> str:
    """Return the name of the scheme that a unit type's code begins with; empty if unknown."""
    try:
        return scheme_profile(unit_type.partition("-")[0]).name[language]
    except SchemeUnknown:
        return ""


def _use_rows(stated: Mapping[str, Any], language: Language) -> list[tuple[str, object]]:
    if stated["use"] == "surrender":
        obligation = stated["obligation"][language]
        return [("compliance_year", f"{stated['compliance_year']} · {obligation}")]
    code = stated["beneficiary_credit_code"]
    period = f"{stated['period_from']} – {stated['period_to']}" if stated["period_from"] else ""
    return [
        ("beneficiary", f"{stated['beneficiary']} {code}".strip()),
        ("purpose", PURPOSE_TEXTS[Purpose(stated["purpose"])][language]),
        ("period", period),
        ("note", stated["note"]),
    ]


def _named(holder: Mapping[str, Any], language: Language) -> str:
    first, second = ("zh", "en") if language == "zh" else ("en", "zh")
    names = dict.fromkeys((holder[f"name_{first}"], holder[f"name_{second}"]))
    return " · ".join([*names, *filter(None, [holder["credit_code"]])])


def _origins(origins: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(
        f"{each['project']} {each['name']} · {each['methodology']}" for each in origins
    )


def _serials(serials: Sequence[str], language: Language) -> str:
    shown = list(serials[:SERIAL_RANGES_PRINTED])
    if len(serials) > len(shown):
        shown.append(text("serials_more", language, count=len(serials) - len(shown)))
    return "\n".join(shown)
