from pathlib import Path

from registry.rules.documents import rules_document
from registry.rules.files import file_rules

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_document_is_in_step_with_the_rules():
    again = "write it again: tanlab rules document > docs/rules.md"
    assert DOCUMENT.read_text(encoding="utf-8") == rules_document(file_rules()), again


def test_the_document_lists_every_rule_and_marks_what_is_unknown():
    text = rules_document(file_rules())
    assert all(f"`{each.key}`" in text for each in file_rules())
    assert text.count("**unknown**") == sum(not each.value for each in file_rules())
