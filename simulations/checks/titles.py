"""What each numbered check is about, and where its figures come from."""

from typing import Final, NamedTuple


class Title(NamedTuple):
    """A check's name in both languages, and the source of its figures."""

    en: str
    zh: str
    source: str


_MODEL: Final = "TanLab"
TITLES: Final[dict[int, Title]] = {
    1: Title(
        "Price = marginal cost at the cap", "总量约束下价格等于边际减排成本", "Montgomery 1972"
    ),
    2: Title("Independence of allocation", "价格与配额分配无关", "Montgomery 1972"),
    3: Title("Intercepts and corner solutions", "截距与角点解", "Montgomery 1972"),
    4: Title("Slack cap", "总量宽松", "Montgomery 1972"),
    5: Title("Ceiling, penalty, tax", "价格上限、罚款与税", "Roberts & Spence 1976"),
    6: Title("Auction with a reserve price", "设底价的拍卖", "Roberts & Spence 1976"),
    7: Title("Banking over two years", "两年期跨期储存", "Rubin 1996; Cronshaw & Kruse 1996"),
    8: Title("Banking over five years", "五年期跨期储存", "Rubin 1996; Cronshaw & Kruse 1996"),
    9: Title("No borrowing", "不得预借", "Rubin 1996; Cronshaw & Kruse 1996"),
    10: Title("Linkage equalises prices", "市场连接使价格趋同", "Montgomery 1972"),
    11: Title("Restricted linkage", "限额连接", "Lazarus et al. 2015"),
    12: Title("Costs of trading", "交易成本", "Stavins 1995; Montero 1998"),
    13: Title("Dominant seller", "主导卖方", "Hahn 1984"),
    14: Title("Rate-based subsidy", "基准线法的产出补贴", "Goulder et al. 2019"),
    15: Title("Rate-based clearing", "基准线法市场出清", "Goulder et al. 2019"),
    16: Title("Cheap offsets: the limit binds", "廉价抵销：比例上限起约束", "Montgomery 1972"),
    17: Title("Marginal offsets", "边际抵销", "Montgomery 1972"),
    18: Title(
        "Price of the chance of shortage",
        "短缺概率定价",
        "Seifert et al. 2008; Chesney & Taschini 2012",
    ),
    19: Title("Uniform-price auction", "统一价格拍卖", _MODEL),
    20: Title("Order book", "订单簿", _MODEL),
    21: Title("Zero-intelligence traders", "零智能交易者", "Gode & Sunder 1993"),
    22: Title("Market stability reserve", "市场稳定储备", "Decision (EU) 2015/1814"),
    23: Title(
        "Rules of the national market",
        "全国碳市场规则",
        "上海环境能源交易所 2021-06-22; 国务院令第775号",
    ),
    24: Title("Conservation and determinism", "守恒与确定性", _MODEL),
}
