"""Mirrors: foreign units immobilised there, mirrored here once, and released again."""

from sqlmodel import col, select

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.issuing import issuance_answer, issue_units
from registry.ledger.models import Issuance
from registry.ledger.posting import post
from registry.ledger.serials import SerialRange
from registry.ledger.transfers import named_serials
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind, check_quantity, parse_unit_type_code
from registry.mirrors.commands import (
    ImmobiliseForeign,
    MirrorForeign,
    ReleaseForeign,
    ReturnMirrored,
)
from registry.mirrors.models import Mirror, MirrorStepRow
from registry.mirrors.refused_mirrors import (
    ForeignUnitsActive,
    MirrorUnitsOut,
    OwnSchemeMirrored,
    SamePersonConfirms,
    UnitsNotMirrored,
    UnknownMirror,
)
from registry.mirrors.states import (
    ForeignRun,
    MirrorState,
    MirrorStep,
    check_state,
    foreign_run,
)
from registry.parties.parties import find_own_account, find_receiving_account
from registry.rules.schemes import scheme_profiles
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

EVIDENCE_CHARACTERS_MAX = 300
_EXISTS = "SELECT id FROM unit_type WHERE code = ?"
_MIRRORS_TYPE = "SELECT 1 FROM mirror WHERE unit_type = ? AND state = 'mirrored' LIMIT 1"
_BACK = (
    "SELECT serial_first, serial_last FROM unit_block WHERE issuance_id = ? AND account_id = ?"
    " ORDER BY serial_first"
)


def immobilise_foreign(
    session: WorldSession, command: ImmobiliseForeign, actor: Actor
) -> dict[str, object]:
    """Record foreign units as immobilised: the first of two confirmations.

    Raises:
        RoleMissing: the actor is no operator.
        OwnSchemeMirrored: the unit type belongs to a scheme of this registry.
        ForeignUnitsActive: some of the units are active here already.
        ForeignRangeInvalid, UnitTypeCodeInvalid, TextInvalid, UnknownAccount, AccountClosedToUnits,
        WrongUnitKind: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    run = foreign_run(command.origin, command.series, command.first, command.last)
    account = find_receiving_account(session, command.account, "account")
    scheme, _ = parse_unit_type_code(command.unit_type)
    if scheme in {profile.unit for profile in scheme_profiles().values()}:
        raise OwnSchemeMirrored(unit_type=command.unit_type, field="unit_type")
    unit_type = _mirror_type(session, command.unit_type)
    _check_inactive(session, run)
    mirror = Mirror(
        number=next_yearly(session, "FM"),
        origin=run.origin,
        series=run.series,
        serial_first=run.first,
        serial_last=run.last,
        account_id=account.id,
        unit_type=unit_type.code,
        state=MirrorState.IMMOBILISED.value,
    )
    session.add(mirror)
    session.flush()
    _record(session, mirror, MirrorStep.IMMOBILISE, actor, command.evidence)
    return {"mirror": mirror.number, "units": str(run), "quantity": run.quantity}


def mirror_foreign(
    session: WorldSession, command: MirrorForeign, actor: Actor
) -> dict[str, object]:
    """Confirm an immobilisation again and issue the mirror units.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownMirror: there is no such mirror.
        MirrorInOtherState: it is mirrored or released.
        SamePersonConfirms: the actor confirmed the immobilisation.
        QuotaExceeded: the quota of the mirror units is smaller.
        TextInvalid: there is no evidence.
    """
    actor.check_role(Role.OPERATOR)
    mirror = _locked(session, command.mirror)
    check_state(mirror.number, mirror.state, MirrorState.IMMOBILISED)
    first = session.exec(select(MirrorStepRow).where(MirrorStepRow.mirror_id == mirror.id)).one()
    if first.actor == actor.name:
        raise SamePersonConfirms(actor=actor.name, mirror=mirror.number)
    unit_type = find_unit_type(session, mirror.unit_type)
    quantity = mirror.serial_last - mirror.serial_first + 1
    issued = issue_units(session, unit_type, mirror.account_id, quantity, memo=mirror.number)
    mirror.issuance_id = issued.issuance_id
    mirror.state = MirrorState.MIRRORED.value
    _record(session, mirror, MirrorStep.MIRROR, actor, command.evidence)
    return {"mirror": mirror.number, **issuance_answer(issued, unit_type, quantity)}


def return_mirrored(
    session: WorldSession, command: ReturnMirrored, actor: Actor
) -> dict[str, object]:
    """Give mirror units back: they lie immobilised here until the originals are released.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative: the actor does not act for the account holder.
        UnitsNotMirrored: the units mirror nothing.
        UnknownAccount, UnknownUnitType, WrongUnitKind, QuantityOutOfRange, SerialInvalid,
        SerialsMismatch: a value cannot be used.
        InsufficientUnits, UnitsNotHeld, UnitsUsed, AccountNotOpen: the units are not there.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.CREDIT)
    quantity = check_quantity(command.quantity)
    if not fetch(session, _MIRRORS_TYPE, (unit_type.code,)):
        raise UnitsNotMirrored(unit_type=unit_type.code, field="unit_type")
    serials = named_serials(command.serials, unit_type, quantity)
    leg = Leg(account.id, SystemAccount.IMMOBILISATION, unit_type.id, quantity, None, serials)
    id_ = post(session, Transaction(kind=command.kind, legs=(leg,), client_id=command.client_id))
    return {"transaction_id": id_, "unit_type": unit_type.code, "quantity": quantity}


