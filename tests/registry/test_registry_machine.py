"""Random histories of commands on both databases keep every invariant."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.registry.registry_machine import RegistryMachine

STEPS = 100
OPERATIONS_OF_A_SOAK = 100_000
HISTORIES_AT_ONCE = 100


def run(new_database, histories, operations_min=0):
    """Run as many histories, and more of them until enough commands were asked."""
    machine = type("Machine", (RegistryMachine,), {"new_database": staticmethod(new_database)})
    some = settings(max_examples=histories, stateful_step_count=STEPS, deadline=None)
    run_state_machine_as_test(machine, settings=some)
    while machine.operations < operations_min:
        run_state_machine_as_test(machine, settings=some)


def test_random_commands_keep_every_invariant(new_database):
    run(new_database, 4)


@pytest.mark.soak
def test_a_hundred_thousand_random_commands_keep_every_invariant(new_database):
    run(new_database, HISTORIES_AT_ONCE, OPERATIONS_OF_A_SOAK)
