"""The demo's market: instruments, days of trades, and each day a book with depth on both sides.

Prices follow a fixed path around the opening price; it is an illustration, not a record.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from market.data import InstrumentView, instruments, own_orders
from market.listed import PlaceOrder
from market.rules import Side
from market.venue import OpenInstrument
from registry.ledger import holdings
from web.demo.cast import Cast, PastCast, client_id
from web.demo.instruments import MAIN_INSTRUMENT, NEXT_VINTAGE, unit_types
from web.demo.parties import DEVELOPER, FIRMS

OPENED_DAYS_AGO = 22
PATH_PERMILLE = (0, 4, 9, 6, -2, -8, -5, 3, 10, 14, 11, 17, 12, 6, 9)
"""Middle of each day's prices, thousandths above the opening price."""

DAY_TRADES = (
    (10, 0, 1_200),
    (0, -1, 800),
    (45, 1, 2_500),
    (60, 0, 600),
    (95, 2, 1_800),
    (100, 0, 3_000),
)
"""Each trade: how far on the way from yesterday's middle to today's, per cent; how far beside it,
thousandths; its quantity, t."""

TODAY_PERMILLE = (3, -4, 6, -2, 5, -3, 2)
"""How far today's prices go from yesterday's close, thousandths."""

DAY_PERCENT = (100, 45, 160, 80, 25, 130, 60, 210, 90, 35, 115)
"""How busy a day is, per cent of those quantities."""

LEVELS = ((2, 1_500), (4, 2_200), (6, 900), (9, 4_000), (13, 2_600), (18, 5_500), (24, 3_200))
"""Each level's distance from the middle, thousandths, and its quantity, t."""

WEEKEND = 5
THIN_LEVELS = 4
THIN_TRADE_T = 160
THIN_SHARE = 5
SIGNED_IN = ("qinglan", "bailu")
"""Firms of the demo's two traders; they deal with each other, now one sells, now the other."""

DEAL_T = 400
TRADERS = ("songhe", "yunling", "jinting", "hupan", "shancheng", "langu", "hengtie", "beiyan")


class Wish(NamedTuple):
    """An order that a firm of the demo places."""

    firm: str
    side: Side
    price_fen: int
    quantity_t: int


def open_instruments(cast: PastCast) -> None:
    """List every unit type of the demo that has a price."""
    cast.go_to(OPENED_DAYS_AGO)
    for unit_type in unit_types(cast.present_year):
        if unit_type.reference_price_fen:
            cast.do(
                OpenInstrument(
                    client_id=client_id("open", unit_type.code),
                    instrument=unit_type.code,
                    reference_price_fen=unit_type.reference_price_fen,
                ),
                cast.operator(),
            )


def trade_history(cast: PastCast) -> None:
    """Trade national allowances on each weekday before today."""
    opening_fen = next(
        unit_type.reference_price_fen
        for unit_type in unit_types(cast.present_year)
        if unit_type.code == MAIN_INSTRUMENT
    )
    path = iter(PATH_PERMILLE)
    before_fen = opening_fen
    for days_ago in range(OPENED_DAYS_AGO - 1, 0, -1):
        cast.go_to(days_ago)
        if cast.today.weekday() >= WEEKEND:
            continue
        middle_fen = _moved(opening_fen, next(path, PATH_PERMILLE[-1]))
        trades = list(_trades((before_fen, middle_fen), days_ago))
        wishes = [*trades, *_deal(middle_fen, days_ago)]
        _place(cast, MAIN_INSTRUMENT, wishes, cast.today.isoformat())
        _place(cast, NEXT_VINTAGE, _few(trades), cast.today.isoformat())
        before_fen = middle_fen


def fill_books(cast: Cast) -> None:
    """Place today's trades and resting orders, unless the demo has done so today."""
    placed = own_orders(cast.session, cast.firm(TRADERS[0]), MAIN_INSTRUMENT, limit=1)
    if placed and placed[0].business_date == cast.today:
        return
    for turn, listed in enumerate(instruments(cast.session), start=cast.today.toordinal()):
        before_fen = listed.day.previous_close_fen
        middle_fen = _moved(before_fen, TODAY_PERMILLE[turn % len(TODAY_PERMILLE)])
        trades = list(_trades((before_fen, middle_fen), turn))
        if listed.code == NEXT_VINTAGE:
            trades = _few(trades)
        elif listed.code != MAIN_INSTRUMENT:
            trades = list(_thin_trade(cast, listed, middle_fen, turn))
        wishes = [*trades, *_resting(cast, listed, middle_fen)]
        _place(cast, listed.code, wishes, cast.today.isoformat())


