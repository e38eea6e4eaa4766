"""Drafts of estimates: what somebody typed into a form, exactly as typed, valid or not.

A draft belongs to a user or, before a sign-in, to a visitor's browser (`draft_owners`). Its number
is chosen by the page that begins it (`new_token`), so that two saves at once make one draft. A page
overwrites only the revision it was made from, and what it saved itself since.

    with installation().catalogue.unit_of_work() as session:
        draft = keep(session, owner, Typing(new_token(), "ccer-01-002", typed), title="…")
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult, and_, or_, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, delete, func, select, update

from web.catalogue import EstimateDraft
from web.estimates.refused_drafts import (
    DraftChanged,
    DraftTitleInvalid,
    DraftTooLarge,
    TooManyDrafts,
    UnknownDraft,
)
from web.storable_text import is_storable, printable
from web.strict_json import UnstorableText

TITLE_CHARACTERS_MAX: Final = 120
CHARACTERS_MAX: Final = 500_000
USER_DRAFTS_MAX: Final = 100
VISITOR_DRAFTS_MAX: Final = 20
ALL_VISITORS_DRAFTS_MAX: Final = 10_000
"""Browsers that keep no cookie could otherwise fill the disk; users have room of their own."""

USER_DAYS: Final = 365
VISITOR_DAYS: Final = 60
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)

Typed = Mapping[str, str]
"""Texts by their names in the form; cells of rows as `fuels.0.amount`."""


@dataclass(frozen=True, slots=True)
class DraftOwner:
    """Whose drafts: those of a user, else of a visitor's browser.

    Args:
        user_id: of who is signed in.
        visitor_hash: of the key in the visitor's cookie, in hexadecimal.
    """

    user_id: int | None = None
    visitor_hash: str | None = None

    @property
    def drafts_max(self) -> int:
        """Return how many drafts are kept for this owner."""
        return VISITOR_DRAFTS_MAX if self.user_id is None else USER_DRAFTS_MAX

    def owns(self, draft: EstimateDraft) -> bool:
        """Tell whether a draft is this owner's."""
        if self.user_id is not None:
            return draft.user_id == self.user_id
        return bool(self.visitor_hash) and draft.visitor_hash == self.visitor_hash

    @property
    def condition(self) -> ColumnElement[bool]:
        """Return the condition that a draft is this owner's; nobody's for an unknown visitor."""
        if self.user_id is not None:
            return col(EstimateDraft.user_id) == self.user_id
        return col(EstimateDraft.visitor_hash) == (self.visitor_hash or "")


@dataclass(frozen=True, slots=True)
class Typing:
    """What a page sends to be kept.

    Args:
        draft_id: 32 hexadecimal digits, chosen when the draft was begun.
        methodology_id: whose form it is; a draft never changes it.
        typed: texts by name.
        revision: the one the page was made from, 0 for a new draft; None overwrites any.
        page: token of the page, which goes on overwriting what it saved itself.
    """

    draft_id: str
    methodology_id: str
    typed: Typed
    revision: int | None = None
    page: str = ""


def new_token() -> str:
    """Return a number for a draft to begin, or for a page."""
    return token_hex(16)


def keep(session: Session, owner: DraftOwner, typing: Typing, title: str = "") -> EstimateDraft:
    """Keep what was typed, in a new draft or in the one of that number.

    Args:
        session: on the catalogue.
        owner: whose draft it is.
        typing: what was typed, and where it belongs.
        title: of a new draft; an older one keeps its own.

    Raises:
        UnknownDraft: the number is malformed, somebody else's, or of another methodology.
        DraftChanged: a later revision is kept.
        TooManyDrafts: a new draft would be one too many.
        DraftTooLarge: more than 500,000 characters.
        UnstorableText: a control character, or half of one.
    """
    typed = _checked(typing.typed)
    if not _TOKEN.fullmatch(typing.draft_id):
        raise UnknownDraft(value=printable(typing.draft_id[:40]))
    kept = session.get(EstimateDraft, typing.draft_id)
    if kept is None and not typing.revision:
        return _begin(session, owner, replace(typing, typed=typed), title)
    if kept is None or not owner.owns(kept) or kept.methodology_id != typing.methodology_id:
        raise UnknownDraft(value=typing.draft_id)
    found = session.execute(
        update(EstimateDraft)
        .where(col(EstimateDraft.id) == kept.id, _may_overwrite(typing))
        .values(
            typed=typed,
            revision=col(EstimateDraft.revision) + 1,
            saved_by=_page(typing),
            saved_at=datetime.now(UTC),
        )
    )
    if _rows(found) == 0:
        raise DraftChanged(value=kept.id)
    session.refresh(kept)
    return kept


def draft_of(session: Session, owner: DraftOwner, draft_id: str) -> EstimateDraft:
    """Return one draft.

    Raises:
        UnknownDraft: there is none of this number, or it is somebody else's.
    """
    found = session.exec(
        select(EstimateDraft).where(col(EstimateDraft.id) == draft_id, owner.condition)
    ).one_or_none()
    if found is None:
        raise UnknownDraft(value=printable(draft_id[:40]))
    return found


