"""Surrender statuses follow emissions, exclusions and cumulative surrenders."""

import pytest

from registry.reporting.surrender_status import OperatorYear, statuses


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([OperatorYear(2021, 100, 100)], "A"),
        ([OperatorYear(2021, 100, 99)], "B"),
        ([OperatorYear(2021, 100, 150), OperatorYear(2022, 100, 50)], "A A"),
        ([OperatorYear(2021, 100, 50), OperatorYear(2022, 100, 150)], "B A"),
        ([OperatorYear(2021, 100, 100), OperatorYear(2022, None, 0)], "A C"),
        ([OperatorYear(2021, 100, 100), OperatorYear(2023, 10, 10)], "A C"),
        ([OperatorYear(2021, None, None), OperatorYear(2022, 10, 10)], "NOT_APPLICABLE A"),
        ([OperatorYear(2021, 5, 5), OperatorYear(2022, None, None, True)], "A EXCLUDED"),
        (
            [OperatorYear(2021, 5, 5), OperatorYear(2022, None, 0, True), OperatorYear(2023, 1, 0)],
            "A EXCLUDED B",
        ),
        ([OperatorYear(2021, 0, None)], "A"),
        ([], ""),
    ],
)
def test_a_status_for_each_year(years: list[OperatorYear], expected: str) -> None:
    assert " ".join(statuses(reversed(years))[year.year] for year in years) == expected
