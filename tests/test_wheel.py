"""What is installed from the wheel, away from its source, can do research."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tanlab` of a new environment that has the wheel and sees the packages it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    done([uv, "build", "--quiet", "--wheel", "--out-dir", folder / "dist", ROOT], folder)
    done([sys.executable, "-m", "venv", folder / "venv"], folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    done([uv, "pip", "install", "--quiet", "--no-deps", "--python", python, wheel], folder)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    needed = f"{sysconfig.get_path('purelib')}\n"
    (packages / "needed.pth").write_text(needed, encoding="utf-8")
    return python.with_name("tanlab")


def done(command: list[object], folder: Path) -> str:
    """Run a command that must succeed and return what it prints."""
    words = [str(word) for word in command]
    ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.soak
def test_a_folder_is_begun_run_exported_drawn_and_reproduced(program: Path, tmp_path: Path) -> None:
    done([program, "init", "lab", "--lang", "zh"], tmp_path)
    lab = tmp_path / "lab"
    where = done([program.with_name("python"), "-c", "import web; print(web.__file__)"], lab)
    assert where.startswith(str(program.parents[1])), "the wheel's code, not the source's"
    assert json.loads(done([program, "doctor", "--json"], lab))["ok"]
    done([program, "run", "pilot.yaml", "--seed", "1", "-o", "one"], lab)
    done([program, "figures", "one", "-o", "figures", "--lang", "zh"], lab)
    done([program, "export", "one", "--format", "xlsx", "-o", "tables"], lab)
    assert json.loads(done([program, "reproduce", "one", "--json"], lab))["ok"]
    assert (lab / "tables" / "results.xlsx").exists()
