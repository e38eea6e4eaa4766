"""Python, the packages TanLab needs, and its extras."""

import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from web.doctor.findings import Finding, Level, Words

NAME = "tanlab"
SERVER_EXTRA = "pg"
_EXTRAS = {
    "research": Words(
        "pandas、Dask、Optuna、笔记本：表格、集群、校准所需",
        "pandas, Dask, Optuna, notebooks: for frames, clusters and calibration",
    ),
    "cluster": Words("Dask：在多台机器上运行集合模拟", "Dask: ensembles on several machines"),
    SERVER_EXTRA: Words("仅在使用 PostgreSQL 时需要", "needed with PostgreSQL only"),
}


def look_at_program(found: Distribution | None = None) -> Iterator[Finding]:
    """Yield what Python and the packages are like.

    Args:
        found: The installed distribution; default TanLab's own.
    """
    installed = found or distribution(NAME)
    yield _python(installed, platform.python_version())
    requirements = [Requirement(line) for line in installed.requires or ()]
    base = [need for need in requirements if _wanted(need, "")]
    yield _packages(installed.version, base)
    for extra, purpose in _EXTRAS.items():
        needs = [need for need in requirements if _wanted(need, extra) and need not in base]
        yield _extra(extra, purpose, needs)


def _wanted(need: Requirement, extra: str) -> bool:
    return need.marker is None or need.marker.evaluate({"extra": extra})


def _python(installed: Distribution, running: str) -> Finding:
    asked = installed.metadata["Requires-Python"]
    if running in SpecifierSet(asked, prereleases=True):
        return Finding("python", Level.GREEN, Words(f"Python {running}", f"Python {running}"))
    return Finding(
        "python",
        Level.RED,
        Words(f"Python {running}，需要 {asked}", f"Python {running}; {asked} is needed"),
        Words(
            "请安装更新的 Python，并在新的虚拟环境中重新安装 TanLab。",
            "Install a newer Python and TanLab in a new virtual environment of it.",
        ),
    )


def _packages(number: str, needs: Sequence[Requirement]) -> Finding:
    wrong = _unmet(needs)
    if not wrong:
        zh, en = (
            f"TanLab {number}，{len(needs)} 个软件包齐备",
            f"TanLab {number}, {len(needs)} packages",
        )
        return Finding("packages", Level.GREEN, Words(zh, en))
    told = ", ".join(wrong)
    command = f'pip install --upgrade "{NAME}=={number}"'
    return Finding(
        "packages",
        Level.RED,
        Words(f"缺少或版本过旧：{told}", f"missing or too old: {told}"),
        Words(f"请执行：{command}", f"Run: {command}"),
    )


def _extra(extra: str, purpose: Words, needs: Sequence[Requirement]) -> Finding:
    wrong = _unmet(needs)
    name = f"extra {extra}"
    if not wrong:
        return Finding(
            name, Level.GREEN, Words(f"已安装（{purpose.zh}）", f"installed ({purpose.en})")
        )
    if extra == SERVER_EXTRA:
        return Finding(
            name, Level.GREEN, Words(f"未安装（{purpose.zh}）", f"not installed ({purpose.en})")
        )
    told = ", ".join(wrong)
    command = f'pip install "{NAME}[{extra}]"'
    return Finding(
        name,
        Level.YELLOW,
        Words(f"缺少 {told}（{purpose.zh}）", f"without {told} ({purpose.en})"),
        Words(f"如有需要：{command}", f"If you want it: {command}"),
    )


def _unmet(needs: Sequence[Requirement]) -> list[str]:
    """Return the requirements that no installed package meets, as ``name>=version (have …)``."""
    told = []
    for need in needs:
        try:
            have = version(need.name)
        except PackageNotFoundError:
            told.append(f"{need.name}{need.specifier}")
            continue
        if not need.specifier.contains(have, prereleases=True):
            told.append(f"{need.name}{need.specifier} ({have})")
    return told
