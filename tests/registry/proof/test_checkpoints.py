"""Checkpoints as text that strangers keep."""

import base64

import pytest

from registry.proof.checkpoints import read_checkpoint, sign_checkpoint
from registry.proof.keys import MasterKey, PublicKey
from registry.proof.refused_proofs import CheckpointUnreadable, ForeignKey, SignatureInvalid
from tests.checked import passes, trips

KEY = MasterKey("registry.example", bytes(32)).of_world("public")
MADE = sign_checkpoint(KEY, 42, bytes(range(32)))


def test_a_checkpoint_has_the_documented_form():
    origin, size, root, empty, signature, end = MADE.text.split("\n")
    assert (origin, size, empty, end) == ("registry.example/public", "42", "", "")
    assert base64.b64decode(root) == bytes(range(32))
    assert signature.startswith("— registry.example/public ")
    value = base64.b64decode(signature.split(" ")[2])
    assert value[:4] == KEY.public.key_id
    assert KEY.public.has_signed(value[4:], f"{origin}\n{size}\n{root}\n".encode())


@passes(CheckpointUnreadable, SignatureInvalid, ForeignKey)
@pytest.mark.parametrize("change", [str, lambda text: text.replace("\n", "\r\n"), str.strip])
def test_a_checkpoint_reads_as_it_was_signed_whatever_the_ends_of_lines(change):
    found = read_checkpoint(change(MADE.text))
    assert (found.size, found.root) == (MADE.size, MADE.root)
    found.check(KEY.public)


@trips(CheckpointUnreadable)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "registry.example/public\n42\n",
        MADE.text.replace("\n42\n", "\n042\n"),
        MADE.text.replace("\n42\n", "\n-1\n"),
        MADE.text.replace("— ", "- "),
        MADE.text.replace("AAEC", "AA"),
        MADE.text + "one more line\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(CheckpointUnreadable):
        read_checkpoint(text)


@trips(SignatureInvalid)
@pytest.mark.parametrize(
    ("old", "new"), [("\n42\n", "\n43\n"), ("AAEC", "AAED"), ("example/public\n42", "exampel\n42")]
)
def test_a_changed_checkpoint_fails(old, new):
    with pytest.raises(SignatureInvalid):
        read_checkpoint(MADE.text.replace(old, new, 1)).check(KEY.public)


@trips(ForeignKey)
def test_the_checkpoint_of_another_is_foreign():
    other = MasterKey("registry.example", b"\1" * 32).of_world("public").public
    with pytest.raises(ForeignKey):
        MADE.check(other)
    with pytest.raises(ForeignKey):
        MADE.check(PublicKey("registry.example/other", KEY.public.value))