def drafts_of(
    session: Session, owner: DraftOwner, methodology_id: str | None = None
) -> Sequence[EstimateDraft]:
    """List an owner's drafts, the latest first, without what was typed."""
    wanted = select(EstimateDraft).where(owner.condition)
    if methodology_id is not None:
        wanted = wanted.where(col(EstimateDraft.methodology_id) == methodology_id)
    without_typed = load_only(
        *(getattr(EstimateDraft, name) for name in EstimateDraft.model_fields if name != "typed")
    )
    latest_first = wanted.order_by(col(EstimateDraft.saved_at).desc(), col(EstimateDraft.id))
    return session.exec(latest_first.options(without_typed)).all()


def rename(session: Session, owner: DraftOwner, draft_id: str, title: str) -> EstimateDraft:
    """Give a draft another title.

    Raises:
        UnknownDraft: there is none of this number, or it is somebody else's.
        DraftTitleInvalid: the title is empty or longer than 120 characters.
    """
    found = draft_of(session, owner, draft_id)
    found.title = _titled(title)
    session.flush()
    return found


def remove(session: Session, owner: DraftOwner, draft_id: str) -> None:
    """Delete a draft.

    Raises:
        UnknownDraft: there is none of this number, or it is somebody else's.
    """
    session.delete(draft_of(session, owner, draft_id))
    session.flush()


def duplicate(session: Session, owner: DraftOwner, draft_id: str, title: str) -> EstimateDraft:
    """Begin a variant: a new draft with what another one holds.

    Raises:
        UnknownDraft: there is none of this number, or it is somebody else's.
        TooManyDrafts: it would be one too many.
    """
    found = draft_of(session, owner, draft_id)
    typing = Typing(new_token(), found.methodology_id, found.typed)
    return _begin(session, owner, typing, title[:TITLE_CHARACTERS_MAX])


def adopt(session: Session, user_id: int, visitor_hash: str) -> int:
    """Give a visitor's drafts to the user who has signed in in the same browser.

    Returns:
        How many there were.

    Raises:
        TooManyDrafts: the user has no room for them.
    """
    visitor, user = DraftOwner(visitor_hash=visitor_hash), DraftOwner(user_id=user_id)
    if _count(session, visitor.condition) + _count(session, user.condition) > user.drafts_max:
        raise TooManyDrafts(drafts_max=user.drafts_max)
    given = session.execute(
        update(EstimateDraft)
        .where(visitor.condition)
        .values(user_id=user_id, visitor_hash=None)
        .execution_options(synchronize_session=False)
    )
    return _rows(given)


def has_unused(session: Session, now: datetime) -> bool:
    """Tell whether drafts wait to be deleted."""
    return _count(session, _unused(now)) > 0


def forget_unused(session: Session, now: datetime) -> int:
    """Delete drafts not saved for long: a year for users, 60 days for visitors.

    Returns:
        How many were deleted.
    """
    return _rows(session.execute(delete(EstimateDraft).where(_unused(now))))


def _unused(now: datetime) -> ColumnElement[bool]:
    user, visitor = col(EstimateDraft.user_id), col(EstimateDraft.visitor_hash)
    saved_at = col(EstimateDraft.saved_at)
    return or_(
        and_(user.is_not(None), saved_at < now - timedelta(days=USER_DAYS)),
        and_(visitor.is_not(None), saved_at < now - timedelta(days=VISITOR_DAYS)),
    )


def _begin(session: Session, owner: DraftOwner, typing: Typing, title: str) -> EstimateDraft:
    assert owner.user_id is not None or owner.visitor_hash
    if _count(session, owner.condition) >= owner.drafts_max:
        raise TooManyDrafts(drafts_max=owner.drafts_max)
    of_visitors = col(EstimateDraft.visitor_hash).is_not(None)
    if owner.user_id is None and _count(session, of_visitors) >= ALL_VISITORS_DRAFTS_MAX:
        raise TooManyDrafts(drafts_max=ALL_VISITORS_DRAFTS_MAX)
    begun = EstimateDraft(
        id=typing.draft_id,
        user_id=owner.user_id,
        visitor_hash=None if owner.user_id is not None else owner.visitor_hash,
        methodology_id=typing.methodology_id,
        title=_titled(title or typing.methodology_id.upper()),
        typed=dict(typing.typed),
        saved_by=_page(typing),
    )
    session.add(begun)
    try:
        session.flush()
    except IntegrityError as error:  # another request began it at the same moment
        raise DraftChanged(value=begun.id) from error
    return begun


def _may_overwrite(typing: Typing) -> ColumnElement[bool]:
    if typing.revision is None:
        return true()
    known = col(EstimateDraft.revision) == typing.revision
    own = col(EstimateDraft.saved_by) == _page(typing)
    return or_(known, own) if _page(typing) else known


def _page(typing: Typing) -> str:
    return typing.page if _TOKEN.fullmatch(typing.page) else ""


def _checked(typed: Typed) -> dict[str, str]:
    """Return what was typed, without fields left empty."""
    kept = {name: text for name, text in typed.items() if text}
    characters = len(json.dumps(kept, ensure_ascii=False))
    if characters > CHARACTERS_MAX:
        raise DraftTooLarge(value=characters, characters_max=CHARACTERS_MAX)
    for name, text in kept.items():
        if not is_storable(name) or not is_storable(text):
            raise UnstorableText(printable(name), text)
    return kept


def _titled(title: str) -> str:
    stripped = title.strip()
    if not stripped or len(stripped) > TITLE_CHARACTERS_MAX or not is_storable(stripped):
        raise DraftTitleInvalid(field="title", characters_max=TITLE_CHARACTERS_MAX)
    return stripped


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(EstimateDraft).where(condition)).one()


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
