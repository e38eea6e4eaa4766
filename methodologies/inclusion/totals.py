"""Totals of records by platform and person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methodologies.engine.trace import FloatArray
from methodologies.inclusion.columns import Coded, combined


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums of the accepted records, one entry for each platform or person.

    Args:
        labels: who each entry is, by column name.
        records: how many records count.
        results: sums by output name, in the unit of the output.
    """

    labels: Mapping[str, tuple[Any, ...]]
    records: NDArray[np.int64]
    results: Mapping[str, FloatArray]


def totals_by(
    labels: Mapping[str, Coded], results: Mapping[str, FloatArray], accepted: NDArray[np.bool_]
) -> Totals:
    """Add up the accepted records of each combination of labels, in the order of the labels."""
    rows = len(accepted)
    groups, count = combined((label.codes for label in labels.values()), rows)
    first = np.zeros(count, dtype=np.int64)
    first[groups[::-1]] = np.arange(rows - 1, -1, -1)
    return Totals(
        labels={
            name: tuple(label.values[code] for code in label.codes[first])
            for name, label in labels.items()
        },
        records=np.bincount(groups[accepted], minlength=count),
        results={
            name: np.asarray(
                np.bincount(groups[accepted], weights=values[accepted], minlength=count),
                dtype=np.float64,
            )
            for name, values in results.items()
        },
    )
