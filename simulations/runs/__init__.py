"""One run of a scenario: calendar, markets, year ends, and what is written of them."""

from simulations.runs.columns import COLUMNS, Column, column
from simulations.runs.engine import run
from simulations.runs.results import (
    CALIBRATION,
    MANIFEST,
    NOTE,
    RunFiles,
    RunResult,
    check_output,
    json_bytes,
    missing_file,
    parquet_bytes,
    read_json,
    read_run,
    sha256_of,
    versions,
    write_run,
)
from simulations.runs.surrender import carried_t, usable_offsets_t

__all__ = [
    "CALIBRATION",
    "COLUMNS",
    "MANIFEST",
    "NOTE",
    "Column",
    "RunFiles",
    "RunResult",
    "carried_t",
    "check_output",
    "column",
    "json_bytes",
    "missing_file",
    "parquet_bytes",
    "read_json",
    "read_run",
    "run",
    "sha256_of",
    "usable_offsets_t",
    "versions",
    "write_run",
]
