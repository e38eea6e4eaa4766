"""Random histories of commands on both databases keep every invariant."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.registry.registry_machine import RegistryMachine

STEPS = 100
OPERATIONS_OF_A_SOAK = 100_000


def run(new_database, histories):
    machine = type("Machine", (RegistryMachine,), {"new_database": staticmethod(new_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=histories, stateful_step_count=STEPS, deadline=None),
    )


def test_random_commands_keep_every_invariant(new_database):
    run(new_database, 4)


@pytest.mark.soak
def test_a_hundred_thousand_random_commands_keep_every_invariant(new_database):
    run(new_database, OPERATIONS_OF_A_SOAK // STEPS)
