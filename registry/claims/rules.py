"""When two claims exclude each other: pure rules."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from registry.claims.refused_claims import SourceInvalid
from registry.worlds.errors import words
from registry.worlds.refused_values import PeriodInvalid

CCER = "ccer"
GEC = "gec"
REGISTRATION = "registration"
REDUCTION = "reduction"
USE = "use"
"""Kinds of claim: a whole crediting period, verified reductions, certificates traded or used."""

MECHANISM_NAMES: Mapping[str, Mapping[str, str]] = {
    CCER: words("voluntary emission reductions (CCER)", "自愿减排量（CCER）"),
    GEC: words("green certificates", "绿证"),
}
KIND_NAMES: Mapping[str, Mapping[str, str]] = {
    REGISTRATION: words("project registration", "项目登记"),
    REDUCTION: words("registered reductions", "减排量登记"),
    USE: words("traded or used", "已交易或使用"),
}
_SOURCE = re.compile(r"[A-Z0-9][A-Z0-9._:/-]{0,63}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,15}")


class Claim(NamedTuple):
    """A mechanism's claim on what a source yields from one day to another, both included."""

    mechanism: str
    kind: str
    source: str
    period_from: date
    period_to: date
    reference: str = ""


def check_source(source: object, field: str = "source") -> str:
    """Return the one spelling of a source: a meter, a device or an area.

    Args:
        source: at most 64 letters, digits or ``. _ : / -``; full-width signs are narrowed and
            letters made capitals, so that nobody claims a meter twice by spelling it differently.
        field: name of the input, for the refusal.

    Raises:
        SourceInvalid: it is something else.
    """
    text = unicodedata.normalize("NFKC", source).strip().upper() if isinstance(source, str) else ""
    if not _SOURCE.fullmatch(text):
        raise SourceInvalid(value=str(source)[:40], field=field)
    return text


def check_claim(claim: Claim) -> Claim:
    """Return a claim with its source in the one spelling.

    Raises:
        SourceInvalid: the source cannot be read.
        PeriodInvalid: the period ends before it begins.
    """
    assert _NAME.fullmatch(claim.mechanism)
    assert _NAME.fullmatch(claim.kind)
    if claim.period_to < claim.period_from:
        reason = words("it ends before it begins", "止期早于起期")
        period = f"{claim.period_from} – {claim.period_to}"
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    return claim._replace(source=check_source(claim.source))


def exclude(one: Claim, other: Claim) -> bool:
    """Tell whether two claims cannot both stand.

    What a source yields in a period backs one mechanism only, and within that mechanism one claim
    of each kind: a registered project may register its own reductions, but neither twice.
    """
    return (
        one.source == other.source
        and one.period_from <= other.period_to
        and other.period_from <= one.period_to
        and (one.mechanism != other.mechanism or one.kind == other.kind)
    )
