"""Reading mirrors."""

from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from registry.ledger.models import Issuance
from registry.mirrors.models import Mirror, MirrorStepRow
from registry.mirrors.refused_mirrors import UnknownMirror
from registry.mirrors.states import ForeignRun, MirrorState, MirrorStep
from registry.parties.models import Account, Party
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch


class MirrorStepView(NamedTuple):
    """Who confirmed what, when."""

    step: MirrorStep
    day: date
    evidence: str


class MirrorView(NamedTuple):
    """A mirror as people see it; `serials` are of the mirror units here, if they exist."""

    number: str
    units: ForeignRun
    state: MirrorState
    unit_type: str
    account: str
    party_id: int | None
    holder_zh: str
    holder_en: str
    serials: tuple[int, int] | None
    steps: tuple[MirrorStepView, ...]


def list_mirrors(
    session: WorldSession, offset: int = 0, limit: int = 50
) -> tuple[list[MirrorView], int]:
    """Return mirrors, the newest first, and how many there are."""
    total = int(fetch(session, "SELECT count(*) FROM mirror")[0][0])
    wanted = select(Mirror).order_by(col(Mirror.id).desc()).offset(offset).limit(limit)
    return [_view(session, mirror) for mirror in session.exec(wanted).all()], total


def find_mirror(session: WorldSession, number: str) -> MirrorView:
    """Return a mirror.

    Raises:
        UnknownMirror: there is none with the number.
    """
    mirror = session.exec(select(Mirror).where(Mirror.number == number)).first()
    if mirror is None:
        raise UnknownMirror(mirror=number[:40], field="mirror", value=number[:40])
    return _view(session, mirror)


def _view(session: WorldSession, mirror: Mirror) -> MirrorView:
    account = session.get_one(Account, mirror.account_id)
    party = session.get(Party, account.party_id) if account.party_id else None
    issuance = session.get(Issuance, mirror.issuance_id) if mirror.issuance_id else None
    steps = session.exec(
        select(MirrorStepRow)
        .where(MirrorStepRow.mirror_id == mirror.id)
        .order_by(col(MirrorStepRow.id))
    ).all()
    return MirrorView(
        number=mirror.number,
        units=ForeignRun(mirror.origin, mirror.series, mirror.serial_first, mirror.serial_last),
        state=MirrorState(mirror.state),
        unit_type=mirror.unit_type,
        account=account.number,
        party_id=account.party_id,
        holder_zh=party.name_zh if party else account.number,
        holder_en=party.name_en if party else account.number,
        serials=(issuance.serial_first, issuance.serial_last) if issuance else None,
        steps=tuple(
            MirrorStepView(MirrorStep(step.step), step.business_date, step.evidence)
            for step in steps
        ),
    )
