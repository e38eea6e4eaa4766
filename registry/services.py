"""Everything that can be done in a registry: which service carries out which command."""

from collections.abc import Sequence

from registry.actors import Actor
from registry.commands import (
    Command,
    DepositCash,
    FileReport,
    IssueAllowances,
    IssueCredits,
    RegisterProject,
    RejectReport,
    Retire,
    ReturnProject,
    SaveEstimate,
    StartProject,
    SubmitProject,
    Surrender,
    Transfer,
    ValidateProject,
    VerifyReport,
)
from registry.database import WorldSession
from registry.executor import Handlers, Outcome, carry_out_batch, carry_out_command
from registry.issuing import deposit_cash, issue_allowances, issue_credits
from registry.project_services import (
    file_report,
    register_project,
    reject_report,
    return_project,
    save_estimate,
    start_project,
    submit_project,
    validate_project,
    verify_report,
)
from registry.transfers import transfer, transfer_many
from registry.uses import retire, surrender

HANDLERS: Handlers = {
    DepositCash: deposit_cash,
    FileReport: file_report,
    IssueAllowances: issue_allowances,
    IssueCredits: issue_credits,
    RegisterProject: register_project,
    RejectReport: reject_report,
    Retire: retire,
    ReturnProject: return_project,
    SaveEstimate: save_estimate,
    StartProject: start_project,
    SubmitProject: submit_project,
    Surrender: surrender,
    Transfer: transfer,
    ValidateProject: validate_project,
    VerifyReport: verify_report,
}


def execute(
    session: WorldSession, command: Command, actor: Actor, handlers: Handlers = HANDLERS
) -> Outcome:
    """Carry out a command, or return what it answered when it was carried out before.

    Args:
        session: the unit of work; committing it makes the command and its effects one.
        command: what to do.
        actor: who asks.
        handlers: what can be done; `market` adds its own.

    Raises:
        IdempotencyConflict: the client id belongs to another command.
        RegistryError: the service refuses; nothing is kept.
    """
    return carry_out_command(session, command, actor, handlers)


def execute_batch(
    session: WorldSession, transfers: Sequence[Transfer], actor: Actor
) -> list[Outcome]:
    """Carry out transfers together: in order, all or none.

    Raises:
        IdempotencyConflict: a client id belongs to another command, or comes twice.
        RegistryError: one is refused; nothing is kept.
    """
    return carry_out_batch(session, transfers, actor, transfer_many)
