"""The saved accounts from which a year's figures come: whose they are, and their fingerprints."""

from collections.abc import Mapping, Sequence

from sqlmodel import select

from registry.compliance.models import ComplianceEntity
from registry.compliance.refused_cycle import FiguresInvalid
from registry.projects.models import Report
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownReport

UNITS_MAX = 200
ACCOUNT = "estimate"


def account_facts(session: WorldSession, entity: ComplianceEntity, number: str) -> dict[str, str]:
    """Return what is kept of an account beside what rests on it.

    Args:
        session: any session.
        entity: whose party saved the account.
        number: of the account.

    Returns:
        Number, SHA-256 of everything in it, and the methodology with version and status.

    Raises:
        UnknownReport: there is no such account, or it is another party's.
    """
    query = select(Report).where(Report.number == str(number), Report.kind == ACCOUNT)
    found = session.exec(query).first()
    if found is None or found.party_id != entity.party_id:
        raise UnknownReport(report=str(number)[:40], field="accounts")
    return {
        "report": found.number,
        "sha256": found.digest,
        "methodology_id": found.methodology_id,
        "methodology_version": found.methodology_version,
        "methodology_status": found.methodology_status,
    }


def accounts_of_units(
    session: WorldSession,
    entity: ComplianceEntity,
    units: Sequence[Mapping[str, str]],
    given: Sequence[Mapping[str, str]],
) -> list[dict[str, str]]:
    """Return the accounts of a report's units, each unit and each account at most once.

    Raises:
        FiguresInvalid: a unit is not in the report, or a unit or an account comes twice.
        UnknownReport: an account is none of the entity's.
    """
    left = {unit["code"] for unit in units}
    found: list[dict[str, str]] = []
    for each in given:
        code, number = str(each.get("code", "")), str(each.get("report", ""))
        if code not in left:
            raise FiguresInvalid(unit=code[:40], figure="code", value=code[:40], field="accounts")
        if any(known["report"] == number for known in found):
            raise FiguresInvalid(unit=code, figure="account", value=number[:40], field="accounts")
        left.remove(code)
        found.append({"code": code, **account_facts(session, entity, number)})
    return found
