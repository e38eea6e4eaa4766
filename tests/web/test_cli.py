import json
import subprocess
import sys

import pytest

from methodologies import UnknownMethodology
from web import cli
from web.cli.output import ExitCode, emit, fail, language, progress


def run(*arguments: str) -> int:
    """Run `tanlab` in this process and return its exit code."""
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    code = left.value.code
    assert isinstance(code, int)
    return code


def test_the_version_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("version", "--json") == ExitCode.OK
    printed = capsys.readouterr()
    assert set(json.loads(printed.out)) == {"tanlab", "python"}
    assert printed.err == ""


@pytest.mark.parametrize("arguments", [["nothing"], ["version", "--nothing"], ["estimate", "run"]])
def test_wrong_use_is_refused_with_2_and_says_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--json", "--lang", "zh") == ExitCode.USAGE
    printed = capsys.readouterr()
    error = json.loads(printed.out)["error"]
    assert error["code"] == "usage"
    assert error["fix"]
    assert "--help" in printed.err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == ExitCode.OK
    out = capsys.readouterr().out
    for command in ("estimate", "serve", "worker", "demo", "version"):
        assert command in out


def test_a_refusal_is_json_on_stdout_and_sentences_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TANLAB_LANG", "zh")
    with pytest.raises(cli.typer.Exit) as left:
        fail(UnknownMethodology(value="x", known="y"), as_json=True)
    assert left.value.exit_code == ExitCode.USAGE
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["sentence"].startswith("没有方法学")
    assert "没有方法学" in printed.err


def test_data_goes_to_stdout_and_progress_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    progress("half")
    emit({"title": "碳"}, as_json=True)
    emit({"title": "碳"}, as_json=False, text="for people")
    printed = capsys.readouterr()
    assert printed.err == "half\n"
    assert "碳" in printed.out
    assert printed.out.endswith("for people\n")


@pytest.mark.parametrize(
    ("variables", "lang", "expected"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "TANLAB_LANG": "en"}, None, "en"),
        ({"LANG": "en_US"}, "zh-CN", "zh"),
    ],
)
def test_the_language_is_the_option_else_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], lang: str | None, expected: str
) -> None:
    for name in ("TANLAB_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language(lang) == expected


def test_serving_without_a_secret_is_refused() -> None:
    left = subprocess.run(
        [sys.executable, "-m", "web.cli", "serve"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "TANLAB_LANG": "en"},
    )
    assert left.returncode == ExitCode.REFUSED
    assert "TANLAB_SECRET_KEY" in left.stderr
