import subprocess
import sys

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from simulations.ensembles.columns import numbers, texts, whole_numbers

INT32 = st.integers(-(2**31), 2**31 - 1)
FLOATS = st.none() | st.floats(allow_nan=False)
NO_PANDAS = """
import sys
import pyarrow as pa
from simulations.ensembles.columns import numbers, texts, whole_numbers
from simulations.runs import parquet_bytes
columns = [whole_numbers([1], pa.int64()), numbers([None]), texts(["碳"])]
parquet_bytes(pa.Table.from_arrays(columns, ["a", "b", "c"]))
print("pandas" in sys.modules)
"""


@given(st.lists(INT32))
def test_whole_numbers_are_those_of_arrow(values: list[int]) -> None:
    for kind in (pa.int32(), pa.int64()):
        assert whole_numbers(values, kind).equals(pa.array(values, kind))


@given(st.lists(FLOATS))
def test_numbers_are_those_of_arrow_and_none_is_null(values: list[float | None]) -> None:
    found = numbers(values)
    found.validate(full=True)
    assert found.equals(pa.array(values, pa.float64()))
    assert found.null_count == values.count(None)


@given(st.lists(st.text()))
def test_texts_are_those_of_arrow(values: list[str]) -> None:
    found = texts(values)
    found.validate(full=True)
    assert found.equals(pa.array(values, pa.string()))


def test_no_column_loads_pandas() -> None:
    told = subprocess.run(
        [sys.executable, "-c", NO_PANDAS], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
