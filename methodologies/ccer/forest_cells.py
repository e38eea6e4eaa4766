"""Student's t and the search for the fewest plots, as a spreadsheet calculates them.

Both are written with functions that Excel, LibreOffice and WPS have had from the beginning.
"""

from decimal import Decimal

from methodologies.ccer.forest_statistics import (
    LEVEL_MAX,
    PLOTS_PER_STRATUM_MIN,
    PLOTS_SEARCHED_MAX,
    RELATIVE_DEVIATION_MAX,
)
from methodologies.engine.cells import Cell, Constant, Counting, called, joined

PLOTS_TRIED = 1000
"""More than a t quantile ever asks beyond what the normal quantile asks, at levels to 0.9999."""


def t_cell(level: Cell, degrees: Cell) -> Cell:
    """Return the two-sided t quantile of a level of confidence."""
    return called("TINV", joined("-", _number(1), _level(level)), degrees)


def plots_cell(relative_deviation: Cell, strata: int, level: Cell) -> Cell:
    """Return the fewest plots, as `forest_statistics.fewest_plots` finds them.

    From the first number of plots that the normal quantile allows on, those that miss the target
    are counted; the t quantile falls as the plots grow, so the first to meet it follows them.

    Args:
        relative_deviation: weighted standard deviation over the half width wanted.
        strata: their number.
        level: of confidence.
    """
    bounded = called("MIN", called("ABS", relative_deviation), _number(RELATIVE_DEVIATION_MAX))
    square = joined("*", bounded, bounded)
    share = joined("/", joined("+", _number(1), _level(level)), _number(2))
    normal = called("NORMSINV", share)
    by_normal = joined("*", square, joined("*", normal, normal))
    fewest = _number(PLOTS_PER_STRATUM_MIN * strata)
    start = called("MAX", fewest, called("INT", by_normal))
    tried = joined("+", start, joined("-", Counting(PLOTS_TRIED), _number(1)))
    quantile = t_cell(level, joined("-", tried, _number(strata)))
    missing = joined(">", joined("*", joined("*", quantile, quantile), square), tried)
    misses = called("SUMPRODUCT", joined("*", missing, _number(1)))
    searched = joined("<=", by_normal, _number(PLOTS_SEARCHED_MAX))
    return called(
        "IF", searched, joined("+", start, misses), called("ROUNDUP", by_normal, _number(0))
    )


def _level(level: Cell) -> Cell:
    return called("MIN", level, _number(LEVEL_MAX))


def _number(value: float) -> Cell:
    return Constant(Decimal(str(value)))
