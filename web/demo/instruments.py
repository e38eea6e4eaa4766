"""Unit types of the demo and the prices its venue starts from.

Only the national price is a published one; those of the pilots and of credits are illustrative
and labelled so where they are shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUnitType:
    """A unit type, and the price its instrument opens with.

    Args:
        code: scheme and vintage.
        kind: allowance, credit or certificate.
        measure: what one unit stands for.
        reference_price_fen: fen per unit; 0: not traded in the demo.
        published: the price is a published close, not an illustration.
    """

    code: str
    zh: str
    en: str
    kind: str = "allowance"
    measure: str = "t_co2e"
    reference_price_fen: int = 0
    published: bool = False


NATIONAL_CLOSE_FEN = 9948
"""Close of the national market on 2024-09-30, 99.48 CNY/t; see `market/data`."""

MAIN_INSTRUMENT = "CEA-2024"
NEXT_VINTAGE = "CEA-2025"
"""The vintage whose price is the composite price of the national market since 2026."""


def _national(vintage: int) -> DemoUnitType:
    return DemoUnitType(
        f"CEA-{vintage}",
        f"全国碳排放配额 {vintage}",
        f"National allowance {vintage}",
        reference_price_fen=NATIONAL_CLOSE_FEN,
        published=True,
    )


def _pilot(scheme: str, zh: str, en: str, price_fen: int) -> DemoUnitType:
    return DemoUnitType(
        f"{scheme}-2024",
        f"{zh}碳排放配额 2024",
        f"{en} allowance 2024",
        reference_price_fen=price_fen,
    )


def _credit(vintage: int, price_fen: int) -> DemoUnitType:
    return DemoUnitType(
        f"CCER-{vintage}",
        f"国家核证自愿减排量 {vintage}",
        f"China certified emission reduction {vintage}",
        "credit",
        reference_price_fen=price_fen,
    )


PILOTS = (
    _pilot("SZEA", "深圳", "Shenzhen", 5_800),
    _pilot("SHEA", "上海", "Shanghai", 7_200),
    _pilot("BEA", "北京", "Beijing", 10_500),
    _pilot("GDEA", "广东", "Guangdong", 5_100),
    _pilot("TJEA", "天津", "Tianjin", 3_300),
    _pilot("HBEA", "湖北", "Hubei", 4_200),
    _pilot("CQEA", "重庆", "Chongqing", 3_600),
    _pilot("FJEA", "福建", "Fujian", 2_600),
)
NATIONAL = (_national(2023), _national(2024), _national(2025))


def unit_types(year: int) -> tuple[DemoUnitType, ...]:
    """Return the demo's unit types; credits are of this year and of the two before."""
    credits_ = tuple(_credit(year - age, 9_200 - 200 * age) for age in (2, 1, 0))
    return (*NATIONAL, *PILOTS, *credits_)
