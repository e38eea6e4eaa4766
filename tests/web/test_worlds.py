import pytest
from sqlalchemy import inspect
from sqlmodel import select
from werkzeug.exceptions import NotFound

from registry.worlds import Role, reading, unit_of_work
from web.catalogue import Role as RoleEntry
from web.catalogue import User, WorldEntry
from web.installation import Installation


@pytest.fixture
def installed(installed_anywhere: Installation) -> Installation:
    """An installation on each kind of database, with the public world and a class."""
    with installed_anywhere.catalogue.unit_of_work() as session:
        session.add(WorldEntry(slug="class-1", kind="class", title_en="Class", title_zh="班级"))
    return installed_anywhere


def test_every_listed_world_is_upgraded_and_the_second_time_changes_nothing(
    installed: Installation,
) -> None:
    assert installed.worlds.upgrade() == ["class-1", "public"]
    assert installed.worlds.upgrade() == ["class-1", "public"]


def test_worlds_keep_their_tables_apart(installed: Installation) -> None:
    installed.worlds.upgrade()
    for slug in ("public", "class-1"):
        world = installed.worlds.open(slug)
        with unit_of_work(world) as session:
            assert inspect(session.connection()).has_table("holding", schema=world.schema)
    public, other = installed.worlds.open(), installed.worlds.open("class-1")
    assert (public.schema, public.database.url) != (other.schema, other.database.url)


def test_a_world_is_opened_once(installed: Installation) -> None:
    assert installed.worlds.open("public") is installed.worlds.open()


def test_a_world_that_is_not_listed_is_not_found(installed: Installation) -> None:
    with pytest.raises(NotFound):
        installed.worlds.open("class-2")


def test_a_world_tells_its_time(installed: Installation) -> None:
    with reading(installed.worlds.open()) as session:
        assert session.clock.now().tzinfo is not None


def test_a_world_knows_the_present_roles_of_who_signs_in(installed: Installation) -> None:
    roles_of = installed.worlds.open().roles_of
    assert roles_of is not None
    assert roles_of("operator@demo") is None
    with installed.catalogue.unit_of_work() as session:
        roles = [session.exec(select(RoleEntry).where(RoleEntry.name == "operator")).first()]
        held = [each or RoleEntry(name="operator") for each in roles]
        session.add(User(email="li@example.org", roles=held))
    assert roles_of("Li@example.org") == {Role.OPERATOR}
    with installed.catalogue.unit_of_work() as session:
        session.exec(select(User)).one().active = False
    assert roles_of("li@example.org") == frozenset()
