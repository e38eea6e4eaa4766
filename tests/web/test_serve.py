import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 20


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the served installation."""
    return tmp_path_factory.mktemp("serve") / "instance"


@pytest.fixture(scope="module")
def served(instance: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`tanlab serve` on a free port; the last test stops it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "web.cli", "serve"),
            *("--port", str(port), "--workers", "1", "--threads", "8"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "TANLAB_TESTING": "1",
            "TANLAB_INSTANCE": str(instance),
            "TANLAB_LIVE_READERS": "0",
        },
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                break
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    yield port, process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_a_body_of_ten_megabytes_gets_an_answer(
    served: tuple[int, subprocess.Popen[bytes]],
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served[0], timeout=10)
    connection.request(
        "POST",
        "/api/v1/estimates/ccer-01-002",
        body=b" " * 10_000_000,
        headers={"Content-Type": "application/json"},
    )
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"http.413" in answer.read()
    connection.close()


def test_serve_upgrades_answers_and_stops_with_its_worker(
    served: tuple[int, subprocess.Popen[bytes]], instance: Path
) -> None:
    port, process = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/estimate", timeout=10) as answer:
        assert answer.status == 200
    assert (instance / "worlds" / "public.sqlite3").exists()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 2
    process.send_signal(signal.SIGTERM)
    assert process.wait(STOP_SECONDS_MAX) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TANLAB_WORKERS": "1", "TANLAB_THREADS": "96"}, "TANLAB_THREADS=122"),
        ({"TANLAB_WORKERS": "2", "TANLAB_LIVE_READERS": "200"}, "TANLAB_THREADS=166"),
    ],
)
@pytest.mark.parametrize("command", [("web.cli", "serve"), ("gunicorn", "--check-config")])
def test_too_few_threads_for_live_pages_are_refused_with_the_right_setting(
    instance: Path, settings: dict[str, str], said: str, command: tuple[str, ...]
) -> None:
    config = ("--config", "python:web.gunicorn", "web:create_app()")
    arguments = command if command[0] == "web.cli" else (*command, *config)
    refused = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "TANLAB_TESTING": "1", "TANLAB_INSTANCE": str(instance), **settings},
        capture_output=True,
        text=True,
        timeout=START_SECONDS_MAX,
        check=False,
    )
    assert refused.returncode != 0
    assert said in refused.stdout + refused.stderr
