"""Voluntary emission reduction projects, from an estimate to issued credits."""

from registry.projects.commands import (
    FileReport,
    IssueCredits,
    RegisterProject,
    RejectReport,
    ReturnProject,
    SaveEstimate,
    StartProject,
    SubmitProject,
    ValidateProject,
    VerifyReport,
)
from registry.projects.projects import (
    STATE_NAMES,
    STEP_NAMES,
    ProjectState,
    ProjectStep,
    ReportState,
    ReportStep,
)
from registry.projects.queries import (
    last_steps,
    list_projects,
    list_reports,
    project,
    project_page,
    report,
)
from registry.projects.reports import ReportedQuantity, issuable_units
from registry.projects.views import EventView, ProjectPage, ProjectView, ReportView

__all__ = [
    "STATE_NAMES",
    "STEP_NAMES",
    "EventView",
    "FileReport",
    "IssueCredits",
    "ProjectPage",
    "ProjectState",
    "ProjectStep",
    "ProjectView",
    "RegisterProject",
    "RejectReport",
    "ReportState",
    "ReportStep",
    "ReportView",
    "ReportedQuantity",
    "ReturnProject",
    "SaveEstimate",
    "StartProject",
    "SubmitProject",
    "ValidateProject",
    "VerifyReport",
    "issuable_units",
    "last_steps",
    "list_projects",
    "list_reports",
    "project",
    "project_page",
    "report",
]
