"""Which events strangers may read."""

import pytest

from registry.proof.publication import may_read
from registry.worlds import Role


@pytest.mark.parametrize("kind", ["certificate", "unit_type", "clock", "key"])
def test_what_the_registry_publishes_anyway_may_be_read(kind):
    assert may_read(kind, "")


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("command", "transfer"),
        ("command", "place_order"),
        ("party", ""),
        ("mandate", ""),
        (None, None),
    ],
)
def test_what_concerns_a_partys_business_is_for_supervisors(kind, subject):
    assert not may_read(kind, subject)
    assert not may_read(kind, subject, {Role.REPRESENTATIVE, Role.VERIFIER})
    for role in (Role.OPERATOR, Role.ADMINISTRATOR, Role.REGULATOR):
        assert may_read(kind, subject, {role})
