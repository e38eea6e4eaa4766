from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from registry.worlds import Database
from web.catalogue import EstimateDraft, User
from web.catalogue_sessions import CatalogueSessions
from web.estimates import drafts
from web.estimates.drafts import (
    CHARACTERS_MAX,
    VISITOR_DRAFTS_MAX,
    DraftOwner,
    Typing,
    adopt,
    draft_of,
    drafts_of,
    duplicate,
    forget_unused,
    keep,
    new_token,
    remove,
    rename,
)
from web.estimates.refused_drafts import (
    DraftChanged,
    DraftTitleInvalid,
    DraftTooLarge,
    TooManyDrafts,
    UnknownDraft,
)
from web.migrations import upgrade_catalogue
from web.strict_json import UnstorableText

WIND = "ccer-01-002"
VISITOR = DraftOwner(visitor_hash="a" * 64)
OTHER = DraftOwner(visitor_hash="b" * 64)
NOBODY = DraftOwner()


@pytest.fixture
def sessions(catalogue_url: str) -> Iterator[CatalogueSessions]:
    """Sessions on a migrated catalogue with one user."""
    upgrade_catalogue(Database(catalogue_url, pooled=False))
    made = CatalogueSessions(catalogue_url)
    with made.unit_of_work() as session:
        session.add(User(id=1, email="a@example.org"))
    yield made
    made.close()


@pytest.fixture
def session(sessions: CatalogueSessions) -> Iterator[Session]:
    """One unit of work."""
    with sessions.unit_of_work() as opened:
        yield opened


def typing(**typed: str) -> Typing:
    return Typing(new_token(), WIND, typed, revision=0)


def test_what_was_typed_is_found_again_as_typed(sessions: CatalogueSessions) -> None:
    given = typing(export_mwh="９００，０００", water_depth_m="deep", grid="")
    with sessions.unit_of_work() as session:
        keep(session, VISITOR, given, title=" Farm ")
    with sessions.reading() as session:
        found = draft_of(session, VISITOR, given.draft_id)
        assert found.typed == {"export_mwh": "９００，０００", "water_depth_m": "deep"}
        assert (found.title, found.revision, found.methodology_id) == ("Farm", 1, WIND)


def test_each_save_counts_a_revision_and_keeps_the_title(session: Session) -> None:
    first = keep(session, VISITOR, typing(grid="south"), title="Farm")
    before = first.saved_at
    again = keep(
        session, VISITOR, Typing(first.id, WIND, {"grid": "north"}, revision=1), title="Other"
    )
    assert (again.revision, again.typed, again.title) == (2, {"grid": "north"}, "Farm")
    assert again.saved_at >= before


def test_an_older_page_overwrites_nothing(session: Session) -> None:
    first = keep(session, VISITOR, typing(grid="south"))
    keep(session, VISITOR, Typing(first.id, WIND, {"grid": "north"}, revision=1))
    for revision in (0, 1, 7):
        with pytest.raises(DraftChanged):
            keep(session, VISITOR, Typing(first.id, WIND, {"grid": "east"}, revision=revision))
    assert draft_of(session, VISITOR, first.id).typed == {"grid": "north"}


def test_a_page_goes_on_from_what_it_saved_until_another_one_saves(session: Session) -> None:
    page, other = new_token(), new_token()
    number = new_token()

    def save(grid: str, revision: int, by: str) -> EstimateDraft:
        return keep(session, VISITOR, Typing(number, WIND, {"grid": grid}, revision, by))

    for grid in ("south", "north", "east"):
        save(grid, 0, page)
    assert save("central", 3, other).revision == 4
    for by in (page, "", "x", new_token()):
        with pytest.raises(DraftChanged):
            save("west", 0, by)
    assert save("northwest", 3, other).typed == {"grid": "northwest"}


def test_a_save_without_revision_overwrites_any(session: Session) -> None:
    first = keep(session, VISITOR, typing(grid="south"))
    for grid in ("north", "east"):
        keep(session, VISITOR, Typing(first.id, WIND, {"grid": grid}))
    assert draft_of(session, VISITOR, first.id).revision == 3


