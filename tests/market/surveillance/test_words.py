from market.surveillance.detectors import Watch
from market.surveillance.words import explained


def test_an_alert_counts_in_the_unit_of_its_instrument_and_groups_digits() -> None:
    held = {"held_t": 9_876, "total_t": 34_624, "threshold_t": 8_656}
    assert "9,876 MWh of 34,624 MWh" in explained(Watch.LARGE_HOLDER, held, "MWh")["en"]
    assert "持有 9,876 t，全部账户合计 34,624 t" in explained(Watch.LARGE_HOLDER, held)["zh"]
    left = {"days": 10, "price_fen": 1_234_567, "threshold_fen": 1_000_000}
    assert "12,345.67 元/t" in explained(Watch.CORRIDOR, left)["zh"]
