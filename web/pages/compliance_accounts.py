"""A plant's saved accounts in its compliance year: evidence and report from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from pydantic import ValidationError

from methodologies import MethodologyError, find
from registry.compliance import EntityYear, entity_year
from registry.projects import report
from registry.worlds import DISPOSING, NotRepresentative, RegistryError, Role, WorldSession, reading
from web.access import for_roles, signed_in
from web.acting import acting, public_world
from web.carrying_out import carry_out_all, carry_out_command, sent_client_id
from web.compliance.account_forms import (
    evidence_commands,
    given_figures,
    missing_model,
    report_command,
)
from web.compliance.accounts import (
    MONTHS,
    Account,
    AccountRefused,
    AccountTwice,
    MonthEvidence,
    accounts_reported,
    methodology_of,
    months_of,
    read_account,
    saved_accounts,
)
from web.compliance.inputs import FIGURES
from web.errors import UNPROCESSABLE, InvalidInputError, status_of
from web.estimates.saved import saving_parties
from web.factors.library import world_library
from web.factors.words import CONFIDENCE_TEXTS
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.pages.compliance import names
from web.refusals import Refusal, RefusedByRule, refusal

pages = Blueprint("compliance_accounts", __name__, url_prefix="/registry/compliance/entities")
pages.context_processor(names)
pages.app_context_processor(lambda: {"saving_parties": saving_parties})

OVERSEEING = frozenset({Role.VERIFIER, Role.OPERATOR, Role.REGULATOR})
STATES = {
    "agrees": lazy_gettext("on record"),
    "differs": lazy_gettext("other data on record"),
    "open": lazy_gettext("not on record"),
    "no_data": lazy_gettext("no data of this month"),
}


@pages.get("/<number>/<int:year>/accounts")
@for_roles(*DISPOSING)
def form(number: str, year: int) -> ResponseReturnValue:
    """Ask which account each unit has, then show what comes of them."""
    shown, accounts, refused = _asked(number, year)
    return _page(shown, accounts, refused), status_of(refused) if refused else 200


@pages.post("/<number>/<int:year>/accounts")
@for_roles(*DISPOSING)
def take(number: str, year: int) -> ResponseReturnValue:
    """Record the months' evidence, or file the annual report, from the accounts of the address."""
    shown, accounts, refused = _asked(number, year)
    if refused or len(accounts) < len(shown.units):
        return _page(shown, accounts, refused), UNPROCESSABLE
    if request.form.get("do") == "evidence":
        return _record(shown, accounts)
    return _file(shown, accounts)


@pages.get("/<number>/<int:year>/accounts/<account>")
@signed_in
def show(number: str, year: int, account: str) -> str:
    """Show an account on which something of the year rests, calculated again, and its months."""
    with reading(public_world()) as session:
        shown = entity_year(session, number, year)
        _check_reader(session, shown)
        if account not in _named(shown):
            abort(404)
        saved = report(session, account)
        found = read_account(saved, shown, world_library(session))
        beside = {
            each["code"]: read_account(
                report(session, each["report"]), shown, world_library(session)
            )
            for each in accounts_reported(shown)
        }
    codes = [each["code"] for each in accounts_reported(shown) if each["report"] == account]
    return render_template(
        "compliance/account.html",
        shown=shown,
        saved=saved,
        codes=codes,
        figures=_compared(shown, found, codes),
        months=months_of(shown, beside or {"": found}),
        states=STATES,
        figure_labels=_labels(),
        result=found.result.to_dict(),
        methodology=found.methodology,
        confidence_texts=CONFIDENCE_TEXTS,
    )


def _asked(number: str, year: int) -> tuple[EntityYear, dict[str, Account], RefusedByRule | None]:
    """Return the entity's year and the accounts of the address by code of their unit."""
    accounts: dict[str, Account] = {}
    with reading(public_world()) as session:
        shown = entity_year(session, number, year)
        if shown.entity.party.id not in acting(session).party_ids or not methodology_of(shown):
            abort(404)
        own = {each.number: each for each in saved_accounts(session, shown)}
        factors = world_library(session)
        for place, unit in enumerate(shown.units):
            chosen = own.get(request.values.get(f"u{place}", ""))
            if chosen is None:
                continue
            if any(each.saved.number == chosen.number for each in accounts.values()):
                return shown, accounts, AccountTwice(account=chosen.number, unit=unit.code)
            try:
                accounts[unit.code] = read_account(chosen, shown, factors)
            except (AccountRefused, MethodologyError) as error:
                return shown, accounts, error
    return shown, accounts, None


