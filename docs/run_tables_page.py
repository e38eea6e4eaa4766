"""Writes `run_tables.md` from the data dictionary of runs.

Run: python -m docs.run_tables_page [--check]
"""

import sys
from pathlib import Path

from docs.made_pages import write_or_check
from simulations import RUN_COLUMNS

PAGE = Path(__file__).parent / "run_tables.md"
HEAD = """# Tables of a run · 运行结果表

Made from the data dictionary by `python -m docs.run_tables_page`. `tanlab run` writes these tables
as Parquet; those of an ensemble begin with `case`, `replication` and `seed`. `tanlab export` writes
them for other tools, with the same dictionary as `dictionary.csv`."""


def page() -> str:
    """Return one table for each table of a run."""
    parts = [HEAD]
    for name, columns in RUN_COLUMNS.items():
        parts += [f"\n## {name}\n", "| column | unit | meaning | 含义 |", "|---|---|---|---|"]
        for key, column in columns.items():
            cells = (f"`{key}`", column.unit, column.meaning["en"], column.meaning["zh"])
            parts.append(f"| {' | '.join(cells)} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page()))
