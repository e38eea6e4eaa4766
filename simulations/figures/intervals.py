"""Means with their intervals on one line each: differences between cases, moments and bands."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulations.figures.styles import (
    BLUE,
    GREY,
    ORANGE,
    Language,
    Width,
    caption,
    dress,
    font,
    new_figure,
    plain_ticks,
    sizes,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LINE_MM = 9.0
_FRAME_MM = 26.0
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"found": "模拟（区间）", "band": "公布值（区间）"},
    "en": {"found": "Simulated (interval)", "band": "Published (band)"},
}


def intervals(
    rows: Sequence[Mapping[str, Any]],
    lang: Language,
    title: str,
    source: str,
    width: Width = "page",
) -> "Figure":
    """Draw a mean and its interval for each row, in panels of one row because units differ.

    Args:
        rows: ``label``, ``mean``, ``low``, ``high`` and, where there is a band to compare with,
            ``band_low``, ``band_high`` and ``band_value`` (None else).
        lang: Language of the words.
        title: Heading.
        source: Line under the figure.
        width: Width in print.
    """
    words = _WORDS[lang]
    count = max(len(rows), 1)
    figure = new_figure(width, _FRAME_MM + _LINE_MM * count)
    panels = figure.subplots(count, 1, squeeze=False)[:, 0]
    shown: dict[str, Any] = {}
    for axes, row in zip(panels, rows, strict=False):
        if row.get("band_low") is not None:
            shown[words["band"]] = axes.barh(
                0, row["band_high"] - row["band_low"], left=row["band_low"], height=0.9,
                color=ORANGE, alpha=0.25, lw=0,
            )  # fmt: skip
            if row.get("band_value") is not None:
                axes.plot([row["band_value"]] * 2, [-0.45, 0.45], color=ORANGE, lw=1.2)
        below, above = row["mean"] - row["low"], row["high"] - row["mean"]
        shown[words["found"]] = axes.errorbar(
            [row["mean"]], [0], xerr=[[below], [above]], color=BLUE, fmt="o", ms=3, lw=1.0,
            capsize=2,
        )  # fmt: skip
        if row["low"] <= 0 <= row["high"] or not row.get("band_low"):
            axes.axvline(0.0, color=GREY, lw=0.6)
        axes.set_ylim(-0.6, 0.6)
        axes.set_yticks([0], [row["label"]])
        plain_ticks(axes, "x")
        dress(axes, width, legend=False, grid="x")
    if shown:
        figure.legend(
            list(shown.values()),
            list(shown),
            loc="outside lower right",
            prop=font(sizes(width)[1]),
            frameon=False,
            ncols=2,
        )
    caption(figure, panels[0], title, source, width)
    return figure
