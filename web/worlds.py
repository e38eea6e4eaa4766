"""The worlds of an installation, by slug, and the one command that upgrades every database."""

from threading import Lock

from sqlmodel import select
from werkzeug.exceptions import NotFound

from registry.worlds import Database, Role, World
from web.catalogue import User, WorldEntry, WorldKind
from web.catalogue_sessions import CatalogueSessions
from web.migrations import upgrade_catalogue, upgrade_world
from web.settings import Settings

PUBLIC = "public"


class Worlds:
    """Opens worlds, each once per process; nothing connects before the first session."""

    def __init__(self, settings: Settings, catalogue: CatalogueSessions) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._lock = Lock()
        self._databases: dict[str, Database] = {}
        self._worlds: dict[str, World] = {}

    def open(self, slug: str = PUBLIC) -> World:
        """Return the world with this slug.

        Raises:
            NotFound: the catalogue has no such world.
        """
        with self._lock:
            if slug not in self._worlds:
                if slug != PUBLIC and not self._is_listed(slug):
                    raise NotFound
                world = World(slug, self._database(slug))
                world.roles_of = self._roles_of
                self._worlds[slug] = world
            return self._worlds[slug]

    def upgrade(self) -> list[str]:
        """Bring the catalogue and every world up to date; return the slugs of the worlds."""
        upgrade_catalogue(Database(self._settings.catalogue_url, pooled=False))
        with self._catalogue.unit_of_work() as session:
            if session.get(WorldEntry, PUBLIC) is None:
                session.add(
                    WorldEntry(
                        slug=PUBLIC,
                        kind=WorldKind.PUBLIC,
                        title_en="Public registry and market",
                        title_zh="公共登记簿与市场",
                    )
                )
        with self._catalogue.reading() as session:
            slugs = list(session.exec(select(WorldEntry.slug).order_by(WorldEntry.slug)))
        for slug in slugs:
            world = self.open(slug)
            upgrade_world(world.database, world.schema)
        return slugs

    def listed(self) -> list[World]:
        """Return every world of the catalogue, by slug."""
        with self._catalogue.reading() as session:
            slugs = list(session.exec(select(WorldEntry.slug).order_by(WorldEntry.slug)))
        return [self.open(slug) for slug in slugs]

    def close(self) -> None:
        """Close the connections to every world."""
        for database in self._databases.values():
            database.dispose()

    def _database(self, slug: str) -> Database:
        url = self._settings.world_url(slug)
        if url not in self._databases:
            self._databases[url] = Database(url)
        return self._databases[url]

    def _roles_of(self, email: str) -> frozenset[Role] | None:
        """Return the roles that somebody who signs in has now, None if no user has the name."""
        with self._catalogue.reading() as session:
            user = session.exec(select(User).where(User.email == email.lower())).first()
            if user is None:
                return None
            known = {role.value: role for role in Role}
            named = {role.name for role in user.roles} if user.active else set()
            return frozenset(known[name] for name in named & known.keys())

    def _is_listed(self, slug: str) -> bool:
        with self._catalogue.reading() as session:
            return session.get(WorldEntry, slug) is not None
