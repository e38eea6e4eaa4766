"""Which platforms are admitted: where, by whom, for what."""

import pytest

from registry.carbon_inclusion import (
    RegisterPlatform,
    list_platforms,
    platform,
    scheme_figures,
    schemes_on,
)
from registry.carbon_inclusion.refused_inclusion import (
    AccountOfOtherParty,
    KindNotInScheme,
    NoPersonalAccounts,
    UnknownInclusionScheme,
)
from registry.carbon_inclusion.schemes import find_scheme
from registry.rules import file_rules
from registry.worlds import RecordExists, RoleMissing
from tests.checked import passes, trips
from tests.registry.carbon_inclusion.platform_life import DAY, running
from tests.strategies import OPERATOR, do, holder


def asked(owner, **changed):
    """A platform to register."""
    known = {
        "scheme": "WHPHCER",
        "name": "示例平台",
        "party_id": owner.party_id,
        "account": owner.account,
        "kinds": ("bus",),
    }
    return {**known, **changed}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"scheme": "NOSUCH"}, UnknownInclusionScheme),
        ({"scheme": "SHCERCIR1"}, NoPersonalAccounts),
        ({"kinds": ("flight",)}, KindNotInScheme),
        ({"kinds": ()}, KindNotInScheme),
        ({"scheme": "PHCER"}, KindNotInScheme),
    ],
)
@trips(UnknownInclusionScheme, NoPersonalAccounts, KindNotInScheme)
def test_a_platform_needs_a_scheme_with_persons_and_factors(session, changed, refusal):
    with pytest.raises(refusal):
        do(session, OPERATOR, RegisterPlatform, **asked(holder(session), **changed))


@trips(AccountOfOtherParty)
def test_credits_go_to_the_partys_own_account(session):
    owner, other = holder(session), holder(session)
    with pytest.raises(AccountOfOtherParty):
        do(session, OPERATOR, RegisterPlatform, **asked(owner, account=other.account))


@passes(AccountOfOtherParty, UnknownInclusionScheme, NoPersonalAccounts, KindNotInScheme)
def test_only_the_operator_admits_platforms_and_names_are_taken_once(session):
    owner = holder(session)
    with pytest.raises(RoleMissing):
        do(session, owner.actor, RegisterPlatform, **asked(owner))
    done = do(session, OPERATOR, RegisterPlatform, **asked(owner, kinds=("metro", "bus", "bus")))
    assert done.data["carbon_account"] == "WHPHCER-E000001"
    assert platform(session, str(done.data["platform"])).kinds == ["bus", "metro"]
    with pytest.raises(RecordExists):
        do(session, OPERATOR, RegisterPlatform, **asked(owner))


def test_a_party_has_one_enterprise_carbon_account_in_a_scheme(session):
    owner = holder(session)
    codes = {
        do(session, OPERATOR, RegisterPlatform, **asked(owner, name=name)).data["carbon_account"]
        for name in ("甲", "乙")
    }
    assert len(codes) == 1


def test_figures_are_sums_over_the_schemes_platforms(session):
    at = running(session)
    shown = scheme_figures(session, ["WHPHCER", "JCER"])
    assert [each.platforms for each in shown] == [1, 0]
    assert [each.number for each in list_platforms(session, scheme="WHPHCER")] == [at.number]
    assert list_platforms(session, party_ids=[]) == []


def test_each_scheme_says_where_each_number_comes_from():
    found = schemes_on(file_rules(), DAY)
    assert [each.code for each in found] == [
        "JCER",
        "PCER",
        "PHCER",
        "SHCERCIR1",
        "TJPHCER",
        "WHPHCER",
    ]
    for each in found:
        assert set(each.uses) == {
            "compliance",
            "ecological_compensation",
            "voluntary",
            "donation",
        }
        assert all(all(rule.cited.values()) for rule in each.uses.values())
        assert all(all(factor.cited.values()) for factor in each.factors.values())


def test_wuhan_has_seven_kinds_whose_factors_are_assumed():
    wuhan = find_scheme(file_rules(), "WHPHCER", DAY)
    assert sorted(wuhan.factors) == [
        "bus",
        "carpool",
        "metro",
        "new_energy_vehicle",
        "no_tableware",
        "second_hand_phone",
        "shared_bike",
    ]
    assert {factor.confidence for factor in wuhan.factors.values()} == {"assumed"}
    assert wuhan.threshold.confidence == "assumed"
