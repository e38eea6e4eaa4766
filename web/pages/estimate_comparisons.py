"""Variants of an estimate side by side: differences first, tornado, saved for later."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from methodologies import find
from registry.projects import ReportView, list_reports
from registry.worlds import reading
from web.access import public, signed_in
from web.acting import acting, public_world
from web.errors import status_of, validated
from web.estimates.comparisons import (
    TITLE_CHARACTERS_MAX,
    comparison_of,
    delete_comparison,
    save_comparison,
)
from web.estimates.differences import VARIANTS_MAX, compared
from web.estimates.draft_owners import draft_owner
from web.estimates.drafts import drafts_of
from web.estimates.links import draft_name, fits_address
from web.estimates.refused_drafts import DraftError
from web.estimates.refused_sharing import UnreadableVariant, VariantsRefused
from web.estimates.saved import KIND
from web.estimates.share_links import DAYS, Shared
from web.estimates.variants import chosen, fitting, named_again, variants
from web.factors.library import current_library
from web.formats import number, trimmed
from web.installation import installation
from web.languages import current_language
from web.refusals import refusal
from web.signin import require_user_id

pages = Blueprint("estimate_comparisons", __name__, url_prefix="/estimate/compare")

LETTERS: Final = "ABCDE"
CHANGE_PCT_MIN: Final = Decimal("0.1")
CHANGE_PCT_MAX: Final = Decimal(100)
SWINGS_SHOWN: Final = 12
DIGITS_SHOWN: Final = 10
PRECISION_DIGITS: Final = 80
Shown = Mapping[str, Any]


class Look(BaseModel):
    """How a comparison is looked at."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    pct: Decimal = Field(Decimal(10), ge=CHANGE_PCT_MIN, le=CHANGE_PCT_MAX, decimal_places=4)
    other: int = Field(1, ge=1, le=VARIANTS_MAX - 1)


class SaveComparison(BaseModel):
    """What the form below a comparison sends."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=TITLE_CHARACTERS_MAX)


@pages.get("")
@public
def show() -> ResponseReturnValue:
    """Compare the variants of the address, or ask for some."""
    try:
        names = chosen(request.args.getlist("e"))
        look = validated(Look, request.args.to_dict())
        found = _compared(names, look) if names else None
    except (VariantsRefused, DraftError) as error:
        return _refused(error)
    return _page(names, found, look)


@pages.post("/choose")
@public
def choose() -> ResponseReturnValue:
    """Lead to the comparison of what was chosen; what fits no address becomes a draft."""
    try:
        names = fitting(chosen([*request.form.getlist("e"), request.form.get("address", "")]))
    except (VariantsRefused, DraftError) as error:
        return _refused(error)
    return redirect(url_for(".show", e=names), 303)


@pages.post("")
@signed_in
def save() -> ResponseReturnValue:
    """Keep the comparison of the address, calculated again."""
    given = validated(SaveComparison, request.form.to_dict())
    look = validated(Look, request.form.to_dict())
    names = chosen(request.form.getlist("e"))
    if not names:
        raise UnreadableVariant(value="", field="e")
    found = _compared(names, look)
    with installation().catalogue.unit_of_work() as session:
        kept = save_comparison(session, require_user_id(), given.title, found)
    flash(_("Saved."), "success")
    return redirect(url_for(".saved", comparison_id=kept.id), 303)


@pages.get("/saved/<comparison_id>")
@signed_in
def saved(comparison_id: str) -> str:
    """Show a saved comparison as it was calculated."""
    with installation().catalogue.reading() as session:
        kept = comparison_of(session, require_user_id(), comparison_id)
    again = _again(kept.content)
    return render_template(
        "estimate_comparisons/saved.html",
        kept=kept,
        days=DAYS,
        kind=Shared.COMPARISON,
        again=again,
        fits_address=fits_address(*again),
        **shown_comparison(kept.content),
    )


@pages.post("/saved/<comparison_id>/delete")
@signed_in
def delete(comparison_id: str) -> ResponseReturnValue:
    """Delete a saved comparison."""
    with installation().catalogue.unit_of_work() as session:
        delete_comparison(session, require_user_id(), comparison_id)
    flash(_("Deleted."), "success")
    return redirect(url_for("saved_estimates.index"), 303)


def shown_comparison(comparison: Shown) -> dict[str, Any]:
    """Return what the templates of a comparison need, wherever it is shown."""
    reference = comparison["methodology"]
    titles = [variant["title"] for variant in comparison["variants"]]
    return {
        "comparison": comparison,
        "methodology": find(reference["id"], reference["version"]),
        "labels": [_label(place, title) for place, title in enumerate(titles)],
        "letters": LETTERS,
        "brief": brief,
        "swings_shown": SWINGS_SHOWN,
    }


def brief(value: str | None) -> str:
    """Write a number with ten significant digits, or all before the point; nothing as a dash."""
    if value is None:
        return "–"
    exact = Decimal(value)
    places = min(max(0, DIGITS_SHOWN - 1 - exact.adjusted()), -int(exact.as_tuple().exponent))
    with localcontext(prec=PRECISION_DIGITS):
        return number(trimmed(round(exact, max(0, places))))


def _label(place: int, title: str) -> str:
    letter = LETTERS[place]
    return f"{letter} · {title}" if title else _("Variant %(letter)s", letter=letter)


def _compared(names: Sequence[str], look: Look) -> dict[str, Any]:
    found = variants(names)
    return compared(found, look.pct, look.other, current_library())


def _again(comparison: Shown) -> list[str]:
    """Return the names by which a saved comparison is calculated anew."""
    methodology_id = comparison["methodology"]["id"]
    return [named_again(variant, methodology_id) for variant in comparison["variants"]]


def _refused(error: VariantsRefused | DraftError) -> ResponseReturnValue:
    shown = refusal(error, current_language())
    return _page([], None, Look(), refused=shown), status_of(error)


def _page(names: Sequence[str], found: Shown | None, look: Look, refused: object = None) -> str:
    methodology_id = found["methodology"]["id"] if found else None
    offered = [
        estimate
        for estimate in _own()
        if estimate.number not in names
        and (methodology_id is None or estimate.methodology_id == methodology_id)
    ]
    with installation().catalogue.reading() as session:
        drafts = drafts_of(session, draft_owner(), methodology_id)
    return render_template(
        "estimate_comparisons/show.html",
        names=names,
        drafts=[draft for draft in drafts if draft_name(draft.id) not in names],
        draft_name=draft_name,
        look=look,
        refused=refused,
        offered=offered,
        variants_max=VARIANTS_MAX,
        **(shown_comparison(found) if found else {"comparison": None}),
    )


def _own() -> list[ReportView]:
    """Return the saved estimates of the reader's parties, none for a visitor."""
    if not current_user.is_authenticated:
        return []
    with reading(public_world()) as session:
        parties = sorted(acting(session).party_ids)
        return list_reports(session, kind=KIND, party_ids=parties)
