"""Surveillance for operator and regulator, and the announcements that everybody reads."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from market.data import instruments
from market.surveillance import WATCH_NAMES, announcements, list_alerts, pauses, show_alert
from registry.worlds import Outcome, RegistryError, Role, reading
from web.access import for_roles, public
from web.acting import acting, public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, FormModel, blank_form, read_form
from web.languages import current_language
from web.market.surveillance_inputs import (
    AnnouncementForm,
    InspectForm,
    ReviewForm,
    announce,
    inspect,
    review,
)
from web.refusals import refusal

pages = Blueprint("surveillance", __name__, url_prefix="/market")

ALERTS_SHOWN = 100
REVIEWED = {"": None, "yes": True, "no": False}
FORMS: dict[str, type[FormModel]] = {
    "pause": AnnouncementForm,
    "resume": AnnouncementForm,
    "inspect": InspectForm,
}


@pages.context_processor
def _texts() -> dict[str, object]:
    return {"watch_names": WATCH_NAMES}


@pages.get("/announcements")
@public
def announced() -> str:
    """List the announcements of pauses and resumptions."""
    with reading(public_world()) as session:
        found = announcements(session, limit=ALERTS_SHOWN)
    return render_template("surveillance/announcements.html", announcements=found)


@pages.get("/surveillance")
@for_roles(Role.OPERATOR)
def index() -> str:
    """List alerts, with forms to inspect a day and to pause and resume trading."""
    return _index_page({})


@pages.post("/surveillance/<any(pause, resume):step>")
@for_roles(Role.OPERATOR)
def pause(step: str) -> ResponseReturnValue:
    """Pause or resume trading; everybody is told."""
    form = _form(step)
    submitted = read_form(form, AnnouncementForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _index_page({step: submitted.form}), UNPROCESSABLE
    return _carried_out(
        step,
        submitted.form,
        lambda: announce(step, asked, sent_client_id()),
        lambda done: _("Announcement %(number)s is published.", number=done.data["announcement"]),
    )


@pages.post("/surveillance/inspect")
@for_roles(Role.OPERATOR)
def inspect_day() -> ResponseReturnValue:
    """Look through a day."""
    submitted = read_form(_form("inspect"), InspectForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _index_page({"inspect": submitted.form}), UNPROCESSABLE
    return _carried_out(
        "inspect",
        submitted.form,
        lambda: inspect(asked, sent_client_id()),
        lambda done: _("%(count)s new alerts.", count=len(done.data["alerts"])),
    )


@pages.get("/surveillance/<number>")
@for_roles(Role.OPERATOR)
def show(number: str) -> str:
    """Show an alert with its reviews."""
    return _alert_page(number, blank_form(ReviewForm, current_language()))


@pages.post("/surveillance/<number>/review")
@for_roles(Role.OPERATOR)
def mark(number: str) -> ResponseReturnValue:
    """Mark an alert as reviewed."""
    form = blank_form(ReviewForm, current_language())
    submitted = read_form(form, ReviewForm, request.form, current_language())
    if submitted.value is None:
        return _alert_page(number, submitted.form), UNPROCESSABLE
    try:
        review(number, submitted.value, sent_client_id())
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _alert_page(number, submitted.form), status_of(error)
    flash(_("Your note is kept."), "success")
    return redirect(url_for(".show", number=number), 303)


def _carried_out(
    step: str, form: Form, work: Callable[[], Outcome], said: Callable[[Outcome], str]
) -> ResponseReturnValue:
    try:
        outcome = work()
    except RegistryError as error:
        form.refuse(refusal(error, current_language()))
        return _index_page({step: form}), status_of(error)
    flash(said(outcome), "success")
    return redirect(url_for(".index"), 303)


def _form(step: str) -> Form:
    """Return a blank form; of a pause, with what can be paused or resumed."""
    with reading(public_world()) as session:
        initial = {"day": session.clock.today().isoformat()} if step == "inspect" else {}
        form = blank_form(FORMS[step], current_language(), initial)
        if step != "inspect":
            wanted = "open" if step == "pause" else "paused"
            meant = [each for each in instruments(session) if each.state == wanted]
            form.named["instrument"].choices = [Choice(each.code, each.code) for each in meant]
            markets = sorted({each.market for each in meant})
            form.named["market"].choices = [Choice(each, each) for each in markets]
    return form


def _index_page(forms: dict[str, Form]) -> str:
    wanted = {name: request.args.get(name, "")[:24] for name in ("rule", "instrument", "reviewed")}
    rule = wanted["rule"] if wanted["rule"] in WATCH_NAMES else ""
    with reading(public_world()) as session:
        actor = acting(session)
        codes = [each.code for each in instruments(session)]
        found = list_alerts(
            session,
            actor,
            rule=rule,
            instrument=wanted["instrument"] if wanted["instrument"] in codes else "",
            reviewed=REVIEWED.get(wanted["reviewed"]),
            limit=ALERTS_SHOWN,
        )
        paused = pauses(session)
    operates = Role.OPERATOR in actor.roles
    return render_template(
        "surveillance/index.html",
        alerts=found,
        wanted=wanted,
        codes=codes,
        paused=paused,
        forms_of={step: forms.get(step) or _form(step) for step in FORMS} if operates else {},
    )


def _alert_page(number: str, form: Form) -> str:
    with reading(public_world()) as session:
        actor = acting(session)
        alert = show_alert(session, number, actor)
    return render_template(
        "surveillance/show.html",
        alert=alert,
        form=form if Role.OPERATOR in actor.roles else None,
    )
