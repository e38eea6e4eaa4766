"""Statements compiled once for all databases of a test run.

SQLAlchemy compiles what it says to a database for each database anew, and each test has its own:
that took a fifth of the run. Databases of one kind are all set up alike here.
"""

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

STATEMENTS_MAX = 4_000


def compile_once() -> None:
    """Let all databases of a kind share what was compiled for one."""
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_MAX)
    Engine._compiled_cache = property(lambda _: compiled, lambda _engine, _own: None)
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # dialects are keys there
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))
