"""Green certificates: devices, months of generation, expiry, exclusions and public totals."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from registry.claims import MECHANISM_NAMES
from registry.green_certificates import (
    CLASS_NAMES,
    CORRECTION_NAMES,
    DEVICE_STATE_NAMES,
    ENERGY_NAMES,
    FEED_NAMES,
    REASON_NAMES,
    STEP_NAMES,
    ApproveDevice,
    DeviceView,
    FileGeneration,
    RefuseDevice,
    device,
    device_directory,
    device_months,
    examine,
    exclusion_directory,
    expiry_calendar,
    month_text,
    moved_month,
    mwh_text,
    statistics,
)
from registry.ledger import SerialRange, accounts, format_range
from registry.worlds import DISPOSING, Command, RegistryError, Role, WorldSession, reading
from web.access import for_roles, public
from web.acting import acting, public_world
from web.carrying_out import carry_out_command, rehearse
from web.errors import UNPROCESSABLE, status_of, validated
from web.formats import number as shown_number
from web.forms import Choice, Form, blank_form, read_form
from web.green_certificates.generation_files import (
    FILE_BYTES_MAX,
    TEMPLATE,
    file_rows,
    refused_lines,
)
from web.green_certificates.inputs import (
    CorrectionForm,
    DeviceForm,
    IssueRequest,
    MonthForm,
    correction_command,
    device_command,
    issue_command,
    month_command,
)
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.strict_json import Unreadable
from web.tables.listings import listing

pages = Blueprint("green_certificates", __name__, url_prefix="/registry/green-certificates")

FORM_BYTES_MAX = FILE_BYTES_MAX + 64 * 1024
METERING = (*DISPOSING, Role.OPERATOR)
REFUSED_LINES_MAX = 200
FORMS: dict[str, tuple[type[MonthForm], Callable[..., Command]]] = {
    "generation": (MonthForm, month_command),
    "correction": (CorrectionForm, correction_command),
}


@pages.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let an upload carry a file, before anything reads its body."""
    if endpoint == "green_certificates.upload":
        request.max_content_length = FORM_BYTES_MAX


@pages.context_processor
def names() -> dict[str, Any]:
    """Give the templates their words."""
    return {
        "class_names": CLASS_NAMES,
        "correction_names": CORRECTION_NAMES,
        "device_states": DEVICE_STATE_NAMES,
        "energy_names": ENERGY_NAMES,
        "feed_names": FEED_NAMES,
        "mechanism_names": MECHANISM_NAMES,
        "month_text": month_text,
        "mwh": mwh_text,
        "reason_names": REASON_NAMES,
        "exclusion_steps": STEP_NAMES,
    }


@pages.get("")
@public
def index() -> str:
    """Show the public totals and search devices."""
    return _index_page()


def _index_page(refused: Refusal | None = None) -> str:
    shown = listing(request.args)
    with reading(public_world()) as session:
        found = device_directory(session, shown.sought)
        totals = statistics(session)
        last_month = moved_month(session.clock.today().replace(day=1), -1)
    return render_template(
        "green_certificates/index.html",
        listing=shown,
        found=found,
        totals=totals,
        last_month=last_month,
        roles=_roles(),
        refused=refused,
    )


@pages.get("/expiry")
@public
def expiry() -> str:
    """Show until when each month's certificates count, and where they are."""
    with reading(public_world()) as session:
        rows = expiry_calendar(session)
        today = session.clock.today()
    return render_template("green_certificates/expiry.html", rows=rows, today=today)


@pages.get("/exclusions")
@public
def exclusion_list() -> str:
    """Publish what was frozen and cancelled because of reduction projects."""
    shown = listing(request.args)
    with reading(public_world()) as session:
        found = exclusion_directory(session, shown.sought)
    serials = [
        format_range(row.unit_type, SerialRange(row.serial_first, row.serial_last))
        for row in found.rows
    ]
    return render_template(
        "green_certificates/exclusions.html", listing=shown, found=found, serials=serials
    )


@pages.get("/devices/new")
@for_roles(*DISPOSING)
def device_form() -> str:
    """Ask what is to be known of a device."""
    form, _parties = _device_form()
    return render_template("green_certificates/device_form.html", form=form)


@pages.post("/devices/new")
@for_roles(*DISPOSING)
def file_device() -> ResponseReturnValue:
    """File a device, or show what must be corrected."""
    form, parties = _device_form()
    submitted = read_form(form, DeviceForm, request.form, current_language())
    page = "green_certificates/device_form.html"
    if submitted.value is None:
        return render_template(page, form=submitted.form), UNPROCESSABLE
    party_id = parties.get(submitted.value.account, 0)
    command = device_command(party_id, submitted.value, request.form.get("client_id", ""))
    try:
        outcome = carry_out_command(command)
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return render_template(page, form=submitted.form), status_of(error)
    return redirect(url_for(".show", number=outcome.data["device"]), 303)


@pages.get("/devices/<number>")
@public
def show(number: str) -> str:
    """Show a device, its months, and what the reader may do."""
    return _device_page(number)


@pages.post("/devices/<number>/<any(approve, refuse):step>")
@for_roles(Role.OPERATOR)
def judge(number: str, step: str) -> ResponseReturnValue:
    """Approve or refuse a filed device."""
    kind = ApproveDevice if step == "approve" else RefuseDevice
    note = request.form.get("note", "")
    command = kind(client_id=request.form.get("client_id", ""), device=number, note=note)
    return _carried_out(number, command)


