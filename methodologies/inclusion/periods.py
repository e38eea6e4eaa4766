"""The periods for which the threshold of platform aggregation counts."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np

from methodologies.inclusion.columns import Codes

Period = Literal["day", "month", "year", "always"]
"""How long a threshold counts before it begins anew, in the words of a registry."""


def period_codes(days: Sequence[date], period: Period) -> Codes:
    """Number the period that each day lies in; equal numbers are the same period."""
    numbers = {
        "day": [day.toordinal() for day in days],
        "month": [day.year * 12 + day.month for day in days],
        "year": [day.year for day in days],
        "always": [0 for _ in days],
    }
    return np.asarray(numbers[period], dtype=np.int32)
