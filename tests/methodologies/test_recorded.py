"""The JSON of the first methodologies, byte for byte as it was first published."""

import json
from pathlib import Path

import pytest

from methodologies import estimate

FILES = sorted((Path(__file__).parent / "recorded").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recorded_answer_is_repeated_byte_for_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    recorded = json.loads(text)
    known = recorded["methodology"]
    again = estimate(known["id"], recorded["inputs"], known["version"]).to_dict()
    assert json.dumps(again, ensure_ascii=False, indent=1) + "\n" == text
