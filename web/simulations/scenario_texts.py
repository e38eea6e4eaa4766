"""A scenario as it is typed: read, with every problem at its line, and begun from another one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from simulations import Scenario, ScenarioInvalid, parse_plans, parse_scenario
from web.catalogue import User
from web.installation import Installation
from web.refusals import Language
from web.simulations.saved_scenarios import Edition, check_text, save_new
from web.simulations.scenario_sources import ScenarioSource, scenario_from

TYPED_NAME: Final = "scenario.yaml"
_ID_CHARACTERS_MAX: Final = 60
_STUB: Final = """\
schema: tanlab/scenario@1
extends: builtin:{base}
id: {id}
title: {{zh: {zh}, en: {en}}}

# Only what differs from the base stands here; every other value stays as it is shipped.
# A value without an entry below `sources` is your own.
seed: {seed}
"""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing that is wrong in a typed text.

    Args:
        line: from 1; 0 when it is in a file that the text extends, or has no place.
        column: from 1; 0 when there is none.
        path: dotted key.
        value: what was found there.
        sentence: what is wrong, in the reader's language.
        where: the file that it is in, when it is another one.
    """

    line: int
    column: int
    path: str
    value: str
    sentence: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a typed text was read as: a scenario, or problems by line."""

    text: str
    scenario: Scenario | None
    problems: Sequence[TextProblem] = ()


def read_text(typed: str, language: Language) -> ReadText:
    """Read a scenario that was typed, and check its experiments.

    Args:
        typed: YAML, with the line ends of any system.
        language: of the sentences about problems.

    Raises:
        ScenarioTooLong: more than 200,000 characters.
        UnstorableText: a control character, or half of one.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    check_text(text)
    try:
        scenario = parse_scenario(text, TYPED_NAME)
        parse_plans(text, TYPED_NAME)
        return ReadText(text, scenario)
    except ScenarioInvalid as error:
        problems = [
            TextProblem(
                line=problem.line if problem.where == TYPED_NAME else 0,
                column=problem.column,
                path=problem.path,
                value=problem.value,
                sentence=f"{problem.sentence[language]} {problem.hint.get(language, '')}".rstrip(),
                where="" if problem.where == TYPED_NAME else problem.where,
            )
            for problem in error.problems
        ]
        return ReadText(text, None, problems)


def text_to_begin_with(source: ScenarioSource, *, whole: bool = False) -> str:
    """Return the text in which a copy of a scenario begins.

    Args:
        source: what is copied.
        whole: every line of a shipped file, rather than a few that extend it.
    """
    if whole or not source.is_shipped:
        return source.text
    base = scenario_from(source)
    return _STUB.format(
        base=source.reference,
        id=f"my-{source.reference}"[:_ID_CHARACTERS_MAX],
        zh=json.dumps(f"{base.title.zh}（修改）", ensure_ascii=False),
        en=json.dumps(f"{base.title.en}, changed", ensure_ascii=False),
        seed=base.seed,
    )


def save_with(
    installation: Installation, user: User, source: ScenarioSource, assignments: Sequence[str]
) -> int:
    """Keep a scenario with values laid over it among the user's own; return its number.

    Args:
        installation: where.
        user: whose it will be.
        source: a shipped scenario, which the text then extends, or a user's own.
        assignments: `key=value`, of keys that the scenario has.

    Raises:
        ScenarioInvalid: the values no longer fit it.
        TooManyScenarios: the user has no room for another one.
    """
    text = text_with(source, assignments)
    edition = Edition(text, parse_scenario(text, TYPED_NAME))
    with installation.catalogue.unit_of_work() as session:
        number = save_new(session, user, edition, source.reference).id
    assert number is not None, "a saved scenario has a number"
    return number


def text_with(source: ScenarioSource, assignments: Sequence[str]) -> str:
    """Return a scenario's text with values laid over it, comments kept.

    Args:
        source: a shipped scenario, which the text then extends, or a user's own.
        assignments: `key=value`, of keys that the scenario has.
    """
    yaml = YAML()
    yaml.width = 100
    tree = yaml.load(text_to_begin_with(source))
    for assignment in assignments:
        key, _, value = assignment.partition("=")
        *parents, last = key.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, CommentedMap())
        branch[last] = yaml.load(value)
    written = StringIO()
    yaml.dump(tree, written)
    return written.getvalue()
