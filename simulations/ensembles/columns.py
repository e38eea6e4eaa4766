"""Columns of Arrow tables from plain values, without `pyarrow.array`, which loads pandas first.

Pandas takes longer to load than the tables of an ensemble take to write.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa


def whole_numbers(values: Sequence[int], kind: pa.DataType) -> pa.Array:
    """Return whole numbers as a column of ``int32`` or ``int64``."""
    data = np.array(values, dtype=kind.to_pandas_dtype())
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(data)])


def numbers(values: Sequence[float | None]) -> pa.Array:
    """Return numbers as a column of ``float64``, null where there is none."""
    known = np.array([value is not None for value in values], dtype=np.bool_)
    data = np.array([value or 0.0 for value in values], dtype=np.float64)
    bits = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.float64(), len(values), [bits, pa.py_buffer(data)])


def texts(values: Sequence[str]) -> pa.Array:
    """Return texts as a column of ``string``."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(values), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )
