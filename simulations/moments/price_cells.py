"""Headings, dates and numbers as exchanges and ICAP write them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

PRICE_MAX: Final = 1_000_000.0
VOLUME_MAX_T: Final = 1e12
EMPTY: Final = frozenset({"", "-", "--", "---", "—", "——", "/", "n/a", "na", "nan", "null", "无"})

HEADINGS: Final[Mapping[str, Sequence[str]]] = {
    "date": ("date", "day", "trading day", "日期", "交易日期", "交易日", "成交日期", "时间"),
    "product": (
        *("product", "instrument", "market", "code", "symbol"),
        *("交易品种", "品种", "产品", "产品名称", "标的", "代码", "交易产品", "证券名称"),
    ),
    "close": (
        *("close", "close_cny", "closing price", "price", "settlement", "vwap", "average price"),
        *(
            "收盘价",
            "收盘",
            "收盘价格",
            "最新价",
            "最新",
            "成交均价",
            "均价",
            "加权均价",
            "当日均价",
        ),
    ),
    "high": ("high", "high_cny", "highest", "最高价", "最高"),
    "low": ("low", "low_cny", "lowest", "最低价", "最低"),
    "listed": (
        *("listed volume", "listed_volume_t", "listed"),
        *("挂牌协议成交量", "挂牌成交量", "挂牌协议交易成交量", "挂牌量", "线上成交量"),
    ),
    "block": (
        *("block volume", "block_volume_t", "block"),
        *("大宗协议成交量", "大宗成交量", "大宗协议交易成交量", "大宗量", "线下成交量"),
    ),
    "volume": (
        *("volume", "vol", "vol.", "total volume", "quantity"),
        *("成交量", "成交数量", "总成交量", "当日成交量", "数量", "交易量"),
    ),
    "secondary": ("secondary market",),
    "reference": ("reference market",),
    "primary": ("primary market",),
    "currency": ("market currency", "currency", "货币"),
}
"""What a column is, by what exchanges and ICAP write above it; the first match of a table wins."""

_FIELD_OF: Final = {word: field for field, words in HEADINGS.items() for word in words}
_TONNES: Final[Mapping[str, float]] = {
    **dict.fromkeys(("", "t", "吨", "tco2", "tco2e", "t co2", "t co2e", "单位吨", "tonnes"), 1.0),
    **dict.fromkeys(("万吨", "10kt"), 10_000.0),
    **dict.fromkeys(("kt", "千吨"), 1_000.0),
    **dict.fromkeys(("mt", "百万吨"), 1_000_000.0),
}
_UNIT = re.compile(r"[(\[](.*?)[)\]]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ t]\d{1,2}:\d{2}(:\d{2})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?|[-+]?\d{1,20}(\.\d{0,20})?|[-+]?\.\d{1,20}")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column holds.

    Args:
        field: One of the keys of HEADINGS; empty when the heading is unknown.
        text: The heading as written.
        factor: Tonnes of one unit of a volume; None when its unit is unknown.
    """

    field: str
    text: str
    factor: float | None


def plain(cell: str) -> str:
    """Return a cell without width variants, outer spaces and capitals."""
    return unicodedata.normalize("NFKC", cell).strip().strip("'\"\ufeff").strip().lower()


def heading(cell: str) -> Heading:
    """Return what a heading means; a unit may follow in brackets or after a comma or slash."""
    text = plain(cell)
    unit = _UNIT.search(text)
    word = re.sub(r"\s+", " ", _UNIT.sub("", text)).strip(" :_")
    field = _FIELD_OF.get(word, "")
    if field in {"volume", "listed", "block"}:
        factor = _TONNES.get(unit.group(1).strip(" :") if unit else "")
        return Heading(field, cell.strip(), factor)
    return Heading(field, cell.strip(), 1.0)


def is_empty(cell: str) -> bool:
    """Tell whether a cell says that there is no value."""
    return plain(cell) in EMPTY


def read_day(cell: str) -> date | None:
    """Return the day of a cell written year first; None when it is no such day."""
    text = plain(cell)
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_number(cell: str) -> float | None:
    """Return the number of a cell, thousands separated or not; None when it is none."""
    text = plain(cell).replace("¥", "").replace("元", "").strip()
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


NOT_A_DAY: Final[Mapping[str, str]] = {
    "en": "is not a day written year first, such as 2024-09-30.",
    "zh": "不是年份在前的日期，例如 2024-09-30。",
}
DAY_TWICE: Final[Mapping[str, str]] = {
    "en": "appears twice for the same market; keep one row for each day.",
    "zh": "同一市场出现两次；每个交易日只保留一行。",
}
NOT_A_PRICE: Final[Mapping[str, str]] = {
    "en": "is not a price above 0 and at most 1,000,000.",
    "zh": "不是大于 0 且不超过 1,000,000 的价格。",
}
NOT_A_VOLUME: Final[Mapping[str, str]] = {
    "en": "is not a volume from 0 to 1e12 t.",
    "zh": "不是 0 至 1e12 吨之间的成交量。",
}
UNIT_UNKNOWN: Final[Mapping[str, str]] = {
    "en": "has an unknown unit; write t, kt or Mt (吨、万吨) in brackets.",
    "zh": "单位无法识别；请在括号中写明吨或万吨（t、kt、Mt）。",
}
PRICE_MISSING: Final[Mapping[str, str]] = {
    "en": "is empty although something was traded.",
    "zh": "为空，但当日有成交。",
}
RANGE_REVERSED: Final[Mapping[str, str]] = {
    "en": "is below the day's low.",
    "zh": "低于当日最低价。",
}
BLOCK_ABOVE_ALL: Final[Mapping[str, str]] = {
    "en": "is more than the whole volume of the day.",
    "zh": "大于当日总成交量。",
}
NO_DAYS: Final[Mapping[str, str]] = {
    "en": "has fewer than two days with a price.",
    "zh": "有价格的交易日不足两天。",
}
TOO_MANY_MARKETS: Final[Mapping[str, str]] = {
    "en": "makes more markets than a file may hold (60); keep those you want to measure.",
    "zh": "产生的市场数超过一个文件允许的 60 个；请只保留需要统计的市场。",
}