def release_foreign(
    session: WorldSession, command: ReleaseForeign, actor: Actor
) -> dict[str, object]:
    """Release foreign units; mirror units given back are cancelled for good.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownMirror: there is no such mirror.
        MirrorInOtherState: it is released.
        MirrorUnitsOut: some mirror units are not given back.
        TextInvalid: there is no evidence.
    """
    actor.check_role(Role.OPERATOR)
    mirror = _locked(session, command.mirror)
    check_state(mirror.number, mirror.state, MirrorState.IMMOBILISED, MirrorState.MIRRORED)
    if mirror.issuance_id is not None:
        _cancel_returned(session, mirror, command.client_id)
    mirror.state = MirrorState.RELEASED.value
    _record(session, mirror, MirrorStep.RELEASE, actor, command.evidence)
    return {"mirror": mirror.number, "state": mirror.state}


def _cancel_returned(session: WorldSession, mirror: Mirror, client_id: str) -> None:
    issuance = session.get_one(Issuance, mirror.issuance_id)
    back = [
        SerialRange(*row)
        for row in fetch(session, _BACK, (issuance.id, int(SystemAccount.IMMOBILISATION)))
    ]
    out = issuance.quantity - sum(run.quantity for run in back)
    if out:
        raise MirrorUnitsOut(mirror=mirror.number, out=out, quantity=issuance.quantity)
    leg = Leg(
        SystemAccount.IMMOBILISATION,
        SystemAccount.CANCELLATION,
        issuance.unit_type_id,
        issuance.quantity,
        None,
        tuple(back),
    )
    post(session, Transaction(kind="release_foreign", legs=(leg,), client_id=client_id))


def _mirror_type(session: WorldSession, code: str) -> UnitTypeFacts:
    if fetch(session, _EXISTS, (code,)):
        return find_unit_type(session, code, UnitKind.CREDIT)
    return add_unit_type(session, code, UnitKind.CREDIT, Measure.T_CO2E)


def _check_inactive(session: WorldSession, run: ForeignRun) -> None:
    active = session.exec(
        select(Mirror)
        .where(Mirror.origin == run.origin, Mirror.series == run.series)
        .where(Mirror.state != MirrorState.RELEASED.value)
        .where(Mirror.serial_first <= run.last, Mirror.serial_last >= run.first)
        .order_by(col(Mirror.id))
    ).first()
    if active is not None:
        raise ForeignUnitsActive(units=str(run), mirror=active.number, field="first")


def _locked(session: WorldSession, number: str) -> Mirror:
    found = session.exec(
        select(Mirror).where(Mirror.number == number.strip()).with_for_update()
    ).first()
    if found is None:
        raise UnknownMirror(mirror=number[:40], field="mirror", value=number[:40])
    session.refresh(found)
    return found


def _record(
    session: WorldSession, mirror: Mirror, step: MirrorStep, actor: Actor, evidence: str
) -> None:
    row = MirrorStepRow(
        mirror_id=mirror.id or 0,
        step=step.value,
        actor=actor.name,
        evidence=check_text(evidence, "evidence", EVIDENCE_CHARACTERS_MAX),
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add_all([mirror, row])
    session.flush()
