"""The queries of the public reports; each labels its columns by name and ends with `row_key`."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, case, exists, func, literal, select, union_all
from sqlmodel import col

from registry.ledger.models import (
    Certificate,
    Holding,
    Issuance,
    Posting,
    TransactionRow,
    UnitType,
)
from registry.ledger.queries import STATE_OF_KIND
from registry.ledger.reversals import LedgerReversal
from registry.parties.models import Account, Party
from registry.projects.models import Project
from registry.reporting.models import ResearchCompliance, ResearchDataset


class Asked(NamedTuple):
    """As of which business date a report is wanted, which date it is, and what it may show."""

    day: date
    today: date
    holders_min: int
    """The fewest holders of a class that is shown by itself."""


def balances(asked: Asked) -> Subquery:
    """Return account, unit type and quantity as of a date: holdings less what moved later.

    Of today, the holdings alone say it; an earlier date costs one look at each later posting.
    """
    held: Any = select(
        col(Holding.account_id).label("account_id"),
        col(Holding.unit_type_id).label("unit_type_id"),
        col(Holding.quantity).label("quantity"),
    )
    if asked.day >= asked.today:
        return held.subquery()  # type: ignore[no-any-return]
    later = (
        select(  # type: ignore[call-overload]
            Posting.account_id, Posting.unit_type_id, -col(Posting.quantity)
        )
        .join(TransactionRow, col(TransactionRow.id) == col(Posting.transaction_id))
        .where(col(TransactionRow.business_date) > asked.day)
    )
    both = union_all(held, later).subquery()
    return (
        select(both.c.account_id, both.c.unit_type_id, func.sum(both.c.quantity).label("quantity"))
        .group_by(both.c.account_id, both.c.unit_type_id)
        .subquery()
    )


def units(asked: Asked) -> Select[Any]:
    """Return the totals of each unit type by state."""
    held = balances(asked)

    def lying(kind: str, sign: int = 1) -> Any:
        share = case((col(Account.kind) == kind, sign * held.c.quantity), else_=0)
        return func.coalesce(func.sum(share), 0)

    found: Select[Any] = (
        select(
            col(UnitType.code).label("unit_type"),
            col(UnitType.kind).label("kind"),
            col(UnitType.vintage).label("vintage"),
            lying("issuance", -1).label("issued"),
            *(lying(kind).label(state) for kind, state in STATE_OF_KIND.items()),
            col(UnitType.measure).label("measure"),
            col(UnitType.id).label("row_key"),
        )
        .join(held, held.c.unit_type_id == col(UnitType.id), isouter=True)
        .join(Account, col(Account.id) == held.c.account_id, isouter=True)
        .where(col(UnitType.kind) != "cash")
        .group_by(col(UnitType.id))
    )
    return found


def issuance(asked: Asked) -> Select[Any]:
    """Return every creation of units."""
    found: Any = (
        select(
            col(Issuance.business_date).label("business_date"),
            col(UnitType.code).label("unit_type"),
            col(UnitType.kind).label("kind"),
            col(Issuance.quantity).label("quantity"),
            col(UnitType.measure).label("measure"),
            col(Issuance.serial_first).label("serial_first"),
            col(Issuance.serial_last).label("serial_last"),
            func.coalesce(col(Project.number), "").label("project"),
            col(Issuance.id).label("row_key"),
        )
        .join(UnitType, col(UnitType.id) == col(Issuance.unit_type_id))
        .join(Project, col(Project.id) == col(Issuance.project_id), isouter=True)
        .where(col(Issuance.business_date) <= asked.day)
    )
    return found  # type: ignore[no-any-return]


def retirement(asked: Asked) -> Select[Any]:
    """Return every retirement."""
    return _used(
        asked,
        "retirement",
        col(Certificate.beneficiary).label("beneficiary"),
        col(Certificate.purpose).label("purpose"),
    )


def surrender(asked: Asked) -> Select[Any]:
    """Return every surrender that was not undone by the date."""
    undone = (
        exists()
        .where(col(LedgerReversal.reverses_id) == col(Certificate.transaction_id))
        .where(col(TransactionRow.id) == col(LedgerReversal.transaction_id))
        .where(col(TransactionRow.business_date) <= asked.day)
    )
    year: Any = col(Certificate.compliance_year).label("compliance_year")
    return _used(asked, "surrender", year).where(~undone)


def _used(asked: Asked, use: str, *columns: Any) -> Select[Any]:
    return (
        select(
            col(Certificate.business_date).label("business_date"),
            col(Certificate.number).label("certificate"),
            col(Party.name_zh).label("holder_zh"),
            col(Party.name_en).label("holder_en"),
            *columns,
            col(UnitType.code).label("unit_type"),
            col(Certificate.quantity).label("quantity"),
            col(UnitType.measure).label("measure"),
            col(Certificate.id).label("row_key"),
        )
        .join(UnitType, col(UnitType.id) == col(Certificate.unit_type_id))
        .join(Party, col(Party.id) == col(Certificate.party_id))
        .where(col(Certificate.use) == use, col(Certificate.business_date) <= asked.day)
    )


def projects(asked: Asked) -> Select[Any]:
    """Return every project that left its draft, with what was issued to it by the date."""
    issued = (
        select(func.coalesce(func.sum(col(Issuance.quantity)), 0))
        .where(
            col(Issuance.project_id) == col(Project.id),
            col(Issuance.business_date) <= asked.day,
        )
        .correlate(Project)
        .scalar_subquery()
    )
    return (
        select(
            col(Project.number).label("project"),
            col(Project.name).label("name"),
            col(Project.scheme).label("scheme"),
            col(Party.name_zh).label("holder_zh"),
            col(Party.name_en).label("holder_en"),
            (
                func.upper(col(Project.methodology_id))
                + literal("-")
                + col(Project.methodology_version)
            ).label("methodology"),
            col(Project.state).label("state"),
            issued.label("issued"),
            col(Project.id).label("row_key"),
        )
        .join(Party, col(Party.id) == col(Project.developer_party_id))
        .where(col(Project.state) != "draft")
    )


def research_compliance(_asked: Asked) -> Select[Any]:
    """Return the compliance data of other registries with the status of each operator and year."""
    found: Select[Any] = select(  # type: ignore[assignment]
        col(ResearchDataset.name).label("dataset"),
        col(ResearchCompliance.operator).label("operator"),
        col(ResearchCompliance.operator_name).label("operator_name"),
        col(ResearchCompliance.year).label("year"),
        col(ResearchCompliance.allocated).label("allocated"),
        col(ResearchCompliance.verified).label("verified"),
        col(ResearchCompliance.surrendered).label("surrendered"),
        col(ResearchCompliance.status).label("status"),
        col(ResearchDataset.source).label("source"),
        col(ResearchCompliance.id).label("row_key"),
    ).join(ResearchDataset, col(ResearchDataset.id) == col(ResearchCompliance.dataset_id))
    return found
