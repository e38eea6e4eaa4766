"""The machine: folders, disk, processors, memory, processes, clock, fonts of figures."""

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from web.doctor.findings import Finding, Level, Words

GIGABYTE = 10**9
DISK_GB_MIN = 1.0
MEMORY_GB_A_PROCESS = 0.6
"""What a run of the national market and eight pilots over three years takes, with some room."""
FONT = Path(str(files("simulations"))) / "fonts" / "NotoSansSC-Regular.otf"
LETTERS = "碳配额收盘价元吨燊堃喆镕"
MARKET_ZONE = "Asia/Shanghai"


def look_at_machine(folder: Path) -> Iterator[Finding]:
    """Yield what the machine is like.

    Args:
        folder: Where results shall be written.
    """
    yield writable("folder", folder)
    yield writable("temporary folder", Path(tempfile.gettempdir()))
    yield processors(len(os.sched_getaffinity(0)), memory_gb())
    yield processes()
    yield clock(datetime.now(UTC), MARKET_ZONE)
    yield fonts(FONT)


def writable(name: str, folder: Path) -> Finding:
    """Try to write into a folder, and look at what room is left."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"tanlab")
            file.flush()
        free_gb = shutil.disk_usage(folder).free / GIGABYTE
    except OSError as error:
        reason = error.strerror or str(error)
        return Finding(
            name,
            Level.RED,
            Words(f"无法写入“{folder}”：{reason}", f"“{folder}” cannot be written to: {reason}"),
            Words(
                "请换到可写入的目录，或用 TMPDIR 指定临时目录。",
                "Go to a folder that is yours, or name a temporary one in TMPDIR.",
            ),
        )
    seen = Words(f"{folder}，剩余 {free_gb:,.1f} GB", f"{folder}, {free_gb:,.1f} GB free")
    if free_gb >= DISK_GB_MIN:
        return Finding(name, Level.GREEN, seen)
    return Finding(
        name,
        Level.YELLOW,
        seen,
        Words(
            "大型集合模拟可能写满磁盘：请腾出空间，或减少 `tables:`。",
            "A large ensemble may fill the disk: make room, or keep fewer `tables:`.",
        ),
    )


def memory_gb() -> float:
    """Return the machine's memory, GB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE


def processors(count: int, memory: float) -> Finding:
    """Look at how many runs go side by side.

    Args:
        count: Processors this process may use.
        memory: Memory of the machine, GB.
    """
    jobs = max(1, min(count, int(memory / MEMORY_GB_A_PROCESS)))
    zh = f"{count} 个处理器，内存 {memory:,.1f} GB：可同时运行 {jobs} 个（--jobs {jobs}）"
    en = f"{count} processors, {memory:,.1f} GB of memory: {jobs} runs at once (--jobs {jobs})"
    if jobs == count:
        return Finding("processors", Level.GREEN, Words(zh, en))
    return Finding(
        "processors",
        Level.YELLOW,
        Words(zh, en),
        Words(
            f"全国市场的集合模拟请用 --jobs {jobs}。", f"Use --jobs {jobs} for national markets."
        ),
    )


def processes() -> Finding:
    """Try what several processes need to wait for each other."""
    try:
        multiprocessing.get_context().Semaphore(1)
    except OSError as error:
        reason = error.strerror or str(error)
        return Finding(
            "processes",
            Level.RED,
            Words(f"无法使用多进程：{reason}", f"several processes cannot be used: {reason}"),
            Words(
                "请挂载可写入的 /dev/shm，或使用 --jobs 1。",
                "Mount a /dev/shm that can be written to, or use --jobs 1.",
            ),
        )
    return Finding(
        "processes", Level.GREEN, Words("可以使用多进程", "several processes can be used")
    )


def clock(now: datetime, zone: str) -> Finding:
    """Look at the clock and the market's time zone.

    Args:
        now: The time of the machine.
        zone: Name of the market's zone.
    """
    installed = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    try:
        shown = now.astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return Finding(
            "clock",
            Level.RED,
            Words(f"没有时区“{zone}”", f"there is no time zone “{zone}”"),
            Words("请执行：pip install tzdata", "Run: pip install tzdata"),
        )
    seen = Words(f"北京时间 {shown:%Y-%m-%d %H:%M}", f"{shown:%Y-%m-%d %H:%M} in Beijing")
    if now >= installed - timedelta(days=1):
        return Finding("clock", Level.GREEN, seen)
    return Finding(
        "clock",
        Level.YELLOW,
        seen,
        Words(
            "时钟早于本程序的安装时间：请校准系统时间。",
            "The clock is earlier than the day this program was installed: set it.",
        ),
    )


def fonts(path: Path) -> Finding:
    """Look whether figures can be labelled in Chinese."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  takes half a second

    try:
        font = FT2Font(str(path))
        missing = [letter for letter in LETTERS if not font.get_char_index(ord(letter))]
    except (OSError, RuntimeError):
        missing = list(LETTERS)
    if not missing:
        return Finding(
            "fonts",
            Level.GREEN,
            Words(
                f"图中可用中文（{font.family_name}）", f"Chinese in figures ({font.family_name})"
            ),
        )
    return Finding(
        "fonts",
        Level.RED,
        Words(f"字体“{path}”缺失或不完整", f"the font “{path}” is missing or incomplete"),
        Words(
            "请重新安装：pip install --force-reinstall --no-deps tanlab",
            "Install again: pip install --force-reinstall --no-deps tanlab",
        ),
    )
