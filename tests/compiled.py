"""Statements and routes compiled once for a test run.

Each test has a database of its own, and each test of a page an application. SQLAlchemy compiles
what it says to a database for each database anew, and Werkzeug the routes for each application:
together that took a quarter of the run. Databases of one kind are all set up alike here.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS_MAX = 4_000


def compile_once() -> None:
    """Let databases of a kind, and applications, share what was compiled for one."""
    _share_statements()
    _share_routes()


def _share_statements() -> None:
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_MAX)
    Engine._compiled_cache = property(lambda _: compiled, lambda _engine, _own: None)
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # dialects are keys there
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))


def _share_routes() -> None:
    compiled: dict[object, Callable[..., Any]] = {}
    compile_builder = Rule._compile_builder

    def compile_builder_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = rule.rule, tuple(rule._trace), append_unknown
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = compile_builder_once
