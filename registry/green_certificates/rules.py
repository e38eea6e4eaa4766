"""What a month of renewable generation earns, and how long it counts: pure rules."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from registry.green_certificates.refused_generation import GenerationInvalid, MonthInvalid

KWH_PER_CERTIFICATE = 1000
GENERATION_MWH_MAX = 10**8
MONTHS_PER_YEAR = 12
TRADABLE_SCHEME = "GEC"
ISSUED_ONLY_SCHEME = "GECN"
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_MWH = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_GROUPED_MWH = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,3})?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


class Energy(StrEnum):
    """What a device makes electricity from."""

    WIND = "wind"
    OFFSHORE_WIND = "offshore_wind"
    DEEP_SEA_WIND = "deep_sea_wind"
    SOLAR = "solar"
    SOLAR_DISTRIBUTED = "solar_distributed"
    SOLAR_CSP = "solar_csp"
    BIOMASS = "biomass"
    GEOTHERMAL = "geothermal"
    OCEAN = "ocean"
    HYDRO = "hydro"
    OTHER = "other"


class Feed(StrEnum):
    """Where the electricity of a meter goes."""

    GRID = "grid"
    SELF_USE = "self_use"


class CertificateClass(StrEnum):
    """What a month's generation earns."""

    TRADABLE = "tradable"
    ISSUED_ONLY = "issued_only"
    NOT_ELIGIBLE = "not_eligible"


class Reason(StrEnum):
    """Why a month's generation earns what it does."""

    RENEWABLE_TO_GRID = "renewable_to_grid"
    NEW_MARKET_HYDRO = "new_market_hydro"
    SELF_CONSUMED = "self_consumed"
    OLD_HYDRO = "old_hydro"
    HYDRO_NOT_IN_MARKET = "hydro_not_in_market"
    NOT_RENEWABLE = "not_renewable"
    VALIDITY_OVER = "validity_over"


class Verdict(NamedTuple):
    """A class with its reason."""

    class_: CertificateClass
    reason: Reason


class ClassLimits(NamedTuple):
    """The dated values that decide the class."""

    tradable_energies: frozenset[str]
    tradable_hydro_from: date


class Validity(NamedTuple):
    """The dated values that decide how long certificates count."""

    months: int
    months_from: date
    earlier_until: date


class Counted(NamedTuple):
    """What a meter's month came to: certificates, and kWh that wait for the next month."""

    certificates: int
    carried_out_kwh: int


def certificate_class(
    energy: Energy, feed: Feed, commissioned: date, fully_market_based: bool, limits: ClassLimits
) -> Verdict:
    """Return what generation earns.

    Args:
        energy: what it is made from.
        feed: where it goes.
        commissioned: first day of operation.
        fully_market_based: hydro power that is sold in the market entirely.
        limits: the rules of the day.

    Source:
        可再生能源绿色电力证书核发和交易规则 (2024). Newer hydro power that is not fully
        market-based is not named there; it is treated like conventional hydro power.
    """
    is_hydro = energy is Energy.HYDRO
    if not is_hydro and energy.value not in limits.tradable_energies:
        return Verdict(CertificateClass.NOT_ELIGIBLE, Reason.NOT_RENEWABLE)
    if feed is Feed.SELF_USE:
        return Verdict(CertificateClass.ISSUED_ONLY, Reason.SELF_CONSUMED)
    if is_hydro and commissioned < limits.tradable_hydro_from:
        return Verdict(CertificateClass.ISSUED_ONLY, Reason.OLD_HYDRO)
    if is_hydro and not fully_market_based:
        return Verdict(CertificateClass.ISSUED_ONLY, Reason.HYDRO_NOT_IN_MARKET)
    reason = Reason.NEW_MARKET_HYDRO if is_hydro else Reason.RENEWABLE_TO_GRID
    return Verdict(CertificateClass.TRADABLE, reason)


def count(carried_in_kwh: int, generation_kwh: int) -> Counted:
    """Turn a month's generation into whole certificates; what is left rolls on.

    Args:
        carried_in_kwh: left by the month before; below zero after a correction downward.
        generation_kwh: metered, corrections included.

    Returns:
        Certificates of 1,000 kWh each, rounded down, none below zero; and the rest in kWh.
    """
    total = carried_in_kwh + generation_kwh
    certificates = max(0, total // KWH_PER_CERTIFICATE)
    return Counted(certificates, total - certificates * KWH_PER_CERTIFICATE)


def valid_until(month: date, validity: Validity) -> date:
    """Return the last day on which certificates of a month count.

    Args:
        month: first day of the production month.
        validity: the rules of the day.

    Returns:
        The last day of the 24th month, the production month being the first; for electricity of
        before 2024 a fixed day.
    """
    if month < validity.months_from:
        return validity.earlier_until
    return month_last(moved_month(month, validity.months - 1))


def moved_month(month: date, months: int) -> date:
    """Return the first day of the month some months later, or earlier if below zero."""
    number = month.year * MONTHS_PER_YEAR + month.month - 1 + months
    return date(number // MONTHS_PER_YEAR, number % MONTHS_PER_YEAR + 1, 1)


def month_last(month: date) -> date:
    """Return the last day of a month."""
    return moved_month(month, 1) - timedelta(days=1)


def parse_month(text: object, field: str = "month") -> date:
    """Return the first day of a month written like ``2024-03``.

    Raises:
        MonthInvalid: it is written otherwise.
    """
    found = _MONTH.fullmatch(str(text).translate(_FULL_WIDTH).strip())
    if not found:
        raise MonthInvalid(value=str(text)[:40], field=field)
    return date(int(found[1]), int(found[2]), 1)


def month_text(month: date) -> str:
    """Return a month as ``2024-03``."""
    return f"{month:%Y-%m}"


def parse_mwh(text: object, field: str = "generation_mwh") -> int:
    """Return kWh of a quantity in MWh with at most three decimals, exactly.

    Raises:
        GenerationInvalid: no plain number from 0 to 100,000,000 MWh with up to three decimals.
    """
    written = str(text).translate(_FULL_WIDTH).strip()
    known = _MWH.fullmatch(written) or _GROUPED_MWH.fullmatch(written)
    try:
        amount = Decimal(written.replace(",", "")) if known else Decimal(-1)
    except InvalidOperation:  # pragma: no cover  the pattern admits numbers only
        amount = Decimal(-1)
    if not 0 <= amount <= GENERATION_MWH_MAX:
        raise GenerationInvalid(value=str(text)[:40], maximum=GENERATION_MWH_MAX, field=field)
    return int(amount * KWH_PER_CERTIFICATE)


def mwh_text(generation_kwh: int) -> str:
    """Return kWh as MWh with three decimals."""
    sign = "-" if generation_kwh < 0 else ""
    whole, rest = divmod(abs(generation_kwh), KWH_PER_CERTIFICATE)
    return f"{sign}{whole}.{rest:03d}"


def unit_type_of(month: date, class_: CertificateClass) -> str:
    """Return the code of a month's certificates, such as ``GEC-2024-03``."""
    scheme = TRADABLE_SCHEME if class_ is CertificateClass.TRADABLE else ISSUED_ONLY_SCHEME
    return f"{scheme}-{month_text(month)}"


def use_fits(period_from: date, period_to: date, month: date, last_day: date) -> bool:
    """Tell whether a period of use has a day on which the certificate counts."""
    return period_from <= last_day and month <= period_to


def listed(text: str) -> frozenset[str]:
    """Return the words of a rule parameter that is a list."""
    return frozenset(word.strip() for word in text.split(",") if word.strip())
