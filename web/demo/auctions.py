"""The demo's auctions: one cleared, modelled on Beijing's of September 2024, and one that is open.

Parties and prices are fictitious; what the real auction published stands apart on the same page.
"""

from datetime import datetime, time, timedelta
from typing import Final

from market.auctions import (
    AnnounceAuction,
    BidLine,
    CloseAuction,
    Phase,
    SubmitBids,
    list_auctions,
)
from market.data import instruments
from registry.ledger import IssueAllowances
from registry.parties import open_account
from registry.worlds import MARKET_ZONE
from web.demo.cast import Cast, PastCast, client_id
from web.demo.instruments import MAIN_INSTRUMENT
from web.demo.trading import OPENED_DAYS_AGO

SOLD: Final = "BEA-2024"
SOLD_T: Final = 34_000
RESERVE: Final = "operator"
PAST_BIDS: Final = (
    ("songhe", ((11_200, 6_000), (10_600, 3_000))),
    ("jinting", ((11_050, 5_000), (10_480, 4_000))),
    ("langu", ((10_900, 4_500),)),
    ("beiyan", ((10_750, 5_000), (10_200, 6_000))),
    ("xilu", ((10_680, 6_500),)),
    ("haichao", ((10_480, 8_000),)),
    ("shancheng", ((9_900, 9_000),)),
)
"""Who bid what in the auction that is over: fen per t and t."""

OPEN_T: Final = 20_000
OPEN_DAYS: Final = 3
OPEN_UNTIL: Final = time(15, 0)
LIMIT_PERCENT: Final = 95
OPEN_BIDS: Final = (("songhe", 101, 4_000), ("hupan", 99, 5_000), ("hengtie", 103, 6_000))
"""Who has bid in the one that is open: per cent of the reference price and t; sealed."""

NOTE: Final = "虚构竞价，仅供演示。Fictitious, for demonstration."


def hold_auction(cast: PastCast) -> None:
    """Open the public reserve's account and hold the auction that is over, on the opening day."""
    cast.go_to(OPENED_DAYS_AGO)
    account = open_account(cast.session, cast.party_ids[RESERVE], "政府储备（演示） Public reserve")
    cast.accounts[RESERVE] = account.number
    _issue(cast, SOLD, SOLD_T, "past")
    opens = cast.session.clock.now()
    closes = opens + timedelta(hours=1)
    number = _announce(cast, "past", SOLD, SOLD_T, (opens, closes), limit_fen=9_800)
    for firm, bids in PAST_BIDS:
        _bid(cast, number, firm, *(BidLine(*pair) for pair in bids))
    cast.clock.set(closes)
    cast.do(
        CloseAuction(client_id=client_id("auction", "close", number), auction=number),
        cast.operator(),
    )


def keep_one_open(cast: Cast) -> None:
    """Announce an auction with a few sealed bids, unless one takes bids now."""
    if any(each.phase == Phase.OPEN for each in list_auctions(cast.session)):
        return
    name = cast.today.isoformat()
    day = cast.today + timedelta(days=OPEN_DAYS)
    window = (cast.session.clock.now(), datetime.combine(day, OPEN_UNTIL, MARKET_ZONE))
    middle_fen = next(
        each.day.previous_close_fen
        for each in instruments(cast.session)
        if each.code == MAIN_INSTRUMENT
    )
    _issue(cast, MAIN_INSTRUMENT, OPEN_T, name)
    limit_fen = middle_fen * LIMIT_PERCENT // 100
    number = _announce(cast, name, MAIN_INSTRUMENT, OPEN_T, window, limit_fen=limit_fen)
    for firm, percent, quantity_t in OPEN_BIDS:
        _bid(cast, number, firm, BidLine(middle_fen * percent // 100, quantity_t))


def _issue(cast: Cast, unit_type: str, quantity_t: int, name: str) -> None:
    cast.do(
        IssueAllowances(
            client_id=client_id("auction", "reserve", name),
            account=cast.accounts[RESERVE],
            unit_type=unit_type,
            quantity=quantity_t,
            memo="有偿发放储备（演示） Reserve for auctions (demo)",
        ),
        cast.operator(),
    )


def _announce(
    cast: Cast,
    name: str,
    instrument: str,
    quantity_t: int,
    window: tuple[datetime, datetime],
    *,
    limit_fen: int,
) -> str:
    """Give notice for the public reserve; return the auction's number."""
    command = AnnounceAuction(
        client_id=client_id("auction", name),
        account=cast.accounts[RESERVE],
        instrument=instrument,
        quantity_t=quantity_t,
        opens_at=window[0].isoformat(),
        closes_at=window[1].isoformat(),
        bid_max_t=quantity_t // 2,
        note=NOTE,
        limit_fen=limit_fen,
    )
    return str(cast.do(command, cast.operator())["auction"])


def _bid(cast: Cast, auction: str, firm: str, *bids: BidLine) -> None:
    command = SubmitBids(
        client_id=client_id("auction", auction, firm),
        auction=auction,
        account=cast.accounts[firm],
        bids=bids,
    )
    cast.do(command, cast.firm(firm))
