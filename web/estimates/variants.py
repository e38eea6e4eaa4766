"""Finds the variants that an address names: saved estimates, drafts, and fresh results.

`/estimate/compare?e=ES-2026-000001&e=ccer-01-002~eJy…&e=draft~5f…` names three. A fresh result may
also be given by the address of its page, as copied from the browser.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from werkzeug.exceptions import NotFound

from methodologies import find
from registry.worlds import reading
from web.acting import public_world
from web.estimates.differences import VARIANTS_MAX, Variant
from web.estimates.links import (
    DRAFT,
    SEPARATOR,
    drafted_inputs,
    fits_address,
    kept_as_draft,
    named_draft,
    packed,
    readable_draft,
    unpacked,
)
from web.estimates.refused_sharing import (
    OtherMethodology,
    TooManyVariants,
    UnreadableVariant,
)
from web.estimates.saved import calculated, own_estimate
from web.installation import installation

SHOWN_CHARACTERS: Final = 60
_SAVED = re.compile(r"ES-\d{4}-\d{6,12}", re.ASCII)
_RESULT = re.compile(r"/estimate/([a-z0-9-]{1,32})/(?:result|new|uncertainty|years|revenue|report)")


def named(methodology_id: str, inputs: str) -> str:
    """Return how an address names a result that is not saved, from the inputs of its page."""
    return inputs if named_draft(inputs) is not None else f"{methodology_id}{SEPARATOR}{inputs}"


def named_again(variant: dict[str, Any], methodology_id: str) -> str:
    """Return how an address names a variant of a comparison."""
    return variant["origin"] or named(methodology_id, packed(variant["inputs"]))


def chosen(names: Sequence[str]) -> list[str]:
    """Return the names without repetitions, addresses of pages shortened to what they name.

    Raises:
        UnreadableVariant: an address is not that of a result.
        TooManyVariants: more than five.
    """
    wanted = list(dict.fromkeys(_shortened(name.strip()) for name in names if name.strip()))
    if len(wanted) > VARIANTS_MAX:
        raise TooManyVariants(value=len(wanted), limit=VARIANTS_MAX)
    return wanted


def fitting(names: Sequence[str]) -> list[str]:
    """Return names short enough for one address; the longest results are kept as drafts.

    Raises:
        UnreadableVariant: a name is none of the three kinds.
        MethodologyError: its methodology is unknown.
        InvalidInputError, DraftError: a result cannot be kept.
    """
    fit = list(names)
    while not fits_address(*fit):
        place = max(range(len(fit)), key=lambda at: len(fit[at]))
        fit[place] = _kept(fit[place])
    return fit


def _kept(name: str) -> str:
    kind, _, rest = name.partition(SEPARATOR)
    try:
        return kept_as_draft(find(kind), unpacked(rest))
    except NotFound as error:
        raise UnreadableVariant(value=name[:SHOWN_CHARACTERS], field="e") from error


def variants(names: Sequence[str]) -> list[Variant]:
    """Return the variants that an address names, in its order.

    Raises:
        UnreadableVariant: a name is none of the three kinds.
        OtherMethodology: they are not of one methodology and version.
        SignInRequiredError: a saved estimate is named, and nobody is signed in.
        RegistryError: it does not exist, or is not of the person's parties.
        ForeignAddress: the reader has no such draft.
        DraftIncomplete: a draft cannot be calculated yet.
        InvalidInputError, MethodologyError: inputs are refused.
    """
    found: list[Variant] = []
    for name in names:
        found.append(_variant(name))
        _check_alike(found[0], found[-1], name)
    return found


def given_variants(
    methodology_id: str, given: Sequence[tuple[str, Mapping[str, Any] | None, str]]
) -> list[Variant]:
    """Return the variants that a program asks for.

    Args:
        methodology_id: of all of them.
        given: for each the number of a saved estimate, else inputs; and its title.

    Raises:
        UnreadableVariant: neither a number nor inputs, or both.
        OtherMethodology: a saved estimate is not of this methodology's latest version.
        SignInRequiredError: a saved estimate is named, and nobody is signed in.
        RegistryError: it does not exist, or is not of the person's parties.
        InvalidInputError, MethodologyError: inputs are refused.
    """
    methodology = find(methodology_id)
    reference = {"id": methodology.id, "version": methodology.version}
    found = []
    for number, inputs, title in given:
        if bool(number) == (inputs is not None):
            raise UnreadableVariant(value=number[:SHOWN_CHARACTERS] or "{}", field="variants")
        one = _of_saved(number) if inputs is None else None
        variant = one or Variant("", "", calculated(methodology_id, inputs or {}))
        _check_alike(Variant("", "", {"methodology": reference}), variant, number)
        found.append(replace(variant, title=title or variant.title))
    return found


def _check_alike(first: Variant, other: Variant, name: str) -> None:
    """Refuse a variant of another methodology or version than the first."""
    here, there = (
        f"{variant.result['methodology']['id']} {variant.result['methodology']['version']}"
        for variant in (first, other)
    )
    if here != there:
        shown = other.title or name[:SHOWN_CHARACTERS]
        raise OtherMethodology(value=shown, other=there, first=here)


def _shortened(name: str) -> str:
    if "/" not in name:
        kind, _, rest = name.partition(SEPARATOR)
        return named(kind, rest) if rest else name
    try:
        address = urlsplit(name)
    except ValueError as error:
        raise UnreadableVariant(value=name[:SHOWN_CHARACTERS], field="e") from error
    page, inputs = _RESULT.search(address.path), parse_qs(address.query).get("inputs")
    saved = _SAVED.search(address.path)
    if saved:
        return saved[0]
    if page is None or not inputs:
        raise UnreadableVariant(value=name[:SHOWN_CHARACTERS], field="e")
    return named(page[1], inputs[0])


def _variant(name: str) -> Variant:
    if _SAVED.fullmatch(name):
        return _of_saved(name)
    kind, separator, rest = name.partition(SEPARATOR)
    if not separator:
        raise UnreadableVariant(value=name[:SHOWN_CHARACTERS], field="e")
    if kind == DRAFT:
        return _of_draft(rest)
    try:
        inputs = unpacked(rest)
    except NotFound as error:
        raise UnreadableVariant(value=name[:SHOWN_CHARACTERS], field="e") from error
    return Variant("", "", calculated(kind, inputs))


def _of_saved(number: str) -> Variant:
    with reading(public_world()) as session:
        saved = own_estimate(session, number)
    return Variant(saved.title, saved.number, json.loads(saved.result_json))


def _of_draft(number: str) -> Variant:
    with installation().catalogue.reading() as session:
        draft = readable_draft(session, number)
    inputs = drafted_inputs(find(draft.methodology_id), draft)
    return Variant(draft.title, "", calculated(draft.methodology_id, inputs))
