"""What the tutorial prints is what its commands print."""

from pathlib import Path

import pytest

from docs.research_tutorial_page import PAGE, commands, replayed, until

NOW = PAGE.read_text(encoding="utf-8")


def test_the_first_runs_of_the_tutorial_print_what_it_says(tmp_path: Path) -> None:
    page = until(NOW, "4. See what differs")
    assert replayed(page, tmp_path) == page, "python -m docs.research_tutorial_page"


@pytest.mark.soak
def test_the_whole_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    assert replayed(NOW, tmp_path) == NOW, "python -m docs.research_tutorial_page"


def test_outputs_take_the_place_of_what_stood_there(tmp_path: Path) -> None:
    page = """# Page

```python
# sum.py
print(1 + 1)
```

```console
$ mkdir deeper
$ cd deeper
$ ls ../sum.py
old
$ echo wrong >&2
```

## Next

```sh
exit 1
```
"""
    now = replayed(page, tmp_path)
    assert "$ ls ../sum.py\n../sum.py\n$ echo wrong >&2\nwrong\n```\n" in now
    assert now.endswith("```sh\nexit 1\n```\n")
    assert replayed(now, tmp_path / "deeper") == now
    assert list(commands("$ one\nout\n$ two | head\n")) == ["one", "two | head"]
    assert until(page, "Next").endswith("```\n")
