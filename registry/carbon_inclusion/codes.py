"""Codes of personal carbon accounts: made from a platform's user id with the world's secret.

Whoever has the code can look the account up; nobody can go back from it to the user id, nor tell
whether two platforms speak of one person.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256

CODE_CHARACTERS = 20
GROUP = 5
_CODE = re.compile(r"[A-Z2-7]{20}")


def user_code(secret: str, platform: str, user: str) -> str:
    """Return the code of a platform's user, such as ``ABCDE-FGHIJ-KLMNO-PQRST``.

    Args:
        secret: the world's.
        platform: the platform's number.
        user: the platform's own id of the user.
    """
    keyed = hmac.new(secret.encode(), f"{platform}\0{user}".encode(), sha256).digest()
    return _grouped(b32encode(keyed).decode()[:CODE_CHARACTERS])


def coder(secret: str, platform: str) -> Callable[[str], str]:
    """Return the function that gives the codes of a platform's users."""
    return lambda user: user_code(secret, platform, user)


def normal_code(text: str) -> str:
    """Return a code as it is stored, however it was typed; empty if it cannot be one."""
    plain = re.sub(r"[\s-]+", "", text).upper()
    return _grouped(plain) if _CODE.fullmatch(plain) else ""


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
