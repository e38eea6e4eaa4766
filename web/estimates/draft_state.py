"""What the page of a form carries of its draft, and how what it sends is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from methodologies import Methodology
from web.catalogue import EstimateDraft
from web.estimates.draft_owners import draft_owner, keeping_draft_owner
from web.estimates.drafts import Typing, draft_of, drafts_of, keep, new_token
from web.estimates.forms import typed_values
from web.estimates.refused_drafts import DraftError
from web.forms import Form
from web.installation import installation
from web.languages import current_language
from web.refusals import Refusal, refusal

REVISION_MAX = 2_000_000_000
TOKEN = r"^[0-9a-f]{32}$"  # noqa: S105  the form of one


class DraftRequest(BaseModel):
    """The hidden fields that name a form's draft."""

    model_config = ConfigDict(extra="ignore")

    draft: str = Field(pattern=TOKEN)
    revision: int = Field(ge=0, le=REVISION_MAX)
    page: str = Field(pattern=TOKEN)


@dataclass(frozen=True, slots=True)
class DraftState:
    """Which draft a page goes on with, and whether what was typed is kept."""

    draft_id: str
    revision: int
    page: str
    title: str = ""
    saved_at: datetime | None = None
    refusal: Refusal | None = None
    error: DraftError | None = None


def fresh_state() -> DraftState:
    """Begin a draft that is kept as soon as something is typed."""
    return DraftState(new_token(), 0, new_token())


def state_of(draft: EstimateDraft, page: str = "") -> DraftState:
    """Go on with a kept draft."""
    return DraftState(draft.id, draft.revision, page or new_token(), draft.title, draft.saved_at)


def own_draft(draft_id: str) -> EstimateDraft:
    """Return a draft of whoever asks.

    Raises:
        UnknownDraft: there is none of this number, or it is somebody else's.
    """
    with installation().catalogue.reading() as session:
        return draft_of(session, draft_owner(), draft_id)


def own_drafts(methodology: Methodology) -> list[EstimateDraft]:
    """Return the drafts of a form that whoever asks may continue, the latest first."""
    with installation().catalogue.reading() as session:
        return list(drafts_of(session, draft_owner(), methodology.id))


def sent_state(sent: Mapping[str, str]) -> DraftState:
    """Go on with the draft that a page names, without keeping what was typed."""
    named = _named(sent)
    return DraftState(named.draft, named.revision, named.page) if named else fresh_state()


def keep_sent(methodology: Methodology, form: Form, sent: Mapping[str, str]) -> DraftState:
    """Keep what was typed in the draft that the page names; a refusal is part of the answer.

    A page that names none, such as a program's request, keeps nothing.
    """
    named = _named(sent)
    if named is None:
        return fresh_state()
    typing = Typing(named.draft, methodology.id, typed_values(form), named.revision, named.page)
    try:
        with installation().catalogue.unit_of_work() as session:
            title = methodology.title[current_language()]
            kept = keep(session, keeping_draft_owner(), typing, title)
            return state_of(kept, named.page)
    except DraftError as error:
        shown = refusal(error, current_language())
        return DraftState(named.draft, named.revision, named.page, refusal=shown, error=error)


def _named(sent: Mapping[str, str]) -> DraftRequest | None:
    try:
        return DraftRequest.model_validate(dict(sent))
    except ValidationError:
        return None
