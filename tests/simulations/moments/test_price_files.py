import contextlib
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.moments import (
    PriceFileInvalid,
    PriceFileNoHeader,
    PriceFileNotText,
    parse_prices,
    read_price_file,
)

EXCHANGE = """全国碳市场每日行情,,,,,,
交易日期,收盘价(元/吨),最高价,最低价,挂牌协议成交量（吨）,大宗协议成交量(万吨),成交额
2024年9月30日,99.48,100.00,99.00,"12,345",10,1
2024/9/27,--,,,0,0,0
20240926,96.50,97,96,500,,1
2024-09-25,０９６．００,97,95,1,0,1
"""
ICAP = """Date,China National ETS,,,,Hubei pilot ETS,,
Date,Primary Market,Secondary Market,Market Currency,Exchange rate USD/CNY,\
Secondary Market,Reference Market,Market Currency
2024-09-26,,96.50,CNY,7.1,,,CNY
2024-09-27,,96.90,CNY,7.1,41.00,41.00,CNY
2024-09-30,,99.48,CNY,7.1,42.00,42.00,CNY
"""


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PriceFileInvalid) as caught:
        parse_prices(text.encode(), "mine.csv", "CEA")
    assert all(problem.render("zh") != problem.render("en") for problem in caught.value.problems)
    return [(problem.row, problem.column, problem.value) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_an_exchange_table_is_read_in_any_usual_encoding(encoding: str) -> None:
    text = EXCHANGE.replace("０９６．００", "96.00") if encoding == "gbk" else EXCHANGE
    file = parse_prices(text.encode(encoding), "mine.csv", "CEA")
    series = file.series["CEA"]
    assert file.layout == "exchange"
    assert list(series.close) == [96.0, 96.5, 96.5, 99.48]
    assert list(series.listed_t) == [1, 500, 0, 12345]
    assert series.block_t[3] == 100_000
    assert math.isnan(series.high[2])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators_are_recognised(delimiter: str) -> None:
    text = "date,close,volume\n2024-01-02,70.5,10\n2024-01-03,71,20\n".replace(",", delimiter)
    assert list(parse_prices(text.encode(), "a.csv", "x").series["x"].close) == [70.5, 71]


def test_an_icap_file_has_its_systems_side_by_side() -> None:
    file = parse_prices(ICAP.encode("cp1252"), "icap.csv", "")
    assert file.layout == "icap"
    assert list(file.series) == ["China National ETS", "Hubei pilot ETS"]
    assert list(file.series["China National ETS"].close) == [96.5, 96.9, 99.48]
    assert list(file.series["Hubei pilot ETS"].close) == [41, 42]
    assert file.currencies == {"China National ETS": "CNY", "Hubei pilot ETS": "CNY"}
    assert np.isnan(file.series["Hubei pilot ETS"].listed_t).all()


def test_a_column_of_products_makes_a_market_of_each() -> None:
    text = "日期,交易品种,收盘价,成交数量\n"
    text += "".join(
        f"2024-01-0{day},{code},{price},10\n"
        for day in (3, 2)
        for code, price in (("GDEA", 70 + day), ("SHEA", 60))
    )
    series = parse_prices(text.encode("gbk"), "b.csv", "file").series
    assert {name: list(days.close) for name, days in series.items()} == {
        "GDEA": [72, 73],
        "SHEA": [60, 60],
    }


def test_a_whole_volume_is_split_by_the_blocks_beside_it() -> None:
    text = "date,close,volume,block volume\n2024-01-02,70,300,200\n2024-01-03,70,100,\n"
    series = parse_prices(text.encode(), "c.csv", "x").series["x"]
    assert list(series.listed_t) == [100, 100]
    assert list(series.volume_t) == [300, 100]


def test_every_fault_is_named_with_row_heading_and_value() -> None:
    text = "\n".join(
        [
            "日期,收盘价,最高价,最低价,成交量,大宗成交量",
            "30/09/2024,70,,,1,",
            "2024-02-30,70,,,1,",
            "2024-01-02,-1,,,1,",
            "2024-01-03,1e400,,,1,",
            "2024-01-04,70,69,71,1,",
            "2024-01-05,70,,,many,",
            "2024-01-08,70,,,1,5",
            "2024-01-08,70,,,5,1",
            "2024-01-09,,,,7,",
            "2024-01-10,=1+1,,,7,",
        ]
    )
    assert problems(text) == [
        (2, "日期", "30/09/2024"),
        (3, "日期", "2024-02-30"),
        (4, "收盘价", "-1"),
        (5, "收盘价", "1e400"),
        (6, "最高价", "69.0"),
        (7, "成交量", "many"),
        (8, "大宗成交量", "5.0"),
        (9, "日期", "2024-01-08"),
        (11, "收盘价", "=1+1"),
        (10, "收盘价", ""),
    ]


def test_an_unknown_unit_of_volume_is_a_fault_of_the_heading() -> None:
    text = "date,close,volume (lots)\n2024-01-02,70,1\n2024-01-03,70,1\n"
    assert problems(text) == [(1, "volume (lots)", "volume (lots)")]


def test_one_day_is_no_series() -> None:
    assert problems("date,close\n2024-01-02,70\n")[0][2] == "mine.csv"


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04zip", b"%PDF-1.7", b"\xff\xfe\x00", b"date,close\n\0", b"\xd0\xcf\x11\xe0"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises((PriceFileNotText, PriceFileNoHeader)):
        parse_prices(content, "x.xlsx", "x")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "date,volume\n2024-01-02,1\n", "\n" * 100])
def test_a_table_without_date_and_price_is_refused(text: str) -> None:
    with pytest.raises(PriceFileNoHeader):
        parse_prices(text.encode(), "x.csv", "x")


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_no_text_breaks_the_reader(tail: str, encoding: str) -> None:
    content = ("date,close,volume\n2024-01-02,70,1\n2024-01-03,71,1\n" + tail).encode(
        encoding, "replace"
    )
    with contextlib.suppress(PriceFileInvalid, PriceFileNotText):
        parse_prices(content, "x.csv", "x")


def test_a_file_names_the_market_where_nothing_else_does(tmp_path: Path) -> None:
    path = tmp_path / "CEA.csv"
    path.write_text("date,close\n2024-01-02,70\n2024-01-03,71\n")
    assert list(read_price_file(path).series) == ["CEA"]
    assert list(read_price_file(path, "mine").series) == ["mine"]
    assert list(read_price_file(path, "mine").series["mine"].days.astype(str)) == [
        "2024-01-02",
        "2024-01-03",
    ]


def test_a_file_that_makes_a_market_of_every_row_is_refused_early() -> None:
    rows = "".join(f"2024-01-02,P{i},70\n" for i in range(5000))
    assert problems("date,product,close\n" + rows) == [(62, "product", "P60")]
