"""What happened, in a log that anyone can check: events, tree, signed checkpoints, proofs."""

from registry.proof.models import CheckpointRow, Event, LogLeaf, LogNode

__all__ = ["CheckpointRow", "Event", "LogLeaf", "LogNode"]
