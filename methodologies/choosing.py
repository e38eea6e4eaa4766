"""The chooser: five questions that say which methodologies fit, and why others do not.

Every methodology declares its answers as a `Fit`; a question that is left open refuses nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticKnownError

from methodologies.catalogue import list_announced, list_methodologies
from methodologies.engine.announced import Announced
from methodologies.engine.answers import ACTIVITIES, PLACES, Question, Since
from methodologies.engine.contract import Clause, Methodology
from methodologies.engine.errors import both
from methodologies.engine.inputs import Day, MethodologyInputs, asked
from methodologies.engine.outputs import PURPOSE_TEXTS, Purpose
from methodologies.engine.trace import Text

Verdict = Literal["fits", "open", "outside"]

VERDICT_TEXTS: Mapping[Verdict, Text] = {
    "fits": both("适用", "fits"),
    "open": both("可能适用", "may fit"),
    "outside": both("不适用", "does not fit"),
}
PURPOSES: Mapping[str, Text] = {
    "credits": both("项目的减排量（CCER）", "Reductions of a project (CCER)"),
    "behaviour": both(
        "个人低碳行为的减排量（碳普惠）", "Reductions of everyday deeds (carbon inclusion)"
    ),
    "obligation": both(
        "企业的排放量（全国碳市场）", "Emissions of a plant (national carbon market)"
    ),
    "survey": both("森林调查的抽样误差", "Sampling error of a forest survey"),
}
NOT_PROVEN = both("不能证明", "not proven")
Refusal = tuple[Question, Text, str, Text]
"""A question, the answer to it, and the article and text that refuse it."""


def _activity(value: str) -> str:
    return _one_of(ACTIVITIES, value)


def _place(value: str) -> str:
    return _one_of(PLACES, value)


def _one_of(known: Mapping[str, Text], value: str) -> str:
    if value not in known:
        raise PydanticKnownError("literal_error", {"expected": ", ".join(known)})
    return value


Activity = Annotated[
    str, AfterValidator(_activity), WithJsonSchema({"type": "string", "enum": list(ACTIVITIES)})
]
Place = Annotated[
    str, AfterValidator(_place), WithJsonSchema({"type": "string", "enum": list(PLACES)})
]


class ChooserAnswers(MethodologyInputs):
    """Answers to the five questions; each may be left open."""

    purpose: Purpose | None = asked(
        "要得到什么？",
        "What do you want to know?",
        group="choosing",
        kind="choice",
        choices=PURPOSES,
        default=None,
    )
    activity: Activity | None = asked(
        "做的是什么？",
        "What is done?",
        group="choosing",
        kind="choice",
        choices=ACTIVITIES,
        default=None,
    )
    place: Place | None = asked(
        "在哪里？",
        "Where?",
        group="choosing",
        kind="choice",
        choices=PLACES,
        default=None,
    )
    started_on: Day | None = asked(
        "从哪一天开始？",
        "Since which day?",
        group="choosing",
        kind="date",
        default=None,
        help={
            "zh": "项目开工、行为发生的日期，或核算年度内的任一天。",
            "en": "Start of construction, day of the deed, or a day of the year accounted for.",
        },
    )
    proof: bool | None = asked(
        "其余条件能否证明？",
        "Can the other conditions be proven?",
        group="choosing",
        kind="boolean",
        default=None,
        help={
            "zh": "权属、单独计量或联网、平台记录与授权、守法合规。",
            "en": "Tenure, meters of its own or a data link, platform record and consent, "
            "compliance with law.",
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a methodology's text says against one or more answers, by question."""

    answers: Mapping[Question, Text]
    article: str
    text: Text

    def to_dict(self) -> dict[str, object]:
        """Return the reason as plain values."""
        return {
            "answers": {question: dict(label) for question, label in self.answers.items()},
            "article": self.article,
            "text": dict(self.text),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A methodology with what speaks against it, and the questions still open."""

    methodology: Methodology
    reasons: tuple[Reason, ...]
    open_questions: tuple[Question, ...]

    @property
    def verdict(self) -> Verdict:
        """Return `outside` with any reason against it, `open` while a question is open."""
        if self.reasons:
            return "outside"
        return "open" if self.open_questions else "fits"

    @property
    def conditions(self) -> tuple[Clause, ...]:
        """The clauses that must be proven, which the form asks."""
        return self.methodology.proven

    def to_dict(self) -> dict[str, object]:
        """Return the candidate as plain values."""
        known = self.methodology
        return {
            "id": known.id,
            "version": known.version,
            "status": known.status,
            "title": dict(known.title),
            "verdict": self.verdict,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "open_questions": list(self.open_questions),
            "conditions": [
                {"article": clause.article, "text": dict(clause.text)} for clause in self.conditions
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Every methodology, the nearest first, and those known by name that the answers name."""

    answers: ChooserAnswers
    candidates: tuple[Candidate, ...]
    announced: tuple[Announced, ...]

    def of(self, verdict: Verdict) -> tuple[Candidate, ...]:
        """Return the candidates with a verdict, the nearest first."""
        return tuple(found for found in self.candidates if found.verdict == verdict)

    def to_dict(self) -> dict[str, object]:
        """Return the choice as plain values."""
        return {
            "answers": self.answers.model_dump(mode="json"),
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "announced": [entry.to_dict() for entry in self.announced],
        }


def choose(answers: ChooserAnswers) -> Choice:
    """Say which methodologies fit, and why others do not.

    Args:
        answers: to the five questions, each possibly open.

    Returns:
        Every methodology: those that fit, those that may, then the others, fewest reasons first
        among those of the purpose asked for.
    """
    found = [_candidate(known, answers) for known in list_methodologies()]
    order = get_args(Verdict)
    found.sort(
        key=lambda candidate: (
            order.index(candidate.verdict),
            answers.purpose not in (None, candidate.methodology.purpose),
            len({question for reason in candidate.reasons for question in reason.answers}),
        )
    )
    return Choice(answers=answers, candidates=tuple(found), announced=_announced(answers))


def _candidate(known: Methodology, answers: ChooserAnswers) -> Candidate:
    asked_by: dict[Question, bool] = {
        "purpose": True,
        "activity": True,
        "place": bool(known.fit.places),
        "started_on": known.fit.since is not None,
        "proof": bool(known.proven),
    }
    return Candidate(
        methodology=known,
        reasons=tuple(_reasons(known, answers)),
        open_questions=tuple(
            question
            for question, matters in asked_by.items()
            if matters and getattr(answers, question) is None
        ),
    )


def _announced(answers: ChooserAnswers) -> tuple[Announced, ...]:
    if answers.purpose not in (None, "credits"):
        return ()
    return tuple(
        entry
        for entry in list_announced()
        if answers.activity is None or answers.activity in entry.activities
    )


def _reasons(known: Methodology, answers: ChooserAnswers) -> Iterator[Reason]:
    """Yield each text that refuses with all the answers it refuses."""
    refused: dict[tuple[str, str], dict[Question, Text]] = {}
    texts: dict[tuple[str, str], Text] = {}
    for question, label, article, text in _refusals(known, answers):
        said = (article, text["en"])
        texts[said] = text
        refused.setdefault(said, {})[question] = label
    for said, text in texts.items():
        yield Reason(answers=refused[said], article=said[0], text=text)


def _refusals(known: Methodology, answers: ChooserAnswers) -> Iterator[Refusal]:
    purpose, activity, place = answers.purpose, answers.activity, answers.place
    if purpose is not None and purpose != known.purpose:
        own = PURPOSE_TEXTS[known.purpose]
        text = both(f"用于{own['zh']}。", f"It is for {own['en']}.")
        yield "purpose", PURPOSES[purpose], _scope_article(known), text
    if activity is not None and activity not in known.fit.activities:
        for article, text in _beside(known, activity):
            yield "activity", ACTIVITIES[activity], article, text
    if place is not None and known.fit.places and place not in known.fit.places:
        for article, text in _beside(known, place):
            yield "place", PLACES[place], article, text
    since, day = known.fit.since, answers.started_on
    if since is not None and day is not None and day < since.first_day:
        for article, text in _dated(known, since):
            yield "started_on", both(day.isoformat(), day.isoformat()), article, text
    if answers.proof is False:
        for clause in known.proven:
            yield "proof", NOT_PROVEN, clause.article, clause.text


def _beside(known: Methodology, answer: str) -> list[tuple[str, Text]]:
    """Return the clauses that refuse an answer just outside, else the scope as a whole."""
    near = _clauses(known, known.fit.near.get(answer, ()))
    return near or [(_scope_article(known), known.scope)]


def _dated(known: Methodology, since: Since) -> list[tuple[str, Text]]:
    if since.text is None:
        return _clauses(known, (since.clause,))
    return [(since.article, since.text)]


def _clauses(known: Methodology, ids: Collection[str]) -> list[tuple[str, Text]]:
    return [(clause.article, clause.text) for clause in known.clauses if clause.id in ids]


def _scope_article(known: Methodology) -> str:
    return known.fit.article or known.source
