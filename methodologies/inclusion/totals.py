"""Totals of records by platform and person."""

from collections.abc import Iterator, Mapping, Sequence
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


class Sums(Mapping[str, FloatArray]):
    """Sums by output name, each added up when it is asked for."""

    def __init__(
        self,
        results: Mapping[str, FloatArray],
        accepted: NDArray[np.bool_],
        groups: Codes,
        count: int,
    ) -> None:
        self._results = results
        self._accepted = accepted
        self._groups = groups
        self._count = count

    def __len__(self) -> int:
        """Return how many outputs there are."""
        return len(self._results)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the outputs."""
        return iter(self._results)

    def __getitem__(self, name: str) -> FloatArray:
        """Return the sums of an output, in its unit."""
        weights = self._results[name][self._accepted]
        sums = np.bincount(self._groups, weights=weights, minlength=self._count)
        return np.asarray(sums, dtype=np.float64)


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
        results=Sums(results, accepted, counted, count),
    )
