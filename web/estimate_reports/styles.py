"""How the cells of an estimate's workbook look."""

from dataclasses import dataclass
from typing import Any

CHANGEABLE = "#FFF6CC"
LIVE = "#EAF4EF"


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook."""

    title: Any
    heading: Any
    number: Any
    changeable: Any
    live: Any
    total: Any
    quiet: Any
    wrapped: Any
    day: Any
    banner: Any

    @classmethod
    def of(cls, book: Any) -> "Styles":
        """Add the formats to a workbook."""
        number = {"num_format": "General", "align": "right"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            heading=book.add_format(
                {"bold": True, "bottom": 1, "valign": "top", "text_wrap": True}
            ),
            number=book.add_format(number),
            changeable=book.add_format({**number, "bg_color": CHANGEABLE}),
            live=book.add_format({**number, "bg_color": LIVE}),
            total=book.add_format({**number, "bg_color": LIVE, "bold": True}),
            quiet=book.add_format({"font_color": "#56606C"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            day=book.add_format({"num_format": "yyyy-mm-dd", "align": "right"}),
            banner=book.add_format(
                {"text_wrap": True, "valign": "top", "bold": True, "font_color": "#B32D24"}
            ),
        )
