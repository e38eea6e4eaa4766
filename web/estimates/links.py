"""Inputs of an estimate as part of an address, so that a result can be shared and reloaded."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import NotFound

from web.strict_json import parse_json

INPUT_BYTES_MAX = 200_000


def packed(inputs: Mapping[str, Any]) -> str:
    """Pack plain inputs into text that fits an address."""
    plain = json.dumps(inputs, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(plain, 9)).rstrip(b"=").decode()


def unpacked(text: str) -> dict[str, Any]:
    """Unpack inputs; never more than 200 kB.

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
