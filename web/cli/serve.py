"""`tanlab serve` and `tanlab worker`: the web server and the background worker."""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated, Any

import typer

from web.cli.output import LangOption, progress

app = typer.Typer()

STOP_SECONDS = 8
POLL_SECONDS = 0.2

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Workers = Annotated[int | None, typer.Option(min=1, max=64, help="Web processes.")]
Threads = Annotated[int | None, typer.Option(min=4, max=1000, help="Threads per web process.")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = None,
    threads: Threads = None,
    lang: LangOption = None,
) -> None:
    """Upgrade the databases, then run the web server and one worker until stopped."""
    del lang  # accepted by every command; the server speaks each reader's language
    for name, value in (("TANLAB_WORKERS", workers), ("TANLAB_THREADS", threads)):
        if value is not None:
            os.environ[name] = str(value)
    upgrade()
    run_server(host, port)


@app.command()
def worker() -> None:
    """Do background jobs until stopped."""
    from web.installation import install  # noqa: PLC0415  loads Flask, needed only here
    from web.settings import Settings  # noqa: PLC0415

    install(Settings()).jobs.work()


def upgrade() -> None:
    """Bring every database of the installation up to date."""
    from web.installation import install  # noqa: PLC0415
    from web.settings import Settings  # noqa: PLC0415

    install(Settings()).worlds.upgrade()


def run_server(host: str, port: int) -> None:
    """Run gunicorn and one worker; when one ends or a signal comes, stop both.

    Raises:
        ThreadsTooFewError: live pages would have too few threads for their readers.
        typer.Exit: with the server's exit code, if it was not stopped by a signal.
    """
    from web.settings import Settings  # noqa: PLC0415

    Settings().check_live_capacity()
    web = [sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn"]
    started = [
        subprocess.Popen([*web, "--bind", f"{host}:{port}", "web:create_app()"]),  # noqa: S603
        subprocess.Popen([sys.executable, "-m", "web.cli", "worker"]),
    ]
    progress(f"http://{host}:{port}")
    stopping: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in started):
        time.sleep(POLL_SECONDS)
    _stop(started)
    if not stopping:
        raise typer.Exit(next((code for p in started if (code := p.returncode)), 1))


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in started:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
