"""A run's tables in memory, and the directory they are written to and read from.

Prices and turnover are float64 holding whole fen exactly: ``round(value * 100)`` gives the
integer back. Decimal columns would arrive in pandas as objects, which no statistic accepts.
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from simulations.errors import NotARun, OutputNotEmpty, ResultsChanged
from simulations.scenarios import Scenario

RUN_SCHEMA: Final = "tanlab/run@1"
MANIFEST: Final = "manifest.json"
CALIBRATION: Final = "none"
NOTE: Final[Mapping[str, str]] = {
    "zh": "示意性结果，未经校准；不可用于价格预测或投资。",
    "en": "Illustrative, not calibrated: not a price forecast and no basis for investment.",
}

_text, _tonnes, _cny = pa.string(), pa.int64(), pa.float64()
_day = pa.date32()

SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "daily": pa.schema(
        [
            ("date", _day),
            ("market", _text),
            ("instrument", _text),
            ("open_cny", _cny),
            ("high_cny", _cny),
            ("low_cny", _cny),
            ("close_cny", _cny),
            ("listed_volume_t", _tonnes),
            ("block_volume_t", _tonnes),
            ("auction_volume_t", _tonnes),
            ("turnover_cny", _cny),
            ("spread_cny", _cny),
            ("depth_t", _tonnes),
            ("orders", _tonnes),
        ]
    ),
    "trades": pa.schema(
        [
            ("date", _day),
            ("market", _text),
            ("instrument", _text),
            ("mode", _text),
            ("price_cny", _cny),
            ("quantity_t", _tonnes),
            ("buyer_id", _text),
            ("seller_id", _text),
        ]
    ),
    "firms": pa.schema(
        [
            ("year", pa.int32()),
            ("market", _text),
            ("firm_id", _text),
            ("sector", _text),
            ("emissions_t", _tonnes),
            ("allocation_t", _tonnes),
            ("obligation_t", _tonnes),
            ("abatement_t", _tonnes),
            ("abatement_cost_cny", _cny),
            ("net_purchases_t", _tonnes),
            ("surrendered_t", _tonnes),
            ("offsets_t", _tonnes),
            ("carried_over_t", _tonnes),
            ("shortfall_t", _tonnes),
            ("penalty_cny", _cny),
            ("borrowed_t", _tonnes),
            ("project_abatement_t", _tonnes),
            ("output_share", _cny),
        ]
    ),
    "events": pa.schema(
        [
            ("date", _day),
            ("market", _text),
            ("kind", _text),
            ("subject", _text),
            ("quantity_t", _tonnes),
            ("detail", _text),
        ]
    ),
}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run produced.

    Args:
        scenario: The scenario that was run.
        seed: The seed that was used.
        daily: One row for each market and trading day.
        trades: Every trade.
        firms: One row for each firm and compliance year.
        events: Issuance, surrender, carry-over, penalties and shocks.
        summary: Headline numbers, plain JSON values.
    """

    scenario: Scenario
    seed: int
    daily: pa.Table
    trades: pa.Table
    firms: pa.Table
    events: pa.Table
    summary: Mapping[str, Any]

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def years(self, market: str) -> list[Mapping[str, Any]]:
        """Return a market's rows by settled cycle, with prices of theory beside those traded.

        Args:
            market: The market's name.

        Returns:
            Rows as in the summary: ``year``, ``first``, ``deadline``, ``equilibrium_price_cny``
            and ``banking_price_cny`` (CNY/t, None where there is none), prices, volumes (t) and
            compliance.
        """
        return list(self.summary["markets"][market]["years"])


@dataclass(frozen=True, slots=True)
class RunFiles:
    """A finished run's directory, its hashes checked."""

    directory: Path
    manifest: Mapping[str, Any]
    summary: Mapping[str, Any]
    scenario: Mapping[str, Any]

    def table(self, name: str) -> pa.Table:
        """Return one table: daily, trades, firms or events."""
        return pq.read_table(self.directory / f"{name}.parquet")


