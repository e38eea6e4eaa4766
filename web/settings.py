"""Every setting of the server, in one typed object, read from the environment (`TANLAB_…`)."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SECRET = "change-me"  # noqa: S105  refused by Settings unless demo or testing
SECRET_CHARACTERS_MIN = 32
SPARE_THREADS = 32


def threads_needed(readers: int) -> int:
    """Return how many threads all web processes need together for so many readers of live pages."""
    return (3 * readers + 1) // 2 + SPARE_THREADS if readers else 1


class SecretMissingError(Exception):
    """The installation has no secret of its own."""

    code: ClassVar[str] = "settings.secret_missing"
    text: ClassVar[Mapping[str, str]] = {
        "en": "TANLAB_SECRET_KEY is missing or shorter than 32 characters.",
        "zh": "未设置 TANLAB_SECRET_KEY，或不足 32 个字符。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Sessions and passwords are signed with a secret that nobody else knows.",
        "zh": "会话和密码须用他人不知道的密钥签名。",
    }
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {
        "en": "For example: export TANLAB_SECRET_KEY={suggestion}",
        "zh": "例如：export TANLAB_SECRET_KEY={suggestion}",
    }

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"])


class ThreadsTooFewError(Exception):
    """The web processes have too few threads for the readers of live pages."""

    code: ClassVar[str] = "settings.threads_too_few"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{workers} web processes × {threads} threads are too few for {readers} readers of"
        " live pages: {needed} are needed.",
        "zh": "{workers} 个 Web 进程 × {threads} 个线程不足以服务 {readers} 位实时页面读者：需要"
        " {needed} 个线程。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "Threads over all web processes are at least readers × 1.5 + 32.",
        "zh": "全部 Web 进程的线程总数不少于读者数 × 1.5 + 32。",
    }
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Set TANLAB_THREADS={threads_needed}, or TANLAB_LIVE_READERS={readers_max} or less.",
        "zh": "请设置 TANLAB_THREADS={threads_needed}，或将 TANLAB_LIVE_READERS 设为不超过"
        " {readers_max}。",
    }

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.text['en']} {self.fix['en']}".format(**facts))


class Settings(BaseSettings):
    """Settings of one installation.

    Example: `TANLAB_DATABASE_URL=postgresql://tanlab@db/tanlab TANLAB_SECRET_KEY=… tanlab serve`.
    """

    model_config = SettingsConfigDict(env_prefix="TANLAB_", extra="ignore", frozen=True)

    secret_key: SecretStr = Field(
        SecretStr(DEFAULT_SECRET),
        description="Signs sessions and passwords; at least 32 characters.",
    )
    instance: Path = Field(
        Path("instance"),
        description="Folder for databases, runs, the queue and the control socket.",
    )
    database_url: str = Field(
        "", description="`postgresql://…`; empty: SQLite files in the instance folder."
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/]+)?$",
        description="Permanent address printed on certificates, `https://…`; empty: as asked for.",
    )
    log_key: SecretStr = Field(
        SecretStr(""),
        description="Master key of the event log, as `log.key` holds it; empty: that file in the"
        " instance folder, made when first needed.",
    )
    demo: bool = Field(
        False,
        description="Illustrative data, fictitious parties, sign-ins shown on the sign-in page.",
    )
    testing: bool = Field(False, description="For the test suite: a cheap password hash.")
    https: bool = Field(False, description="Send cookies over HTTPS only; set behind a TLS proxy.")
    proxies: int = Field(
        0, ge=0, le=5, description="Trusted reverse proxies in front of the server."
    )
    workers: int = Field(2, ge=1, le=64, description="Web processes.")
    threads: int = Field(
        96, ge=4, le=1000, description="Threads per web process; more than its live streams."
    )
    live_readers: int = Field(
        60,
        ge=0,
        le=20_000,
        description="Readers of live pages at once; the server does not start with fewer threads"
        " over all web processes than this × 1.5 + 32. 0: not checked, readers beyond the threads"
        " poll.",
    )
    worker_processes: int = Field(1, ge=1, le=64, description="Long jobs run at once.")
    runs_unfinished_max: int = Field(
        3, ge=1, le=100, description="Simulation runs a person may have waiting or running."
    )
    run_firm_days_max: int = Field(
        10_000_000, ge=1, description="Firms times days of a simulation run started on a page."
    )
    ensemble_firm_days_max: int = Field(
        2_000_000_000,
        ge=1,
        description="Firms times days times runs of an ensemble started on a page.",
    )
    scheduler: str = Field(
        "",
        max_length=200,
        description="Dask scheduler that carries out ensembles, `tcp://lab:8786`; empty: the worker"
        " itself.",
    )

    @model_validator(mode="after")
    def _refuse_default_secret(self) -> Self:
        given = self.secret_key.get_secret_value()
        if self.demo or self.testing:
            return self
        if given == DEFAULT_SECRET or len(given) < SECRET_CHARACTERS_MIN:
            raise SecretMissingError(suggestion=secrets.token_urlsafe(48))
        return self

    def check_live_capacity(self) -> None:
        """Refuse to serve with too few threads for the readers of live pages.

        Each reader holds a thread; half as many again and 32 answer requests.

        Raises:
            ThreadsTooFewError: names the setting that is right.
        """
        needed = threads_needed(self.live_readers)
        threads = self.workers * self.threads
        if threads >= needed:
            return
        raise ThreadsTooFewError(
            workers=self.workers,
            threads=self.threads,
            readers=self.live_readers,
            needed=needed,
            threads_needed=str(-(-needed // self.workers)),
            readers_max=str(max(0, (threads - SPARE_THREADS) * 2 // 3)),
        )

    @property
    def catalogue_url(self) -> str:
        """Return the URL of the database that holds users, worlds and jobs."""
        return self.database_url or _sqlite_url(self.instance / "catalogue.sqlite3")

    def world_url(self, slug: str) -> str:
        """Return the URL of a world's database: its own file, or the one PostgreSQL database."""
        return self.database_url or _sqlite_url(self.instance / "worlds" / f"{slug}.sqlite3")

    @property
    def on_postgresql(self) -> bool:
        """Tell whether the databases live in PostgreSQL."""
        return self.database_url.startswith("postgres")


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.absolute()}"
