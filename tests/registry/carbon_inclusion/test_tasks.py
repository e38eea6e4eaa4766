"""Who is asked what in carbon inclusion: the platform, then a verifier, then the operator."""

from registry.carbon_inclusion import inclusion_tasks
from registry.worlds import Actor, Role
from tests.registry.carbon_inclusion.platform_life import (
    activity,
    aggregate,
    code_of,
    consent,
    issue,
    record,
    running,
    verified,
)
from tests.strategies import OPERATOR


def asked(session, actor):
    return [(task.verb["en"], task.number) for task in inclusion_tasks(session, actor)]


def test_each_step_is_asked_of_the_one_who_takes_it(session):
    at = running(session)
    other = running(session)
    code = code_of(session, at)
    consent(session, at, code)
    people = {"platform": at.owner.actor, "verifier": at.verifier[1], "operator": OPERATOR}

    def seen():
        return {name: asked(session, actor) for name, actor in people.items()}

    nothing = {"platform": [], "verifier": [], "operator": []}
    assert seen() == nothing
    record(session, at, activity("a", code, "100", "new_energy_vehicle"))
    assert seen() == nothing | {"platform": [("Aggregate", at.number)]}
    assert asked(session, other.owner.actor) == []
    number = str(aggregate(session, at).data["batch"])
    assert seen() == nothing | {"verifier": [("Verify", number)]}
    record(session, at, activity("b", code, "100", "new_energy_vehicle"))
    second = verified(session, at)
    assert seen() == nothing | {"verifier": [("Verify", number)], "operator": [("Issue", second)]}
    issue(session, second)
    assert seen() == nothing | {"verifier": [("Verify", number)]}


def test_a_platform_is_not_asked_to_verify_its_own_batch(session):
    at = running(session)
    record(session, at, activity("a", code_of(session, at)))
    aggregate(session, at)
    own = Actor("own", frozenset({Role.VERIFIER}), frozenset({at.owner.party_id}))
    assert asked(session, own) == []
