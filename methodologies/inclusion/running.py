"""Running totals of records by group, in the order of the records."""

import numpy as np

from methodologies.engine.trace import FloatArray
from methodologies.inclusion.columns import Codes


def running_totals(amounts: FloatArray, groups: Codes, openings: FloatArray) -> FloatArray:
    """Add up, for each record, what its group came to before it.

    Each group is added record by record, as an exact calculation would, so that no long sum of
    others takes digits away.

    Args:
        amounts: of the records in their order.
        groups: number of each record's group, such as a person and a month.
        openings: what the group had before; that of its first record counts.

    Returns:
        For each record the opening of its group and all earlier amounts, in the unit of `amounts`.
    """
    totals = np.empty(len(amounts))
    if not len(amounts):
        return totals
    order = np.argsort(groups, kind="stable")
    grouped = groups[order]
    firsts = np.flatnonzero(np.r_[True, grouped[1:] != grouped[:-1]])
    lengths = np.diff(np.r_[firsts, len(grouped)])
    longest_first = np.argsort(-lengths, kind="stable")
    firsts, lengths = firsts[longest_first], lengths[longest_first]
    added = amounts[order]
    before = np.empty(len(amounts))
    running = openings[order][firsts]
    for position in range(int(lengths[0])):
        left = int(np.searchsorted(-lengths, -position))
        places = firsts[:left] + position
        before[places] = running[:left]
        running[:left] += added[places]
    totals[order] = before
    return totals
