"""Every check is numbered in its area's range, explained, listed, and tested both ways."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import tests
from market.checks import AREAS, check_numbered, checks, checks_document, refusals
from market.services import TRANSACTION_TYPES
from tests import checked
from tests.registry.conftest import GENERAL

AREA_OF_FOLDER = {
    "worlds": {1000, 2000, 5000},
    "parties": {1000, 2000},
    "control": {1000},
    "factors": {3000},
    "ledger": {2000, 3000, 6000, 7000},
    "rules": {3000},
    "mirrors": {3000},
    "compliance": {4000},
    "projects": {5000},
    "carbon_inclusion": {6000},
    "green_certificates": {7000},
    "claims": {8000},
    "proof": {9000},
    "audit": {9000},
    "reporting": {2000, 3000, 9000},
    "market.blocks": {12000},
    "market.surveillance": {18000},
    "market.clearing": {14000},
    "market.data": {17000},
    "market.rules": {10000, 11000, 13000, 15000, 16000, 18000},
}
"""Numbers of an area of the registry, or of one of the market (`market.<area>`)."""

DOCUMENT = Path(__file__).parents[1] / "docs" / "checks.md"
NUMBERED = [kind for kind in refusals() if kind.number and "number" in vars(kind)]

OUTSIDE_COMMANDS = {"proof", "reporting", "claims"}
"""Areas whose checks are met where files are read, certificates verified, and claims made for
other areas."""

SETTLEMENT = {"ReservationNotOpen", "ReservationTooSmall", "UnitsFinal"}
"""Checks of the ledger that only settlement and reservations meet."""

PURE_AUCTION = {"BidInvalid", "SupplyInvalid"}
"""Checks of the pure auction, which simulations hold too; an auction's commands refuse earlier."""


def ids(kind):
    return kind.__name__


def test_numbers_are_unique():
    numbers = [check.number for check in checks()]
    assert sorted(set(numbers)) == numbers


def test_every_refusal_that_is_raised_has_a_number():
    silent = [
        kind.__name__ for kind in refusals() if "number" not in vars(kind) and _is_raised(kind)
    ]
    assert silent == []


@pytest.mark.parametrize("kind", NUMBERED, ids=ids)
def test_a_number_lies_in_the_range_of_its_area(kind):
    package, folder = kind.__module__.split(".")[:2]
    folder = folder if package == "registry" else f"{package}.{folder}"
    assert kind.number // 1000 * 1000 in AREA_OF_FOLDER[folder]
    assert kind.number // 1000 * 1000 in AREAS


@pytest.mark.parametrize("kind", NUMBERED, ids=ids)
def test_a_check_says_rule_source_and_way_out_in_both_languages(kind):
    for texts in (kind.text, kind.rule, kind.fix):
        assert texts["en"]
        assert texts["zh"]
    assert kind.source


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.name)
def test_a_check_is_read_without_braces_and_names_no_file(check):
    said = [check.source, *(text[tag] for text in _texts(check) for tag in ("en", "zh"))]
    for text in said:
        assert not re.search(r"[{}]|docs/|\.(md|yaml|py)\b|[a-z]_[a-z]", text)


def _texts(check):
    return check.text, check.rule, check.fix


def test_every_check_is_listed_by_a_transaction_type_or_general():
    listed = {kind for type_ in TRANSACTION_TYPES for kind in type_.checks}
    unlisted = [
        kind.__name__
        for kind in NUMBERED
        if kind not in listed and kind.__name__ not in GENERAL and not _of_looking(kind)
    ]
    assert unlisted == []


@pytest.mark.parametrize("area", AREAS)
def test_every_check_has_a_test_that_trips_it_and_one_that_passes(area):
    _import_tests()
    missing = {}
    for kind in NUMBERED:
        books = {"trips": checked.TRIPPED, "passes": checked.PASSED}
        words = [word for word, book in books.items() if kind not in book]
        if words and kind.number // 1000 * 1000 == area:
            missing[kind.number, kind.__name__] = words
    assert missing == {}


def test_the_document_of_checks_is_in_step():
    assert DOCUMENT.read_text(encoding="utf-8") == checks_document()


def test_a_number_nobody_has_is_no_check():
    assert check_numbered(999) is None


def _is_raised(kind):
    """Whether a refusal speaks for itself: families have no sentence of their own."""
    return "text" in vars(kind)


def _of_looking(kind):
    """Whether a check is met where something is looked up or shown, by no command."""
    folder = kind.__module__.split(".")[1]
    return (
        kind.__name__.startswith("Unknown")
        or folder in OUTSIDE_COMMANDS
        or kind.__name__ in SETTLEMENT | PURE_AUCTION
    )


def _import_tests():
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.rpartition(".")[2].startswith("test_"):
            importlib.import_module(module.name)
