"""Random walks of offers end as a tiny model says, and conserve units and cash."""

from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.rules import Side
from registry.worlds import RegistryError, World
from tests.conftest import WORLD_SLUG
from tests.market.blocks.dealers import Dealers, assert_sound, dealers_of
from tests.market.traders import Trader

CASH_FEN = 3_000_000_000
UNITS_T = 300_000
STEPS = ("offer", "counter", "accept", "decline", "withdraw")
steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 2),  # who
        st.integers(0, 3),  # to whom; 3: to all
        st.booleans(),  # buys
        st.sampled_from((6_847, 9_781, 12_715)),
        st.sampled_from((100_000, 150_000, 200_000)),
        st.integers(0, 2),  # which offer, from the last
        st.integers(1, 4),  # which round
    ),
    min_size=4,
    max_size=14,
)


@dataclass
class ModelOffer:
    """An offer as the model keeps it: who stands to what."""

    maker: int
    to: int
    buys: bool
    stands: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    rounds: int = 1
    open: bool = True


class Model:
    """What each party owns and has set aside, by the plainest rules."""

    def __init__(self) -> None:
        self.units = [UNITS_T] * 3
        self.cash = [CASH_FEN] * 3
        self.bought = [0] * 3
        self.offers: list[ModelOffer] = []

    def aside(self, who: int) -> tuple[int, int]:
        """Units and cash that a party's open offers hold."""
        own = [each for each in self.offers if each.open and each.maker == who]
        terms = [(each.buys, *each.stands[who][1:]) for each in own]
        return (
            sum(quantity for buys, _, quantity in terms if not buys),
            sum(price * quantity for buys, price, quantity in terms if buys),
        )

    def can(self, who: int, buys: bool, price: int, quantity: int, freed: tuple[int, int]) -> bool:
        units, cash = (aside - less for aside, less in zip(self.aside(who), freed, strict=True))
        if buys:
            return self.cash[who] - cash >= price * quantity
        return self.units[who] - units - self.bought[who] >= quantity

    def freed(self, offer: ModelOffer) -> tuple[int, int]:
        """What an offer would release if its maker stood to other terms."""
        _, price, quantity = offer.stands[offer.maker]
        return (0, price * quantity) if offer.buys else (quantity, 0)

    def offer(self, who: int, to: int, buys: bool, price: int, quantity: int) -> bool:
        if to == who or not self.can(who, buys, price, quantity, (0, 0)):
            return False
        self.offers.append(ModelOffer(who, to, buys, {who: (1, price, quantity)}))
        return True

    def may_speak(self, offer: ModelOffer, who: int) -> bool:
        return offer.open and (who == offer.maker or offer.to in {who, 3})

    def counter(self, offer: ModelOffer, who: int, price: int, quantity: int) -> bool:
        if not self.may_speak(offer, who):
            return False
        if who == offer.maker and not self._may_stand(offer, price, quantity):
            return False
        offer.rounds += 1
        offer.stands[who] = (offer.rounds, price, quantity)
        return True

    def _may_stand(self, offer: ModelOffer, price: int, quantity: int) -> bool:
        if offer.stands[offer.maker][1:] == (price, quantity):
            return True
        return self.can(offer.maker, offer.buys, price, quantity, self.freed(offer))

    def answered(self, offer: ModelOffer, who: int, number: int) -> int | None:
        """Whose standing proposal a party answers by a number."""
        found = [maker for maker, terms in offer.stands.items() if terms[0] == number]
        if not found or found[0] == who or (who != offer.maker and found[0] != offer.maker):
            return None
        return found[0]

    def accept(self, offer: ModelOffer, who: int, number: int) -> bool:
        proposer = self.answered(offer, who, number) if self.may_speak(offer, who) else None
        if proposer is None:
            return False
        _, price, quantity = offer.stands[proposer]
        other = proposer if who == offer.maker else who
        if who == offer.maker and not self._may_stand(offer, price, quantity):
            return False
        if not self.can(other, not offer.buys, price, quantity, (0, 0)):
            return False
        offer.open = False
        buyer, seller = (offer.maker, other) if offer.buys else (other, offer.maker)
        self.units[buyer] += quantity
        self.units[seller] -= quantity
        self.cash[buyer] -= price * quantity
        self.cash[seller] += price * quantity
        self.bought[buyer] += quantity
        return True

    def decline(self, offer: ModelOffer, who: int, number: int) -> bool:
        proposer = self.answered(offer, who, number) if self.may_speak(offer, who) else None
        if proposer is None or (who != offer.maker and offer.to == 3):
            return False
        offer.rounds += 1
        del offer.stands[proposer]
        offer.open = who == offer.maker
        return True

    def withdraw(self, offer: ModelOffer, who: int) -> bool:
        if not self.may_speak(offer, who) or who not in offer.stands:
            return False
        offer.rounds += 1
        del offer.stands[who]
        offer.open = who != offer.maker
        return True


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=steps)
def test_walks_end_as_the_model_says(new_database, clock, walk) -> None:
    with new_database() as database:
        compare(dealers_of(World(WORLD_SLUG, database, clock)), walk)


def compare(dealers: Dealers, walk: list[tuple]) -> None:
    traders = [dealers.trader(name, CASH_FEN, UNITS_T) for name in ("Ann", "Ben", "Cem")]
    model, numbers = Model(), []
    for step in walk:
        assert carried_out(dealers, traders, numbers, step) is modelled(model, step)
    for who, trader in enumerate(traders):
        units, cash = model.aside(who)
        assert dealers.venue.units(trader) == (model.units[who], units)
        assert dealers.venue.cash(trader) == (model.cash[who], cash)
    assert sum(model.units) == 3 * UNITS_T
    assert sum(model.cash) == 3 * CASH_FEN
    assert_sound(dealers.venue)


def modelled(model: Model, step: tuple) -> bool:
    kind, who, to, buys, price, quantity, back, number = step
    if kind == "offer":
        return model.offer(who, to, buys, price, quantity)
    if back >= len(model.offers):
        return False
    offer = model.offers[-1 - back]
    if kind == "counter":
        return model.counter(offer, who, price, quantity)
    if kind == "withdraw":
        return model.withdraw(offer, who)
    return getattr(model, kind)(offer, who, number)


def carried_out(dealers: Dealers, traders: list[Trader], numbers: list[str], step: tuple) -> bool:
    kind, who, to, buys, price, quantity, back, number = step
    if kind != "offer" and back >= len(numbers):
        return False
    trader = traders[who]
    with suppress(RegistryError):
        if kind == "offer":
            side = Side.BUY if buys else Side.SELL
            other = traders[to] if to < len(traders) else None
            made = dealers.offer(trader, side, other, price_fen=price, quantity_t=quantity)
            numbers.append(made)
        elif kind == "counter":
            dealers.counter(trader, numbers[-1 - back], price, quantity)
        elif kind == "withdraw":
            dealers.withdraw(trader, numbers[-1 - back])
        else:
            getattr(dealers, kind)(trader, numbers[-1 - back], number)
        return True
    return False
