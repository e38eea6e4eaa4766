"""Starts processes of the product fast: they are forked from one that has loaded it already.

`python -m tests.web.preloaded` loads the product once, then obeys lines of JSON: what to run, or
whether a process has ended. Each process has its own environment, as if it were started afresh.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

from registry.rules import file_rules

ROOT = Path(__file__).parents[2]
LOADED = ("web.app", "web.cli.serve", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread")
POLL_SECONDS = 0.02
STOP_SECONDS = 15


class Preloaded:
    """The process that has loaded the product, seen from a test."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TANLAB_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.preloaded"],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(
        self, module: str, words: Sequence[str], environment: dict[str, str], log: Path
    ) -> "Started":
        """Start a module as `python -m` does, with its words; what it says goes to a file."""
        asked = {"run": [module, *words], "environment": environment, "log": str(log)}
        return Started(self, self.ask(asked))

    def ask(self, asked: dict[str, Any]) -> Any:
        """Ask for something and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """Stop the process and all it started."""
        self._process.communicate()


@dataclass
class Started:
    """A process that was started so."""

    preloaded: Preloaded
    number: int

    def ended(self) -> bool:
        """Tell whether the process has ended."""
        return bool(self.preloaded.ask({"ended": self.number}))

    def stop(self) -> None:
        """Ask the process to end, and see to it."""
        if self.ended():
            return
        os.kill(self.number, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while not self.ended():
            if time.monotonic() > deadline:
                os.kill(self.number, signal.SIGKILL)
            time.sleep(POLL_SECONDS)


def _obey() -> None:
    """Load the product, then start processes until the tests have gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in LOADED:
        import_module(module)
    configure_mappers()
    file_rules()
    gc.freeze()
    alive: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if "run" in asked:
            answer: int | bool = os.fork()
            if answer == 0:
                _become(asked)
                return
            alive.add(answer)
        else:
            if asked["ended"] in alive and os.waitpid(asked["ended"], os.WNOHANG)[0]:
                alive.remove(asked["ended"])
            answer = asked["ended"] not in alive
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
    for number in alive:
        os.kill(number, signal.SIGTERM)
    for number in alive:
        os.waitpid(number, 0)


def _become(asked: dict[str, Any]) -> None:
    """Run what was asked for, in this process and with the environment given."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(asked["environment"])
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    module, *words = asked["run"]
    sys.argv = [module, *words]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as left:
        code = left.code
        atexit._run_exitfuncs()
        os._exit(code if isinstance(code, int) else 0)  # freeing what was forked takes seconds


if __name__ == "__main__":
    _obey()
