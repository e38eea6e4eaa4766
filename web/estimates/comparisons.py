"""Comparisons that users keep: every figure stays as it was when the comparison was saved."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, select

from web.catalogue import SavedComparison
from web.estimates.refused_sharing import FiguresTooLarge, TooManyComparisons, UnknownComparison
from web.storable_text import printable

COMPARISONS_MAX: Final = 100
CHARACTERS_MAX: Final = 2_000_000
TITLE_CHARACTERS_MAX: Final = 120
NUMBER_CHARACTERS: Final = 40


def save_comparison(
    session: Session, user_id: int, title: str, comparison: Mapping[str, Any]
) -> SavedComparison:
    """Keep a comparison for a user.

    Args:
        session: on the catalogue.
        user_id: whose it is.
        title: 1 to 120 characters.
        comparison: what `web.estimates.differences.compared` gave.

    Raises:
        TooManyComparisons: the user keeps a hundred already.
        FiguresTooLarge: more than two million characters.
    """
    owned = select(func.count()).where(col(SavedComparison.user_id) == user_id)
    if session.exec(owned).one() >= COMPARISONS_MAX:
        raise TooManyComparisons(limit=COMPARISONS_MAX)
    check_size(comparison)
    kept = SavedComparison(
        user_id=user_id,
        methodology_id=comparison["methodology"]["id"],
        title=title,
        content=dict(comparison),
    )
    session.add(kept)
    session.flush()
    return kept


def check_size(content: Mapping[str, Any]) -> None:
    """Refuse more figures than are kept.

    Raises:
        FiguresTooLarge: more than two million characters.
    """
    characters = len(json.dumps(content, ensure_ascii=False))
    if characters > CHARACTERS_MAX:
        raise FiguresTooLarge(value=characters, limit=CHARACTERS_MAX)


def comparisons_of(session: Session, user_id: int) -> Sequence[SavedComparison]:
    """List a user's comparisons, the latest first, without their figures."""
    listed = (getattr(SavedComparison, n) for n in SavedComparison.model_fields if n != "content")
    query = select(SavedComparison).where(col(SavedComparison.user_id) == user_id)
    latest_first = query.order_by(col(SavedComparison.created_at).desc(), col(SavedComparison.id))
    return session.exec(latest_first.options(load_only(*listed))).all()


def comparison_of(session: Session, user_id: int, number: str) -> SavedComparison:
    """Return one of a user's comparisons.

    Raises:
        UnknownComparison: the user has none of this number.
    """
    found = session.exec(
        select(SavedComparison).where(
            col(SavedComparison.id) == number, col(SavedComparison.user_id) == user_id
        )
    ).one_or_none()
    if found is None:
        raise UnknownComparison(value=printable(number[:NUMBER_CHARACTERS]))
    return found


def delete_comparison(session: Session, user_id: int, number: str) -> None:
    """Delete one of a user's comparisons; links that share it go on showing its figures.

    Raises:
        UnknownComparison: the user has none of this number.
    """
    session.delete(comparison_of(session, user_id, number))
    session.flush()
