"""Whatever a file holds, the answer is a scenario or a list of problems with sentences."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulations import Problem, ScenarioInvalid, parse_scenario
from simulations.scenarios import merge, source_of_reference
from tests.simulations.scenarios import SMALL

JUNK: list[Any] = [
    None,
    True,
    -1,
    1e300,
    10**30,
    "",
    "x",
    "2025-02-30",
    "national",
    "\ud800",
    [],
    [None],
    [["a"]],
    {},
    {"x": None},
    {"preset": 5},
    {"preset": "cn-pilot-hubei@2024.1"},
    {"kind": 1},
]
ABOUT_FILES = ["extends", "experiments", "sources", "lock", "preset"]


def rich() -> dict[str, Any]:
    tree = merge(source_of_reference(str(SMALL))).tree
    tree["markets"]["pilot"] = copy.deepcopy(tree["markets"]["national"])
    tree["agents"]["firms"]["own"] = {**tree["agents"]["firms"]["power"], "market": "pilot"}
    change = {"offsets.max_share": 0.1, "price_controls": {"floor_cny": 50}}
    day = {"at": "2025-06-02", "market": "national"}
    tree["shocks"] = [{**day, "set": change}, {**day, "demand": {"sector": "power", "pct": 3}}]
    tree["announcements"] = [{**day, "effective": "2025-07-01", "set": change}]
    pair = {"first": "national", "second": "pilot"}
    tree["links"] = [{**pair, "kind": "full", "from": "2025-01-01"}]
    return tree


def paths(tree: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        items = list(tree.items())
    elif isinstance(tree, list):
        items = list(enumerate(tree[:2]))
    return [path, *(below for key, value in items for below in paths(value, (*path, key)))]


TREE = rich()
PATHS = paths(TREE)[1:] + [(key,) for key in ABOUT_FILES]


def test_the_scenario_that_nonsense_is_put_into_is_fine() -> None:
    assert set(parse_scenario(json.dumps(TREE)).markets) == {"national", "pilot"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(JUNK)), min_size=1, max_size=4))
def test_nonsense_anywhere_is_answered_with_problems(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    tree = copy.deepcopy(TREE)
    for path, junk in changes:
        branch: Any = tree
        for part in path[:-1]:
            inside = isinstance(branch, dict) and part in branch
            listed = isinstance(branch, list) and isinstance(part, int) and part < len(branch)
            branch = branch[part] if inside or listed else {}
        branch = branch if isinstance(branch, dict | list) else {}
        if isinstance(branch, dict) or (
            isinstance(branch, list) and path[-1] in range(len(branch))
        ):
            branch[path[-1]] = copy.deepcopy(junk)
    problems: tuple[Problem, ...] = ()
    try:
        parse_scenario(json.dumps(tree))
    except ScenarioInvalid as refused:
        problems = refused.problems or (Problem("", 0, 0, "", "", {}),)
    for problem in problems:
        assert problem.render("en").encode()
        assert problem.render("zh").encode()
