"""The besieged venue as fixtures: one that is refused everything, and copies that are used up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.hostile.besieged import Besieged, Facts, build, open_besieged


@pytest.fixture(scope="session")
def built_venue(tmp_path_factory: pytest.TempPathFactory) -> tuple[Facts, Path]:
    """The venue as it is copied for the tests."""
    instance = tmp_path_factory.mktemp("built") / "instance"
    return build(instance), instance


@pytest.fixture(scope="session")
def besieged(
    built_venue: tuple[Facts, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Besieged]:
    """The venue for requests that change nothing."""
    opened = open_besieged(*built_venue, tmp_path_factory.mktemp("besieged") / "instance")
    yield opened
    opened.installed.close()


@pytest.fixture
def besieged_anew(built_venue: tuple[Facts, Path], tmp_path: Path) -> Iterator[Besieged]:
    """A venue of its own for a test that changes it."""
    opened = open_besieged(*built_venue, tmp_path / "copy")
    yield opened
    opened.installed.close()
