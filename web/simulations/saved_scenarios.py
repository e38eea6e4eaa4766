"""Scenarios that users write: kept as versions of a text, each valid when it was saved.

Whoever is signed in may read and copy them, as they may read each other's runs; only the author or
an administrator saves a version or deletes one. A page saves only after the version it was made
from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import CursorResult
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, select, update

from simulations import Scenario
from web.catalogue import SavedScenario, ScenarioVersion, User
from web.simulations.lab_jobs import ADMINISTRATOR
from web.simulations.refused_scenarios import (
    NotYourScenario,
    ScenarioChanged,
    ScenarioTooLong,
    TooManyScenarios,
    UnknownSavedScenario,
)
from web.storable_text import is_storable
from web.strict_json import UnstorableText

CHARACTERS_MAX: Final = 200_000
SCENARIOS_MAX: Final = 100
VERSIONS_MAX: Final = 200
NOTE_CHARACTERS_MAX: Final = 200
NUMBER_MAX: Final = 2**31 - 1


def check_text(text: str) -> None:
    """Refuse a text that is not kept, whatever it says.

    Raises:
        ScenarioTooLong: more than 200,000 characters.
        UnstorableText: a control character, or half of one.
    """
    if len(text) > CHARACTERS_MAX:
        raise ScenarioTooLong(characters=len(text), characters_max=CHARACTERS_MAX)
    if not is_storable(text):
        raise UnstorableText("text", text)


@dataclass(frozen=True, slots=True)
class Edition:
    """A text to keep, what it was read as, and what its author says about the change."""

    text: str
    scenario: Scenario
    note: str = ""


def save_new(
    session: Session, user: User, edition: Edition, forked_from: str = ""
) -> SavedScenario:
    """Keep a scenario as its first version.

    Args:
        session: on the catalogue.
        user: its author.
        edition: what is kept.
        forked_from: reference of the scenario it was begun from.

    Raises:
        TooManyScenarios: the user has no room for another one.
    """
    mine = select(func.count()).where(col(SavedScenario.user_id) == user.id)
    kept = session.exec(mine).one()
    if kept >= SCENARIOS_MAX:
        raise TooManyScenarios(**_limits(kept))
    assert user.id is not None
    title = edition.scenario.title.model_dump()
    saved = SavedScenario(user_id=user.id, forked_from=forked_from[:80], title=title)
    session.add(saved)
    session.flush()
    session.add(_version(saved, 1, edition))
    session.flush()
    return saved


def save_version(
    session: Session, user: User, saved: SavedScenario, edition: Edition, made_from: int
) -> int:
    """Keep the next version of a scenario and return its number; the same text again keeps none.

    Args:
        session: on the catalogue.
        user: who saves.
        saved: the scenario.
        edition: what is kept.
        made_from: version that the page was made from.

    Raises:
        NotYourScenario: somebody else wrote it.
        ScenarioChanged: a later version is kept than the page was made from.
        TooManyScenarios: it has 200 versions.
    """
    _require_author(user, saved)
    latest = version_of(session, saved)
    if latest.text == edition.text:
        return latest.version
    if latest.version >= VERSIONS_MAX:
        raise TooManyScenarios(**_limits(latest.version))
    number = made_from + 1
    found: CursorResult[Any] = session.execute(  # type: ignore[assignment]  # of an UPDATE
        update(SavedScenario)
        .where(col(SavedScenario.id) == saved.id, col(SavedScenario.latest_version) == made_from)
        .values(
            latest_version=number,
            title=edition.scenario.title.model_dump(),
            saved_at=datetime.now(UTC),
        )
    )
    if found.rowcount != 1:
        raise ScenarioChanged(latest=latest.version, made_from=made_from)
    session.add(_version(saved, number, edition))
    session.flush()
    return number


def find_saved(session: Session, number: int) -> SavedScenario:
    """Return a saved scenario.

    Raises:
        UnknownSavedScenario: there is none of this number.
    """
    found = session.get(SavedScenario, number) if 0 < number <= NUMBER_MAX else None
    if found is None:
        raise UnknownSavedScenario(reference=number)
    return found


def version_of(session: Session, saved: SavedScenario, version: int = 0) -> ScenarioVersion:
    """Return a version of a scenario; without a number the latest.

    Raises:
        UnknownSavedScenario: it has no such version.
    """
    number = version or saved.latest_version
    key = {"scenario_id": saved.id, "version": number}
    found = session.get(ScenarioVersion, key) if 0 < number <= NUMBER_MAX else None
    if found is None:
        raise UnknownSavedScenario(reference=f"{saved.id}@{number}")
    return found


def versions_of(session: Session, saved: SavedScenario) -> Sequence[ScenarioVersion]:
    """Return a scenario's versions without their texts, the latest first."""
    wanted = select(ScenarioVersion).where(col(ScenarioVersion.scenario_id) == saved.id)
    without_text = load_only(
        *(getattr(ScenarioVersion, name) for name in ("version", "digest", "note", "saved_at"))
    )
    return session.exec(
        wanted.order_by(col(ScenarioVersion.version).desc()).options(without_text)
    ).all()


def scenarios_of(session: Session, user: User) -> Sequence[SavedScenario]:
    """Return what a user has written, the latest first."""
    mine = select(SavedScenario).where(col(SavedScenario.user_id) == user.id)
    return session.exec(
        mine.order_by(col(SavedScenario.saved_at).desc(), col(SavedScenario.id).desc())
    ).all()


def delete_scenario(session: Session, user: User, saved: SavedScenario) -> None:
    """Delete a scenario with all its versions; runs of it keep their results.

    Raises:
        NotYourScenario: somebody else wrote it.
    """
    _require_author(user, saved)
    session.delete(saved)
    session.flush()


def may_change(user: User, saved: SavedScenario) -> bool:
    """Tell whether the user may save versions of a scenario, and delete it."""
    return user.id == saved.user_id or user.has_role(ADMINISTRATOR)


def _require_author(user: User, saved: SavedScenario) -> None:
    if not may_change(user, saved):
        raise NotYourScenario()


def _version(saved: SavedScenario, number: int, edition: Edition) -> ScenarioVersion:
    assert saved.id is not None
    return ScenarioVersion(
        scenario_id=saved.id,
        version=number,
        text=edition.text,
        digest=edition.scenario.digest,
        note=edition.note[:NOTE_CHARACTERS_MAX],
    )


def _limits(kept: int) -> Mapping[str, int]:
    return {"kept": kept, "scenarios_max": SCENARIOS_MAX, "versions_max": VERSIONS_MAX}
