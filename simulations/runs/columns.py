"""What each column of a run's tables means: unit and meaning, in zh and en."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Column(NamedTuple):
    """One column of a table.

    Args:
        unit: ``t``, ``CNY/t``, ``CNY``, ``share``, or empty for days, names and counts.
        meaning: One phrase, per language.
    """

    unit: str
    meaning: Mapping[str, str]


def column(unit: str, zh: str, en: str) -> Column:
    """Return a column from its unit and its meaning in both languages."""
    return Column(unit, {"zh": zh, "en": en})


_MARKET: Final = column("", "市场名称", "name of the market")
_INSTRUMENT: Final = column("", "交易品种代码", "code of what is traded")
_DAY: Final = column("", "交易日", "trading day")

COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "daily": {
        "date": _DAY,
        "market": _MARKET,
        "instrument": _INSTRUMENT,
        "open_cny": column(
            "CNY/t", "当日首笔挂牌成交价；无成交时为收盘价", "first listed price; else the close"
        ),
        "high_cny": column(
            "CNY/t", "当日最高挂牌成交价；无成交时为收盘价", "highest listed price; else the close"
        ),
        "low_cny": column(
            "CNY/t", "当日最低挂牌成交价；无成交时为收盘价", "lowest listed price; else the close"
        ),
        "close_cny": column(
            "CNY/t",
            "收盘价：当日挂牌成交加权均价；无成交时为前收盘价",
            "close: volume-weighted listed price of the day; else that of the day before",
        ),
        "listed_volume_t": column("t", "挂牌成交量", "volume of listed trades"),
        "block_volume_t": column("t", "大宗成交量", "volume of blocks"),
        "auction_volume_t": column("t", "拍卖售出量", "sold at auctions"),
        "turnover_cny": column("CNY", "各方式成交额合计", "value of all trades and auctions"),
        "spread_cny": column(
            "CNY/t",
            "收盘前最优卖价减最优买价；一侧为空时无值",
            "best ask less best bid before the close; none where a side is empty",
        ),
        "depth_t": column(
            "t", "收盘前买卖双方挂单量合计", "resting on both sides before the close"
        ),
        "orders": column("", "当日挂牌申报笔数", "number of listed orders of the day"),
    },
    "trades": {
        "date": _DAY,
        "market": _MARKET,
        "instrument": _INSTRUMENT,
        "mode": column(
            "",
            "成交方式：listed 挂牌、block 大宗、negotiated 协商、auction 拍卖",
            "how it came about: listed, block, negotiated or auction",
        ),
        "price_cny": column("CNY/t", "成交价", "price"),
        "quantity_t": column("t", "成交量", "quantity"),
        "buyer_id": column("", "买方账户代码", "account of the buyer"),
        "seller_id": column("", "卖方账户代码", "account of the seller"),
    },
    "firms": {
        "year": column("", "履约周期的最后一个排放年度", "last emission year of the cycle"),
        "market": _MARKET,
        "firm_id": column("", "企业代码", "code of the firm"),
        "sector": column("", "行业", "sector"),
        "emissions_t": column("t", "减排前排放量", "emissions before abatement"),
        "allocation_t": column("t", "发放配额量", "allowances allocated"),
        "obligation_t": column("t", "应清缴量", "obligation to surrender"),
        "abatement_t": column("t", "减排量", "abatement"),
        "abatement_cost_cny": column(
            "CNY", "减排成本，含项目投资", "cost of abatement, projects included"
        ),
        "net_purchases_t": column("t", "净购入量；负值为净售出", "bought less sold"),
        "surrendered_t": column("t", "清缴配额量，含预借", "allowances surrendered, borrowed too"),
        "offsets_t": column("t", "用于抵销的减排量", "credits surrendered"),
        "carried_over_t": column("t", "结转配额量", "allowances carried over"),
        "shortfall_t": column("t", "未清缴量", "missing at the deadline"),
        "penalty_cny": column("CNY", "罚款", "fine"),
        "borrowed_t": column("t", "预借下一周期配额量", "borrowed from the next cycle"),
        "project_abatement_t": column(
            "t", "已建成项目的年减排量", "abatement a year of projects that are built"
        ),
        "output_share": column(
            "share",
            "产量占未受碳价影响时的比例",
            "output as a share of that without a carbon price",
        ),
    },
    "events": {
        "date": column("", "日期", "day"),
        "market": _MARKET,
        "kind": column(
            "",
            "事件类别，如发放、清缴、结转、冲击",
            "what happened: issuance, surrender, a shock, …",
        ),
        "subject": column("", "所涉品种、行业或参数", "instrument, sector or key concerned"),
        "quantity_t": column("t", "数量；不涉及数量时为 0", "quantity; 0 where there is none"),
        "detail": column("", "补充说明", "further particulars"),
    },
}
"""Table and column of a run → what it means, in the order of ``SCHEMAS``."""
