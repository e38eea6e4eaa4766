from datetime import date
from pathlib import Path
from statistics import fmean

import pytest

from simulations import load_calibration, load_scenario
from simulations.moments import (
    ClosesOfOtherMarkets,
    PriceFileNoHeader,
    UnknownCloses,
    closes_of,
    monthly_closes,
)
from simulations.scenarios import trading_days

CEA = monthly_closes().closes["CEA"]


def test_every_close_has_a_source_with_its_confidence_and_stands_once() -> None:
    assert [row.day for row in CEA] == sorted({row.day for row in CEA})
    for row in CEA:
        source = monthly_closes().source_of(row)
        assert source.confidence in {"published", "derived"}
        assert row.day <= source.dated


def test_a_close_is_of_the_last_trading_day_of_its_month() -> None:
    days = trading_days(load_scenario("cn-national-2021-2024"))
    last = {(day.year, day.month): day for day in days}
    closes = {(row.day.year, row.day.month): row.day for row in CEA}
    missing = last.keys() - closes.keys()
    assert missing == {(2023, 8)}
    assert {month: closes[month] for month in last.keys() - missing} == {
        month: day for month, day in last.items() if month not in missing
    }


def test_the_levels_of_the_shipped_calibration_are_means_of_these_closes() -> None:
    levels = load_calibration("cn-national-2021-2024").file.levels
    assert levels
    for level in levels:
        closes = [row.close_cny for row in CEA if level.first <= row.day <= level.last]
        assert level.value == pytest.approx(fmean(closes), abs=0.01)


def test_shipped_closes_go_to_the_market_that_they_are_of() -> None:
    found = closes_of("CEA", ["hubei", "national"])
    assert set(found) == {"national"}
    assert found["national"][date(2024, 9, 30)] == 99.48


def test_a_file_of_one_series_belongs_to_the_only_market(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("date,close\n2024-01-31,72.6\n2024-02-29,85.93\n")
    expected = {date(2024, 1, 31): 72.6, date(2024, 2, 29): 85.93}
    assert closes_of(str(mine), ["national"]) == {"national": expected}


def test_of_several_series_each_goes_to_the_market_of_its_name(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    rows = ["2024-01-31,HBEA,45", "2024-02-29,HBEA,46", "2024-01-31,SHEA,70", "2024-02-29,SHEA,71"]
    mine.write_text("\n".join(["日期,品种,收盘价", *rows]), encoding="utf-8")
    found = closes_of(str(mine), ["national", "hubei"])
    assert found == {"hubei": {date(2024, 1, 31): 45.0, date(2024, 2, 29): 46.0}}
    with pytest.raises(ClosesOfOtherMarkets, match="HBEA, SHEA"):
        closes_of(str(mine), ["national"])


def test_what_is_no_series_and_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCloses, match="EUA"):
        closes_of("EUA", ["national"])
    (tmp_path / "letter.csv").write_text("Dear researcher,\n")
    with pytest.raises(PriceFileNoHeader):
        closes_of(str(tmp_path / "letter.csv"), ["national"])
