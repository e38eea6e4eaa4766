from simulations.scenarios import Scenario, load_scenario


def test_the_order_of_populations_counts_because_firms_are_numbered_by_it() -> None:
    scenario = load_scenario("builtin:cn-national-2024")
    values = scenario.canonical()
    firms = values["agents"]["firms"]
    turned = values | {"agents": values["agents"] | {"firms": dict(reversed(firms.items()))}}
    again, other = (
        Scenario.model_validate(values, strict=False),
        Scenario.model_validate(turned, strict=False),
    )
    assert again.digest == scenario.digest
    assert other.digest != scenario.digest


def test_the_seed_is_no_part_of_a_digest() -> None:
    first = load_scenario("builtin:cn-national-2024")
    assert first.digest == load_scenario("builtin:cn-national-2024", ("seed=7",)).digest
    assert (
        first.digest
        != load_scenario("builtin:cn-national-2024", ("agents.behaviours.hoarding=0.5",)).digest
    )
