"""Published figures enter a world once and come back as they were published."""

from market.data import load_published_figures, published_figures
from registry.worlds import WorldSession


def test_figures_enter_once(session: WorldSession) -> None:
    first = load_published_figures(session)
    assert first > 0
    assert load_published_figures(session) == 0
    assert len(published_figures(session)) == first


def test_the_third_quarter_of_2024_is_there_with_its_source(session: WorldSession) -> None:
    load_published_figures(session)
    quarter = {
        figure.measure: figure
        for figure in published_figures(session, "national")
        if figure.period == "2024-Q3"
    }
    assert quarter["volume"].value == "17188320"
    assert quarter["close"].value == "99.48"
    assert quarter["close"].source_zh
    assert quarter["close"].source_en
    assert {figure.confidence for figure in quarter.values()} <= {"published", "high", "derived"}


def test_parts_of_the_quarter_add_up(session: WorldSession) -> None:
    load_published_figures(session)
    value = {
        (figure.period, figure.measure): figure.value
        for figure in published_figures(session, "national")
    }
    months = sum(int(value[f"2024-{month}", "volume"]) for month in ("07", "08", "09"))
    assert months == int(value["2024-Q3", "volume"])
    parts = (int(value["2024-Q3", name]) for name in ("listed_volume", "block_volume"))
    assert sum(parts) == int(value["2024-Q3", "volume"])
