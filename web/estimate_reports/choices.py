"""What a reader chooses of a report, in an address or on the command line."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from web.estimate_reports.documents import ReportOptions
from web.estimate_reports.sections import SECTIONS, SectionName
from web.refusals import Language

TITLE_CHARACTERS_MAX = 120


class ReportChoice(BaseModel):
    """The choice as given; `chosen` tells no section from no choice."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    lang: Language | None = None
    title: str = Field("", max_length=TITLE_CHARACTERS_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")
    section: list[SectionName] = Field([], max_length=len(SECTIONS))
    chosen: bool = False

    def options(
        self, day: date, language: Language, title: str = "", number: str = ""
    ) -> ReportOptions:
        """Return the options of a report.

        Args:
            day: of the document.
            language: if none was chosen.
            title: if none was chosen.
            number: of a saved estimate.
        """
        return ReportOptions(
            language=self.lang or language,
            day=day,
            title=self.title or title,
            sections=tuple(self.section) if self.chosen else SECTIONS,
            number=number,
        )
