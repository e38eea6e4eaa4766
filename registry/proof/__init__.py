"""What happened, in a log that anyone can check: events, tree, signed checkpoints, proofs."""

__all__: list[str] = []
