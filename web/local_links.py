"""Addresses of this site that a reader may be sent back to."""

from urllib.parse import urlsplit

from flask import request


def local_path(address: str) -> str:
    """Return path and query of an address of this site, nothing for any other.

    Args:
        address: as a form or a browser's Referer header gives it.
    """
    if "\\" in address or any(ord(sign) < ord(" ") for sign in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc and (parts.scheme not in {"http", "https"} or parts.netloc != request.host):
        return ""
    if (parts.scheme and not parts.netloc) or not parts.path.startswith("/"):
        return ""
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
