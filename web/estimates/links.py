"""Inputs of an estimate as part of an address, so that a result can be shared and reloaded.

Inputs too long for an address are kept as a draft, and the address names it: `inputs=draft~5f…`.
Such an address opens for whoever typed the inputs, and for nobody else.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from methodologies import Methodology, parse_inputs
from web.catalogue import EstimateDraft
from web.errors import InvalidInputError
from web.estimates.draft_owners import draft_owner, keeping_draft_owner, visitor_hash
from web.estimates.drafts import DraftOwner, Typing, draft_of, keep, new_token
from web.estimates.forms import estimate_form, read_estimate, typed_values
from web.estimates.refused_drafts import DraftIncomplete, ForeignAddress, UnknownDraft
from web.installation import installation
from web.languages import current_language
from web.storable_text import printable
from web.strict_json import parse_json

INPUT_BYTES_MAX = 1_000_000
LINK_CHARACTERS_MAX: Final = 6_000
"""Of all inputs in an address, so that a request line holds it with what stands beside them."""

DRAFT: Final = "draft"
SEPARATOR: Final = "~"
NUMBER_CHARACTERS_SHOWN: Final = 40


def packed(inputs: Mapping[str, Any]) -> str:
    """Pack plain inputs into text that fits an address, if they are not too many."""
    plain = json.dumps(inputs, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(plain, 9)).rstrip(b"=").decode()


def unpacked(text: str) -> dict[str, Any]:
    """Unpack inputs; never more than 1 MB.

    Raises:
        NotFound: the text was not made by `packed`.
    """
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        stream = zlib.decompressobj()
        plain = stream.decompress(base64.urlsafe_b64decode(padded), INPUT_BYTES_MAX)
        inputs = parse_json(plain)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise NotFound from error
    if stream.unconsumed_tail or not isinstance(inputs, dict):
        raise NotFound
    return inputs


def fits_address(*texts: str) -> bool:
    """Tell whether packed texts fit one address together."""
    return sum(map(len, texts)) <= LINK_CHARACTERS_MAX


def draft_name(draft_id: str) -> str:
    """Return how an address names a draft."""
    return f"{DRAFT}{SEPARATOR}{draft_id}"


def kept_as_draft(methodology: Methodology, inputs: Mapping[str, Any]) -> str:
    """Keep inputs as a new draft of whoever asks, and return how an address names it.

    Raises:
        InvalidInputError: an input is missing, unknown or out of bounds.
        DraftError: they cannot be kept.
    """
    try:
        parse_inputs(methodology.id, inputs)  # a form would leave out what does not fit it
    except ValidationError as error:
        raise InvalidInputError(error) from error
    form = estimate_form(methodology, current_language(), inputs)
    typing = Typing(new_token(), methodology.id, typed_values(form))
    with installation().catalogue.unit_of_work() as session:
        title = methodology.title[current_language()]
        return draft_name(keep(session, keeping_draft_owner(), typing, title).id)


def shortened(methodology: Methodology, text: str, *beside: str) -> str:
    """Return what an address says for inputs: their text, or a draft if it is too long.

    Args:
        methodology: whose inputs they are.
        text: as `packed` made it, or the name of a draft.
        beside: other packed texts of the same address.

    Raises:
        NotFound: the text was not made by `packed`.
        InvalidInputError, DraftError: it is too long, and cannot be kept.
    """
    if fits_address(text, *beside) or named_draft(text) is not None:
        return text
    return kept_as_draft(methodology, unpacked(text))


def named_draft(text: str) -> str | None:
    """Return the number of the draft that an address names for its inputs, if it names one."""
    kind, separator, number = text.partition(SEPARATOR)
    return number if separator and kind == DRAFT else None


def readable_draft(session: Session, number: str) -> EstimateDraft:
    """Return a draft that an address names: the reader's, or one of the browser before a sign-in.

    Raises:
        ForeignAddress: there is none of this number, or it is somebody else's.
    """
    for owner in (draft_owner(), DraftOwner(visitor_hash=visitor_hash())):
        try:
            return draft_of(session, owner, number)
        except UnknownDraft:
            continue
    raise ForeignAddress(value=printable(number[:NUMBER_CHARACTERS_SHOWN]))


def linked_draft(methodology: Methodology, text: str) -> EstimateDraft | None:
    """Return the draft that stands for the inputs of an address, None if they are in it.

    Raises:
        ForeignAddress: the reader has no such draft of this methodology.
    """
    number = named_draft(text)
    if number is None:
        return None
    with installation().catalogue.reading() as session:
        found = readable_draft(session, number)
    if found.methodology_id != methodology.id:
        raise ForeignAddress(value=found.id)
    return found


def inputs_of(methodology: Methodology, text: str) -> dict[str, Any]:
    """Return the inputs of an address, from itself or from the draft it names.

    Raises:
        NotFound: the text was not made by `packed`.
        ForeignAddress: the reader has no such draft of this methodology.
        DraftIncomplete: what the draft holds cannot be calculated.
    """
    draft = linked_draft(methodology, text)
    return unpacked(text) if draft is None else drafted_inputs(methodology, draft)


def drafted_inputs(methodology: Methodology, draft: EstimateDraft) -> dict[str, Any]:
    """Return the inputs that a draft holds, as plain values.

    Raises:
        DraftIncomplete: they cannot be calculated.
    """
    submitted = read_estimate(methodology, current_language(), draft.typed)
    if submitted.value is None:
        raise DraftIncomplete(value=draft.title)
    inputs: dict[str, Any] = submitted.value.model_dump(mode="json", exclude_unset=True)
    return inputs
