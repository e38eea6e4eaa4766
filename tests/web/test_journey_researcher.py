"""Journey R: a researcher runs a scenario in the browser, and again on the command line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import pytest

from tests.web.browser import PHONE, ROOT, Visit, Visitor

SCENARIO = "cn-national-2024"
FEW_FIRMS = (
    "agents.firms.power.count=60",
    "agents.firms.steel.count=8",
    "agents.firms.cement.count=10",
    "agents.firms.aluminium.count=4",
)
RUN_MS_MAX = 90_000
WORDS = {
    "zh": {"start": "开始运行", "done": "已完成", "note": "未经校准", "unknown": "您是否想写"},
    "en": {
        "start": "Start run",
        "done": "finished",
        "note": "not calibrated",
        "unknown": "did you mean",
    },
}

pytestmark = pytest.mark.browser


def start(visitor: Visitor, language: str, *overrides: str) -> None:
    """Start a run with seed 1 and these overrides from the scenario's page."""
    page = visitor.open(f"/lab/scenarios/{SCENARIO}")
    page.get_by_role("textbox", name=re.compile("种子|Seed")).fill("1")
    page.locator("#field-overrides").fill("\n".join(overrides))
    page.get_by_role("button", name=WORDS[language]["start"]).click()


def finished(visitor: Visitor) -> dict[str, Any]:
    """Wait until the run's page shows its chart, and return the run's results from its JSON."""
    page = visitor.page
    page.wait_for_url(re.compile(r"/lab/runs/\w+$"))
    page.locator("#price-volume[data-drawn-days]").wait_for(timeout=RUN_MS_MAX)
    run_id = page.url.rpartition("/")[2]
    answer = page.request.get(f"/api/v1/simulations/runs/{run_id}/results")
    found: dict[str, Any] = answer.json()
    return found


def by_command_line(directory: Path) -> dict[str, Any]:
    """Run the same on the command line and return the manifest."""
    words = ["run", SCENARIO, "--seed", "1"]
    for override in FEW_FIRMS:
        words += ["--set", override]
    subprocess.run(
        [sys.executable, "-m", "web.cli", *words, "-o", str(directory)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_text())
    return manifest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_researcher_runs_the_national_market_and_gets_the_same_bytes_everywhere(
    visit: Visit, tmp_path: Path, language: Literal["zh", "en"]
) -> None:
    reader = visit(language)
    reader.sign_in("researcher@example.org")
    start(reader, language, *FEW_FIRMS)
    reader.page.locator("progress, #price-volume").first.wait_for()
    results = finished(reader)
    page = reader.page
    assert WORDS[language]["done"] in page.locator(".status").first.inner_text()
    assert WORDS[language]["note"] in page.locator("#note").inner_text()

    drawn = page.evaluate(
        "() => echarts.getInstanceByDom(document.getElementById('price-volume')).getOption()"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="daily.parquet").click()
    rows = pq.read_table(download.value.path()).to_pylist()
    assert drawn["xAxis"][0]["data"] == [row["date"].isoformat() for row in rows]
    assert drawn["series"][0]["data"] == [
        [row["open_cny"], row["close_cny"], row["low_cny"], row["high_cny"]] for row in rows
    ]
    assert drawn["series"][1]["data"] == [
        row["listed_volume_t"] + row["block_volume_t"] for row in rows
    ]

    first, second = by_command_line(tmp_path / "first"), by_command_line(tmp_path / "second")
    assert first == second
    assert results["manifest"] == first
    shown = page.locator("[data-file='daily.parquet']").inner_text()
    assert f"sha256:{shown}" == first["files"]["daily.parquet"]
    assert page.locator("#scenario-digest").inner_text() == first["scenario_digest"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_key_is_answered_at_its_line_and_nothing_typed_is_lost(
    visit: Visit, language: Literal["zh", "en"]
) -> None:
    reader = visit(language, viewport=PHONE)
    reader.sign_in("researcher@example.org")
    start(reader, language, FEW_FIRMS[0], "agents.firms.powr.count=3")
    wrong = reader.page.locator("#error-overrides")
    assert WORDS[language]["unknown"] in wrong.inner_text()
    assert "2" in wrong.inner_text()
    assert reader.page.locator("#field-overrides").input_value().endswith("powr.count=3")


def test_a_run_is_cancelled_by_its_owner(visit: Visit) -> None:
    reader = visit("en")
    reader.sign_in("researcher@example.org")
    start(reader, "en")
    reader.page.get_by_role("button", name="Cancel the run").click()
    reader.page.get_by_text("stopped on request").wait_for(timeout=RUN_MS_MAX)
