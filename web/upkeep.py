"""Keeps every world up once a minute, beside the jobs: due work, its signed log, nightly audits.

What belongs to no world, such as drafts nobody came back to, is kept up in the same rounds.
"""

import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from market.due import carry_out_due, due_commands
from registry.worlds import Outcome, RegistryError, World, carry_out, reading
from web.auditing import audit_nightly
from web.catalogue_sessions import CatalogueSessions
from web.estimates.drafts import forget_unused, has_unused
from web.estimates.share_links import forget_ended, has_ended

EVERY_SECONDS: Final = 60
_log = logging.getLogger(__name__)


def carry_out_due_in(world: World) -> list[Outcome]:
    """Carry out what is due in a world; it is written to only if something is."""
    with reading(world) as session:
        waiting = bool(due_commands(session))
    if not waiting:
        return []
    return carry_out(world, carry_out_due)


def keep_up(
    worlds: Callable[[], list[World]],
    every_seconds: float = EVERY_SECONDS,
    then: Callable[[World], object] | None = None,
    besides: Callable[[], object] | None = None,
) -> None:
    """Keep the worlds up, again and again, until the process that began this is gone.

    Args:
        worlds: gives the worlds each time, so that new ones are found.
        every_seconds: how long to wait between two rounds.
        then: what else to do in each world, such as signing its log.
        besides: what to do outside the worlds.
    """
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            found = worlds()
        except SQLAlchemyError:  # a database that is away for a while is no reason to stop
            _log.warning("the worlds could not be listed", exc_info=True)
            found = []
        for world in found:
            _keep_up_one(world, then)
        _keep_up_besides(besides)
        time.sleep(every_seconds)


def _keep_up_one(world: World, then: Callable[[World], object] | None) -> None:
    """Do what is due in a world; what fails there is logged and tried again in the next round."""
    try:
        for outcome in carry_out_due_in(world):
            _log.info("due in %s: %s", world.slug, dict(outcome.data))
        audited = audit_nightly(world)
        if audited is not None:
            _log.info("audit of %s: %s", world.slug, audited)
        if then is not None:
            then(world)
    except (SQLAlchemyError, RegistryError):
        _log.warning("%s could not be kept up", world.slug, exc_info=True)


def _keep_up_besides(besides: Callable[[], object] | None) -> None:
    """Do what belongs to no world; what fails is tried again in the next round."""
    try:
        if besides is not None:
            besides()
    except SQLAlchemyError:
        _log.warning("what belongs to no world could not be kept up", exc_info=True)


def forget_unused_drafts(catalogue: CatalogueSessions) -> int:
    """Delete drafts nobody came back to; nothing is written if there are none.

    Returns:
        How many were deleted.
    """
    now = datetime.now(UTC)
    with catalogue.reading() as session:
        if not has_unused(session, now):
            return 0
    with catalogue.unit_of_work() as session:
        forgotten = forget_unused(session, now)
    _log.info("drafts forgotten: %s", forgotten)
    return forgotten


def forget_ended_links(catalogue: CatalogueSessions) -> int:
    """Delete share links that expired long ago; nothing is written if there are none.

    Returns:
        How many were deleted.
    """
    now = datetime.now(UTC)
    with catalogue.reading() as session:
        if not has_ended(session, now):
            return 0
    with catalogue.unit_of_work() as session:
        forgotten = forget_ended(session, now)
    _log.info("share links forgotten: %s", forgotten)
    return forgotten


def keep_up_here() -> None:
    """Do so for the installation that the environment names, as a process of its own."""
    from web.installation import install  # noqa: PLC0415  it imports the jobs, which import this
    from web.proof.log_keeping import keep_up_log  # noqa: PLC0415
    from web.settings import Settings  # noqa: PLC0415

    installed = install(Settings())

    def besides() -> None:
        forget_unused_drafts(installed.catalogue)
        forget_ended_links(installed.catalogue)

    keep_up(
        installed.worlds.listed,
        then=lambda world: keep_up_log(world, installed.settings),
        besides=besides,
    )
