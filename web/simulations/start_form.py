"""The form that starts a run of a scenario, shipped or saved: seed and overrides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from simulations import ScenarioInvalid
from web.catalogue import User
from web.forms import Form, blank_form, read_form
from web.installation import Installation
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.simulations.overrides import (
    LINE_CHARACTERS_MAX,
    LINES_MAX,
    known_keys,
    overrides_refusal,
    read_overrides,
)
from web.simulations.run_errors import RunError
from web.simulations.runs import SEED_MAX, RunRequest, start_run
from web.simulations.scenario_sources import (
    ScenarioSource,
    scenario_from,
    settings_from,
    source_of,
)

OVERRIDES_CHARACTERS_MAX: Final = LINES_MAX * (LINE_CHARACTERS_MAX + 2)


class RunForm(BaseModel):
    """What the start form asks."""

    model_config = ConfigDict(extra="ignore")

    seed: Annotated[
        int,
        Field(
            ge=0,
            le=SEED_MAX,
            json_schema_extra={
                "label": {"zh": "随机种子", "en": "Seed"},
                "help": {
                    "zh": "同一情景、同一种子得到逐字节相同的结果。",
                    "en": "The same scenario and seed give the same bytes.",
                },
            },
        ),
    ]
    overrides: Annotated[
        str,
        Field(
            max_length=OVERRIDES_CHARACTERS_MAX,
            json_schema_extra={"label": {"zh": "覆盖项", "en": "Overrides"}},
        ),
    ] = ""


@dataclass(frozen=True, slots=True)
class Started:
    """What became of a form: a run, or the form with what must be corrected."""

    form: Form
    run_id: str = ""


def start_form(source: ScenarioSource, given: Mapping[str, Any]) -> Form:
    """Return the form, filled in from an address."""
    seed = "" if "seed" in given else str(scenario_from(source).seed)
    form = blank_form(RunForm, current_language(), {"seed": seed, **given})
    form.named["seed"].minimum = form.named["seed"].maximum = ""
    return form


def start_from_form(
    installation: Installation, user: User, source: ScenarioSource, sent: MultiDict[str, str]
) -> Started:
    """Queue a run as the form asks.

    Raises:
        RunTooLarge: it is too large for the server.
        TooManyRuns: the user's earlier runs have not ended yet.
    """
    spoken = current_language()
    submitted = read_form(start_form(source, {}), RunForm, sent, spoken)
    form = submitted.form
    if submitted.value is None:
        return Started(form)
    typed = read_overrides(form.named["overrides"].value)
    try:
        asked = RunRequest(
            scenario=source.reference,
            seed=submitted.value.seed,
            overrides=tuple(override.text for override in typed),
        )
        return Started(form, start_from(installation, user, source, asked))
    except ScenarioInvalid as error:
        known = known_keys(settings_from(source))
        form.refuse(_at_field(overrides_refusal(error, typed, known, spoken)))
    except ValidationError as error:
        form.refuse(_at_field(refusal(error, spoken)))
    return Started(form)


def begin_run(installation: Installation, user: User, request: RunRequest) -> str:
    """Queue a run of a shipped or saved scenario and return its number.

    Raises:
        UnknownBuiltin: nothing is shipped under the name.
        UnknownSavedScenario: no scenario, or no such version of it, is kept.
        ScenarioInvalid: the overrides do not fit it.
        RunTooLarge: it is too large for the server.
        TooManyRuns: the user's earlier runs have not ended yet.
    """
    return start_from(installation, user, source_of(installation, request.scenario), request)


def begin_pair(installation: Installation, user: User, first: str, second: str) -> tuple[str, str]:
    """Queue runs of two scenarios with the first one's seed, both or none; return their numbers.

    Raises:
        UnknownBuiltin: nothing is shipped under one of the names.
        UnknownSavedScenario: one scenario, or its version, is not kept.
        RunTooLarge: one is too large for the server.
        TooManyRuns: the user's earlier runs have not ended yet.
    """
    sources = [source_of(installation, reference) for reference in (first, second)]
    seed = scenario_from(sources[0]).seed
    asked = [RunRequest(scenario=source.reference, seed=seed) for source in sources]
    begun = start_from(installation, user, sources[0], asked[0])
    try:
        return begun, start_from(installation, user, sources[1], asked[1])
    except RunError:
        installation.jobs.cancel(begun)
        raise


def start_from(
    installation: Installation, user: User, source: ScenarioSource, request: RunRequest
) -> str:
    """Queue a run of the version that a source holds, and return its number."""
    pinned = request.model_copy(update={"scenario": source.reference})
    return start_run(installation, user, pinned, "" if source.is_shipped else source.text)


def _at_field(shown: Refusal) -> Refusal:
    """Let every part about one of the assignments point to the field in which all are typed."""
    for part in shown.fields:
        if part.field.startswith("overrides."):
            part.field = "overrides"
    return shown
