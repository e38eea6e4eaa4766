"""The auditors of the registry and of the market know every guard that the migrations make."""

from market.guards import APPEND_ONLY
from registry.audit import append_only_guards
from registry.audit.guards import guards_of, registry_guards


def test_the_auditors_miss_no_guard(session):
    of_the_market = append_only_guards(session, APPEND_ONLY)
    assert guards_of(session) == registry_guards(session) | of_the_market