def versions() -> dict[str, str]:
    """Return the versions that may change a run's bytes."""
    names = ("tanlab", "numpy", "pyarrow", "scipy", "simpy")
    return {"python": platform.python_version()} | {name: version(name) for name in names}


def json_bytes(value: object, *, in_order: bool = False) -> bytes:
    """Return a value as JSON, the same bytes for the same value.

    Args:
        value: Plain JSON values.
        in_order: Whether keys keep their order, which a run depends on; sorted otherwise.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=not in_order)
    return (text + "\n").encode()


def sha256_of(content: bytes) -> str:
    """Return ``sha256:…`` of some bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as Parquet, the same bytes for the same rows."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.replace_schema_metadata(None),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=1_000_000,
        store_schema=False,
        version="2.6",
        write_statistics=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def write_run(result: RunResult, directory: Path | str) -> dict[str, Any]:
    """Write a run; an earlier run in the same directory is replaced.

    Args:
        result: The run.
        directory: Where to write; made when it does not exist.

    Returns:
        The manifest.

    Raises:
        OutputNotEmpty: The directory holds something that is not a run.
    """
    directory = Path(directory)
    check_output(directory)
    files = {f"{name}.parquet": parquet_bytes(table) for name, table in result.tables().items()}
    files["scenario.json"] = json_bytes(result.scenario.canonical(), in_order=True)
    files["summary.json"] = json_bytes(result.summary)
    manifest = {
        "schema": RUN_SCHEMA,
        "scenario": result.scenario.id,
        "scenario_digest": result.scenario.digest,
        "scenario_files": dict(result.scenario.files),
        "seed": result.seed,
        "calibration": CALIBRATION,
        "note": dict(NOTE),
        "versions": versions(),
        "files": {name: sha256_of(files[name]) for name in sorted(files)},
    }
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MANIFEST).unlink(missing_ok=True)
    for name, content in files.items():
        (directory / name).write_bytes(content)
    (directory / MANIFEST).write_bytes(json_bytes(manifest))
    return manifest


def check_output(directory: Path | str) -> None:
    """Refuse a directory in which a run would overwrite something else.

    Raises:
        OutputNotEmpty: It is a file, or holds files and no earlier run.
    """
    directory = Path(directory)
    if not directory.exists():
        return
    if not directory.is_dir() or (any(directory.iterdir()) and not _is_run(directory)):
        raise OutputNotEmpty(directory=str(directory))


def _is_run(directory: Path) -> bool:
    manifest = read_json(directory / MANIFEST)
    return isinstance(manifest, dict) and manifest.get("schema") == RUN_SCHEMA


def read_json(path: Path) -> Any:
    """Return a JSON file's value; None where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_run(directory: Path | str) -> RunFiles:
    """Open a finished run and check every file against its manifest.

    Raises:
        NotARun: The manifest or a file it names is missing.
        ResultsChanged: A file no longer has the hash in the manifest.
    """
    directory = Path(directory)
    if not _is_run(directory):
        raise NotARun(directory=str(directory), missing=MANIFEST)
    manifest = read_json(directory / MANIFEST)
    missing = missing_file(directory, manifest["files"])
    if missing:
        raise NotARun(directory=str(directory), missing=missing)
    summary = read_json(directory / "summary.json")
    scenario = read_json(directory / "scenario.json")
    return RunFiles(directory, manifest, summary, scenario)


def missing_file(directory: Path, hashes: Mapping[str, str]) -> str:
    """Check a directory's files against their hashes; return the first that is missing, or "".

    Raises:
        ResultsChanged: A file no longer has its hash.
    """
    for name, expected in hashes.items():
        try:
            content = (directory / name).read_bytes()
        except OSError:
            return name
        if sha256_of(content) != expected:
            raise ResultsChanged(directory=str(directory), file=name)
    return ""
