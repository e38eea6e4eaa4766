"""What is asked to enrol, delist, borrow, balance and undo, for the form and for JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from registry.compliance import (
    SECTORS,
    BorrowAllowances,
    Cooling,
    DelistEntity,
    EnrolEntity,
    EnrolUnit,
    EntityYear,
    ReverseSurrender,
    SetBalanceValue,
    last_day_to_undo,
    unit_classes,
)
from registry.ledger import QUANTITY_MAX, CertificateView
from registry.parties import find_account
from registry.rules import scheme_profiles
from registry.worlds import Command, RuleNotInForce, WorldSession
from web.compliance.words import CLASS_NAMES, COOLING_NAMES, SECTOR_NAMES
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId, WholeNumber

YEAR_MIN, YEAR_MAX = 2013, 2100
NOT_NAMED: Mapping[str, str] = {"zh": "未填", "en": "not named"}


def _markets() -> dict[str, dict[str, str]]:
    found = [each for each in scheme_profiles().values() if each.kind == "allowance"]
    return {each.unit: dict(each.name) for each in found}


def _named(names: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {value: dict(name) for value, name in names.items()}


Year = Annotated[
    WholeNumber,
    Field(ge=YEAR_MIN, le=YEAR_MAX, json_schema_extra=field_copy("排放年度", "Emission year")),
]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, json_schema_extra=field_copy("理由", "Reason"))
]


class EnrolForm(FormModel):
    """An entity of a market, by its account."""

    account: str = Field(
        max_length=24,
        json_schema_extra=field_copy(
            "登记账户",
            "Account",
            "重点排放单位的账户号码；单位由账户确定。",
            "The number of the entity's account; it tells who the entity is.",
        ),
    )
    scheme: str = Field(
        max_length=10,
        json_schema_extra=field_copy("市场", "Market", kind="choice", choices=_markets()),
    )
    sector: str = Field(
        max_length=16,
        json_schema_extra=field_copy("行业", "Sector", kind="choice", choices=_named(SECTOR_NAMES)),
    )
    first_year: Annotated[
        WholeNumber,
        Field(
            ge=YEAR_MIN,
            le=YEAR_MAX,
            json_schema_extra=field_copy("首个履约年度", "First compliance year"),
        ),
    ]
    annual_emissions_t: Annotated[
        WholeNumber,
        Field(
            ge=1,
            le=QUANTITY_MAX,
            json_schema_extra=field_copy(
                "年排放量",
                "Annual emissions",
                "须达到该市场的纳入门槛。",
                "They must reach the market's threshold.",
                unit="t CO2e",
            ),
        ),
    ]


class UnitForm(FormModel):
    """A generating unit or production line."""

    code: str = Field(min_length=1, max_length=40, json_schema_extra=field_copy("编号", "Code"))
    name: str = Field(min_length=1, max_length=200, json_schema_extra=field_copy("名称", "Name"))
    unit_class: str = Field(
        max_length=24,
        json_schema_extra=field_copy("类别", "Class", kind="choice", choices=_named(CLASS_NAMES)),
    )
    cooling: Cooling | Literal[""] = Field(
        "",
        json_schema_extra=field_copy(
            "冷却方式",
            "Cooling",
            "仅用于发电机组。",
            "Power units only.",
            kind="choice",
            choices={"": dict(NOT_NAMED), **_named(COOLING_NAMES)},
        ),
    )


class DelistForm(FormModel):
    """The end of an enrolment."""

    last_year: Year = Field(
        json_schema_extra=field_copy(
            "最后履约年度",
            "Last compliance year",
            "此前各年度的清缴义务不变。",
            "Obligations up to this year stay.",
        )
    )
    reason: Reason


class BorrowForm(FormModel):
    """Allowances borrowed from the next year."""

    quantity: Annotated[
        WholeNumber,
        Field(
            ge=1, le=QUANTITY_MAX, json_schema_extra=field_copy("预支数量", "Quantity", unit="t")
        ),
    ]


class BorrowRequest(BorrowForm):
    """The same in JSON."""

    year: Year
    client_id: ClientId


class BalanceForm(FormModel):
    """The sector and year of a balance value."""

    sector: Literal["steel", "cement", "aluminium"] = Field(
        json_schema_extra=field_copy(
            "行业", "Sector", choices={each: dict(SECTOR_NAMES[each]) for each in SECTORS}
        )
    )
    year: Year


class UndoForm(FormModel):
    """Why a surrender is undone."""

    reason: Reason


class EnrolRequest(EnrolForm):
    """The same in JSON."""

    client_id: ClientId


class UnitRequest(UnitForm):
    """The same in JSON."""

    client_id: ClientId


class DelistRequest(DelistForm):
    """The same in JSON."""

    client_id: ClientId


class BalanceRequest(BalanceForm):
    """The same in JSON."""

    client_id: ClientId


class UndoRequest(UndoForm):
    """The same in JSON."""

    client_id: ClientId


def enrol_command(session: WorldSession, asked: EnrolForm, client_id: str) -> EnrolEntity:
    """Return the command that enrols an account's party.

    Raises:
        UnknownAccount: there is no such account.
    """
    account = find_account(session, asked.account)
    return EnrolEntity(
        client_id=client_id,
        party_id=account.party_id or 0,
        account=account.number,
        scheme=asked.scheme,
        sector=asked.sector,
        first_year=asked.first_year,
        annual_emissions_t=asked.annual_emissions_t,
    )


def unit_command(entity: str, asked: UnitForm, client_id: str) -> Command:
    """Return the command that enrols a unit of an entity."""
    return EnrolUnit(
        client_id=client_id,
        entity=entity,
        code=asked.code,
        name=asked.name,
        unit_class=asked.unit_class,
        cooling=str(asked.cooling),
    )


def delist_command(entity: str, asked: DelistForm, client_id: str) -> Command:
    """Return the command that ends an enrolment."""
    return DelistEntity(
        client_id=client_id, entity=entity, last_year=asked.last_year, reason=asked.reason
    )


def borrow_command(entity: str, year: int, asked: BorrowForm, client_id: str) -> Command:
    """Return the command that borrows from the next year."""
    return BorrowAllowances(client_id=client_id, entity=entity, year=year, quantity=asked.quantity)


def balance_command(asked: BalanceForm, client_id: str) -> Command:
    """Return the command that finds a balance value."""
    return SetBalanceValue(client_id=client_id, sector=asked.sector, year=asked.year)


def undo_command(certificate: str, asked: UndoForm, client_id: str) -> Command:
    """Return the command that undoes a surrender."""
    return ReverseSurrender(client_id=client_id, certificate=certificate, reason=asked.reason)


def own_classes(shown: EntityYear) -> dict[str, Mapping[str, str]]:
    """Return the classes of unit that an entity's sector has."""
    return {
        each: CLASS_NAMES.get(each, {"zh": each, "en": each})
        for each in unit_classes(shown.entity.scheme, shown.entity.sector)
    }


def undoable_until(session: WorldSession, found: CertificateView) -> date | None:
    """Return until when a surrender can be undone; None: it was, is too late, or is none."""
    if found.use != "surrender" or found.undone_on is not None:
        return None
    try:
        last_day = last_day_to_undo(session, found.business_date)
    except RuleNotInForce:
        return None
    return last_day if session.clock.today() <= last_day else None
