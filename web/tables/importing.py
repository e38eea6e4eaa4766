"""Carries a file's rows out in one unit of work, all or none, or rehearses them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from market.services import execute
from registry.reporting import (
    CellIssue,
    FileFacts,
    ImportKind,
    ImportPlan,
    ImportRefused,
    import_plan,
    issue_of,
)
from registry.worlds import Actor, RegistryError, World, WorldSession, carry_out, unit_of_work
from web.refusals import Language, refusal
from web.tables.sheets_in import ROWS_MAX, read_table

ActorOf = Callable[[WorldSession], Actor]
ISSUES_SHOWN_MAX = 200
PREVIEW_ROWS = 20


class FileSent(NamedTuple):
    """A file; `name` and `source` are what a research data set shall be called and comes from."""

    content: bytes
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of a file.

    Args:
        plan: its rows and commands.
        issues: what is wrong with them; none: everything can be, or was, carried out.
        done: how many rows were carried out now.
        replayed: how many had been before; nothing happened to them again.
        carried_out: whether it was more than a rehearsal.
    """

    plan: ImportPlan
    issues: tuple[CellIssue, ...]
    done: int = 0
    replayed: int = 0
    carried_out: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows were understood."""
        return len(self.plan.table.rows)


def import_file(
    world: World,
    kind: ImportKind,
    file: FileSent,
    actor_of: ActorOf,
    *,
    dry_run: bool,
    rows_max: int = ROWS_MAX,
) -> ImportResult:
    """Read a file and carry it out, or only rehearse it.

    Args:
        world: where.
        kind: what kind of file it is.
        file: what was sent.
        actor_of: gives who asks, in the session's world.
        dry_run: leave no trace.
        rows_max: the most rows read.

    Raises:
        RegistryError: the file as a whole cannot be read, or the actor may not send it.
    """
    digest = hashlib.sha256(file.content).hexdigest()
    facts = FileFacts(digest, file.name, file.source)
    plan = import_plan(kind, read_table(file.content, rows_max=rows_max), facts)

    def work(session: WorldSession) -> ImportResult:
        result = _attempt(session, plan, actor_of(session))
        if dry_run or result.issues:
            raise _Undone(result)
        return result

    try:
        if dry_run:
            with unit_of_work(world) as session:
                return work(session)
        return carry_out(world, work)
    except _Undone as undone:
        return undone.result


def _attempt(session: WorldSession, plan: ImportPlan, actor: Actor) -> ImportResult:
    """Carry out each row on what the rows before left, and gather what is refused."""
    actor.check_role(*sorted(plan.kind.roles))
    sender = replace(actor, system=True)  # the ids of rows are made here, from the file
    issues = list(plan.issues)
    done = replayed = 0
    for row, command in plan.commands:
        try:
            with session.begin_nested():
                outcome = execute(session, command, sender)
        except RegistryError as error:
            facts = error.facts
            field, value = str(facts.get("field", "")), str(facts.get("value", ""))
            issues.append(issue_of(plan, row, field, value[:40], error))
            continue
        done += not outcome.replayed
        replayed += outcome.replayed
    return ImportResult(plan, tuple(issues), done, replayed, carried_out=not issues)


def issues_shown(result: ImportResult, language: Language) -> list[dict[str, object]]:
    """Return what is wrong in words: sheet, cell, value, sentence, rule, fix."""
    shown = []
    for issue in result.issues[:ISSUES_SHOWN_MAX]:
        told = refusal(issue.error, language)
        shown.append(
            {
                "sheet": issue.sheet,
                "cell": issue.cell,
                "row": issue.row,
                "column": issue.column,
                "value": issue.value,
                "number": getattr(issue.error, "number", 0),
                "code": told.code,
                "sentence": told.sentence,
                "rule": told.rule,
                "fix": told.fix,
            }
        )
    return shown


def refused_whole(result: ImportResult) -> ImportRefused:
    """Return the refusal of a file with issues."""
    return ImportRefused(errors=len(result.issues), rows=len(result.plan.table.rows), field="file")


class _Undone(Exception):
    def __init__(self, result: ImportResult) -> None:
        super().__init__()
        self.result = ImportResult(result.plan, result.issues, result.done, result.replayed)
