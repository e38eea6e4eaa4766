from datetime import date

import pytest

from registry.rules.files import file_rules
from registry.rules.refused_rules import SchemeUnknown
from registry.rules.schemes import (
    allowed_uses,
    markets_met_by,
    obligation_scheme,
    scheme_profile,
    scheme_profiles,
)
from tests.checked import passes, trips

DAY = date(2026, 11, 23)
PILOTS = ["SZEA", "SHEA", "BEA", "GDEA", "TJEA", "HBEA", "CQEA", "FJEA"]


def test_every_scheme_of_the_house_has_a_profile_and_rules():
    with_rules = {parameter.scheme for parameter in file_rules()}
    assert with_rules - {"control"} == set(scheme_profiles())
    assert {*PILOTS, "cn_ets", "ccer", "gec"} <= set(scheme_profiles())
    assert sum(name.startswith("inclusion_") for name in scheme_profiles()) == 6


def test_units_of_two_schemes_never_share_a_code():
    assert len({profile.unit for profile in scheme_profiles().values()}) == len(scheme_profiles())


@trips(SchemeUnknown)
@passes(SchemeUnknown)
def test_a_scheme_is_found_by_either_name():
    assert scheme_profile("CEA") is scheme_profile("cn_ets")
    assert scheme_profile("SHCERCIR1").scheme == "inclusion_SHCERCIR1"
    with pytest.raises(SchemeUnknown, match="no scheme XYZ"):
        scheme_profile("XYZ")


def test_units_meet_obligations_of_schemes_that_exist_by_limits_that_are_listed():
    keys = {(parameter.scheme, parameter.key) for parameter in file_rules()}
    for profile in scheme_profiles().values():
        for meeting in profile.meets:
            assert scheme_profiles()[meeting.scheme].kind == "allowance"
            assert all((meeting.scheme, limit) in keys for limit in meeting.limits)


def test_what_a_market_accepts_is_what_says_that_it_meets_its_obligations():
    for market in ("cn_ets", *PILOTS):
        listed = file_rules().find(market, "credit_schemes", DAY)
        assert listed is not None
        known = {unit for unit in listed.text.split() if unit in _units()}
        meeting = {
            profile.unit
            for profile in scheme_profiles().values()
            if profile.kind == "credit" and market in {each.scheme for each in profile.meets}
        }
        assert known == meeting


def test_inclusion_credits_take_their_uses_from_the_rules():
    profile = scheme_profile("PHCER")
    assert "compliance" in allowed_uses(profile, file_rules(), DAY)
    assert "donation" not in allowed_uses(profile, file_rules(), DAY)
    assert allowed_uses(profile, file_rules(), date(2020, 1, 1)) == ()
    assert allowed_uses(scheme_profile("GEC"), file_rules(), DAY) == (
        "green_power_use",
        "cancellation",
    )


def test_surrendered_units_are_named_after_the_market_they_meet():
    assert obligation_scheme("CEA")["zh"] == "全国碳市场"
    assert obligation_scheme("CCER")["en"] == "National carbon market"
    assert obligation_scheme("SHCERCIR1")["en"] == "Shanghai pilot"
    assert [each.scheme for each in markets_met_by("GEC")] == []


def _units():
    return {profile.unit for profile in scheme_profiles().values()}
