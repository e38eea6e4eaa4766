"""What goes into the event log, letter by letter."""

import json
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from registry.worlds.events import (
    Noted,
    NotedTransaction,
    Notes,
    canonical,
    command_fields,
    content_fields,
    event_text,
    moved_fields,
    pseudonym,
    transaction_text,
)

KEY = "ab" * 32
NOW = datetime(2026, 11, 23, 18, 0, 0, 12, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
contents = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)


@given(contents)
def test_the_fast_encoder_writes_what_rfc8785_writes(content):
    assert canonical(content) == rfc8785.dumps(content).decode()


@pytest.mark.parametrize(
    "content",
    [
        {"b": 1, "a": [1.0, 1e21, 1e-7, -0.0, 0.1]},
        {"é": 1, "\U0001f600": 2, "\ufb33": 3},
        {"€": '\u20ac$\u000f\u000aA\'B"\\\\"/', "\r": 1},
        {"quantity": 9_007_199_254_740_991, "memo": "燊堃喆镕 𬭚"},
    ],
)
def test_awkward_values_are_canonical_too(content):
    assert canonical(content) == rfc8785.dumps(content).decode()


def test_a_number_that_cannot_be_exact_is_refused():
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"quantity": 2**53 + 1})


def event(fields, kind="command", subject="transfer"):
    return event_text(Noted(kind, subject, NOW, fields), KEY)


def command(actor="bench", body='{"kind":"transfer","memo":""}', outcome="{}"):
    text = transaction_text("t1", "transfer", "", [[6, 7, 2, 40, None]], [[2, 1, 40, 6, 7]])
    moved = moved_fields([NotedTransaction("c1", text)], [("r1", 6, 2, 5)], [("r1", 5)])
    return command_fields("transfer", "c1", body, actor, outcome, moved)


def test_a_command_event_has_the_documented_fields():
    found = json.loads(event(command()))
    assert len(found.pop("salt")) == 32
    assert found == {
        "actor": "bench",
        "body": {"kind": "transfer", "memo": ""},
        "business_date": "2026-11-24",
        "client_id": "c1",
        "command": "transfer",
        "format": 1,
        "kind": "command",
        "outcome": {},
        "recorded_at": "2026-11-23T18:00:00.000012Z",
        "reservations": {"made": [["r1", 6, 2, 5]], "voided": [["r1", 5]]},
        "transactions": [
            {
                "id": "t1",
                "kind": "transfer",
                "legs": [[6, 7, 2, 40, None]],
                "memo": "",
                "moves": [[2, 1, 40, 6, 7]],
            }
        ],
    }


@pytest.mark.parametrize(
    "fields",
    [
        command(),
        command("lin@example.org"),
        command(body='{"memo":"写信至a.b@example.cn，\\n或x@y.zz 𬭚"}'),
        content_fields({"number": 1.5, "name": "燊"}),
    ],
)
def test_every_event_is_canonical_json(fields):
    text = event(fields)
    assert text == rfc8785.dumps(json.loads(text)).decode()


def test_no_address_enters_the_log_wherever_it_stands():
    body = '{"contact":"联系人 lin@Example.org\\n","lin@example.org":["lin@example.org"]}'
    text = event(command("lin@example.org", body))
    found = json.loads(text)
    named = pseudonym("lin@example.org", KEY)
    assert "@" not in text
    assert found["actor"] == named
    assert found["body"] == {"contact": f"联系人 {named}\n", named: [named]}


STRANGE = ["张三@example.org", "li@例子.中国", "a@b", "o'neil@example.org", "wang!x@例子.cn"]


@pytest.mark.parametrize("address", STRANGE)
def test_addresses_in_any_script_are_pseudonyms_too(address):
    body = json.dumps({"memo": f"to {address} now", "user": address}, ensure_ascii=False)
    found = json.loads(event(command(address, body)))
    named = pseudonym(address, KEY)
    assert found["actor"] == named
    assert found["body"] == {"memo": f"to {named} now", "user": named}


def test_a_field_that_names_a_person_is_one_pseudonym_whatever_it_holds():
    address = '"li si" \\ x@例子.中国'
    found = json.loads(event(command(address, json.dumps({"user_email": address}))))
    assert (found["actor"], found["body"]["user_email"]) == (pseudonym(address, KEY),) * 2


def test_an_address_within_a_sentence_without_blanks_does_not_stay_either():
    text = event(command(body='{"memo":"请联系张三@example.org，谢谢"}'))
    assert "@" not in text
    assert "张三" not in text


def test_a_pseudonym_is_the_persons_own_and_takes_the_key():
    assert pseudonym("Lin@example.org", KEY) == pseudonym("lin@example.org", KEY)
    assert pseudonym("lin@example.org", KEY) != pseudonym("lim@example.org", KEY)
    assert pseudonym("lin@example.org", KEY) != pseudonym("lin@example.org", "cd" * 32)


def test_equal_events_have_different_texts_so_that_none_can_be_guessed():
    assert event(command()) != event(command())


def test_what_no_command_claims_becomes_an_event_of_its_own():
    notes = Notes()
    notes.transaction(None, "t1", "issuance", "", [], [])
    assert [each.kind for each in notes.take(NOW)] == ["posting"]
    assert notes.take(NOW) == []


def test_what_is_rolled_back_is_forgotten():
    notes = Notes()
    notes.transaction(None, "t1", "issuance", "", [], [])
    mark = notes.mark()
    notes.transaction(None, "t2", "issuance", "", [], [])
    notes.moved.made.append(("r", 1, 2, 3))
    notes.events.append(Noted("party", "", NOW, {}))
    notes.return_to(mark)
    assert [each.text for each in notes.moved.transactions] == [
        transaction_text("t1", "issuance", "", [], [])
    ]
    assert not notes.events
    assert not notes.moved.made
