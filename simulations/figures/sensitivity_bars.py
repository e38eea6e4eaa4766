"""Which factors move a metric: Sobol indices or elementary effects, with their intervals."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from simulations.figures.styles import (
    BLUE,
    ORANGE,
    Language,
    Width,
    caption,
    dress,
    new_figure,
    plain_ticks,
)
from simulations.scenarios import key_info

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LINE_MM = 10.0
_FRAME_MM = 30.0
_HALF = 0.38
_LABEL_CHARACTERS = 30
_INDICES = {"sobol": ("S1", "ST"), "morris": ("mu_star", "sigma")}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"S1": "一阶", "ST": "总效应", "mu_star": "μ*", "sigma": "σ"},
    "en": {"S1": "First order", "ST": "Total", "mu_star": "μ*", "sigma": "σ"},
}


def sensitivity_data(found: Mapping[str, Any], metric: str) -> list[dict[str, Any]]:
    """Return the rows of one metric: factor, both indices and the half-widths of their intervals.

    Args:
        found: What ``sensitivity`` returns.
        metric: One of its metrics.
    """
    first, second = _INDICES[found["method"]]
    rows = [
        {
            "factor": row["factor"],
            first: row[first],
            f"{first}_conf": row.get(f"{first}_conf"),
            second: row[second],
            f"{second}_conf": row.get(f"{second}_conf"),
        }
        for row in found["metrics"][metric]["factors"]
    ]
    return sorted(rows, key=lambda row: -abs(row[second] or 0.0))


def sensitivity_bars(
    rows: Sequence[Mapping[str, Any]],
    lang: Language,
    title: str,
    source: str,
    width: Width = "page",
) -> "Figure":
    """Draw two bars for each factor, the strongest on top.

    Args:
        rows: As ``sensitivity_data`` returns them.
        lang: Language of the words.
        title: Heading.
        source: Line under the figure.
        width: Width in print.
    """
    words = _WORDS[lang]
    figure = new_figure(width, _FRAME_MM + _LINE_MM * max(len(rows), 1))
    axes = figure.subplots()
    indices = [key for key in (rows[0] if rows else {}) if key in words]
    for place, (index, colour) in enumerate(zip(indices, (BLUE, ORANGE), strict=False)):
        axes.barh(
            [i + (place - 0.5) * _HALF for i in range(len(rows))],
            [row[index] or 0.0 for row in rows],
            height=_HALF,
            xerr=[row.get(f"{index}_conf") or 0.0 for row in rows],
            color=colour,
            error_kw={"lw": 0.8, "capsize": 2},
            label=words[index],
        )
    axes.set_yticks(range(len(rows)), [_label(row["factor"], lang) for row in rows])
    axes.invert_yaxis()
    plain_ticks(axes, "x")
    dress(axes, width, grid="x")
    caption(figure, axes, title, source, width)
    return figure


def _label(factor: str, lang: Language) -> str:
    """Return what a factor means, below it the key without its first part."""
    path = tuple(factor.split("."))
    info = key_info(path)
    key = ".".join(path[1:]) or factor
    return f"{fill(info.meaning[lang], _LABEL_CHARACTERS)}\n{key}" if info else key
