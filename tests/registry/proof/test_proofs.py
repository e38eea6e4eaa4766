"""Certificates proved from the log, and every way in which a proof can be wrong."""

import base64
import json
from dataclasses import replace

import pytest

from registry.ledger.commands import Retire
from registry.ledger.statements import stated_now
from registry.proof.certificate_proofs import read_proof
from registry.proof.keys import MasterKey
from registry.proof.log import inclusion, make_checkpoint
from registry.proof.proofs import make_proof, ready_proof
from registry.proof.refused_proofs import (
    ForeignKey,
    NotACertificate,
    ProofOfOtherTree,
    ProofTruncated,
    ProofUnreadable,
    SignatureInvalid,
    StatementDiffers,
)
from registry.proof.tree import leaf_hash
from registry.services import execute
from registry.worlds import reading, unit_of_work
from registry.worlds.errors import UnknownCertificate
from tests.checked import passes, trips
from tests.strategies import allowances, holder

KEY = MasterKey("registry.example", bytes(32)).of_world("public")
OTHER = MasterKey("registry.example", b"\1" * 32).of_world("public")
URL = "https://registry.example/c/CR-2026-000001"


@pytest.fixture
def number(world):
    """The number of a retirement's certificate."""
    with unit_of_work(world) as session:
        owner = holder(session)
        allowances(session, owner, 100)
        command = Retire(
            client_id="r-1",
            account=owner.account,
            unit_type="CEA-2024",
            quantity=40,
            beneficiary="燊堃喆镕有限公司",
            purpose="carbon_neutrality",
            serials=("CEA-2024-000000011…000000050",),
        )
        return execute(session, command, owner.actor).data["certificate"]


@pytest.fixture
def proof(world, number):
    with unit_of_work(world) as session:
        return make_proof(session, number, KEY, URL)


@passes(
    ForeignKey,
    SignatureInvalid,
    ProofTruncated,
    ProofOfOtherTree,
    StatementDiffers,
    NotACertificate,
)
def test_a_certificate_states_what_was_recorded(world, number, proof):
    proof.check(KEY.public)
    stated = proof.certificate
    assert stated["number"] == number
    assert stated["quantity"] == 40
    assert stated["beneficiary"] == "燊堃喆镕有限公司"
    assert stated["serials"] == ["CEA-2024-000000011…000000050"]
    with reading(world) as session:
        assert stated_now(session, number) == stated


def test_the_proof_stays_the_same_as_the_log_grows(world, number, proof):
    with unit_of_work(world) as session:
        allowances(session, holder(session), 5)
    with unit_of_work(world) as session:
        make_checkpoint(session, KEY)
        assert make_proof(session, number, KEY, URL) == proof


def test_a_proof_is_ready_once_a_checkpoint_covers_it(world, number):
    with reading(world) as session:
        assert ready_proof(session, number, KEY) is None
    with unit_of_work(world) as session:
        make_checkpoint(session, KEY)
    with reading(world) as session:
        assert ready_proof(session, number, KEY) is not None
        assert ready_proof(session, number, OTHER) is None


def test_after_a_change_of_keys_the_proof_is_signed_by_the_new_one(world, number, proof):
    assert proof.key == KEY.public
    with unit_of_work(world) as session:
        make_proof(session, number, OTHER, URL).check(OTHER.public)


def test_a_certificate_that_is_not_there_is_unknown(world):
    with reading(world) as session, pytest.raises(UnknownCertificate):
        ready_proof(session, "CR-1999-000001", KEY)


@passes(ProofUnreadable)
def test_a_proof_reads_as_it_was_written(proof):
    text = json.dumps(proof.to_dict(), ensure_ascii=False)
    assert read_proof(text, "proof.json") == proof
    read_proof(text.encode(), "proof.json").check(KEY.public)


def changed(proof, **fields):
    return read_proof(json.dumps({**proof.to_dict(), **fields}), "proof.json")


