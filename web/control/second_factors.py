"""The second factor: an authenticator (TOTP) with recovery codes, and how long it counts as fresh.

A code is taken once; five wrong ones close the door for a quarter of an hour. When a code was given
stands in the signed session, in seconds of real time: an authenticator knows no driven clock.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

import pyotp
from cryptography.fernet import Fernet
from flask import current_app, session
from sqlmodel import Session, select

from registry.worlds import words
from web.catalogue import SecondFactor, User
from web.installation import installation

ISSUER: Final = "TanLab"
STEP_SECONDS: Final = 30
FAILURES_MAX: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
RECOVERY_CODES: Final = 8
_GIVEN: Final = "second_factor_at"
_GIVEN_BY: Final = "second_factor_of"


class CodeRefused(Exception):
    """A code was not taken."""

    code: ClassVar[str] = "second_factor.code"
    text: ClassVar[Mapping[str, str]] = words(
        "This code is wrong, too old, or was used before.", "动态码错误、已过期或已使用过。"
    )
    rule: ClassVar[Mapping[str, str]] = words(
        "Each code of the authenticator is taken once, while it is shown.",
        "每个动态码仅在显示期间有效，且只能使用一次。",
    )
    source: ClassVar[str] = "RFC 6238, section 5.2"
    fix: ClassVar[Mapping[str, str]] = words(
        "Wait for the next code; check that the telephone's clock is right.",
        "请等待下一个动态码，并核对手机时间。",
    )

    def __init__(self, **facts: object) -> None:
        super().__init__(self.text["en"].format(**facts))
        self.facts: dict[str, object] = {"field": "code", **facts}


class CodesLocked(CodeRefused):
    """Too many wrong codes (facts: minutes)."""

    code: ClassVar[str] = "second_factor.locked"
    text: ClassVar[Mapping[str, str]] = words(
        "Too many wrong codes; no code is taken for {minutes} minutes.",
        "错误次数过多，{minutes} 分钟内不再接受动态码。",
    )
    rule: ClassVar[Mapping[str, str]] = words(
        "Five wrong codes in a row close the door for a while.", "连续五次错误后暂停验证。"
    )
    fix: ClassVar[Mapping[str, str]] = words("Wait, then use a new code.", "请稍后使用新的动态码。")


def second_factor_of(user: User) -> SecondFactor | None:
    """Return a user's second factor if it is confirmed."""
    with installation().catalogue.reading() as catalogue:
        found = catalogue.get(SecondFactor, user.id)
        return found if found is not None and found.confirmed_at is not None else None


def begin(user: User) -> str:
    """Give a user a new secret that does not count before it is confirmed; return its address.

    Raises:
        CodeRefused: a confirmed one exists; it is replaced only after `remove`.
    """
    with installation().catalogue.unit_of_work() as catalogue:
        found = _locked(catalogue, user)
        if found is not None and found.confirmed_at is not None:
            raise CodeRefused
        if found is None:
            assert user.id is not None
            found = SecondFactor(user_id=user.id, secret=_encrypted(pyotp.random_base32()))
            catalogue.add(found)
        secret = _decrypted(found.secret)
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def confirm(user: User, code: str) -> list[str]:
    """Take the first code of a new authenticator; return the recovery codes, shown this once.

    Raises:
        CodeRefused, CodesLocked: the code is wrong, or there were too many.
    """
    _take(user, code, confirming=True)
    recovery = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    with installation().catalogue.unit_of_work() as catalogue:
        found = _locked(catalogue, user)
        assert found is not None
        found.confirmed_at = datetime.now(UTC)
        found.recovery_hashes = [_hash(each) for each in recovery]
        catalogue.add(found)
    _note_given(user)
    return recovery


def give(user: User, code: str) -> None:
    """Take a code, or a recovery code, and count the session as fresh.

    Raises:
        CodeRefused, CodesLocked: the code is wrong, or there were too many.
    """
    _take(user, code)
    _note_given(user)


def ask_always(user: User, always: bool) -> None:
    """Let a user ask to be asked for a code where a kind of step takes one."""
    with installation().catalogue.unit_of_work() as catalogue:
        found = _locked(catalogue, user)
        if found is not None:
            found.always = always
            catalogue.add(found)


def given_at(user: User, now: datetime) -> datetime | None:
    """Return when the user last gave a code in this session, by a world's time.

    Args:
        user: who is signed in.
        now: the world's time; a driven clock's age of a code is that of real time.
    """
    given = session.get(_GIVEN)
    if session.get(_GIVEN_BY) != user.fs_uniquifier or not isinstance(given, (int, float)):
        return None
    return now - (datetime.now(UTC) - datetime.fromtimestamp(given, UTC))


def _note_given(user: User) -> None:
    session[_GIVEN] = datetime.now(UTC).timestamp()
    session[_GIVEN_BY] = user.fs_uniquifier


def _take(user: User, code: str, confirming: bool = False) -> None:
    """Take a code or note a failure; what was counted stays counted."""
    now = datetime.now(UTC)
    with installation().catalogue.unit_of_work() as catalogue:
        found = _locked(catalogue, user)
        if found is None or (found.confirmed_at is None) is not confirming:
            refused: CodeRefused | None = CodeRefused()
        elif found.locked_until is not None and found.locked_until > now:
            minutes = int((found.locked_until - now).total_seconds() // 60) + 1
            refused = CodesLocked(minutes=minutes)
        else:
            refused = None if _fits(found, code, now) else _failed(found, now)
            catalogue.add(found)
    if refused is not None:
        raise refused


def _fits(found: SecondFactor, code: str, now: datetime) -> bool:
    given = "".join(code.split()).lower()
    totp = pyotp.TOTP(_decrypted(found.secret))
    step = int(now.timestamp()) // STEP_SECONDS
    for each in (step, step - 1):
        if each > found.last_step and hmac.compare_digest(
            totp.at(each * STEP_SECONDS).encode(), given.encode()
        ):
            found.last_step, found.failures, found.locked_until = each, 0, None
            return True
    hashed = _hash(given)
    if hashed in found.recovery_hashes:
        found.recovery_hashes = [each for each in found.recovery_hashes if each != hashed]
        found.failures, found.locked_until = 0, None
        return True
    return False


def _failed(found: SecondFactor, now: datetime) -> CodeRefused:
    found.failures += 1
    if found.failures < FAILURES_MAX:
        return CodeRefused()
    found.failures, found.locked_until = 0, now + LOCKED_FOR
    return CodesLocked(minutes=int(LOCKED_FOR.total_seconds() // 60))


def _locked(catalogue: Session, user: User) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.user_id == user.id).with_for_update()
    return catalogue.exec(query).first()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _encrypted(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def _decrypted(secret: str) -> str:
    return _cipher().decrypt(secret.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(f"second factor:{current_app.config['SECRET_KEY']}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
