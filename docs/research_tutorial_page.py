"""Runs the commands of `research_tutorial.md` and writes what they print into the page.

Every `console` block is run in an empty folder, command by command; a block of code whose first
line is a comment with a file's name is written to that file before. Run:
python -m docs.research_tutorial_page [--check]
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs.made_pages import write_or_check

PAGE = Path(__file__).parent / "research_tutorial.md"
BLOCK = re.compile(r"```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)
NAMED = re.compile(r"# (?P<name>[\w-]+\.(py|yaml))\n")
PROMPT = "$ "
SECONDS_MAX = 300


def replayed(text: str, folder: Path) -> str:
    """Return the page with the outputs that its commands have now.

    Args:
        text: The page, or its beginning.
        folder: An empty folder in which the commands are run.
    """
    shell = Shell(folder)

    def rewritten(block: re.Match[str]) -> str:
        kind, inner = block["kind"], block["text"]
        named = NAMED.match(inner)
        if named:
            (shell.folder / named["name"]).write_text(inner, encoding="utf-8")
        if kind != "console":
            return block[0]
        lines = "".join(f"{PROMPT}{command}\n{shell.run(command)}" for command in commands(inner))
        return f"```console\n{lines}```\n"

    return BLOCK.sub(rewritten, text)


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a console block."""
    for line in text.splitlines():
        if line.startswith(PROMPT):
            yield line.removeprefix(PROMPT)


class Shell:
    """Runs commands in a folder, and then in the one that a `cd` led to.

    Args:
        folder: Where it begins.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        searched = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        kept = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
        self.environment = kept | {"PATH": searched, "TANLAB_LANG": "en", "COLUMNS": "100"}

    def run(self, command: str) -> str:
        """Run a command and return what it prints."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        done = subprocess.run(  # noqa: S603  the commands are those of the page
            ["/bin/bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        return done.stdout


def until(text: str, heading: str) -> str:
    """Return the page up to a heading."""
    before, found, _ = text.partition(f"\n## {heading}")
    assert found, heading
    return before


def page() -> str:
    """Return the page with the outputs of now."""
    with tempfile.TemporaryDirectory(prefix="tanlab-tutorial-") as folder:
        return replayed(PAGE.read_text(encoding="utf-8"), Path(folder))


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page()))