def _record(shown: EntityYear, accounts: Mapping[str, Account]) -> ResponseReturnValue:
    months = _open_months(shown, accounts)
    try:
        carry_out_all(evidence_commands(shown, accounts, months, sent_client_id()))
    except RegistryError as error:
        return _page(shown, accounts, error), status_of(error)
    flash(
        ngettext(
            "Evidence of %(num)s month recorded.",
            "Evidence of %(num)s months recorded.",
            len(months),
        ),
        "success",
    )
    return redirect(
        url_for(".form", number=shown.entity.number, year=shown.year, **_kept(shown)), 303
    )


def _file(shown: EntityYear, accounts: Mapping[str, Account]) -> ResponseReturnValue:
    try:
        model: Any = missing_model(shown, accounts)
        blank = blank_form(model, current_language())
        submitted = read_form(blank, model, request.form, current_language())
        if submitted.value is None:
            return _page(shown, accounts, None, submitted.form), UNPROCESSABLE
        command = report_command(
            shown, accounts, submitted.value.model_dump(exclude_none=True), sent_client_id()
        )
        carry_out_command(command)
    except (RegistryError, MethodologyError) as error:
        return _page(shown, accounts, error), status_of(error)
    except ValidationError as error:
        raise InvalidInputError(error) from error
    flash(_("Done."), "success")
    return redirect(url_for("compliance.entity", number=shown.entity.number, year=shown.year), 303)


def _page(
    shown: EntityYear,
    accounts: Mapping[str, Account],
    refused: RefusedByRule | None = None,
    missing: Form | None = None,
) -> str:
    with reading(public_world()) as session:
        own = saved_accounts(session, shown)
        today = session.clock.today()
    told: Refusal | None = refusal(refused, current_language()) if refused else None  # type: ignore[arg-type]
    complete = len(accounts) == len(shown.units) and not isinstance(refused, AccountRefused)
    figures: Mapping[str, str] = {}
    if complete and shown.year < today.year:
        try:
            figures = given_figures(shown, accounts)
            missing = missing or blank_form(missing_model(shown, accounts), current_language())
        except MethodologyError as error:
            told = told or refusal(error, current_language())
    return render_template(
        "compliance/accounts.html",
        shown=shown,
        own=own,
        methodology=find(methodology_of(shown)),
        chosen=_kept(shown),
        accounts=accounts,
        refused=told,
        figures=figures,
        figure_labels=_labels(),
        form=missing,
        months=months_of(shown, accounts) if complete else [],
        open_months=_open_months(shown, accounts) if complete else [],
        states=STATES,
        is_over=shown.year < today.year,
    )


def _open_months(shown: EntityYear, accounts: Mapping[str, Account]) -> list[MonthEvidence]:
    """Return the months that are over and whose data are not on record as they stand."""
    with reading(public_world()) as session:
        today = session.clock.today()
    over = {month for month in MONTHS if date(shown.year + month // 12, month % 12 + 1, 1) <= today}
    found = months_of(shown, accounts)
    return [each for each in found if each.month in over and each.state in {"open", "differs"}]


def _kept(shown: EntityYear) -> dict[str, Any]:
    return {
        f"u{place}": request.values.get(f"u{place}", "")[:24] for place in range(len(shown.units))
    }


def _named(shown: EntityYear) -> set[str]:
    """Return the accounts on which a report or evidence of the year rests."""
    return {each["report"] for event in shown.events for each in event.detail.get("accounts", ())}


def _check_reader(session: WorldSession, shown: EntityYear) -> None:
    """Refuse those who neither act for the entity nor oversee it.

    Raises:
        NotRepresentative: of somebody else.
    """
    actor = acting(session)
    if shown.entity.party.id in actor.party_ids or not actor.roles.isdisjoint(OVERSEEING):
        return
    party = {"zh": shown.entity.party.name_zh, "en": shown.entity.party.name_en}
    raise NotRepresentative(actor=actor.name, party=party)


def _compared(
    shown: EntityYear, account: Account, codes: list[str]
) -> list[tuple[str, str, str, str]]:
    """Return for each unit of an account: code, figure, as reported, as the account gives it."""
    last = shown.last("report")
    units = {each["code"]: each for each in last.detail["units"]} if last else {}
    return [
        (code, name, str(units[code].get(name, "")), value)
        for code in codes
        for name, value in account.figures.items()
    ]


def _labels() -> dict[str, str]:
    """Return what each figure is called, with its unit."""
    found = {}
    for name, (annotation, _default) in FIGURES.items():
        copy = _copy(annotation)
        unit = f" ({copy['unit']})" if copy.get("unit") else ""
        found[name] = f"{copy['label'][current_language()]}{unit}"
    return {**found, "special": _("Special kind")}


def _copy(annotation: Any) -> dict[str, Any]:
    parts = (annotation, *getattr(annotation, "__args__", ()))
    metadata = next(each.__metadata__ for each in parts if hasattr(each, "__metadata__"))
    return next(each.json_schema_extra for each in metadata if hasattr(each, "json_schema_extra"))
