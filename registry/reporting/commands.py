"""What files bring in that nobody could ask for before: parties, and research data sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterParty(Command):
    """Enter a party and open its account (registry operator)."""

    kind: ClassVar[str] = "enter_party"
    name_zh: str
    name_en: str
    party_kind: str
    credit_code: str = ""
    fictitious: bool = False
    account_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCompliance(Command):
    """Keep the compliance file of another registry as a research data set (registry operator).

    Each year is a mapping of operator, operator_name, year, allocated, verified, surrendered and
    excluded; quantities in t CO2e or None.
    """

    kind: ClassVar[str] = "import_compliance"
    name: str
    source: str
    file_digest: str
    years: tuple[Mapping[str, object], ...]
