"""How runs, ensembles and calibrations answer alike: whose, how far, and what went wrong."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, make_response
from pydantic import BaseModel

from simulations import ScenarioInvalid
from web.errors import UNPROCESSABLE, answer
from web.installation import installation
from web.languages import current_language
from web.refusals import Refusal
from web.simulations.lab_jobs import LabJob
from web.simulations.overrides import Override, known_keys, overrides_refusal
from web.simulations.scenario_sources import settings_from, source_of

ACCEPTED = 202


class JobAnswer(BaseModel):
    """A job of the lab and how far it has come."""

    id: str
    owner: str
    state: str
    steps_done: int
    steps_total: int
    cancel_requested: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: Refusal | None
    page: str


def job_values(found: LabJob, page: str) -> dict[str, Any]:
    """Return what a job answers, its error in the reader's language.

    Args:
        found: the job.
        page: address of its page.
    """
    job = found.job
    return {
        **{name: getattr(job, name) for name in JobAnswer.model_fields if hasattr(job, name)},
        "owner": found.owner,
        "error": job.error.get(current_language()) or None,
        "page": page,
    }


def refused_overrides(error: ScenarioInvalid, scenario: str, overrides: Sequence[str]) -> Response:
    """Answer which of the assignments do not fit a scenario.

    Args:
        error: every problem found.
        scenario: reference of the scenario.
        overrides: the assignments, in order.
    """
    lines = [Override(line, text) for line, text in enumerate(overrides, start=1)]
    known = known_keys(settings_from(source_of(installation(), scenario)))
    shown = overrides_refusal(error, lines, known, current_language())
    return make_response(answer(shown, UNPROCESSABLE))
