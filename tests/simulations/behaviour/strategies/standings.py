"""Where a trader of a test stands."""

from hypothesis import strategies as st

from simulations.behaviour.strategies import Quote, Standing

STANDINGS = st.builds(
    lambda last, held, sellable, cash: standing(last, held, int(sellable * held), cash),
    st.floats(1, 500).map(lambda value: round(value, 2)),
    st.integers(0, 10**6),
    st.floats(0, 1),
    st.integers(0, 10**10),
)


def standing(
    last_cny: float = 100.0, held_t: int = 0, sellable_t: int = 0, cash_fen: int = 10**12
) -> Standing:
    """Return a standing in a market with a band of 10 % around the last price."""
    low, high = round(last_cny * 90), round(last_cny * 110)
    return Standing(last_cny, low, high, held_t, sellable_t, cash_fen)


def assert_placeable(quote: Quote | None, now: Standing) -> None:
    """Check that the venue and the trader's own account would bear a quote."""
    if quote is None:
        return
    assert now.low_fen <= quote.price_fen <= now.high_fen
    assert quote.quantity_t > 0
    if quote.buys:
        assert quote.quantity_t * quote.price_fen <= now.cash_fen
    else:
        assert quote.quantity_t <= now.sellable_t
