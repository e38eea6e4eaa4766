import pytest

from market.listed import CancelOrder, PlaceOrder
from market.rules import OrderKind, Side, cny_text


@pytest.mark.parametrize(
    ("amount_fen", "text"), [(10_759, "107.59"), (5, "0.05"), (0, "0.00"), (-150, "-1.50")]
)
def test_fen_are_written_as_yuan(amount_fen: int, text: str) -> None:
    assert cny_text(amount_fen) == text


def test_each_side_trades_with_the_other() -> None:
    assert (Side.BUY.opposite, Side.SELL.opposite) == (Side.SELL, Side.BUY)


def test_commands_are_frozen_values() -> None:
    one, other = (
        PlaceOrder(
            client_id="a",
            account="1",
            instrument="CEA-2024",
            side=Side.BUY,
            price_fen=1,
            quantity_t=1,
        )
        for _ in range(2)
    )
    assert one == other
    assert one.order_kind is OrderKind.LIMIT
    with pytest.raises(AttributeError):
        one.quantity_t = 2
    assert hash(CancelOrder(client_id="b", order_id=1))
