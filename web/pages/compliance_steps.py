"""The steps of an entity's year as forms: asked, carried out, then back to the entity's page."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.compliance import EntityYear, entity_year
from registry.parties import find_account
from registry.worlds import DISPOSING, RegistryError, Role, WorldSession, reading
from web.access import for_roles
from web.acting import acting, public_world
from web.carrying_out import carry_out_command
from web.compliance.inputs import reported_figures, step_command
from web.compliance.prices import MeanPrice, mean_price_before
from web.compliance.register import own_classes
from web.compliance.steps import TITLES, body_of, old_allowances, own_steps, step_model
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.pages.compliance import names
from web.refusals import refusal

pages = Blueprint("compliance_steps", __name__, url_prefix="/registry/compliance/entities")
pages.context_processor(names)

STEPS = (
    "any('evidence', 'report', 'verify', 'return', 'preallocate', 'allocate', 'notify', 'apply',"
    " 'carry-over', 'fine', 'unit', 'delist', 'borrow')"
)
TAKING = (*DISPOSING, Role.VERIFIER, Role.OPERATOR, Role.REGULATOR)


@pages.get(f"/<number>/<int:year>/<{STEPS}:step>")
@for_roles(*TAKING)
def form(number: str, year: int, step: str) -> str:
    """Ask what a step needs."""
    with reading(public_world()) as session:
        shown = _shown(session, number, year, step)
        blank = _blank(session, shown, step)
    return _page(shown, step, blank)


@pages.post(f"/<number>/<int:year>/<{STEPS}:step>")
@for_roles(*TAKING)
def take(number: str, year: int, step: str) -> ResponseReturnValue:
    """Take a step, or show what must be corrected."""
    with reading(public_world()) as session:
        shown = entity_year(session, number, year)
        blank = _blank(session, shown, step)
        body_id = body_of(session, acting(session))
    model: type[Any] = step_model(step, shown)
    submitted = read_form(blank, model, request.form, current_language())
    if submitted.value is None:
        return _page(shown, step, submitted.form), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    try:
        carry_out_command(step_command(step, shown, submitted.value, client_id, body_id))
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _page(shown, step, submitted.form), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for("compliance.entity", number=number, year=year), 303)


def _shown(session: WorldSession, number: str, year: int, step: str) -> EntityYear:
    """Return the entity's year if the step can be taken now."""
    shown = entity_year(session, number, year)
    if step not in {each.name for each in own_steps(session, shown)}:
        abort(404)
    return shown


def _blank(session: WorldSession, shown: EntityYear, step: str) -> Form:
    language = current_language()
    blank = blank_form(step_model(step, shown), language, _initial(session, shown, step))
    if step == "unit":
        blank.named["unit_class"].choices = [
            Choice(value, name[language]) for value, name in own_classes(shown).items()
        ]
    if step == "apply":
        account = find_account(session, shown.entity.account)
        blank.named["unit_type"].choices = [
            Choice(held.unit_type, f"{held.unit_type} ({held.available:,})")
            for held in old_allowances(session, account.id)
        ]
    return blank


def _initial(session: WorldSession, shown: EntityYear, step: str) -> dict[str, Any]:
    """Return what a step's form starts with: reported figures, the last year, the venue's price."""
    if step == "verify":
        return dict(reported_figures(shown))
    if step == "delist":
        return {"last_year": shown.year}
    mean = _mean_price(session, shown, step)
    return {} if mean is None else {"mean_price_cny": mean.price_cny}


def _mean_price(session: WorldSession, shown: EntityYear, step: str) -> MeanPrice | None:
    if step != "fine" or shown.position.due_on is None:
        return None
    return mean_price_before(session, shown.entity.scheme, shown.position.due_on)


def _page(shown: EntityYear, step: str, blank: Form) -> str:
    with reading(public_world()) as session:
        mean = _mean_price(session, shown, step)
    return render_template(
        "compliance/step.html", shown=shown, step=step, title=TITLES[step], form=blank, mean=mean
    )
