"""The tables of factors that every calculation of pages and API takes, imports included."""

from methodologies import FactorLibrary
from registry.worlds import reading
from web.acting import public_world
from web.factors.imported import world_library

__all__ = ["current_library", "world_library"]


def current_library() -> FactorLibrary:
    """Return the tables of the public world."""
    with reading(public_world()) as session:
        return world_library(session)
