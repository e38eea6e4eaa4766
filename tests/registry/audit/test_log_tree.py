"""The auditor adds up roots like RFC 6962 says."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from registry.audit.log_tree import roots_at


def tree_head(hashes):
    """The recursive definition of RFC 6962, section 2.1."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    left, right = tree_head(hashes[:split]), tree_head(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.integers(1, 70), st.sets(st.integers(1, 80)))
def test_the_root_at_each_size_is_that_of_the_recursive_definition(count, sizes):
    hashes = [hashlib.sha256(b"\x00" + bytes([number])).digest() for number in range(count)]
    wanted = sorted(sizes)
    reached = [size for size in wanted if size <= count]
    assert roots_at(hashes, wanted) == [tree_head(hashes[:size]) for size in reached]
