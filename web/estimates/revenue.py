"""What the units of an estimate may bring: units × price, and credits against green certificates.

Pure rules: prices come in as values, nothing is looked up here. Before fees, taxes and the costs of
validation and verification.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from registry.claims import CCER, GEC, REDUCTION, USE, Claim, exclude

CENT: Final = Decimal("0.01")
MWH_PER_CERTIFICATE: Final = 1
"""1,000 kWh; the 2024 rules of issuance and trading of green certificates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceScenario:
    """One price at which the units may be sold.

    Args:
        title: what the price is, in the reader's language.
        price_cny: CNY per unit.
        source: where it comes from, in the reader's language.
    """

    title: str
    price_cny: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class RevenueLine:
    """What a quantity brings at one price.

    Args:
        scenario: the price.
        revenue_cny: quantity × price, rounded to the cent, half up.
        per_mwh_cny: the same by MWh of the estimate's electricity; None without electricity.
    """

    scenario: PriceScenario
    revenue_cny: Decimal
    per_mwh_cny: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Credits against green certificates for the same electricity.

    Args:
        export_mwh: electricity delivered to the grid, MWh.
        certificates: whole MWh of it; the remainder goes on to the next month.
        certificate_lines: what the certificates bring, one line per price.
        break_even_cny: CNY per credit at which both bring the same, by certificate price;
            None where there are no credits.
    """

    export_mwh: Decimal
    certificates: int
    certificate_lines: tuple[RevenueLine, ...]
    break_even_cny: tuple[Decimal | None, ...]


def revenue_lines(
    quantity: int, prices: Sequence[PriceScenario], electricity_mwh: Decimal | None = None
) -> tuple[RevenueLine, ...]:
    """Return what a quantity brings at each price.

    Args:
        quantity: whole units, for example t CO2e or certificates.
        prices: CNY per unit.
        electricity_mwh: MWh that the quantity stands for.
    """
    return tuple(_line(quantity, scenario, electricity_mwh) for scenario in prices)


def compare_mechanisms(
    credits_t: int, export_mwh: Decimal, certificate_prices: Sequence[PriceScenario]
) -> Comparison:
    """Set credits against green certificates for the same electricity.

    Args:
        credits_t: credits that can be issued, t CO2e.
        export_mwh: electricity delivered to the grid, MWh.
        certificate_prices: CNY per certificate.

    Source:
        可再生能源绿色电力证书核发和交易规则 (2024): one certificate per 1,000 kWh delivered.
    """
    certificates = int((export_mwh / MWH_PER_CERTIFICATE).to_integral_value(ROUND_DOWN))
    lines = revenue_lines(certificates, certificate_prices, export_mwh)
    return Comparison(
        export_mwh,
        certificates,
        lines,
        tuple(_cents(line.revenue_cny / credits_t) if credits_t else None for line in lines),
    )


def same_electricity_backs_both(period_from: date, period_to: date) -> bool:
    """Tell whether one meter's electricity of a period may back credits and certificates.

    Source:
        国能综通新能〔2024〕124号, as the registry applies it to claims on a source.
    """
    source = "METER"
    reductions = Claim(CCER, REDUCTION, source, period_from, period_to)
    certificates = Claim(GEC, USE, source, period_from, period_to)
    return not exclude(reductions, certificates)


def forward_prices(closes_cny: Mapping[str, Decimal], share_pct: Decimal) -> Mapping[str, Decimal]:
    """Return forward prices of credits from simulated closes of allowances.

    Args:
        closes_cny: CNY per allowance by month, such as `2026-09`.
        share_pct: price of a credit in per cent of that of an allowance.

    Returns:
        CNY per credit by month, rounded to the cent, half up.
    """
    return {month: _cents(close * share_pct / 100) for month, close in closes_cny.items()}


def _line(quantity: int, scenario: PriceScenario, electricity_mwh: Decimal | None) -> RevenueLine:
    revenue_cny = _cents(quantity * scenario.price_cny)
    per_mwh_cny = _cents(revenue_cny / electricity_mwh) if electricity_mwh else None
    return RevenueLine(scenario, revenue_cny, per_mwh_cny)


def _cents(amount_cny: Decimal) -> Decimal:
    return amount_cny.quantize(CENT, ROUND_HALF_UP)
