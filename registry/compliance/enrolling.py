"""Enrolment of entities and their units in a market's cycle, and its end."""

from datetime import date

from sqlmodel import select

from registry.compliance.commands import DelistEntity, EnrolEntity, EnrolUnit
from registry.compliance.figures import check_sector, unit_classes
from registry.compliance.models import ComplianceEntity, ComplianceUnit
from registry.compliance.obligations import check_compliance_year
from registry.compliance.power_plans import Cooling
from registry.compliance.records import (
    NOTE_CHARACTERS_MAX,
    check_year,
    locked_entity,
    record,
)
from registry.compliance.refused_cycle import BelowThreshold, EnrolledElsewhere, SectorUnknown
from registry.ledger.units import check_quantity
from registry.parties.models import Party
from registry.parties.parties import find_account, find_party
from registry.rules.amendments import rule_book
from registry.rules.schemes import SchemeProfile, scheme_profile
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import NotRepresentative, RecordExists, words
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

CODE_CHARACTERS_MAX = 40
UNIT = words("Unit", "机组（生产线）")


def enrol_entity(session: WorldSession, command: EnrolEntity, actor: Actor) -> dict[str, object]:
    """Enter a party in a market's list.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownParty, UnknownAccount: there is none.
        NotRepresentative: the account is another party's.
        SchemeUnknown, SectorUnknown: market or sector is not known.
        EnrolledElsewhere: the party is enrolled, here or in another market.
        QuantityOutOfRange, ComplianceYearAhead: year or emissions cannot be used.
        RuleNotInForce, RuleUnset: the market's rules name no threshold.
        BelowThreshold: the emissions are too small.
    """
    actor.check_role(Role.OPERATOR)
    party = find_party(session, command.party_id)
    account = find_account(session, command.account)
    if account.party_id != party.id:
        raise NotRepresentative(actor=account.number, party=party.name_zh, field="account")
    market = scheme_profile(command.scheme)
    if market.kind != "allowance":
        _refuse(command.scheme, ("CEA", "BEA", "SHEA", "GDEA", "…"), "scheme")
    sector = check_sector(market.unit, command.sector)
    year = check_compliance_year(command.first_year, session.clock.today().year)
    emissions_t = check_quantity(command.annual_emissions_t, "annual_emissions_t")
    _check_not_enrolled(session, command.party_id, party.name_zh)
    _check_threshold(session, market, sector, year, emissions_t)
    assert party.id is not None
    entity = ComplianceEntity(
        number=next_yearly(session, "CE"),
        party_id=party.id,
        account_id=account.id,
        scheme=market.unit,
        sector=sector,
        first_year=year,
        annual_emissions_t=emissions_t,
        actor=actor.name,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(entity)
    session.flush()
    return {"entity": entity.number, "scheme": entity.scheme, "sector": entity.sector}


def enrol_unit(session: WorldSession, command: EnrolUnit, actor: Actor) -> dict[str, object]:
    """Enter a generating unit or production line.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such entity.
        SectorUnknown: its sector has no such class, or units are not cooled so.
        TextInvalid: code or name cannot be used.
        RecordExists: the entity has a unit of this code.
    """
    actor.check_role(Role.OPERATOR)
    entity = locked_entity(session, command.entity)
    code = check_text(command.code, "code", CODE_CHARACTERS_MAX)
    classes = unit_classes(entity.scheme, entity.sector)
    if command.unit_class not in classes:
        _refuse(command.unit_class, classes, "unit_class")
    if command.cooling and command.cooling not in tuple(Cooling):
        _refuse(command.cooling, tuple(Cooling), "cooling")
    query = select(ComplianceUnit).where(
        ComplianceUnit.entity_id == entity.id, ComplianceUnit.code == code
    )
    if session.exec(query).first() is not None:
        raise RecordExists(what=UNIT, value=code, field="code")
    assert entity.id is not None
    session.add(
        ComplianceUnit(
            entity_id=entity.id,
            code=code,
            name=check_text(command.name, "name"),
            unit_class=command.unit_class,
            cooling=command.cooling,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
    return {"entity": entity.number, "unit": code}


def delist_entity(session: WorldSession, command: DelistEntity, actor: Actor) -> dict[str, object]:
    """End an entity's enrolment after a year; its obligations up to then stay.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: the year is not one of the entity's.
        TextInvalid: the reason is empty or too long.
    """
    actor.check_role(Role.OPERATOR)
    entity = locked_entity(session, command.entity)
    year = check_year(entity, command.last_year, session.clock.today().year)
    note = check_text(command.reason, "reason", NOTE_CHARACTERS_MAX)
    record(session, entity, year, "delisting", actor, note=note)
    return {"entity": entity.number, "last_year": year}


def _check_not_enrolled(session: WorldSession, party_id: int, name: str) -> None:
    """Refuse a party that is enrolled anywhere; others who enrol it wait until this is over."""
    session.exec(select(Party).where(Party.id == party_id).with_for_update()).one()
    query = select(ComplianceEntity).where(ComplianceEntity.party_id == party_id)
    found = session.exec(query).first()
    if found is not None:
        raise EnrolledElsewhere(
            party=name,
            entity=found.number,
            scheme=scheme_profile(found.scheme).name,
            field="party_id",
        )


def _check_threshold(
    session: WorldSession, market: SchemeProfile, sector: str, year: int, emissions_t: int
) -> None:
    rules = rule_book(session)
    last_day = date(year, 12, 31)
    named = rules.parameter(market.scheme, "entry_threshold_t", last_day, sector)
    if emissions_t < named.decimal:
        raise BelowThreshold(
            emissions=emissions_t,
            threshold=named.text,
            scheme=market.name,
            field="annual_emissions_t",
        )


def _refuse(value: str, known: tuple[str, ...], field: str) -> None:
    raise SectorUnknown(value=str(value)[:40], known=", ".join(known), field=field)
