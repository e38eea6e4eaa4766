import csv
from pathlib import Path
from typing import Literal

import pyarrow.parquet as pq
import pytest
from matplotlib import rcParams

from simulations import price_and_volume_data, run, save_figures, write_run
from tests.simulations.scenarios import small


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run")
    write_run(run(small()), path)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_are_drawn_without_a_warning_and_the_same_each_time(
    directory: Path, tmp_path: Path, lang: Literal["zh", "en"]
) -> None:
    before = dict(rcParams)
    first = save_figures(directory, tmp_path / "a", lang)
    again = save_figures(directory, tmp_path / "b", lang)
    assert [path.suffix for path in first] == [".svg", ".png", ".pdf", ".csv"]
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.stat().st_size > 1_000
    assert dict(rcParams) == before


def test_the_pdf_embeds_only_the_bundled_font(directory: Path, tmp_path: Path) -> None:
    pdf = save_figures(directory, tmp_path, "zh")[2].read_bytes()
    assert b"NotoSansCJKsc" in pdf
    assert b"DejaVu" not in pdf


def test_the_csv_beside_a_figure_is_the_daily_table(directory: Path, tmp_path: Path) -> None:
    sheet = save_figures(directory, tmp_path, "en")[3]
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    daily = pq.read_table(directory / "daily.parquet").to_pylist()
    assert [row["date"] for row in rows] == [row["date"].isoformat() for row in daily]
    assert [float(row["close_cny"]) for row in rows] == [row["close_cny"] for row in daily]
    assert price_and_volume_data(directory)[0]["date"] == rows[0]["date"]