@pages.post("/devices/<number>/<any(generation, correction):what>")
@for_roles(*METERING)
def file_month(number: str, what: str) -> ResponseReturnValue:
    """File or correct one month of a meter."""
    model, command_of = FORMS[what]
    with reading(public_world()) as session:
        shown, _events = device(session, number)
    form = _month_form(shown, model)
    submitted = read_form(form, model, request.form, current_language())
    if submitted.value is None:
        return _device_page(number, {what: submitted.form}), UNPROCESSABLE
    try:
        carry_out_command(command_of(submitted.value, request.form.get("client_id", "")))
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _device_page(number, {what: submitted.form}), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for(".show", number=number), 303)


@pages.post("/issue")
@for_roles(Role.OPERATOR)
def issue() -> ResponseReturnValue:
    """Issue the certificates of everything metered up to a month."""
    given = {name: request.form.get(name, "") for name in IssueRequest.model_fields}
    asked = validated(IssueRequest, given)
    try:
        done = carry_out_command(issue_command(asked)).data
    except RegistryError as error:
        refused = refusal(error, current_language())
        if asked.device:
            return _device_page(asked.device, refused=refused), status_of(error)
        return _index_page(refused), status_of(error)
    issued = shown_number(done.get("quantity", 0))
    flash(_("%(quantity)s certificates were issued.", quantity=issued), "success")
    back = url_for(".show", number=asked.device) if asked.device else url_for(".index")
    return redirect(back, 303)


@pages.get("/generation")
@for_roles(*METERING)
def upload_form() -> str:
    """Ask for a file of months."""
    return _upload_page()


@pages.post("/generation")
@for_roles(*METERING)
def upload() -> ResponseReturnValue:
    """Check a file of months, or file it."""
    file = request.files.get("file")
    data = file.stream.read(FILE_BYTES_MAX + 1) if file else b""
    only_check = request.form.get("do") != "store"
    try:
        rows = file_rows(data)
        with reading(public_world()) as session:
            examined = examine(session, rows, acting(session))
        lines = refused_lines(examined.errors[:REFUSED_LINES_MAX], current_language())
        command = FileGeneration(client_id=request.form.get("client_id", ""), rows=rows)
        done = rehearse(command) if only_check else carry_out_command(command).data
    except Unreadable as error:
        return _upload_page(refused=refusal(error, current_language())), status_of(error)
    except RegistryError as error:
        refused = refusal(error, current_language())
        return _upload_page(refused=refused, lines=lines), status_of(error)
    if only_check:
        return _upload_page(checked=done)
    filed = {"rows": shown_number(done["rows"]), "mwh": shown_number(done["generation_mwh"])}
    flash(_("%(rows)s months were filed: %(mwh)s MWh.", **filed), "success")
    return redirect(url_for(".index"), 303)


@pages.get("/generation.csv")
@public
def template() -> Response:
    """Give a file with the right columns."""
    answer = Response("\ufeff" + TEMPLATE, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="generation.csv"'
    return answer


def _roles() -> frozenset[str]:
    if not current_user.is_authenticated:
        return frozenset()
    return frozenset(role.name for role in current_user.roles)


def _device_form() -> tuple[Form, dict[str, int]]:
    """Return the form, and whose each of the reader's accounts is."""
    form = blank_form(DeviceForm, current_language())
    with reading(public_world()) as session:
        own = accounts(session, acting(session).party_ids)
    form.named["account"].choices = [Choice(row.number, row.number) for row in own]
    if len(own) == 1:
        form.named["account"].value = own[0].number
    return form, {row.number: row.party_id for row in own}


def _month_form(shown: DeviceView, model: type[MonthForm]) -> Form:
    form = blank_form(model, current_language())
    form.named["meter"].choices = [
        Choice(each.meter, f"{each.meter} · {FEED_NAMES[each.feed][current_language()]}")
        for each in shown.meters
    ]
    if len(shown.meters) == 1:
        form.named["meter"].value = shown.meters[0].meter
    return form


def _device_page(
    number: str, forms: dict[str, Form] | None = None, refused: Refusal | None = None
) -> str:
    with reading(public_world()) as session:
        shown, events = device(session, number)
        months = device_months(session, number)
        last_month = moved_month(session.clock.today().replace(day=1), -1)
        meters = _may_meter(session, shown)
    given = forms or {}
    own_forms = (
        {name: given.get(name) or _month_form(shown, model) for name, (model, _c) in FORMS.items()}
        if meters
        else {}
    )
    return render_template(
        "green_certificates/device.html",
        device=shown,
        events=events,
        months=months,
        last_month=last_month,
        forms_of=own_forms,
        refused=refused,
        roles=_roles(),
    )


def _may_meter(session: WorldSession, shown: DeviceView) -> bool:
    if not current_user.is_authenticated or shown.state != "approved":
        return False
    actor = acting(session)
    owns = shown.party.id in actor.party_ids and not actor.roles.isdisjoint(DISPOSING)
    return owns or Role.OPERATOR in actor.roles


def _carried_out(number: str, command: Command) -> ResponseReturnValue:
    try:
        carry_out_command(command)
    except RegistryError as error:
        return _device_page(number, refused=refusal(error, current_language())), status_of(error)
    flash(_("Done."), "success")
    return redirect(url_for(".show", number=number), 303)


def _upload_page(**more: object) -> str:
    return render_template(
        "green_certificates/upload.html",
        **{"refused": None, "lines": [], "checked": None, **more},
    )
