"""The tree of RFC 6962 against published vectors, and for any size."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    frontier_places,
    inclusion_length,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root,
    root_of_inclusion,
)
from tests.registry.proof.vectors import CONSISTENCY, INCLUSION, LEAVES, ROOTS

HASHES = [leaf_hash(leaf) for leaf in LEAVES]
sizes = st.integers(1, 70)


def grown(leaves):
    """A frontier over leaves, and what finds each complete subtree."""
    frontier = Frontier()
    nodes = {}
    for index, leaf in enumerate(leaves):
        nodes[0, index] = leaf
        nodes.update({(level, place): hashed for level, place, hashed in frontier.add(leaf)})
    return frontier, lambda level, place: nodes[level, place]


def leaves(count):
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def by_definition(hashes):
    """MTH of RFC 6962, word for word."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(by_definition(hashes[:split]), by_definition(hashes[split:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size):
    frontier, node = grown(HASHES[:size])
    assert frontier.root().hex() == root(size, node).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index, size, proof):
    _, node = grown(HASHES[:size])
    made = inclusion_proof(index, size, node)
    assert [b64encode(each).decode() for each in made] == proof
    assert root_of_inclusion(index, size, HASHES[index], made).hex() == ROOTS[size]


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old, new, proof):
    _, node = grown(HASHES[:new])
    made = consistency_proof(old, new, node)
    assert made == [b64decode(each) for each in proof]
    assert is_consistent(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), made)


@given(sizes)
def test_the_root_is_that_of_the_definition(size):
    frontier, node = grown(leaves(size))
    assert frontier.root() == root(size, node) == by_definition(leaves(size))


@given(sizes)
def test_a_frontier_taken_from_stored_subtrees_grows_on(size):
    _, node = grown(leaves(size))
    resumed = Frontier(size, [node(*place) for place in frontier_places(size)])
    for leaf in leaves(size + 9)[size:]:
        resumed.add(leaf)
    assert resumed.root() == by_definition(leaves(size + 9))


@given(sizes, st.data())
def test_every_leaf_can_be_proved_and_no_other_in_its_place(size, data):
    index = data.draw(st.integers(0, size - 1))
    _, node = grown(leaves(size))
    proof = inclusion_proof(index, size, node)
    assert len(proof) == inclusion_length(index, size)
    assert root_of_inclusion(index, size, node(0, index), proof) == root(size, node)
    assert root_of_inclusion(index, size, leaf_hash(b"other"), proof) != root(size, node)


@given(sizes, st.data())
def test_a_changed_shortened_or_lengthened_proof_fails(size, data):
    index = data.draw(st.integers(0, size - 1))
    _, node = grown(leaves(size))
    proof, leaf = inclusion_proof(index, size, node), node(0, index)
    assert root_of_inclusion(index, size, leaf, [*proof, leaf]) is None
    if not proof:
        return
    assert root_of_inclusion(index, size, leaf, proof[:-1]) is None
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof]
    changed[place] = changed[place][:-1] + bytes([changed[place][-1] ^ 1])
    assert root_of_inclusion(index, size, leaf, changed) != root(size, node)


@given(sizes, st.data())
def test_each_earlier_tree_is_shown_to_be_the_beginning_and_no_other(size, data):
    old = data.draw(st.integers(1, size))
    _, node = grown(leaves(size))
    proof = consistency_proof(old, size, node)
    before, after = root(old, node), root(size, node)
    assert is_consistent(old, size, before, after, proof)
    other = leaf_hash(b"other")
    assert not is_consistent(old, size, other, after, proof)
    assert not is_consistent(old, size, before, other, proof)
    assert not is_consistent(old, size, before, after, [*proof, other])
    if proof:
        assert not is_consistent(old, size, before, after, proof[:-1])
        assert not is_consistent(old, size, before, after, [other, *proof[1:]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (9, 8)])
def test_a_place_outside_the_tree_is_refused(index, size):
    assert root_of_inclusion(index, size, HASHES[0], []) is None


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 8), (9, 8), (-1, 3)])
def test_sizes_out_of_order_are_not_consistent(old, new):
    assert not is_consistent(old, new, HASHES[0], HASHES[0], [])


def test_a_leaf_of_another_length_is_refused():
    assert root_of_inclusion(0, 1, b"", []) is None
