"""Simulation runs of signed-in people, and how scenarios and results are shown."""
