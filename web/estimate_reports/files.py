"""The files of one report, made when first asked for, each with its SHA-256."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from methodologies import Methodology, Result
from web.estimate_reports.documents import ReportOptions, report_pdf, report_preview
from web.estimate_reports.workbook import result_workbook


@dataclass(frozen=True)
class ReportFile:
    """One file of a report."""

    content: bytes

    @property
    def sha256(self) -> str:
        """The digest as lower-case hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class ReportFiles:
    """What is made of one result: equal results and options give equal bytes."""

    methodology: Methodology
    result: Result
    options: ReportOptions

    @cached_property
    def workbook(self) -> ReportFile:
        """The XLSX with live formulas."""
        return ReportFile(result_workbook(self.methodology, self.result, self.options.language))

    @cached_property
    def pdf(self) -> ReportFile:
        """The PDF/A-3 with the workbook attached."""
        return ReportFile(
            report_pdf(self.methodology, self.result, self.workbook.content, self.options)
        )

    @cached_property
    def preview(self) -> ReportFile:
        """The first page as PNG."""
        return ReportFile(
            report_preview(self.methodology, self.result, self.workbook.content, self.options)
        )
