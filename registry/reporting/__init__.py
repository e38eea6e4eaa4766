"""What anyone may look up: directories, lives of units, statements and public reports."""

from registry.reporting.directory import (
    certificate_directory,
    project_directory,
    unit_kinds,
    unit_type_directory,
)
from registry.reporting.lives import serial_lives
from registry.reporting.models import ResearchCompliance, ResearchDataset
from registry.reporting.search import search
from registry.reporting.viewers import PUBLIC, Viewer, viewer_of
from registry.reporting.views import LifePiece, PlaceView, SerialLives
from registry.worlds.paging import Found, Sought

__all__ = [
    "PUBLIC",
    "Found",
    "LifePiece",
    "PlaceView",
    "ResearchCompliance",
    "ResearchDataset",
    "SerialLives",
    "Sought",
    "Viewer",
    "certificate_directory",
    "project_directory",
    "search",
    "serial_lives",
    "unit_kinds",
    "unit_type_directory",
    "viewer_of",
]
