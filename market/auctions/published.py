"""Auctions that real markets published, with source and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

_FILE = "published_auctions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAuction:
    """One auction as it was published.

    Attributes:
        market: scheme whose rules it was held by, for example `BEA`.
        day: `2024-09-30`, or `2024-09` where only the month is known.
        quantity_t: quantity offered or sold, t.
        price_cny: CNY/t, of the kind that `price_kind` says; None where none was found.
        price_kind: uniform, average or floor.
        bidders: how many bid, and below how many won; None where it was not published.
    """

    market: str
    day: str
    quantity_t: int
    price_cny: Decimal | None
    price_kind: str
    bidders: int | None
    winners: int | None
    source: Mapping[str, str]
    note: Mapping[str, str]
    confidence: str


@cache
def published_auctions() -> tuple[PublishedAuction, ...]:
    """Return the published auctions, the oldest first."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    rows = YAML(typ="safe").load(text)["auctions"]
    return tuple(
        PublishedAuction(
            market=row["market"],
            day=str(row["day"]),
            quantity_t=row["quantity_t"],
            price_cny=Decimal(row["price_cny"]) if "price_cny" in row else None,
            price_kind=row.get("price_kind", ""),
            bidders=row.get("bidders"),
            winners=row.get("winners"),
            source=row["source"],
            note=row["note"],
            confidence=row["confidence"],
        )
        for row in sorted(rows, key=lambda row: str(row["day"]))
    )
