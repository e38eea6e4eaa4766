"""Steps that meet: the database lets one of them win, on both kinds."""

from market.blocks.refused_blocks import BlockOfferEnded, TermsChanged
from market.rules import Side
from tests.market.blocks.dealers import UNITS_T, Dealers, assert_sound
from tests.market.racing import at_once
from tests.market.traders import Trader

ROUNDS = 4
REFUSED = (BlockOfferEnded, TermsChanged)


def test_an_offer_is_accepted_or_withdrawn_but_not_both(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    sold_t = 0
    for _ in range(ROUNDS):
        number = dealers.offer(ann, Side.SELL, ben)
        accepted, withdrawn = at_once(
            lambda number=number: dealers.accept(ben, number),
            lambda number=number: dealers.withdraw(ann, number),
            refused=REFUSED,
        )
        assert (accepted is None) is not (withdrawn is None)
        sold_t += 0 if accepted is None else 150_000
        assert dealers.venue.units(ann) == (UNITS_T - sold_t, 0)
    assert_sound(dealers.venue)


def test_one_of_two_takes_an_offer_to_all(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    for _ in range(ROUNDS):
        number = dealers.offer(ann, Side.SELL)
        taken = at_once(
            lambda number=number: dealers.accept(ben, number),
            lambda number=number: dealers.accept(cem, number),
            refused=REFUSED,
        )
        assert sum(each is not None for each in taken) == 1
    assert dealers.venue.units(ann) == (UNITS_T - ROUNDS * 150_000, 0)
    assert_sound(dealers.venue)


def test_terms_that_change_are_not_accepted_as_they_were(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    for _ in range(ROUNDS):
        number = dealers.offer(ann, Side.SELL, ben)
        accepted, changed = at_once(
            lambda number=number: dealers.accept(ben, number, 1),
            lambda number=number: dealers.counter(ann, number, 12_000, 100_000),
            refused=REFUSED,
        )
        assert (accepted is None) is not (changed is None)
        if changed:
            dealers.withdraw(ann, number)
    assert_sound(dealers.venue)
