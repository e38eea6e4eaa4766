"""Every setting of the server, in one typed object, read from the environment (`TANLAB_…`)."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SECRET = "change-me"  # noqa: S105  refused by Settings unless demo or testing
SECRET_CHARACTERS_MIN = 32


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
    worker_processes: int = Field(1, ge=1, le=64, description="Background jobs run at once.")
    runs_unfinished_max: int = Field(
        3, ge=1, le=100, description="Simulation runs a person may have waiting or running."
    )
    run_firm_days_max: int = Field(
        10_000_000, ge=1, description="Firms times days of a simulation run started on a page."
    )

    @model_validator(mode="after")
    def _refuse_default_secret(self) -> Self:
        given = self.secret_key.get_secret_value()
        if self.demo or self.testing:
            return self
        if given == DEFAULT_SECRET or len(given) < SECRET_CHARACTERS_MIN:
            raise SecretMissingError(suggestion=secrets.token_urlsafe(48))
        return self

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
