"""`tanlab doctor`: whether everything is in order here, and what to do where it is not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from web.cli.output import ExitCode, JsonOption, LangOption, emit, language
from web.refusals import Language
from web.storable_text import printable

app = typer.Typer()

SCHEMA = "tanlab/doctor@1"


@app.command()
def doctor(
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", metavar="tcp://…", help="Look at this Dask scheduler too."),
    ] = "",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Look at packages, folders, fonts, database and cluster; exit code 1 if something is red."""
    from web.doctor.findings import Finding, Level  # noqa: PLC0415  packages may be broken
    from web.doctor.program import look_at_program  # noqa: PLC0415

    spoken = language(lang)
    found: list[Finding] = list(look_at_program())
    if Level.RED not in {finding.level for finding in found}:
        from web.doctor.machine import look_at_machine  # noqa: PLC0415
        from web.doctor.server import look_at_server  # noqa: PLC0415

        found += [*look_at_machine(Path.cwd()), *look_at_server(scheduler)]
    levels = [finding.level for finding in found]
    counts = {level.value: levels.count(level) for level in Level}
    rows = [finding.as_dict(spoken) for finding in found]
    data = {"schema": SCHEMA, "ok": not counts[Level.RED], "counts": counts, "findings": rows}
    emit(data, as_json, printable(_text(rows, counts, spoken)))
    if counts[Level.RED]:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _text(rows: Sequence[dict[str, str]], counts: dict[str, int], lang: Language) -> str:
    words = _WORDS[lang]
    lines = []
    for row in rows:
        lines.append(f"{words[row['level']]}  {_titled(row['name'], lang)}: {row['seen']}")
        if row["fix"]:
            lines.append(f"  → {row['fix']}")
    lines.append(" · ".join(f"{count} {words[level].strip()}" for level, count in counts.items()))
    return "\n".join(lines)


def _titled(name: str, lang: Language) -> str:
    kind, _, which = name.partition(" ")
    if lang == "en":
        return name
    return f"{_TITLES[kind]} {which}" if kind == "extra" else _TITLES[name]


_WORDS = {
    "en": {"green": "ok     ", "yellow": "limited", "red": "BROKEN "},
    "zh": {"green": "正常", "yellow": "受限", "red": "故障"},
}
_TITLES = {
    "python": "Python",
    "packages": "软件包",
    "extra": "附加组件",
    "folder": "目录",
    "temporary folder": "临时目录",
    "processors": "处理器",
    "processes": "多进程",
    "clock": "时钟",
    "fonts": "字体",
    "settings": "设置",
    "server": "服务器",
    "database": "数据库",
    "scheduler": "调度器",
}
"""Name of a finding → its title in Chinese; of an extra, what stands before its own name."""
