"""Carbon inclusion: schemes and their figures, platforms, batches and personal carbon accounts."""

import csv
import io
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.carbon_inclusion import (
    RECORD_COLUMNS,
    BatchStep,
    BatchView,
    PlatformView,
    batch,
    carbon_account,
    find_platform,
    find_scheme,
    list_batches,
    list_platforms,
    platform,
    platform_records,
    scheme_figures,
    schemes_on,
    steps_from,
    uploads,
    user_codes,
)
from registry.parties import find_account, list_parties
from registry.rules import rule_book
from registry.worlds import Actor, RegistryError, Role, WorldSession, reading
from web.access import for_roles, public, signed_in
from web.acting import public_world
from web.carbon_inclusion.files import harmless
from web.carbon_inclusion.inputs import (
    JudgementForm,
    PeriodForm,
    PlatformForm,
    aggregate_command,
    batch_command,
    platform_command,
    ticked_kinds,
)
from web.carbon_inclusion.people import disposes, judging_body, reader
from web.carbon_inclusion.words import inclusion_words
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of, validated
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.refusals import Refusal, refusal

pages = Blueprint("carbon_inclusion", __name__, url_prefix="/registry/carbon-inclusion")

STEPS = "any(verify, reject, issue)"
RECORDS_MAX = 100_000
pages.context_processor(inclusion_words)


@pages.get("")
@public
def index() -> ResponseReturnValue:
    """Show the schemes with their public figures; a code leads to its account."""
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for(".account", code=code), 303)
    with reading(public_world()) as session:
        today = session.clock.today()
        known = schemes_on(rule_book(session), today)
        figures = scheme_figures(session, [each.code for each in known])
        shown = list_platforms(session)
        actor = reader(session)
    return render_template(
        "carbon_inclusion/index.html",
        schemes=list(zip(known, figures, strict=True)),
        platforms=shown,
        registers=Role.OPERATOR in actor.roles,
    )


@pages.get("/schemes/<code>")
@public
def scheme(code: str) -> str:
    """Show a scheme: uses, terms and factors with their sources, and its figures."""
    with reading(public_world()) as session:
        shown = find_scheme(rule_book(session), code, session.clock.today())
        (figures,) = scheme_figures(session, [code])
        own = list_platforms(session, scheme=code)
    return render_template(
        "carbon_inclusion/scheme.html", scheme=shown, figures=figures, platforms=own
    )


@pages.get("/platforms/new")
@for_roles(Role.OPERATOR)
def new_platform() -> str:
    """Ask for a platform to register."""
    return _platform_form(_blank_platform())


@pages.post("/platforms/new")
@for_roles(Role.OPERATOR)
def register() -> ResponseReturnValue:
    """Register a platform, or show what must be corrected."""
    submitted = read_form(_blank_platform(), PlatformForm, request.form, current_language())
    asked: Any = submitted.value
    if asked is None:
        return _platform_form(submitted.form), UNPROCESSABLE
    try:
        with reading(public_world()) as session:
            party_id = find_account(session, asked.account).party_id or 0
        command = platform_command(
            asked, ticked_kinds(asked), party_id, request.form.get("client_id", "")
        )
        number = carry_out_command(command).data["platform"]
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _platform_form(submitted.form), status_of(error)
    return redirect(url_for(".show_platform", number=number), 303)


@pages.get("/platforms/<number>")
@public
def show_platform(number: str) -> str:
    """Show a platform: its sums and batches; to its own people also what they can do."""
    return _platform_page(number)


@pages.post("/platforms/<number>/batches")
@signed_in
def aggregate(number: str) -> ResponseReturnValue:
    """Aggregate the reductions of a period that wait."""
    submitted = read_form(_blank_period(), PeriodForm, request.form, current_language())
    if submitted.value is None:
        return _platform_page(number, submitted.form), UNPROCESSABLE
    command = aggregate_command(number, submitted.value, request.form.get("client_id", ""))
    try:
        made = carry_out_command(command).data["batch"]
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _platform_page(number, submitted.form), status_of(error)
    return redirect(url_for(".show_batch", number=made), 303)


