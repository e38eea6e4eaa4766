"""What the facts in texts of the market's checks are called, beside those of the registry."""

from collections.abc import Mapping

from registry.worlds.check_facts import FACT_NAMES
from registry.worlds.errors import words

MARKET_FACT_NAMES: Mapping[str, Mapping[str, str]] = {
    **FACT_NAMES,
    "amount_cny": words("amount in CNY", "金额（元）"),
    "asked_cny": words("amount asked for in CNY", "所求金额（元）"),
    "auction": words("auction", "竞价"),
    "available_cny": words("available cash in CNY", "可用资金（元）"),
    "band_pct": words("width of the band in per cent", "涨跌幅（%）"),
    "better_cny": words("better price", "更优价格"),
    "bid_id": words("bid", "竞价申报"),
    "bought_today_t": words("quantity bought today", "当日买入量"),
    "closes": words("end of the window", "时段结束"),
    "contract": words("contract", "合约"),
    "days_max": words("longest time in days", "最长天数"),
    "default_claim": words("claim on a defaulter", "违约债权"),
    "dispute": words("objection", "异议"),
    "disputed_until": words("end of the time for objections", "异议截止时间"),
    "haircut_pct": words("haircut in per cent", "折扣率（%）"),
    "high_cny": words("highest price", "涨停价"),
    "instrument": words("instrument", "交易品种"),
    "levels": words("number of levels", "价位数"),
    "lines": words("number of bids", "申报笔数"),
    "lines_max": words("most bids", "申报笔数上限"),
    "lot_t": words("lot", "最小交易单位"),
    "low_cny": words("lowest price", "跌停价"),
    "market": words("market", "市场"),
    "maximum_cny": words("largest amount in CNY", "金额上限（元）"),
    "needed_cny": words("cash needed in CNY", "所需资金（元）"),
    "offer": words("block offer", "大宗报价"),
    "opens": words("beginning of the window", "时段开始"),
    "order_id": words("order", "委托"),
    "owed_cny": words("amount owed in CNY", "未清偿金额（元）"),
    "previous_close_cny": words("previous close", "前收盘价"),
    "price_cny": words("price", "价格"),
    "quantity_t": words("quantity", "数量"),
    "quantity_t_max": words("largest quantity", "数量上限"),
    "quantity_t_min": words("least quantity", "数量下限"),
    "remaining_t": words("quantity left", "剩余数量"),
    "resellable_t": words("quantity that may be sold today", "当日可卖量"),
    "reserve_cny": words("limit price", "底价（限价）"),
    "round": words("round", "轮次"),
    "rules": words("rule set", "交易规则"),
    "supply_t": words("quantity offered", "竞价数量"),
    "tick_cny": words("tick", "最小变动价位"),
    "withdrawable_cny": words("amount that may be withdrawn in CNY", "可出金金额（元）"),
}
"""Name of each fact, in both languages; an area of the market adds its own here."""