@trips(ForeignKey)
def test_a_foreign_key_fails(proof):
    with pytest.raises(ForeignKey):
        proof.check(OTHER.public)
    with pytest.raises(ForeignKey):
        changed(proof, key=OTHER.public.text).check()


@trips(SignatureInvalid)
def test_a_changed_checkpoint_fails(proof):
    size = proof.checkpoint.size
    text = proof.checkpoint.text.replace(f"\n{size}\n", f"\n{size + 1}\n")
    with pytest.raises(SignatureInvalid):
        changed(proof, checkpoint=text).check()


@trips(ProofTruncated)
@pytest.mark.parametrize("cut", [slice(1, None), slice(None, -1), slice(0, 0)])
def test_a_truncated_proof_fails_and_says_how_many_hashes_it_needs(proof, cut):
    hashes = proof.to_dict()["inclusion_proof"]
    with pytest.raises(ProofTruncated) as refused:
        changed(proof, inclusion_proof=hashes[cut]).check()
    assert refused.value.facts["needed"] == len(hashes)


def test_a_lengthened_proof_fails(proof):
    hashes = [*proof.to_dict()["inclusion_proof"], base64.b64encode(bytes(32)).decode()]
    with pytest.raises(ProofTruncated):
        changed(proof, inclusion_proof=hashes).check()


@trips(ProofOfOtherTree)
def test_another_place_event_or_hash_fails(proof):
    hashes = [base64.b64encode(leaf_hash(each)).decode() for each in proof.proof]
    for fields in (
        {"leaf_index": proof.leaf_index ^ 1},
        {"leaf_index": proof.checkpoint.size},
    ):
        with pytest.raises((ProofOfOtherTree, ProofTruncated)):
            changed(proof, **fields).check()
    for fields in ({"event": proof.event.replace("40", "41")}, {"inclusion_proof": hashes}):
        with pytest.raises(ProofOfOtherTree):
            changed(proof, **fields).check()


@trips(StatementDiffers)
@pytest.mark.parametrize(
    "fields",
    [{"quantity": 41}, {"beneficiary": "别人"}, {"number": "CR-2026-000002"}, {"extra": 1}],
)
def test_a_field_that_was_not_recorded_fails_and_is_named(proof, fields):
    with pytest.raises(StatementDiffers) as refused:
        changed(proof, certificate={**proof.certificate, **fields}).check()
    assert refused.value.facts["name"] in fields


def test_a_missing_field_fails(proof):
    stated = {name: value for name, value in proof.certificate.items() if name != "note"}
    with pytest.raises(StatementDiffers):
        changed(proof, certificate=stated).check()


@trips(NotACertificate)
def test_an_event_of_another_kind_is_no_certificate(world, proof):
    with unit_of_work(world) as session:
        query = "SELECT content FROM event WHERE subject = 'retire'"
        event = session.connection().exec_driver_sql(query).scalar_one()
        query = "SELECT leaf_index FROM log_leaf l JOIN event e ON e.id = l.event_id"
        index = session.connection().exec_driver_sql(f"{query} WHERE subject = 'retire'").scalar()
        hashes = inclusion(session, index, proof.checkpoint.size)
    other = replace(proof, event=event, leaf_index=index, proof=hashes)
    with pytest.raises(NotACertificate):
        other.check()


@trips(ProofUnreadable)
@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "not json", '{"format":"tanlab certificate proof 1"}', "[" * 100_000, b"\xff"],
)
def test_what_is_no_proof_is_unreadable(text):
    with pytest.raises(ProofUnreadable):
        read_proof(text, "proof.json")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("leaf_index", -1),
        ("leaf_index", True),
        ("leaf_index", "1"),
        ("certificate", []),
        ("event", 1),
        ("inclusion_proof", [1]),
        ("inclusion_proof", ["%"]),
        ("inclusion_proof", None),
    ],
)
def test_a_proof_with_values_of_another_kind_is_unreadable(proof, name, value):
    with pytest.raises(ProofUnreadable):
        changed(proof, **{name: value})
