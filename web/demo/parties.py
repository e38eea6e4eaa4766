"""The demo's parties: all fictitious, and marked so in the registry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoParty:
    """A fictitious party.

    Args:
        key: how the demo's other data name it.
        kind: a party kind of the registry.
        emails: sign-ins that act for it.
        cash_cny: cash it starts with, yuan.
        allowances: units allocated to it, by unit type.
    """

    key: str
    zh: str
    en: str
    kind: str
    emails: tuple[str, ...] = ()
    cash_cny: int = 0
    allowances: tuple[tuple[str, int], ...] = ()


OPERATOR = DemoParty(
    "operator", "碳实验登记处", "TanLab Registry Office", "operator", ("operator@example.org",)
)
EXCHANGE = DemoParty(
    "exchange", "碳实验交易所", "TanLab Exchange", "institution", ("admin@example.org",)
)
VALIDATOR = DemoParty(
    "validator",
    "明衡审定核查中心",
    "Mingheng Validation and Verification",
    "verifier",
    ("verifier1@example.org",),
)
VERIFIER = DemoParty(
    "verifier",
    "致远核查技术公司",
    "Zhiyuan Verification Technology",
    "verifier",
    ("verifier2@example.org",),
)
DEVELOPER = DemoParty(
    "developer",
    "南屿海上风电公司",
    "Nanyu Offshore Wind",
    "developer",
    ("developer@example.org",),
    cash_cny=500_000,
)
PLATFORM = DemoParty(
    "platform",
    "江城绿行科技公司",
    "Jiangcheng Green Travel",
    "institution",
    ("platform@example.org",),
)


def _emitter(  # noqa: PLR0913, PLR0917  one line per firm reads best
    key: str,
    zh: str,
    en: str,
    cash_cny: int,
    cea_t: int,
    pilot: tuple[str, int] | None = None,
    emails: tuple[str, ...] = (),
) -> DemoParty:
    """Return a firm with allowances of the three national vintages, and of a pilot."""
    national = (
        ("CEA-2023", cea_t * 15 // 100),
        ("CEA-2024", cea_t),
        ("CEA-2025", cea_t * 97 // 100),
    )
    return DemoParty(
        key, zh, en, "emitter", emails, cash_cny, (*national, *((pilot,) if pilot else ()))
    )


FIRMS = (
    _emitter(
        "qinglan",
        "青岚发电公司",
        "Qinglan Power",
        60_000_000,
        420_000,
        ("SZEA-2024", 60_000),
        ("trader1@example.org",),
    ),
    _emitter(
        "bailu",
        "白鹭热电公司",
        "Bailu Heat and Power",
        45_000_000,
        310_000,
        ("SHEA-2024", 50_000),
        ("trader2@example.org",),
    ),
    _emitter("songhe", "松河能源公司", "Songhe Energy", 52_000_000, 505_000, ("BEA-2024", 30_000)),
    _emitter(
        "yunling", "云岭煤电公司", "Yunling Coal Power", 38_000_000, 690_000, ("GDEA-2024", 120_000)
    ),
    _emitter(
        "jinting", "锦汀热力公司", "Jinting Heat Supply", 21_000_000, 150_000, ("TJEA-2024", 25_000)
    ),
    _emitter(
        "hupan", "湖畔电力公司", "Hupan Electric Power", 33_000_000, 275_000, ("HBEA-2024", 80_000)
    ),
    _emitter(
        "shancheng", "山城火电公司", "Shancheng Thermal", 26_000_000, 230_000, ("CQEA-2024", 45_000)
    ),
    _emitter("langu", "澜谷水泥公司", "Langu Cement", 17_000_000, 140_000, ("FJEA-2024", 40_000)),
    _emitter(
        "hengtie", "恒铁钢铁公司", "Hengtie Steel", 80_000_000, 880_000, ("SZEA-2024", 70_000)
    ),
    _emitter("beiyan", "北岩水泥公司", "Beiyan Cement", 19_000_000, 165_000, ("SHEA-2024", 40_000)),
    _emitter("xilu", "西麓铝业公司", "Xilu Aluminium", 41_000_000, 360_000),
    _emitter("haichao", "海潮燃机公司", "Haichao Gas Turbines", 23_000_000, 98_000),
)

PARTIES = (OPERATOR, EXCHANGE, VALIDATOR, VERIFIER, DEVELOPER, PLATFORM, *FIRMS)
