"""The numbered checks of registry and market, made of their refusals and transaction types."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import market
import registry
from market.rules.check_facts import MARKET_FACT_NAMES
from market.services import TRANSACTION_TYPES
from registry.worlds import RegistryError, TransactionType, without_case, words

RANGE = 1000
PACKAGES = ("registry.", "market.")
FROM_THE_RULE = "{source}"
"""Source of checks that name the source of the rule they met."""

AREAS: Mapping[int, Mapping[str, str]] = {
    1000: words("People and control", "人员与内控"),
    2000: words("Ledger and values", "登记账簿与数值"),
    3000: words("Rules, quotas and mirrors", "规则、总量与镜像"),
    4000: words("Compliance", "履约"),
    5000: words("Voluntary projects", "自愿减排项目"),
    6000: words("Carbon inclusion", "碳普惠"),
    7000: words("Green certificates", "绿证"),
    8000: words("Claims", "权属声明"),
    9000: words("Proof and audit", "存证与审计"),
    10000: words("Venue and instruments", "交易场所与品种"),
    11000: words("Orders", "委托"),
    12000: words("Block trades", "大宗协议"),
    13000: words("Auctions", "单向竞价"),
    14000: words("Clearing and cash", "清算与资金"),
    15000: words("Repo, pledge and lending", "回购、质押与借碳"),
    16000: words("Forwards, futures and options", "远期、期货与期权"),
    17000: words("Market data", "行情数据"),
    18000: words("Surveillance", "市场监察"),
}
"""First number of each area's range, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One numbered check.

    Args:
        number: unique; its thousands name the area.
        name: of the refusal's class.
        code: of the refusal, for programs.
        text: what is said when it refuses; here and below facts stand as «names».
        rule: what must hold.
        source: article or document; a dash where it is that of the rule met.
        fix: what to do.
        types: names of the transaction types that list it; none: it is general, met outside them.
    """

    number: int
    name: str
    code: str
    text: Mapping[str, str]
    rule: Mapping[str, str]
    source: str
    fix: Mapping[str, str]
    types: tuple[Mapping[str, str], ...]

    @property
    def area(self) -> int:
        """Return the first number of its area's range."""
        return self.number // RANGE * RANGE


def refusals() -> list[type[RegistryError]]:
    """Return every refusal of registry and market, families included, by module and name."""
    for package in (registry, market):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found = {kind for kind in _heirs(RegistryError) if kind.__module__.startswith(PACKAGES)}
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


@cache
def checks() -> tuple[Check, ...]:
    """Return every check, by number."""
    listed: dict[type[RegistryError], list[TransactionType]] = {}
    for type_ in TRANSACTION_TYPES:
        for kind in type_.checks:
            listed.setdefault(kind, []).append(type_)
    numbered = [kind for kind in refusals() if vars(kind).get("number")]
    return tuple(
        Check(
            number=kind.number,
            name=kind.__name__,
            code=kind.code,
            text=without_case(kind.text, MARKET_FACT_NAMES),
            rule=without_case(kind.rule, MARKET_FACT_NAMES),
            source="–" if kind.source == FROM_THE_RULE else kind.source,
            fix=without_case(kind.fix, MARKET_FACT_NAMES),
            types=tuple(type_.name for type_ in listed.get(kind, ())),
        )
        for kind in sorted(numbered, key=lambda kind: (kind.number, kind.__name__))
    )


def check_numbered(number: int) -> Check | None:
    """Return the check with a number, None if there is none."""
    return next((check for check in checks() if check.number == number), None)


def checks_document() -> str:
    """Return the page `docs/checks.md`: every check by area."""
    lines = [
        "# Numbered checks",
        "",
        "Made by `python -m market.checks > docs/checks.md`; do not edit. A refusal on a page, in"
        " JSON and on the",
        "command line names the number; `/checks` shows the same list in both languages.",
    ]
    for area, name in AREAS.items():
        found = [check for check in checks() if check.area == area]
        if not found:
            continue
        lines += ["", f"## {area} {name['en']} · {name['zh']}", ""]
        lines += [
            "| number | check | rule | 规则 | source | what to do |",
            "|---|---|---|---|---|---|",
        ]
        for check in found:
            cells = (check.rule["en"], check.rule["zh"], check.source, check.fix["en"])
            shown = " | ".join(cell.replace("|", "\\|") for cell in cells)
            lines.append(f"| {check.number} | `{check.name}` | {shown} |")
    return "\n".join(lines) + "\n"


def _heirs(kind: type[RegistryError]) -> Iterator[type[RegistryError]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


if __name__ == "__main__":
    print(checks_document(), end="")  # noqa: T201  this is its purpose