def _place(cast: Cast, instrument: str, wishes: Iterable[Wish], day: str) -> None:
    for number, wish in enumerate(wishes):
        order = PlaceOrder(
            client_id=client_id(day, instrument, number),
            account=cast.accounts[wish.firm],
            instrument=instrument,
            side=wish.side,
            price_fen=wish.price_fen,
            quantity_t=wish.quantity_t,
        )
        cast.do(order, cast.firm(wish.firm))


def _trades(way_fen: tuple[int, int], turn: int) -> Iterator[Wish]:
    """Yield pairs of orders that meet on the way between two prices: one rests, one takes it."""
    percent = DAY_PERCENT[turn % len(DAY_PERCENT)]
    from_fen, to_fen = way_fen
    for number, (gone_percent, permille, usual_t) in enumerate(DAY_TRADES, start=turn):
        quantity_t = usual_t * percent // 100
        price_fen = _moved(from_fen + (to_fen - from_fen) * gone_percent // 100, permille)
        seller = TRADERS[number % len(TRADERS)]
        buyer = TRADERS[(number + 3) % len(TRADERS)]
        pair = [
            Wish(seller, Side.SELL, price_fen, quantity_t),
            Wish(buyer, Side.BUY, price_fen, quantity_t),
        ]
        yield from pair if number % 2 else reversed(pair)


def _few(trades: list[Wish]) -> list[Wish]:
    """Return the first and the last pair of a day's orders."""
    return [*trades[:2], *trades[-2:]]


def _thin_trade(cast: Cast, listed: InstrumentView, price_fen: int, turn: int) -> Iterator[Wish]:
    """Yield the one pair of orders of an instrument that is little traded, if anybody sells."""
    sellers = _sellers(cast, listed)
    buyers = [firm for firm in TRADERS if firm not in sellers]
    quantity_t = THIN_TRADE_T * DAY_PERCENT[turn % len(DAY_PERCENT)] // 100
    for seller, buyer in zip(sellers[:1], buyers, strict=False):
        yield Wish(seller, Side.SELL, price_fen, quantity_t)
        yield Wish(buyer, Side.BUY, price_fen, quantity_t)


def _deal(middle_fen: int, turn: int) -> Iterator[Wish]:
    quantity_t = DEAL_T * DAY_PERCENT[turn % len(DAY_PERCENT)] // 100
    seller, buyer = SIGNED_IN[turn % 2], SIGNED_IN[1 - turn % 2]
    yield Wish(seller, Side.SELL, middle_fen, quantity_t)
    yield Wish(buyer, Side.BUY, middle_fen, quantity_t)


def _resting(cast: Cast, listed: InstrumentView, middle_fen: int) -> Iterator[Wish]:
    """Yield the levels of both sides; no firm stands on both."""
    thin = not listed.code.startswith("CEA-")
    sellers = _sellers(cast, listed)
    buyers = [firm for firm in TRADERS if firm not in sellers]
    for number, (permille, quantity_t) in enumerate(LEVELS[:THIN_LEVELS] if thin else LEVELS):
        offered_t = quantity_t // THIN_SHARE if thin else quantity_t
        if sellers:
            seller = sellers[number % len(sellers)]
            yield Wish(seller, Side.SELL, _moved(middle_fen, permille), offered_t)
        buyer = buyers[number % len(buyers)]
        yield Wish(buyer, Side.BUY, _moved(middle_fen, -permille), offered_t)


def _sellers(cast: Cast, listed: InstrumentView) -> list[str]:
    """Return firms that hold units of the type and that nobody signs in for, or the developer."""
    if listed.unit_kind != "allowance":
        owner = cast.party_ids[DEVELOPER.key]
        held = {held.unit_type for held in holdings(cast.session, party_ids=[owner])}
        return [DEVELOPER.key] if listed.code in held else []
    allocated = {firm.key for firm in FIRMS for code, _ in firm.allowances if code == listed.code}
    return [firm for firm in TRADERS if firm in allocated][: len(TRADERS) // 2]


def _moved(price_fen: int, permille: int) -> int:
    return price_fen * (1000 + permille) // 1000
