from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.control.commands import ApproveProposal, Propose
from registry.control.refused_control import SecondPersonNeeded
from registry.factors import (
    FactorsChangedMeanwhile,
    FactorsEmpty,
    FactorsUnfit,
    FactorsUnreadable,
    ImportFactors,
    UnknownFactorImport,
    factor_import,
    factor_imports,
    import_keys,
    latest_import,
)
from registry.factors.importing import CONTENT_BYTES_MAX, import_factors
from registry.services import execute
from registry.worlds import (
    Actor,
    Role,
    RoleMissing,
    TextInvalid,
    body,
    canonical_json,
    carry_out,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.registry.control.people import ADMINISTRATOR, SECOND_ADMINISTRATOR

OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))
CONTENT = canonical_json({"factors": [{"table": "any", "value": "1"}], "removed": []})
_numbers = count(1)


@pytest.fixture(autouse=True)
def read_by_all(monkeypatch):
    """Whatever a content says, those who calculate can read it."""
    monkeypatch.setattr("registry.factors.importing.READABLE", [])


def asked(**changes):
    given = {"file": "factors.csv", "content": CONTENT, "follows": "", "reason": "Notice of 2026"}
    return ImportFactors(client_id=f"factors-{next(_numbers)}", **given | changes)


def kept(session, actor=ADMINISTRATOR, **changes):
    return import_factors(session, asked(**changes), actor)


def propose(session, command):
    wanted = Propose(client_id=command.client_id, proposes="import_factors", content=body(command))
    return execute(session, wanted, ADMINISTRATOR).data["proposal"]


def approve(session, number):
    command = ApproveProposal(client_id=f"approval-{number}", proposal=number)
    return execute(session, command, SECOND_ADMINISTRATOR).data


@passes(FactorsUnreadable, FactorsEmpty, FactorsChangedMeanwhile, FactorsUnfit, UnknownFactorImport)
def test_an_import_is_kept_as_it_was_sent_and_dated(session):
    number = kept(session)["import"]
    found = factor_import(session, number)
    assert (found.content, found.factors, found.removed) == (CONTENT, 1, 0)
    assert (found.file, found.reason) == ("factors.csv", "Notice of 2026")
    assert found.business_date == session.clock.today()
    assert import_keys(session) == ((number, found.sha256),)


def test_imports_count_in_the_order_in_which_they_came(session):
    first = kept(session)["import"]
    second = kept(session, follows=first)["import"]
    assert [each.number for each in factor_imports(session)] == [first, second]
    assert latest_import(session) == second


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"actor": OPERATOR}, RoleMissing),
        ({"file": " "}, TextInvalid),
        ({"file": "f" * 201}, TextInvalid),
        ({"reason": ""}, TextInvalid),
        ({"content": ""}, FactorsUnreadable),
        ({"content": "[]"}, FactorsUnreadable),
        ({"content": "{}"}, FactorsUnreadable),
        ({"content": '{"factors":[],"removed":{}}'}, FactorsUnreadable),
        ({"content": '{"factors":[1],"removed":[]}'}, FactorsUnreadable),
        ({"content": '{"removed":[],"factors":[{}]}'}, FactorsUnreadable),
        ({"content": '{"factors":[{"value":NaN}],"removed":[]}'}, FactorsUnreadable),
        ({"content": "[" * 100_000}, FactorsUnreadable),
        ({"content": f'"{"a" * CONTENT_BYTES_MAX}"'}, FactorsUnreadable),
        ({"content": '{"factors":[],"removed":[]}'}, FactorsEmpty),
        ({"follows": "FI-2026-000009"}, FactorsChangedMeanwhile),
    ],
)
@trips(FactorsUnreadable, FactorsEmpty, FactorsChangedMeanwhile)
def test_a_wrong_import_is_refused_and_nothing_is_kept(session, changes, refusal):
    with pytest.raises(refusal):
        kept(session, **changes)
    assert latest_import(session) == ""


@trips(FactorsUnfit)
def test_who_calculates_may_refuse_what_it_cannot_read(session, monkeypatch):
    monkeypatch.setattr("registry.factors.importing.READABLE", [lambda _session, _content: False])
    with pytest.raises(FactorsUnfit):
        kept(session)


@trips(UnknownFactorImport)
def test_an_import_that_is_none_is_not_found(session):
    with pytest.raises(UnknownFactorImport):
        factor_import(session, "FI-1999-000001")


def test_nobody_imports_alone(session):
    with pytest.raises(SecondPersonNeeded):
        execute(session, asked(), ADMINISTRATOR)
    assert latest_import(session) == ""


def test_a_second_person_lets_an_import_come_into_force(session):
    number = propose(session, asked())
    assert latest_import(session) == ""
    done = approve(session, number)
    assert done["state"] == "executed"
    assert factor_import(session, latest_import(session)).proposal == number


def test_of_two_changes_of_the_same_tables_only_the_first_approved_comes_true(session):
    first, second = propose(session, asked()), propose(session, asked(reason="Another"))
    assert approve(session, first)["state"] == "executed"
    assert approve(session, second)["state"] == "failed"
    assert len(factor_imports(session)) == 1


def test_of_two_approvals_at_one_instant_only_one_comes_true(world):
    with unit_of_work(world) as session:
        numbers = [propose(session, asked()), propose(session, asked(reason="Another"))]

    def approved(number):
        return carry_out(world, lambda session: approve(session, number))["state"]

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(approved, numbers)) == ["executed", "failed"]
    with unit_of_work(world) as session:
        assert len(factor_imports(session)) == 1


def test_imports_cannot_be_changed_or_removed(session):
    kept(session)
    for statement in ("UPDATE factor_import SET content = ''", "DELETE FROM factor_import"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))


def test_the_database_lets_only_one_import_follow_another(session):
    kept(session)
    again = (
        "INSERT INTO factor_import (number, follows, file, sha256, content, factors, removed,"
        " reason, actor, client_id, recorded_at, business_date) SELECT 'FI-2', follows, file,"
        " sha256, content, factors, removed, reason, actor, client_id, recorded_at, business_date"
        " FROM factor_import"
    )
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(again))
