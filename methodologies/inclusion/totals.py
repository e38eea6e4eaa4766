"""Totals of records by platform and person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from methodologies.engine.trace import FloatArray
from methodologies.inclusion.columns import Coded, Codes, combined


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums of the accepted records, one entry for each platform or person.

    Args:
        labels: who each entry is, by column name.
        records: how many records count.
        results: sums by output name, in the unit of the output.
    """

    labels: Mapping[str, Sequence[Any]]
    records: NDArray[np.int64]
    results: Mapping[str, FloatArray]


class Labels(Sequence[Any]):
    """Who the entries are, each looked up when it is asked for."""

    def __init__(self, values: Sequence[Any], codes: Codes) -> None:
        self._values = values
        self._codes = codes

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._codes)

    @overload
    def __getitem__(self, entry: int) -> Any: ...
    @overload
    def __getitem__(self, entry: slice) -> Sequence[Any]: ...
    def __getitem__(self, entry: int | slice) -> Any:
        """Return who an entry is, or some of them."""
        if isinstance(entry, slice):
            return Labels(self._values, self._codes[entry])
        return self._values[self._codes[entry]]


def totals_by(
    labels: Mapping[str, Coded], results: Mapping[str, FloatArray], accepted: NDArray[np.bool_]
) -> Totals:
    """Add up the accepted records of each combination of labels, in the order of the labels."""
    rows = len(accepted)
    groups, count = combined((label.codes for label in labels.values()), rows)
    first = np.zeros(count, dtype=np.int32)
    first[groups[::-1]] = np.arange(rows - 1, -1, -1, dtype=np.int32)
    counted = groups[accepted]
    return Totals(
        labels={name: Labels(label.values, label.codes[first]) for name, label in labels.items()},
        records=np.bincount(counted, minlength=count),
        results={
            name: np.asarray(
                np.bincount(counted, weights=values[accepted], minlength=count),
                dtype=np.float64,
            )
            for name, values in results.items()
        },
    )
