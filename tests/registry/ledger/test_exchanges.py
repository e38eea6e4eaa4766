from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.balances import Balance, Ledger, Leg, SystemAccount
from registry.ledger.exchanges import Purse, exchange
from registry.ledger.reservations import Reservation
from registry.worlds.errors import RegistryError

SELLER, BUYER, UNIT, CASH = 10, 11, 2, 1
EXCHANGE = int(SystemAccount.EXCHANGE)
amounts = st.integers(-1, 12)


def purse(book: Ledger, account_id: int) -> Purse:
    return Purse(account_id, book.balance(account_id, UNIT), book.balance(account_id, CASH))


def sides(same: bool) -> tuple[Ledger, int]:
    """Return a ledger and the seller's account."""
    book = Ledger({(SELLER, UNIT): Balance(20), (BUYER, CASH): Balance(20)})
    book.post([Leg(SystemAccount.ISSUANCE, BUYER, UNIT, 10)])
    return book, BUYER if same else SELLER


def outcome(book: Ledger, trade: Callable[[], None]) -> tuple[bool, dict[tuple[int, int], Balance]]:
    """Return whether a trade is refused, and who holds what afterwards."""
    refused = False
    try:
        trade()
    except RegistryError:
        refused = True
    return refused, {place: held for place, held in book.balances.items() if held != Balance()}


@given(st.integers(1, 10), st.integers(1, 10), amounts, amounts, amounts, st.booleans())
def test_an_exchange_does_and_refuses_what_a_post_of_its_legs_does(
    sold: int, paid: int, quantity: int, amount: int, fee: int, same: bool
) -> None:
    book, seller = sides(same)
    book.reserve(Reservation("sale", seller, UNIT, sold, sold))
    book.reserve(Reservation("money", BUYER, CASH, paid, paid))
    fees = [Leg(BUYER, EXCHANGE, CASH, fee, "money"), Leg(seller, EXCHANGE, CASH, fee)]
    legs = [
        Leg(seller, BUYER, UNIT, quantity, "sale"),
        Leg(BUYER, seller, CASH, amount, "money"),
        *(fees if fee else []),
    ]
    posted = outcome(book, lambda: book.post(legs))

    book, seller = sides(same)
    book.balance(seller, UNIT).set_aside(sold)
    book.balance(BUYER, CASH).set_aside(paid)
    buys = purse(book, BUYER)
    sells = buys if same else purse(book, seller)
    house = book.balance(EXCHANGE, CASH)
    assert posted == outcome(book, lambda: exchange(sells, buys, quantity, amount, fee, house))
