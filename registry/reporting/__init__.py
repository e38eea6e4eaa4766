"""What anyone may look up: directories, statements and public reports."""

from registry.reporting.directory import (
    Found,
    Sought,
    certificate_directory,
    project_directory,
    unit_kinds,
    unit_type_directory,
)
from registry.reporting.lives import unit_life
from registry.reporting.models import ResearchCompliance, ResearchDataset
from registry.reporting.search import search

__all__ = [
    "Found",
    "ResearchCompliance",
    "ResearchDataset",
    "Sought",
    "certificate_directory",
    "project_directory",
    "search",
    "unit_kinds",
    "unit_life",
    "unit_type_directory",
]
