"""Control: proposals and their decisions, the profile in force, trusted accounts and limits."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.control import (
    STATE_NAMES,
    ApplyControlProfile,
    ApproveProposal,
    DistrustAccount,
    LimitAccount,
    RejectProposal,
    TrustAccount,
    WithdrawProposal,
    account_limits,
    list_proposals,
    may_approve,
    may_withdraw,
    profile_in_force,
    profile_names,
    show_proposal,
    trusted_accounts,
)
from registry.rules import rule_book
from registry.worlds import DISPOSING, Command, RegistryError, Role, reading
from web.access import for_roles, signed_in
from web.acting import acting, public_world
from web.carrying_out import ProposedInsteadError, carry_out_command
from web.control.inputs import LimitForm, ReasonForm, TrustForm
from web.control.proposed import proposed
from web.control.words import KIND_TITLES, PROFILE_NAMES
from web.errors import UNPROCESSABLE, status_of, wants_json
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal
from web.registry.own_accounts import own_account

pages = Blueprint("control", __name__)

ACCEPTED = 202


@pages.get("/proposals")
@signed_in
def index() -> str:
    """List the proposals the person may see."""
    with reading(public_world()) as session:
        found = list_proposals(session, acting(session))
    return render_template(
        "control/index.html", proposals=found, states=STATE_NAMES, kinds=KIND_TITLES
    )


@pages.get("/proposals/<number>")
@signed_in
def show(number: str) -> str:
    """Show a proposal, and what the person can decide about it."""
    return _proposal_page(number, blank_form(ReasonForm, current_language()))


@pages.post("/proposals/<number>/<any(approve, reject, withdraw):step>")
@signed_in
def decide(number: str, step: str) -> ResponseReturnValue:
    """Approve, reject or withdraw a proposal."""
    client_id = request.form.get("client_id", "")
    command: Command
    if step == "approve":
        command = ApproveProposal(client_id=client_id, proposal=number)
    else:
        blank = blank_form(ReasonForm, current_language())
        submitted = read_form(blank, ReasonForm, request.form, current_language())
        if submitted.value is None:
            return _proposal_page(number, submitted.form), UNPROCESSABLE
        kind = RejectProposal if step == "reject" else WithdrawProposal
        command = kind(client_id=client_id, proposal=number, reason=submitted.value.reason)
    done = carry_out_command(command).data
    flash(
        _(
            "Proposal %(number)s: %(state)s.",
            number=number,
            state=STATE_NAMES[str(done["state"])][current_language()],
        ),
        "success",
    )
    return redirect(url_for(".show", number=number), 303)


@pages.get("/control")
@for_roles(Role.ADMINISTRATOR, Role.OPERATOR)
def profile() -> str:
    """Show the control profile in force, and those that can be chosen."""
    with reading(public_world()) as session:
        found = profile_in_force(session)
        names = profile_names(rule_book(session), session.clock.today())
        administers = Role.ADMINISTRATOR in acting(session).roles
    return render_template(
        "control/profile.html",
        profile=found,
        names=names,
        titles=PROFILE_NAMES,
        kinds=KIND_TITLES,
        administers=administers,
    )


@pages.post("/control")
@for_roles(Role.ADMINISTRATOR)
def apply_profile() -> ResponseReturnValue:
    """Put a control profile in force."""
    client_id, name = request.form.get("client_id", ""), request.form.get("profile", "")
    carry_out_command(ApplyControlProfile(client_id=client_id, profile=name))
    flash(_("Control profile in force: %(name)s.", name=name), "success")
    return redirect(url_for(".profile"), 303)


@pages.get("/accounts/<number>/trusted")
@signed_in
def trusted(number: str) -> str:
    """Show the trusted accounts and limits of an account."""
    return _trusted_page(number, *_blank_forms())


@pages.post("/accounts/<number>/trusted")
@for_roles(*DISPOSING)
def trust(number: str) -> ResponseReturnValue:
    """Put an account on the trusted list."""
    form, limits = _blank_forms()
    submitted = read_form(form, TrustForm, request.form, current_language())
    if submitted.value is None:
        return _trusted_page(number, submitted.form, limits), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    asked = TrustAccount(client_id=client_id, account=number, trusted=submitted.value.trusted)
    return _done_on_trusted_page(number, asked, submitted.form, limits, submitted.form)


@pages.post("/accounts/<number>/trusted/remove")
@for_roles(*DISPOSING)
def distrust(number: str) -> ResponseReturnValue:
    """Take an account off the trusted list."""
    client_id, other = request.form.get("client_id", ""), request.form.get("trusted", "")
    carry_out_command(DistrustAccount(client_id=client_id, account=number, trusted=other))
    flash(_("Removed from the trusted list: %(account)s.", account=other), "success")
    return redirect(url_for(".trusted", number=number), 303)


@pages.post("/accounts/<number>/limits")
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def limit(number: str) -> ResponseReturnValue:
    """Set the limits of an account."""
    form, limits = _blank_forms()
    submitted = read_form(limits, LimitForm, request.form, current_language())
    if submitted.value is None:
        return _trusted_page(number, form, submitted.form), UNPROCESSABLE
    asked = LimitAccount(
        client_id=request.form.get("client_id", ""),
        account=number,
        transfer_units=submitted.value.transfer_units,
        daily_units=submitted.value.daily_units,
    )
    return _done_on_trusted_page(number, asked, form, submitted.form, submitted.form)


@pages.app_errorhandler(ProposedInsteadError)
def _proposed_instead(error: ProposedInsteadError) -> ResponseReturnValue:
    """Lead to the proposal that was made instead."""
    shown = refusal(error.why, current_language())
    if wants_json():
        proposal = {"proposal": error.proposal, "state": error.state, "why": shown.model_dump()}
        return jsonify(proposal), ACCEPTED
    flash(
        _(
            "%(sentence)s Proposal %(number)s was made.",
            sentence=shown.sentence,
            number=error.proposal,
        ),
        "info",
    )
    return redirect(url_for("control.show", number=error.proposal), 303)


def _proposal_page(number: str, form: Form) -> str:
    with reading(public_world()) as session:
        actor = acting(session)
        found = show_proposal(session, number, actor)
    return render_template(
        "control/show.html",
        proposal=found,
        form=form,
        asked=proposed(found, current_language()),
        may_approve=may_approve(found, actor),
        may_withdraw=may_withdraw(found, actor),
        states=STATE_NAMES,
        kinds=KIND_TITLES,
    )


def _blank_forms() -> tuple[Form, Form]:
    limits = blank_form(LimitForm, current_language())
    for asked in limits.named.values():
        asked.maximum = ""  # as high as any quantity; the digits would only be in the way
    return blank_form(TrustForm, current_language()), limits


def _done_on_trusted_page(
    number: str, command: Command, form: Form, limits: Form, used: Form
) -> ResponseReturnValue:
    try:
        carry_out_command(command)
    except RegistryError as error:
        used.refuse(refusal(error, current_language()))
        return _trusted_page(number, form, limits), status_of(error)
    flash(_("Saved."), "success")
    return redirect(url_for(".trusted", number=number), 303)


def _trusted_page(number: str, form: Form, limits: Form) -> str:
    with reading(public_world()) as session:
        account = own_account(session, number, to_look=True)
        actor = acting(session)
        found = trusted_accounts(session, account.facts.id)
        in_force = profile_in_force(session)
        held = account_limits(session, account.facts.id, in_force)
        today = session.clock.today()
    return render_template(
        "control/trusted.html",
        account=account,
        trusted=found,
        profile=in_force,
        limits=held,
        form=form,
        limit_form=limits,
        today=today,
        disposes=account.facts.party_id in actor.party_ids,
        supervises=not actor.roles.isdisjoint({Role.OPERATOR, Role.ADMINISTRATOR}),
    )
