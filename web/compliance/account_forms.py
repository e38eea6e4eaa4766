"""What is asked beside accounts: which account each unit has, and figures it does not give."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, create_model

from registry.compliance import EntityYear, ReportEmissions, SubmitEvidence, figure_names
from web.compliance.accounts import Account, MonthEvidence
from web.compliance.inputs import report_model, report_units
from web.forms import FormModel

CLIENT_ID_CHARACTERS = 60


def field_name(number: int, figure: str) -> str:
    """Return the name that a unit's figure has in the form of an annual report."""
    return f"u{number}_{figure}"


def given_figures(shown: EntityYear, accounts: Mapping[str, Account]) -> dict[str, str]:
    """Return the figures that accounts give, by the fields of the annual report."""
    return {
        field_name(number, figure): value
        for number, unit in enumerate(shown.units)
        for figure, value in accounts[unit.code].figures.items()
        if figure in figure_names(shown.entity.scheme, shown.entity.sector)
    }


def missing_model(shown: EntityYear, accounts: Mapping[str, Account]) -> type[BaseModel]:
    """Return the model of the figures that accounts do not give."""
    given = given_figures(shown, accounts)
    asked: dict[str, Any] = {
        name: (info.annotation, info)
        for name, info in report_model(shown).model_fields.items()
        if name not in given
    }
    return create_model("MissingFigures", __base__=FormModel, **asked)


def report_command(
    shown: EntityYear, accounts: Mapping[str, Account], missing: Mapping[str, Any], client_id: str
) -> ReportEmissions:
    """Return the annual report: what the accounts give, and what was answered beside."""
    model: Any = report_model(shown)
    figures = {**missing, **given_figures(shown, accounts)}
    value = model.model_validate({name: each for name, each in figures.items() if each != ""})
    return ReportEmissions(
        client_id=client_id,
        entity=shown.entity.number,
        year=shown.year,
        units=report_units(shown, value),
        accounts=tuple(
            {"code": unit.code, "report": accounts[unit.code].saved.number} for unit in shown.units
        ),
    )


def evidence_commands(
    shown: EntityYear,
    accounts: Mapping[str, Account],
    months: list[MonthEvidence],
    client_id: str,
) -> list[SubmitEvidence]:
    """Return a command for each month whose data are not on record as they stand."""
    return [
        SubmitEvidence(
            client_id=f"{client_id[:CLIENT_ID_CHARACTERS]}-{each.month}",
            entity=shown.entity.number,
            year=shown.year,
            month=each.month,
            sha256=each.sha256,
            reports=tuple(account.saved.number for account in accounts.values()),
        )
        for each in months
    ]
