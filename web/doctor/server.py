"""The server's settings, its databases, and the scheduler of a cluster."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

import simulations
from web.doctor.findings import Finding, Level, Words
from web.migrations import latest_revision
from web.refusals import LANGUAGES, refusal
from web.settings import SecretMissingError, Settings, ThreadsTooFewError

CONNECT_SECONDS = 5
_CATALOGUE = "catalogue"
_UPGRADE = Words("请执行：tanlab db upgrade", "Run: tanlab db upgrade")


def look_at_server(scheduler: str = "") -> Iterator[Finding]:
    """Yield what settings, databases and schedulers are like; no database is made or changed.

    Args:
        scheduler: Address of a Dask scheduler; default the setting's.
    """
    try:
        settings, own_secret = _settings()
    except ValidationError as error:
        yield _refused("settings", error)
        return
    database = _database(settings)
    yield _served(settings, own_secret, database)
    yield database
    yield from _scheduler(scheduler or settings.scheduler)


def _refused(name: str, error: Exception) -> Finding:
    """Return what an expected error says as a finding."""
    told = {language: refusal(error, language) for language in LANGUAGES}
    seen, fixes = {}, {}
    for language, shown in told.items():
        parts = [f"TANLAB_{part.field.upper()}: {part.sentence}" for part in shown.fields]
        seen[language] = " ".join(parts) or shown.sentence
        fixes[language] = " ".join(part.fix for part in shown.fields) or shown.fix
    return Finding(name, Level.RED, Words(**seen), Words(**fixes))


def _settings() -> tuple[Settings, bool]:
    """Return the settings, and whether they have a secret of their own."""
    try:
        return Settings(), True
    except SecretMissingError:
        return Settings(secret_key=SecretStr(secrets.token_urlsafe(48))), False


def _served(settings: Settings, own_secret: bool, database: Finding) -> Finding:
    try:
        settings.check_live_capacity()
    except ThreadsTooFewError as error:
        return _refused("server", error)
    seats = settings.live_readers
    seen = Words(
        f"{settings.workers} 个进程 × {settings.threads} 个线程，可供 {seats} 人使用",
        f"{settings.workers} processes × {settings.threads} threads, room for {seats} people",
    )
    if own_secret or not _made(settings, database):
        return Finding("server", Level.GREEN, seen)
    return Finding(
        "server",
        Level.YELLOW,
        seen,
        Words(
            "未设置 TANLAB_SECRET_KEY：`tanlab serve` 启动时会给出一个。",
            "TANLAB_SECRET_KEY is not set: `tanlab serve` suggests one when it starts.",
        ),
    )


def _made(settings: Settings, database: Finding) -> bool:
    """Tell whether an installation was set up: then it will be served."""
    return (
        settings.on_postgresql
        or _file_of(settings.catalogue_url).exists()
        or (database.level is not Level.GREEN)
    )


def _file_of(url: str) -> Path:
    return Path(str(make_url(url).database))


def _database(settings: Settings) -> Finding:
    """Look at the catalogue and each world: whether they answer and are of this version."""
    where = Words("", "")
    try:
        shown = make_url(settings.catalogue_url).render_as_string()
        where = Words(shown, shown)
        if not settings.on_postgresql and not _file_of(settings.catalogue_url).exists():
            return Finding(
                "database",
                Level.GREEN,
                Words(
                    "尚未创建（模拟不需要；`tanlab serve` 或 `tanlab demo` 会创建）",
                    "none yet (simulations need none; `tanlab serve` or `tanlab demo` makes one)",
                ),
            )
        behind, worlds = _behind(settings)
    except ModuleNotFoundError:
        return Finding(
            "database",
            Level.RED,
            Words(f"{where.zh}：未安装 PostgreSQL 驱动", f"{where.en}: no driver of PostgreSQL"),
            Words('请执行：pip install "tanlab[pg]"', 'Run: pip install "tanlab[pg]"'),
        )
    except (SQLAlchemyError, ArgumentError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return Finding(
            "database",
            Level.RED,
            Words(f"{where.zh} 无法打开：{reason}", f"{where.en} cannot be opened: {reason}"),
            Words(
                "请启动数据库，并检查 TANLAB_DATABASE_URL 和 TANLAB_INSTANCE。",
                "Start it, and look at TANLAB_DATABASE_URL and TANLAB_INSTANCE.",
            ),
        )
    if behind:
        told = ", ".join(behind)
        seen = Words(f"{where.zh}：结构过旧：{told}", f"{where.en}: of an older version: {told}")
        return Finding("database", Level.YELLOW, seen, _UPGRADE)
    seen = Words(f"{where.zh}，{worlds} 个市场世界", f"{where.en}, worlds: {worlds}")
    return Finding("database", Level.GREEN, seen)


def _behind(settings: Settings) -> tuple[list[str], int]:
    """Return which of catalogue and worlds lack revisions, and how many worlds there are."""
    on_server = settings.on_postgresql
    with _opened(settings.catalogue_url) as connection:
        schema = _CATALOGUE if on_server else None
        behind = [] if _is_latest(connection, _CATALOGUE, schema) else [_CATALOGUE]
        slugs = _slugs(connection, schema)
    for slug in slugs:
        with _opened(settings.world_url(slug)) as connection:
            schema = f"world_{slug.replace('-', '_')}" if on_server else None
            if not _is_latest(connection, "world", schema):
                behind.append(slug)
    return behind, len(slugs)


def _slugs(connection: Connection, schema: str | None) -> list[str]:
    if not inspect(connection).has_table("world", schema=schema):
        return []
    query = text(f"SELECT slug FROM {_in(schema, 'world')} ORDER BY slug")  # noqa: S608  our names
    return list(connection.execute(query).scalars())


def _is_latest(connection: Connection, chain: str, schema: str | None) -> bool:
    if not inspect(connection).has_table("alembic_version", schema=schema):
        return False
    query = text(f"SELECT version_num FROM {_in(schema, 'alembic_version')}")  # noqa: S608  as above
    return connection.execute(query).scalars().all() == [latest_revision(chain)]


def _in(schema: str | None, table: str) -> str:
    return f'"{schema}".{table}' if schema else table


def _opened(url: str) -> Connection:
    """Open a connection that writes nothing and does not wait long."""
    return create_engine(_looked_at(make_url(url)), poolclass=NullPool).connect()


def _looked_at(url: URL) -> URL:
    if url.get_backend_name() == "postgresql":
        waiting = {"connect_timeout": str(CONNECT_SECONDS)}
        return url.set(drivername="postgresql+psycopg").update_query_dict(waiting)
    return url.set(database=f"file:{url.database}").update_query_dict({"mode": "ro", "uri": "true"})


def _scheduler(address: str) -> Iterator[Finding]:
    if not address:
        yield Finding(
            "scheduler",
            Level.GREEN,
            Words("无：集合模拟在本机运行", "none: ensembles run on this machine"),
        )
        return
    try:
        with simulations.connect(address) as client:
            yield _workers(address, client)
    except simulations.NoScheduler as error:
        yield _refused("scheduler", error)


def _workers(address: str, client: Any) -> Finding:
    """Look at the versions of a cluster's workers: results are the same only with the same."""
    here = simulations.versions()
    told = client.run(simulations.versions)
    different = sorted(worker for worker, there in told.items() if there != here)
    seen = Words(f"{address}，{len(told)} 个工作进程", f"{address}, workers: {len(told)}")
    if different:
        names = ", ".join(different)
        return Finding(
            "scheduler",
            Level.RED,
            Words(f"{seen.zh}，版本不同：{names}", f"{seen.en}, with other versions: {names}"),
            Words(
                "请在集群的每台机器上安装相同的软件包。",
                "Install the same packages on every machine of the cluster.",
            ),
        )
    if told:
        return Finding("scheduler", Level.GREEN, seen)
    return Finding(
        "scheduler",
        Level.YELLOW,
        seen,
        Words(f"请启动：dask worker {address}", f"Start some: dask worker {address}"),
    )
