"""Fans, intervals and sensitivity bars: their numbers, and that both languages can be drawn."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from matplotlib.figure import Figure

from simulations import EnsembleFiles, NotAnEnsemble, read_ensemble, run_ensemble, sensitivity
from simulations.figures import (
    WIDTHS_MM,
    intervals,
    price_fan,
    price_fan_data,
    save_ensemble_figures,
    save_figure,
    sensitivity_bars,
    sensitivity_data,
    simulated_closes,
)
from simulations.figures.styles import Language, Width
from tests.simulations.ensembles.plans import plan

_MM = 25.4


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ensemble") / "two"
    run_ensemble(plan("two_policies"), path)
    return path


@pytest.fixture(scope="module")
def rows_of_fan(ensemble: Path) -> list[dict[str, Any]]:
    told = {date(2025, 1, 31): 92.0, date(2026, 1, 30): 79.0}
    return price_fan_data(simulated_closes(read_ensemble(ensemble), 1)["national"], told)


def test_a_fan_holds_the_percentiles_of_the_closes_of_one_case(
    ensemble: Path, rows_of_fan: list[dict[str, Any]]
) -> None:
    days = read_ensemble(ensemble).table("daily").to_pylist()
    chosen = [row for row in days if row["case"] == 1 and row["date"] == date(2025, 12, 30)]
    closes = [row["close_cny"] for row in chosen]
    (row,) = [row for row in rows_of_fan if row["date"] == "2025-12-30"]
    assert row["runs"] == len(closes) == 3
    assert row["p50_cny"] == pytest.approx(float(np.median(closes)), abs=1e-4)
    assert row["p05_cny"] <= row["p25_cny"] <= row["p50_cny"] <= row["p75_cny"] <= row["p95_cny"]


def test_what_was_published_stands_on_its_day_even_outside_the_run(
    rows_of_fan: list[dict[str, Any]],
) -> None:
    told = {row["date"]: row for row in rows_of_fan if row["published_cny"] is not None}
    assert told["2025-01-31"]["published_cny"] == 92.0
    assert told["2026-01-30"]["runs"] == 0
    assert told["2026-01-30"]["p50_cny"] is None


def test_the_days_of_a_case_are_read_once_for_all_figures_of_it(
    ensemble: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    whole = EnsembleFiles.partition

    def noted(files: EnsembleFiles, name: str, case: int) -> pa.Table | None:
        read.append(case)
        return whole(files, name, case)

    monkeypatch.setattr(EnsembleFiles, "partition", noted)
    told = {"national": {date(2025, 1, 27): 92.0}}
    written = save_ensemble_figures(read_ensemble(ensemble), tmp_path, "en", "column", told)
    assert {path.name for path in written} >= {"quarters_national_base.csv"}
    assert read == [0, 1]


def test_closes_are_refused_where_days_were_not_kept(tmp_path: Path) -> None:
    design = plan("sobol")
    run_ensemble(design, tmp_path)
    assert "daily" not in design.experiment.tables
    with pytest.raises(NotAnEnsemble, match="daily"):
        simulated_closes(read_ensemble(tmp_path))


@pytest.fixture(scope="module")
def rows_of_bars(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    path = tmp_path_factory.mktemp("ensemble") / "sobol"
    design = plan("sobol")
    run_ensemble(design, path)
    metric = design.experiment.metrics[0]
    return sensitivity_data(sensitivity(read_ensemble(path)), metric)


COMPARED = [
    {"label": "价格 Price", "mean": 3.0, "low": 1.0, "high": 5.0},
    {"label": "波动 sd", "mean": 1.7, "low": 1.6, "high": 1.8}
    | {"band_low": 1.5, "band_high": 2.0, "band_value": 1.75},
]


Draw = Callable[[Language, Width], Figure]


@pytest.fixture
def draws(
    rows_of_fan: list[dict[str, Any]], rows_of_bars: list[dict[str, Any]]
) -> list[tuple[Draw, list[dict[str, Any]]]]:
    mark = [date(2025, 12, 31)]
    return [
        (lambda lang, width: price_fan(rows_of_fan, lang, "题 T", "源", mark, width), rows_of_fan),
        (
            lambda lang, width: intervals(COMPARED, lang, "T", "S", width),
            COMPARED,
        ),
        (lambda lang, width: sensitivity_bars(rows_of_bars, lang, "T", "S", width), rows_of_bars),
    ]


def test_every_figure_has_its_width_in_print(
    draws: list[tuple[Draw, list[dict[str, Any]]]],
) -> None:
    for draw, _ in draws:
        for width, millimetres in WIDTHS_MM.items():
            assert draw("en", width).get_size_inches()[0] * _MM == pytest.approx(millimetres)


@pytest.mark.parametrize(("lang", "width"), [("zh", "column"), ("en", "page")])
def test_every_figure_is_the_same_each_time_and_embeds_only_the_bundled_font(
    draws: list[tuple[Draw, list[dict[str, Any]]]], tmp_path: Path, lang: Language, width: Width
) -> None:
    for i, (draw, rows) in enumerate(draws):
        first = save_figure(draw(lang, width), rows, tmp_path / f"{i}a")
        again = save_figure(draw(lang, width), rows, tmp_path / f"{i}b")
        for one, two in zip(first, again, strict=True):
            assert one.read_bytes() == two.read_bytes()
        assert b"DejaVu" not in first[2].read_bytes()


def test_factors_and_metrics_are_named_in_the_readers_language() -> None:
    keys = ("agents.behaviours.hoarding", "markets.national.offsets.max_share")
    rows = [{"factor": key, "S1": 0.5, "S1_conf": 0.1, "ST": 0.6, "ST_conf": 0.1} for key in keys]
    for lang, words in (("zh", "惜售比例"), ("en", "part of a surplus")):
        figure = sensitivity_bars(rows, lang, "T", "S", "column")
        first, second = (label.get_text() for label in figure.axes[0].get_yticklabels())
        assert words in first
        assert first.endswith("\nbehaviours.hoarding")
        assert second.endswith("\nnational.offsets.max_share")


def test_a_fan_says_what_its_case_sets(
    ensemble: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def drawn(*words: Any) -> Any:
        told.append(words[3])
        return price_fan(*words)

    monkeypatch.setattr("simulations.figures.of_ensembles.price_fan", drawn)
    save_ensemble_figures(read_ensemble(ensemble), str(tmp_path), "en")
    assert told[0].startswith("TanLab simulation")
    assert told[1].startswith("national.trading.block.enabled = false. TanLab simulation")
