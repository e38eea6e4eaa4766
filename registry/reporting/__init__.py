"""What anyone may look up: directories, lives of units, statements and public reports."""

from registry.reporting.commands import EnterParty, ImportCompliance
from registry.reporting.dictionary import (
    DictionaryEntry,
    ExportedTable,
    dictionary_entries,
    exported_tables,
)
from registry.reporting.directory import (
    certificate_directory,
    entity_directory,
    project_directory,
    unit_kinds,
    unit_type_directory,
)
from registry.reporting.import_tables import (
    CellIssue,
    Formula,
    ImportColumn,
    SheetRow,
    SheetTable,
)
from registry.reporting.imports import (
    IMPORT_KINDS,
    FileFacts,
    ImportKind,
    ImportPlan,
    import_kind,
    import_plan,
    issue_of,
)
from registry.reporting.lives import serial_lives
from registry.reporting.masking import masked
from registry.reporting.models import ResearchCompliance, ResearchDataset
from registry.reporting.movements import MOVEMENT_COLUMNS, movement_rows
from registry.reporting.public_reports import (
    REPORTS,
    PublicReport,
    ReportColumn,
    public_report,
    report_day,
    report_page,
    report_rows,
)
from registry.reporting.refused_imports import (
    ArchiveSuspicious,
    DownloadTooLarge,
    FileTooLarge,
    FileUnreadable,
    ImportRefused,
    TooManyRows,
)
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
    "IMPORT_KINDS",
    "MOVEMENT_COLUMNS",
    "PUBLIC",
    "REPORTS",
    "ArchiveSuspicious",
    "CellIssue",
    "DictionaryEntry",
    "DownloadTooLarge",
    "EnterParty",
    "ExportedTable",
    "FileFacts",
    "FileTooLarge",
    "FileUnreadable",
    "Formula",
    "Found",
    "ImportColumn",
    "ImportCompliance",
    "ImportKind",
    "ImportPlan",
    "ImportRefused",
    "LifePiece",
    "Period",
    "PlaceView",
    "PublicReport",
    "ReportColumn",
    "ResearchCompliance",
    "ResearchDataset",
    "SerialLives",
    "SheetRow",
    "SheetTable",
    "Sought",
    "Statement",
    "StatementEntry",
    "TooManyRows",
    "Viewer",
    "account_statement",
    "certificate_directory",
    "check_period",
    "dictionary_entries",
    "entity_directory",
    "exported_tables",
    "import_kind",
    "import_plan",
    "issue_of",
    "masked",
    "movement_rows",
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
