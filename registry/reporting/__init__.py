"""What anyone may look up: directories, lives of units, statements and public reports."""

from registry.reporting.directory import (
    certificate_directory,
    project_directory,
    unit_kinds,
    unit_type_directory,
)
from registry.reporting.lives import serial_lives
from registry.reporting.models import ResearchCompliance, ResearchDataset
from registry.reporting.public_reports import (
    REPORTS,
    PublicReport,
    ReportColumn,
    public_report,
    report_day,
    report_page,
    report_rows,
)
from registry.reporting.refused_imports import DownloadTooLarge
from registry.reporting.search import search
from registry.reporting.statements import (
    Period,
    Statement,
    StatementEntry,
    account_statement,
    check_period,
    statement_balances,
    statement_lines,
)
from registry.reporting.viewers import PUBLIC, Viewer, viewer_of
from registry.reporting.views import LifePiece, PlaceView, SerialLives
from registry.worlds.paging import Found, Sought

__all__ = [
    "PUBLIC",
    "REPORTS",
    "DownloadTooLarge",
    "Found",
    "LifePiece",
    "Period",
    "PlaceView",
    "PublicReport",
    "ReportColumn",
    "ResearchCompliance",
    "ResearchDataset",
    "SerialLives",
    "Sought",
    "Statement",
    "StatementEntry",
    "Viewer",
    "account_statement",
    "certificate_directory",
    "check_period",
    "project_directory",
    "public_report",
    "report_day",
    "report_page",
    "report_rows",
    "search",
    "serial_lives",
    "statement_balances",
    "statement_lines",
    "unit_kinds",
    "unit_type_directory",
    "viewer_of",
]
