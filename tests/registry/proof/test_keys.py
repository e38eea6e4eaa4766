"""Keys as text: the forms of signed notes, and one key for each world."""

import base64

import pytest

from registry.proof.keys import (
    MasterKey,
    PublicKey,
    new_master_key,
    read_master_key,
    read_public_key,
)
from registry.proof.refused_proofs import KeyUnreadable
from tests.checked import passes, trips

MASTER = MasterKey("registry.example", bytes(range(32)))


@passes(KeyUnreadable)
def test_a_public_key_reads_as_it_was_written():
    key = MASTER.of_world("public").public
    assert read_public_key(key.text) == key
    assert read_public_key(f"# the registry's key\n\n  {key.text}\n") == key


def test_the_published_example_of_a_verifier_key_reads():
    """Source: golang.org/x/mod/sumdb/note, the key of PeterNeumann in its documentation."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = read_public_key(text)
    assert (key.name, key.key_id.hex(), key.text) == ("PeterNeumann", "c74f20a3", text)


@trips(KeyUnreadable)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "registry.example",
        "registry.example+00000000+" + base64.b64encode(b"\1" + bytes(32)).decode(),
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq",
        "two\nlines",
        "名字+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_text_that_is_no_key_is_refused(text):
    with pytest.raises(KeyUnreadable):
        read_public_key(text)


def test_a_master_key_reads_as_it_was_written():
    made = new_master_key("registry.example")
    assert read_master_key(made.text + "\n") == made


@pytest.mark.parametrize("text", ["", "name", "name+c2hvcnQ=", "na me+" + "A" * 43 + "="])
def test_a_text_that_is_no_master_key_is_refused_without_repeating_it(text):
    with pytest.raises(KeyUnreadable) as refused:
        read_master_key(text)
    assert text.partition("+")[2] == "" or text.partition("+")[2] not in str(refused.value)


def test_each_world_has_a_key_of_its_own():
    one, other = MASTER.of_world("public"), MASTER.of_world("class-1")
    assert one.name == "registry.example/public"
    assert one.seed not in {other.seed, MASTER.seed}
    assert MASTER.of_world("public") == one


def test_a_signature_fits_one_message_and_one_key():
    key = MASTER.of_world("public")
    signature = key.sign(b"message")
    assert key.public.has_signed(signature, b"message")
    assert not key.public.has_signed(signature, b"massage")
    assert not key.public.has_signed(signature[:-1], b"message")
    assert not PublicKey(key.name, bytes(32)).has_signed(signature, b"message")


def test_secrets_are_not_shown():
    assert str(list(MASTER.seed)) not in repr(MASTER)
    assert repr(MASTER) == "MasterKey('registry.example', …)"
    assert repr(MASTER.of_world("public")) == "SigningKey('registry.example/public', …)"
