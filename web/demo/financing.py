"""The demo's contracts around spot: a repo and a pledge that run, and an offer that waits.

Parties and terms are fictitious; the repo is of Hubei's units, the pledge of Shanghai's, for these
pilots know such contracts.
"""

from market.financing import (
    AcceptFinancing,
    MarkFinancing,
    OfferLending,
    OfferPledge,
    OfferRepo,
    Side,
    financing_contracts,
)
from registry.worlds import Command
from web.demo.cast import Cast, PastCast, client_id

TERM_DAYS = 90
LENDING_TERM_DAYS = 30
MARKED_DAYS_AGO = 1
WEEKEND = 5


def begin_financing(cast: Cast) -> None:
    """Let Hupan sell units to Qinglan and buy them back, and Bailu pledge units to Hengtie."""
    repo = OfferRepo(
        client_id=client_id("repo"),
        account=cast.accounts["hupan"],
        counterparty=cast.accounts["qinglan"],
        side=Side.GIVER,
        instrument="HBEA-2024",
        quantity_t=20_000,
        term_days=TERM_DAYS,
        price_fen=3_200,
        rate_ppm=45_000,
    )
    pledge = OfferPledge(
        client_id=client_id("pledge"),
        account=cast.accounts["bailu"],
        counterparty=cast.accounts["hengtie"],
        side=Side.GIVER,
        instrument="SHEA-2024",
        quantity_t=30_000,
        term_days=TERM_DAYS,
        loan_fen=120_000_000,
        rate_ppm=52_000,
    )
    _agree(cast, repo, "hupan", "qinglan")
    _agree(cast, pledge, "bailu", "hengtie")


def go_on_financing(cast: PastCast) -> None:
    """Mark what runs, and let Songhe offer to lend units to Qinglan."""
    cast.go_to(MARKED_DAYS_AGO)
    if cast.today.weekday() < WEEKEND:
        for number in _running(cast):
            mark = MarkFinancing(
                client_id=client_id("mark", number), contract=number, day=cast.today
            )
            cast.do(mark, cast.operator())
    lending = OfferLending(
        client_id=client_id("lending"),
        account=cast.accounts["songhe"],
        counterparty=cast.accounts["qinglan"],
        side=Side.GIVER,
        instrument="CEA-2024",
        quantity_t=10_000,
        term_days=LENDING_TERM_DAYS,
        rate_ppm=30_000,
    )
    cast.do(lending, cast.firm("songhe"))


def _agree(cast: Cast, offered: Command, offering: str, answering: str) -> None:
    number = cast.do(offered, cast.firm(offering))["contract"]
    accepted = AcceptFinancing(client_id=client_id("accept", number), contract=number)
    cast.do(accepted, cast.firm(answering))


def _running(cast: Cast) -> list[str]:
    contracts = financing_contracts(cast.session, cast.operator(), standing=True)
    return [each.number for each in contracts if each.starts_on is not None]
