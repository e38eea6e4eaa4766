"""How figures look in print: column widths, a palette for every eye, the bundled Chinese font.

Only matplotlib's object interface is used: nothing is set for the whole program.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

Language = Literal["zh", "en"]
Width = Literal["column", "page", "screen"]
WIDTHS_MM: Final[Mapping[Width, float]] = {"column": 84.0, "page": 174.0, "screen": 183.0}
"""Width of one column and of two of a journal's page, and of a figure on a screen."""

FONT_PATH: Final = Path(__file__).parents[1] / "fonts" / "NotoSansSC-Regular.otf"
BLUE, ORANGE, SKY = "#0072B2", "#D55E00", "#56B4E9"
RED, GREY = "#B00020", "#555555"
"""Colours of Okabe and Ito (2008), told apart by colour-blind readers; a red and a grey."""

_INCH_MM: Final = 25.4
_THOUSAND: Final = 1_000
_NARROW_MM: Final = 100.0


def new_figure(width: Width, height_mm: float) -> "Figure":
    """Return an empty figure that belongs to the caller alone.

    Args:
        width: One of the widths of print.
        height_mm: Its height, mm.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  loaded only where it is used: workers start faster
    from matplotlib.figure import Figure  # noqa: PLC0415

    size = (WIDTHS_MM[width] / _INCH_MM, height_mm / _INCH_MM)
    figure = Figure(figsize=size, dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def font(size_pt: float) -> "FontProperties":
    """Return the bundled font in a size."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415  as above

    return FontProperties(fname=FONT_PATH, size=size_pt)


def sizes(width: Width) -> tuple[float, float]:
    """Return the sizes of labels and of ticks, pt."""
    return (7.0, 6.0) if WIDTHS_MM[width] < _NARROW_MM else (9.0, 8.0)


def dress(
    axes: "Axes", width: Width, *, legend: bool = True, grid: Literal["x", "y"] = "y"
) -> None:
    """Give axes the fonts, the light grid and the open frame that all figures have."""
    label_pt, tick_pt = sizes(width)
    axes.grid(visible=True, axis=grid, lw=0.4, alpha=0.5)
    axes.spines[["top", "right"]].set_visible(False)
    for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        tick.set_fontproperties(font(tick_pt))
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_fontproperties(font(label_pt))
    if legend and axes.get_legend_handles_labels()[0]:
        axes.legend(loc="best", prop=font(tick_pt), framealpha=0.85, edgecolor="none")


def caption(figure: "Figure", axes: "Axes", title: str, source: str, width: Width) -> None:
    """Write the title above the axes and the source below the figure."""
    label_pt, tick_pt = sizes(width)
    axes.set_title(title, fontproperties=font(label_pt + 1.0), loc="left", wrap=True)
    figure.supxlabel(
        source, fontproperties=font(tick_pt - 1.0), color=GREY, x=0.01, ha="left", wrap=True
    )


def plain_number(value: float, _position: float | None = None) -> str:
    """Write a number with an ordinary hyphen, which every font has."""
    return f"{value:,.0f}" if abs(value) >= _THOUSAND else f"{value:g}"


def plain_ticks(axes: "Axes", axis: Literal["x", "y"] = "y") -> None:
    """Write the numbers of an axis plainly."""
    from matplotlib.ticker import FuncFormatter  # noqa: PLC0415  as above

    chosen = axes.xaxis if axis == "x" else axes.yaxis
    chosen.set_major_formatter(FuncFormatter(plain_number))


def date_axis(axes: "Axes") -> None:
    """Write years, months and days in digits, the same in both languages."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter  # noqa: PLC0415  as above

    locator: Any = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    numeric = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S.%f"]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(  # type: ignore[no-untyped-call]
            locator,
            formats=numeric,
            zero_formats=numeric,
            offset_formats=["", "", "", "", "", ""],
            show_offset=False,
        )
    )
