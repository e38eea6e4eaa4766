"""The life of a batch: aggregated, then verified or rejected, then issued."""

from collections.abc import Mapping
from enum import StrEnum

from registry.carbon_inclusion.refused_inclusion import BatchInOtherState
from registry.worlds.errors import words


class BatchState(StrEnum):
    """Where a batch stands."""

    AGGREGATED = "aggregated"
    VERIFIED = "verified"
    REJECTED = "rejected"
    ISSUED = "issued"


class BatchStep(StrEnum):
    """What is done with a batch."""

    AGGREGATE = "aggregate"
    VERIFY = "verify"
    REJECT = "reject"
    ISSUE = "issue"


BATCH_STATE_NAMES: Mapping[str, Mapping[str, str]] = {
    BatchState.AGGREGATED: words("aggregated", "已归集"),
    BatchState.VERIFIED: words("verified", "已核查"),
    BatchState.REJECTED: words("rejected", "已退回"),
    BatchState.ISSUED: words("issued", "已签发"),
}
BATCH_STEP_NAMES: Mapping[str, Mapping[str, str]] = {
    BatchStep.AGGREGATE: words("aggregate", "归集"),
    BatchStep.VERIFY: words("verify", "核查通过"),
    BatchStep.REJECT: words("reject", "退回"),
    BatchStep.ISSUE: words("issue credits", "签发"),
}
_PATH: Mapping[BatchStep, tuple[BatchState, BatchState]] = {
    BatchStep.VERIFY: (BatchState.AGGREGATED, BatchState.VERIFIED),
    BatchStep.REJECT: (BatchState.AGGREGATED, BatchState.REJECTED),
    BatchStep.ISSUE: (BatchState.VERIFIED, BatchState.ISSUED),
}


def steps_from(state: str) -> list[BatchStep]:
    """Return the steps that a batch in a state can take."""
    return [step for step, (needed, _) in _PATH.items() if needed == state]


def advance(state: str, step: BatchStep, number: str) -> BatchState:
    """Return the state that a step leads to.

    Args:
        state: where the batch stands.
        step: what shall be done; not `aggregate`, which makes the batch.
        number: of the batch, for the refusal.

    Raises:
        BatchInOtherState: the step does not start from there.
    """
    needed, reached = _PATH[step]
    if state != needed:
        raise BatchInOtherState(
            batch=number,
            step=BATCH_STEP_NAMES[step],
            state=BATCH_STATE_NAMES[state],
            needed=BATCH_STATE_NAMES[needed],
        )
    return reached