def test_two_saves_that_begin_the_same_draft_at_once_make_one(
    sessions: CatalogueSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = typing(grid="south")
    with sessions.unit_of_work() as session:
        keep(session, VISITOR, given)
    monkeypatch.setattr(Session, "get", lambda *_: None)
    with pytest.raises(DraftChanged), sessions.unit_of_work() as session:
        keep(session, VISITOR, replace(given, typed={"grid": "north"}))
    with sessions.reading() as session:
        assert draft_of(session, VISITOR, given.draft_id).typed == {"grid": "south"}


@pytest.mark.parametrize("stranger", [OTHER, NOBODY, DraftOwner(user_id=1)])
def test_a_draft_is_its_owners_alone(session: Session, stranger: DraftOwner) -> None:
    kept = keep(session, VISITOR, typing(grid="south"))
    deeds: list[Callable[[], object]] = [
        lambda: draft_of(session, stranger, kept.id),
        lambda: keep(session, stranger, Typing(kept.id, WIND, {"grid": "north"})),
        lambda: rename(session, stranger, kept.id, "mine"),
        lambda: remove(session, stranger, kept.id),
        lambda: duplicate(session, stranger, kept.id, "mine"),
    ]
    for deed in deeds:
        with pytest.raises(UnknownDraft):
            deed()
    assert drafts_of(session, stranger) == []
    assert draft_of(session, VISITOR, kept.id).typed == {"grid": "south"}


@pytest.mark.parametrize("number", ["", "1", "z" * 32, "A" * 32, "a" * 33, "\ud800", "' OR 1=1"])
def test_a_number_no_page_chose_begins_no_draft(session: Session, number: str) -> None:
    with pytest.raises(UnknownDraft):
        keep(session, VISITOR, Typing(number, WIND, {"grid": "south"}))


def test_a_deleted_draft_does_not_come_back(session: Session) -> None:
    kept = keep(session, VISITOR, typing(grid="south"))
    remove(session, VISITOR, kept.id)
    with pytest.raises(UnknownDraft):
        keep(session, VISITOR, Typing(kept.id, WIND, {"grid": "south"}, revision=1))


def test_a_draft_does_not_change_its_methodology(session: Session) -> None:
    kept = keep(session, VISITOR, typing(grid="south"))
    with pytest.raises(UnknownDraft):
        keep(session, VISITOR, Typing(kept.id, "ccer-01-001", {"grid": "south"}))


def test_the_list_is_latest_first_and_of_one_methodology_if_wanted(session: Session) -> None:
    first = keep(session, VISITOR, typing(grid="south"))
    other = keep(session, VISITOR, Typing(new_token(), "ets-steel", {}))
    keep(session, VISITOR, Typing(first.id, WIND, {"grid": "north"}))
    assert [draft.id for draft in drafts_of(session, VISITOR)] == [first.id, other.id]
    assert [draft.id for draft in drafts_of(session, VISITOR, "ets-steel")] == [other.id]


def test_a_variant_begins_with_what_the_draft_holds(session: Session) -> None:
    kept = keep(session, VISITOR, typing(grid="south"), title="300 MW")
    variant = duplicate(session, VISITOR, kept.id, "250 MW")
    keep(session, VISITOR, Typing(variant.id, WIND, {"grid": "north"}, revision=1))
    assert draft_of(session, VISITOR, kept.id).typed == {"grid": "south"}
    assert (variant.title, variant.typed) == ("250 MW", {"grid": "north"})


@pytest.mark.parametrize("title", ["", "  ", "x" * 121, "a\x00"])
def test_a_title_is_one_that_lists_can_show(session: Session, title: str) -> None:
    kept = keep(session, VISITOR, typing(grid="south"))
    with pytest.raises(DraftTitleInvalid):
        rename(session, VISITOR, kept.id, title)
    assert rename(session, VISITOR, kept.id, " 风电 ").title == "风电"


def test_number_and_size_of_drafts_are_bounded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(VISITOR_DRAFTS_MAX):
        last = keep(session, VISITOR, typing(grid="south"))
    with pytest.raises(TooManyDrafts):
        keep(session, VISITOR, typing(grid="south"))
    with pytest.raises(TooManyDrafts):
        duplicate(session, VISITOR, last.id, "one more")
    with pytest.raises(DraftTooLarge):
        keep(session, VISITOR, Typing(last.id, WIND, {"grid": "x" * CHARACTERS_MAX}))
    monkeypatch.setattr(drafts, "ALL_VISITORS_DRAFTS_MAX", VISITOR_DRAFTS_MAX)
    with pytest.raises(TooManyDrafts):
        keep(session, OTHER, typing(grid="south"))
    assert keep(session, DraftOwner(user_id=1), typing(grid="south"))


def test_text_no_database_stores_is_refused(session: Session) -> None:
    for typed in ({"grid": "\x00"}, {"\ud800": "south"}):
        with pytest.raises(UnstorableText):
            keep(session, VISITOR, Typing(new_token(), WIND, typed))


def test_a_visitor_who_signs_in_takes_the_drafts_along(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(session, VISITOR, typing(grid="south"))
    keep(session, OTHER, typing(grid="north"))
    assert adopt(session, 1, "a" * 64) == 1
    session.expire_all()
    user = DraftOwner(user_id=1)
    assert [draft.id for draft in drafts_of(session, user)] == [kept.id]
    assert (drafts_of(session, VISITOR), adopt(session, 1, "a" * 64)) == ([], 0)
    monkeypatch.setattr(drafts, "USER_DRAFTS_MAX", 1)
    with pytest.raises(TooManyDrafts):
        adopt(session, 1, "b" * 64)


def test_drafts_nobody_came_back_to_are_deleted(sessions: CatalogueSessions) -> None:
    now = datetime.now(UTC)
    ages = (
        (VISITOR, 59),
        (VISITOR, 61),
        (DraftOwner(user_id=1), 364),
        (DraftOwner(user_id=1), 366),
    )
    with sessions.unit_of_work() as session:
        for owner, days in ages:
            kept = keep(session, owner, typing(grid="south"), title=f"{days} days")
            kept.saved_at = now - timedelta(days=days)
    with sessions.unit_of_work() as session:
        assert forget_unused(session, now) == 2
    with sessions.reading() as session:
        left = session.exec(select(EstimateDraft)).all()
        assert {draft.title for draft in left} == {"59 days", "364 days"}


def test_drafts_go_with_their_user(sessions: CatalogueSessions) -> None:
    with sessions.unit_of_work() as session:
        keep(session, DraftOwner(user_id=1), typing(grid="south"))
    with sessions.unit_of_work() as session:
        session.delete(session.get_one(User, 1))
    with sessions.reading() as session:
        assert session.exec(select(EstimateDraft)).all() == []


@pytest.mark.parametrize(
    "row",
    [
        {"user_id": None, "visitor_hash": None},
        {"user_id": 1, "visitor_hash": "a"},
        {"user_id": 1, "revision": 0},
    ],
    ids=["nobody", "two", "revision"],
)
def test_the_database_refuses_a_draft_of_nobody_or_of_two(
    sessions: CatalogueSessions, row: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), sessions.unit_of_work() as session:
        session.add(EstimateDraft(id="a" * 32, methodology_id=WIND, title="x", **row))  # type: ignore[arg-type]
