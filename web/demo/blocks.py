"""The demo's block agreements: fictitious firms, illustrative prices, somewhat below the close."""

from market.blocks import AcceptBlock, CounterBlock, OfferBlock, list_offers
from market.data import instruments
from market.rules import Side
from registry.ledger import holdings
from web.demo.cast import Cast, PastCast, client_id
from web.demo.instruments import MAIN_INSTRUMENT

DAYS_OF_WORK = 5
AGREED_PERMILLE, AGREED_T = 972, 110_000
PAST_SELLER, PAST_BUYER = "yunling", "hengtie"
SELLER, BUYER = "hengtie", "qinglan"
ROUNDS = ((985, 120_000), (955, 100_000), (970, 120_000))
"""What seller, buyer and seller again propose: thousandths of the previous close, and t."""


def agree_on_a_block(cast: PastCast) -> None:
    """Let two firms have agreed on a block on the last weekday."""
    for days_ago in (1, 2, 3):
        cast.go_to(days_ago)
        if cast.today.weekday() < DAYS_OF_WORK:
            break
    price_fen = _close_fen(cast) * AGREED_PERMILLE // 1000
    offered = _offer(cast, "agreed", (PAST_SELLER, PAST_BUYER), (price_fen, AGREED_T))
    accepted = AcceptBlock(
        client_id=client_id("block", "accept"),
        account=cast.accounts[PAST_BUYER],
        offer=offered,
        round=1,
    )
    cast.do(accepted, cast.firm(PAST_BUYER))


def offer_a_block(cast: Cast) -> None:
    """Leave an offer that was countered twice and waits for its buyer, unless one is open."""
    open_offers = list_offers(cast.session, cast.operator(), open_only=True, limit=1)
    if open_offers or _available_t(cast) < ROUNDS[0][1]:
        return
    close_fen = _close_fen(cast)
    terms = [(close_fen * permille // 1000, quantity_t) for permille, quantity_t in ROUNDS]
    offered = _offer(cast, cast.today.isoformat(), (SELLER, BUYER), terms[0])
    for firm, (price_fen, quantity_t) in zip((BUYER, SELLER), terms[1:], strict=True):
        proposed = CounterBlock(
            client_id=client_id("block", "counter", offered, firm),
            account=cast.accounts[firm],
            offer=offered,
            price_fen=price_fen,
            quantity_t=quantity_t,
        )
        cast.do(proposed, cast.firm(firm))


def _offer(cast: Cast, name: str, firms: tuple[str, str], terms: tuple[int, int]) -> str:
    seller, buyer = firms
    price_fen, quantity_t = terms
    command = OfferBlock(
        client_id=client_id("block", name),
        account=cast.accounts[seller],
        instrument=MAIN_INSTRUMENT,
        side=Side.SELL,
        price_fen=price_fen,
        quantity_t=quantity_t,
        counterparty=cast.accounts[buyer],
    )
    return str(cast.do(command, cast.firm(seller))["offer"])


def _close_fen(cast: Cast) -> int:
    listed = {shown.code: shown for shown in instruments(cast.session)}
    return listed[MAIN_INSTRUMENT].day.previous_close_fen


def _available_t(cast: Cast) -> int:
    held = holdings(cast.session, party_ids=[cast.party_ids[SELLER]], with_serials=False)
    return sum(each.available for each in held if each.unit_type == MAIN_INSTRUMENT)
