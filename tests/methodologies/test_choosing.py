"""The chooser of five questions."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import (
    Announced,
    Candidate,
    ChooserAnswers,
    Methodology,
    choose,
    list_announced,
    list_methodologies,
)
from methodologies.choosing import PURPOSES
from methodologies.engine.answers import ACTIVITIES, PLACES
from methodologies.engine.outputs import PURPOSE_TEXTS

WIND: dict[str, Any] = {
    "purpose": "credits",
    "activity": "wind_power",
    "place": "far_sea",
    "started_on": "2024-03-01",
    "proof": True,
}
ALL = [pytest.param(known, id=f"{known.id}-{known.version}") for known in list_methodologies()]


def candidate(known: Methodology, **answers: Any) -> Candidate:
    found = choose(ChooserAnswers(**answers)).candidates
    return next(each for each in found if each.methodology is known)


def answered(known: Methodology, **changes: Any) -> dict[str, Any]:
    """Return answers that lead to a methodology, with some of them changed."""
    fit = known.fit
    answers = {
        "purpose": known.purpose,
        "activity": fit.activities[0],
        "place": next(iter(fit.places), "factory"),
        "started_on": fit.since.first_day if fit.since else "2025-06-30",
        "proof": True,
    }
    return {**answers, **changes}


@pytest.mark.parametrize("known", ALL)
def test_every_methodology_is_reached_by_five_answers(known: Methodology) -> None:
    for activity in known.fit.activities:
        assert candidate(known, **answered(known, activity=activity)).verdict == "fits"


@pytest.mark.parametrize("known", ALL)
def test_every_clause_is_a_reason_of_some_answer_with_its_article(known: Methodology) -> None:
    trials = [answered(known, proof=False)]
    trials += [answered(known, activity=value) for value in known.fit.near if value in ACTIVITIES]
    trials += [answered(known, place=value) for value in known.fit.near if value in PLACES]
    if known.fit.since is not None:
        too_early = known.fit.since.first_day - timedelta(days=1)
        trials.append(answered(known, started_on=too_early))
    given = {
        (reason.article, reason.text["zh"])
        for trial in trials
        for reason in candidate(known, **trial).reasons
    }
    assert given >= {(clause.article, clause.text["zh"]) for clause in known.clauses}


@pytest.mark.parametrize("known", ALL)
def test_the_first_day_counts_and_the_day_before_does_not(known: Methodology) -> None:
    since = known.fit.since
    if since is None:
        assert candidate(known, started_on="2000-01-01").reasons == ()
        return
    assert candidate(known, **answered(known, started_on=since.first_day)).verdict == "fits"
    before = since.first_day - timedelta(days=1)
    refused = candidate(known, **answered(known, started_on=before))
    assert refused.verdict == "outside"
    assert [list(reason.answers) for reason in refused.reasons] == [["started_on"]]


@pytest.mark.parametrize("entry", list_announced(), ids=lambda entry: entry.id)
def test_every_announced_methodology_is_named_by_its_activity(entry: Announced) -> None:
    for activity in entry.activities:
        assert activity in ACTIVITIES
        found = choose(ChooserAnswers(purpose="credits", activity=activity))
        assert entry in found.announced
        assert found.of("fits") == ()
        assert found.of("open") == ()


def test_every_activity_and_place_leads_somewhere_or_is_refused_by_an_article() -> None:
    fits = [known.fit for known in list_methodologies()]
    led = {activity for fit in fits for activity in (*fit.activities, *fit.near)}
    named = {activity for entry in list_announced() for activity in entry.activities}
    assert set(ACTIVITIES) - led - named == set()
    places = {place for fit in fits for place in (*fit.places, *fit.near) if place in PLACES}
    assert set(PLACES) - places == {"factory", "other_city"}


def test_offshore_wind_is_found_and_its_neighbour_refused_with_the_article() -> None:
    found = choose(ChooserAnswers(**WIND))
    assert [each.methodology.id for each in found.of("fits")] == ["ccer-01-002"]
    assert found.of("open") == ()
    assert found.announced == ()
    nearest = found.candidates[1]
    assert nearest.methodology.id == "ccer-01-001"
    assert nearest.reasons[0].article == "CCER-01-001-V01 §2"
    assert nearest.reasons[0].answers["activity"]["zh"] == "发电：风力发电"


def test_wind_nearer_and_shallower_is_refused_by_section_2() -> None:
    found = choose(ChooserAnswers(**{**WIND, "place": "near_sea"}))
    assert found.of("fits") == ()
    wind = next(each for each in found.candidates if each.methodology.id == "ccer-01-002")
    assert [(reason.article, list(reason.answers)) for reason in wind.reasons] == [
        ("CCER-01-002-V01 §2", ["place"])
    ]


def test_without_answers_everything_may_fit_and_everything_announced_is_shown() -> None:
    found = choose(ChooserAnswers())
    assert [each.methodology for each in found.of("open")] == list(list_methodologies())
    assert found.announced == list_announced()
    assert all("activity" in each.open_questions for each in found.candidates)


def test_a_question_that_no_text_asks_is_not_left_open() -> None:
    open_questions = {
        each.methodology.id: set(each.open_questions)
        for each in choose(ChooserAnswers(purpose="survey")).of("open")
    }
    assert open_questions == {"forest-plots": {"activity"}}


def test_those_of_the_purpose_with_fewest_reasons_come_first() -> None:
    order = [each.methodology for each in choose(ChooserAnswers(**WIND)).candidates]
    purposes = [known.purpose for known in order]
    assert purposes == sorted(purposes, key=lambda purpose: purpose != "credits")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_combination_of_activity_and_place_fits_two_methodologies_of_a_purpose(
    purpose: str,
) -> None:
    shared = []
    for first, second in product(list_methodologies(), repeat=2):
        if first.id < second.id and first.purpose == second.purpose == purpose:
            activities = set(first.fit.activities) & set(second.fit.activities)
            places = set(first.fit.places or PLACES) & set(second.fit.places or PLACES)
            shared += [(first.id, second.id)] if activities and places else []
    assert shared == []


def test_the_purposes_asked_are_those_of_methodologies() -> None:
    assert set(PURPOSES) == set(PURPOSE_TEXTS)


@pytest.mark.parametrize(
    "answers",
    [
        {"activity": "perpetual_motion"},
        {"activity": ""},
        {"place": "the moon"},
        {"purpose": "=1+1"},
        {"started_on": "2024-13-01"},
        {"started_on": "1e400"},
        {"proof": "perhaps"},
        {"colour": "green"},
    ],
)
def test_an_answer_that_is_none_is_refused(answers: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ChooserAnswers.model_validate(answers)


def test_a_choice_becomes_plain_values() -> None:
    shown = choose(ChooserAnswers(**WIND)).to_dict()
    assert shown["answers"] == WIND
    first, second = shown["candidates"][:2]  # type: ignore[index]
    assert (first["id"], first["verdict"], first["reasons"]) == ("ccer-01-002", "fits", [])
    assert first["conditions"][0]["article"] == "CCER-01-002-V01 §2"
    assert second["reasons"][0]["answers"]["activity"]["en"] == "Electricity: wind power"
