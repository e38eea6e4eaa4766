import re
from typing import Any

import pytest

from docs.validation_page import PAGE, page
from simulations import validate
from simulations.checks import TITLES
from simulations.checks.check import Check
from simulations.checks.replications import SEEDS

LAYERS_B = {1, 2, 4, 5, 7, 10, 12, 18, 21}


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return validate()


def test_every_check_passes(report: dict[str, Any]) -> None:
    assert [check for check in report["checks"] if not check["ok"]] == []
    assert report["failed"] == 0
    assert report["passed"] == len(report["checks"])


def test_every_number_has_its_layers(report: dict[str, Any]) -> None:
    found = {(check["id"], check["layer"]) for check in report["checks"]}
    assert found >= {(number, "S") for number in range(1, 19)}
    assert found >= {(number, "B") for number in LAYERS_B}
    assert found >= {(number, "R") for number in (19, 20, 22, 23, 24)}
    assert {number for number, _ in found} == set(range(1, 25)) == set(TITLES)
    fields = set(Check.__dataclass_fields__) | {"title"}
    assert all(set(check) == fields for check in report["checks"])


def test_layer_b_takes_at_least_two_hundred_seeds(report: dict[str, Any]) -> None:
    assert SEEDS >= 200
    assert {check["seeds"] for check in report["checks"] if check["layer"] == "B"} == {SEEDS}
    covered = [check["coverage"] for check in report["checks"] if check["coverage"] is not None]
    assert len(covered) >= 10
    assert all(0.91 <= share <= 0.98 for share in covered)


def test_the_page_shows_what_the_run_found(report: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(report)


def test_the_page_marks_what_failed() -> None:
    failed = Check(1, "S", "two and two", 4, 5, "exact", ok=False)
    values = {name: getattr(failed, name) for name in Check.__dataclass_fields__}
    shown = page({"checks": [values], "passed": 0, "failed": 1})
    assert re.search(r"\| S \| two and two \| 4 \| 5 \| exact \|.*✗ \*\*failed\*\* \|", shown)
