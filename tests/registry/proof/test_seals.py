"""A seal covers every byte."""

import pytest

from registry.proof.keys import MasterKey
from registry.proof.refused_proofs import FileChanged, ForeignKey, SealMissing
from registry.proof.seals import MARK, check_seal, is_sealed, seal
from tests.checked import passes, trips

KEY = MasterKey("registry.example", bytes(32)).of_world("public")
OTHER = MasterKey("registry.example", b"\1" * 32).of_world("public")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n99\n%%EOF"
SEALED = seal(PDF, KEY)


@passes(SealMissing, FileChanged)
def test_a_sealed_file_passes_and_names_its_key():
    assert check_seal(SEALED) == check_seal(SEALED, KEY.public) == KEY.public


def test_the_seal_moves_nothing_before_the_last_startxref():
    assert SEALED.startswith(PDF[: PDF.index(b"startxref")])
    assert SEALED.endswith(b"\nstartxref\n99\n%%EOF")


@pytest.mark.parametrize("place", range(len(SEALED)))
def test_each_changed_byte_is_noticed(place):
    for change in (1, 0x20, 0x80):
        changed = bytearray(SEALED)
        changed[place] ^= change
        with pytest.raises((FileChanged, SealMissing, ForeignKey)):
            check_seal(bytes(changed), KEY.public)
        with pytest.raises((FileChanged, SealMissing)):
            check_seal(bytes(changed))


@trips(FileChanged)
@pytest.mark.parametrize(
    "changed",
    [SEALED + b"\n", b" " + SEALED, SEALED[:-1], SEALED.replace(b"endobj", b"", 1), SEALED + PDF],
)
def test_added_and_removed_bytes_are_noticed(changed):
    with pytest.raises(FileChanged):
        check_seal(changed, KEY.public)


def test_a_seal_of_another_is_foreign_when_the_key_is_known():
    forged = seal(PDF, OTHER)
    assert check_seal(forged) == OTHER.public
    with pytest.raises(ForeignKey):
        check_seal(forged, KEY.public)


def test_a_second_seal_does_not_hide_behind_the_first():
    with pytest.raises(ForeignKey):
        check_seal(seal(SEALED, OTHER), KEY.public)


@trips(SealMissing)
def test_a_file_without_a_seal_is_told_apart():
    assert is_sealed(SEALED)
    assert not is_sealed(PDF)
    with pytest.raises(SealMissing):
        check_seal(PDF)
    with pytest.raises(SealMissing):
        check_seal(PDF + MARK + b"registry.example " + b"0" * 128 + b"\n")
