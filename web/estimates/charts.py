"""Charts of an uncertain result, as options of ECharts; every figure also stands in a table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from methodologies import Uncertainty

INSIDE, OUTSIDE = "#0f5f9e", "#a9b4bf"
SHOWN_BARS_MAX = 12
ARIA: Mapping[str, Any] = {"enabled": True, "decal": {"show": False}}


def histogram(found: Uncertainty, *, value: str, samples: str) -> dict[str, Any]:
    """Return the histogram, bars outside the interval in grey.

    Args:
        found: the spread.
        value: title of the horizontal axis, with the unit.
        samples: title of the vertical axis.
    """
    edges = list(zip(found.bar_edges, found.bar_edges[1:], strict=False))
    middles = [(low + high) / 2 for low, high in edges]
    return {
        "aria": ARIA,
        "animation": False,
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 40, "containLabel": True},
        "xAxis": {
            "type": "category",
            "name": value,
            "nameLocation": "middle",
            "nameGap": 28,
            "data": [f"{significant(middle, 4):,f}" for middle in middles],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "name": samples},
        "series": [
            {
                "type": "bar",
                "name": samples,
                "barCategoryGap": "2%",
                "data": [
                    {
                        "value": count,
                        "itemStyle": {
                            "color": INSIDE if found.low <= middle <= found.high else OUTSIDE
                        },
                    }
                    for count, middle in zip(found.bar_counts, middles, strict=True)
                ],
            }
        ],
    }


def shares(found: Uncertainty, *, share: str) -> dict[str, Any]:
    """Return bars of the shares of variance, the largest on top; `share` titles the axis."""
    shown = list(reversed(found.indices[:SHOWN_BARS_MAX]))
    return {
        "aria": ARIA,
        "animation": False,
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 40, "containLabel": True},
        "xAxis": {
            "type": "value",
            "name": share,
            "nameLocation": "middle",
            "nameGap": 28,
            "min": 0,
            "max": 100,
        },
        "yAxis": {"type": "category", "data": ["; ".join(each.symbols) for each in shown]},
        "series": [
            {
                "type": "bar",
                "name": share,
                "itemStyle": {"color": INSIDE},
                "data": [round(max(each.first_order, 0.0) * 100, 1) for each in shown],
            }
        ],
    }


def significant(number: float, digits: int = 6) -> Decimal:
    """Return a sampled number with as many digits as samples can tell."""
    rounded = Decimal(format(number, f".{digits}g"))
    return rounded.quantize(1) if rounded == rounded.to_integral_value() else rounded
