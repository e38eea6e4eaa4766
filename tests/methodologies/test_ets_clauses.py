"""Every clause of the sectors refuses once, with its article."""

from typing import Any

import pytest

from methodologies import NotApplicable, find
from tests.methodologies.ets_examples import account

OUTSIDE: list[tuple[str, str, dict[str, Any]]] = [
    ("ets-power", "installation", {"unit_kind": "not_fossil"}),
    ("ets-power", "year_covered", {"year": 2018}),
    ("ets-cement", "installation", {"line_kind": "grinding_station"}),
    ("ets-cement", "year_covered", {"year": 2023}),
    ("ets-aluminium", "installation", {"cell_kind": "remelting"}),
    ("ets-aluminium", "year_covered", {"year": 2023}),
    ("ets-steel", "installation", {"works_kind": "rolling_only"}),
    ("ets-steel", "year_covered", {"year": 2023}),
]


@pytest.mark.parametrize(("name", "clause_id", "changes"), OUTSIDE)
def test_a_clause_refuses_with_its_article(
    name: str, clause_id: str, changes: dict[str, Any]
) -> None:
    clause = next(clause for clause in find(name).clauses if clause.id == clause_id)
    with pytest.raises(NotApplicable) as caught:
        account(name, **changes)
    facts = caught.value.facts
    assert facts["field"] in clause.fields
    assert facts["article"] == clause.article
    assert clause.article in caught.value.rule["en"].format(
        **{key: value["en"] if isinstance(value, dict) else value for key, value in facts.items()}
    )


def test_every_clause_is_tried() -> None:
    tried = {(name, clause_id) for name, clause_id, _ in OUTSIDE}
    names = {name for name, _ in tried}
    assert tried == {(name, clause.id) for name in names for clause in find(name).clauses}
