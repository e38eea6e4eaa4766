"""The questions that are shipped: experiments with what was found and what would say otherwise."""

from collections.abc import Mapping
from functools import cache

from simulations import ShippedExperiment, list_experiments
from web.simulations.refused_scenarios import UnknownQuestion

_NAME_MAX = 130


@cache
def shipped_questions() -> Mapping[str, ShippedExperiment]:
    """Return the shipped questions by ``SCENARIO:EXPERIMENT``; their files are read once."""
    return {one.target: one for one in list_experiments() if one.plan.experiment.question}


def question_of(target: str) -> ShippedExperiment:
    """Return a shipped question.

    Raises:
        UnknownQuestion: nothing is asked under the name.
    """
    if target not in shipped_questions():
        raise UnknownQuestion(name=target[:_NAME_MAX], known=", ".join(shipped_questions()))
    return shipped_questions()[target]
