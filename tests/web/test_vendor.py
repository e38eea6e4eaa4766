import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock").read_text())


def test_every_vendored_file_has_the_locked_hash() -> None:
    for entry in LOCK:
        digest = hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest()
        assert digest == entry["sha256"], entry["file"]


def test_the_lock_names_each_file_with_version_and_licence() -> None:
    files = {path.name for path in VENDOR.iterdir()} - {"vendor.lock"}
    assert {entry["file"] for entry in LOCK} == files
    for entry in LOCK:
        assert entry["name"]
        assert entry["version"]
        assert entry["licence"]
        assert entry["sources"]


def test_htmx_and_its_stream_extension_are_one_file() -> None:
    [entry] = [entry for entry in LOCK if entry["name"] == "htmx.org"]
    assert [source["file"] for source in entry["sources"]] == [
        "dist/htmx.min.js",
        "dist/ext/hx-sse.min.js",
    ]