@pages.post("/platforms/<number>/codes")
@signed_in
def find_code(number: str) -> ResponseReturnValue:
    """Tell the platform the code of one of its users; the id stays out of every address."""
    user = request.form.get("user", "").strip()
    with reading(public_world()) as session:
        known = find_platform(session, number)
        reader(session).check_represents(known.party_id, known.party_name)
        code = user_codes(session, number)(user) if user else ""
    return _platform_page(number, code=code)


@pages.get("/platforms/<number>/records.csv")
@signed_in
def export_records(number: str) -> Response:
    """Give the platform its own records with their shares; users are codes."""
    with reading(public_world()) as session:
        known = find_platform(session, number)
        reader(session).check_represents(known.party_id, known.party_name)
        rows = platform_records(session, known.id, limit=RECORDS_MAX)
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(RECORD_COLUMNS)
    lines.writerows([harmless("" if cell is None else cell) for cell in row] for row in rows)
    answer = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{known.number}-records.csv"'
    return answer


@pages.get("/batches/<number>")
@public
def show_batch(number: str) -> str:
    """Show a batch to everybody, with the steps that the reader may take."""
    return _batch_page(number)


@pages.post(f"/batches/<number>/<{STEPS}:step>")
@for_roles(Role.VERIFIER, Role.OPERATOR)
def take_step(number: str, step: str) -> ResponseReturnValue:
    """Verify or reject a batch, or issue its credits."""
    asked = validated(JudgementForm, {"note": request.form.get("note", "")})
    client_id = request.form.get("client_id", "")
    with reading(public_world()) as session:
        body = judging_body(session, batch(session, number))
    try:
        carry_out_command(batch_command(BatchStep(step), number, asked, body, client_id))
    except RegistryError as error:
        return _batch_page(number, refusal(error, current_language())), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for(".show_batch", number=number), 303)


@pages.get("/accounts/<code>")
@public
def account(code: str) -> str:
    """Show a personal carbon account to whoever has its code."""
    with reading(public_world()) as session:
        found = carbon_account(session, code)
    return render_template("carbon_inclusion/account.html", account=found)


def _blank_platform() -> Form:
    form = blank_form(PlatformForm, current_language())
    with reading(public_world()) as session:
        known = schemes_on(rule_book(session), session.clock.today())
    form.named["scheme"].choices = [
        Choice(each.code, f"{each.names[current_language()]} ({each.code})")
        for each in known
        if each.has_persons and each.factors
    ]
    return form


def _platform_form(form: Form) -> str:
    return render_template("carbon_inclusion/platform_form.html", form=form)


def _blank_period(initial: dict[str, Any] | None = None) -> Form:
    return blank_form(PeriodForm, current_language(), initial)


def _platform_page(number: str, form: Form | None = None, code: str = "") -> str:
    with reading(public_world()) as session:
        shown = platform(session, number)
        actor = reader(session)
        own = disposes(actor, shown.party.id)
        today = session.clock.today()
        months = {"period_from": today.replace(day=1), "period_to": today}
        return render_template(
            "carbon_inclusion/platform.html",
            platform=shown,
            scheme=_scheme_of(session, shown),
            batches=list_batches(session, platform=shown.number),
            uploads=uploads(session, shown.number) if own else [],
            own=own,
            form=form or _blank_period(months),
            code=code,
        )


def _scheme_of(session: WorldSession, shown: PlatformView) -> Any:
    return find_scheme(rule_book(session), shown.scheme, session.clock.today())


def _batch_page(number: str, refused: Refusal | None = None) -> str:
    with reading(public_world()) as session:
        shown = batch(session, number)
        actions = _actions(session, reader(session), shown)
    return render_template(
        "carbon_inclusion/batch.html",
        batch=shown,
        actions=actions,
        refused=refused,
        client_id=uuid4().hex,
    )


def _actions(session: WorldSession, actor: Actor, shown: BatchView) -> list[BatchStep]:
    """Return the steps that the reader may take now."""
    bodies = [
        body
        for body in list_parties(session, ids=sorted(actor.party_ids), kind="verifier")
        if body.id != shown.platform_party.id
    ]
    may = {
        BatchStep.VERIFY: Role.VERIFIER in actor.roles and bool(bodies),
        BatchStep.REJECT: Role.VERIFIER in actor.roles and bool(bodies),
        BatchStep.ISSUE: Role.OPERATOR in actor.roles,
    }
    return [step for step in steps_from(shown.state) if may[step]]
