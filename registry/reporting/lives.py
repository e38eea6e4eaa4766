"""The life of any unit or range of units: where it came from, where it went, where it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import col, func, select

from registry.ledger.models import (
    BlockMove,
    Certificate,
    Issuance,
    TransactionRow,
    UnitBlock,
    UnitType,
)
from registry.ledger.queries import STATE_OF_KIND
from registry.ledger.serials import SerialRange, format_range, parse_range
from registry.parties.models import Account, Party
from registry.projects.models import Project, Report
from registry.reporting.life_pieces import Piece, pieces
from registry.reporting.masking import masked
from registry.reporting.viewers import PUBLIC, Viewer
from registry.reporting.views import IssuanceLine, LifeEvent, LifePiece, PlaceView, SerialLives
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownSerial, UnknownUnitType

PIECES_PER_PAGE = 200
MOVES_READ_MAX = 4_000
UNISSUED = "unissued"


class _Move(NamedTuple):
    id: int
    transaction_id: str
    serials: SerialRange
    from_id: int
    to_id: int
    kind: str
    recorded_at: datetime
    business_date: date


class _Created(NamedTuple):
    serials: SerialRange
    line: IssuanceLine


def serial_lives(
    session: WorldSession,
    text: str,
    viewer: Viewer = PUBLIC,
    *,
    start: int | None = None,
    pieces_max: int = PIECES_PER_PAGE,
) -> SerialLives:
    """Return the lives of a unit or of a range, cut where lives differ.

    Args:
        session: any session.
        text: such as ``CCER-2026-000000001`` or ``CCER-2026-000000001…000000100``.
        viewer: who looks; the public sees participants' account numbers masked.
        start: the serial at which this page begins; default: the range's first.
        pieces_max: how many pieces a page has at most.

    Raises:
        SerialInvalid: it cannot be read.
        UnknownUnitType: its code is unknown.
        UnknownSerial: no unit of the range was issued.
    """
    code, asked = parse_range(text, "serial")
    unit = session.exec(select(UnitType).where(UnitType.code == code)).first()
    if unit is None:
        raise UnknownUnitType(unit_type=code, field="serial")
    assert unit.id is not None
    if not _issued(session, unit.id, asked):
        raise UnknownSerial(serial=text[:60], field="serial")
    first = asked.first if start is None else max(asked.first, min(start, asked.last))
    window = _window(session, unit.id, SerialRange(first, asked.last), pieces_max)
    window, moves = _read(session, unit.id, window)
    cut = pieces(window, moves, same=lambda move: move.transaction_id)[:pieces_max]
    end = cut[-1].serials.last
    return SerialLives(
        serials=format_range(code, asked),
        quantity=asked.quantity,
        unit_type=code,
        kind=unit.kind,
        scheme=unit.scheme,
        measure=unit.measure,
        name_zh=unit.name_zh,
        name_en=unit.name_en,
        pieces=tuple(_shown(session, unit, cut, viewer)),
        next_serial=end + 1 if end < asked.last else None,
    )


def _issued(session: WorldSession, unit_type_id: int, run: SerialRange) -> bool:
    return _issuance_start(session, unit_type_id, run) is not None


def _issuance_start(session: WorldSession, unit_type_id: int, run: SerialRange) -> int | None:
    """Return where the first issuance that touches a range begins; no move of it begins earlier."""
    before = session.exec(
        select(Issuance.serial_first, Issuance.serial_last)
        .where(Issuance.unit_type_id == unit_type_id, col(Issuance.serial_first) <= run.first)
        .order_by(col(Issuance.serial_first).desc())
        .limit(1)
    ).first()
    if before is not None and before[1] >= run.first:
        return int(before[0])
    after = session.exec(
        select(func.min(Issuance.serial_first)).where(
            Issuance.unit_type_id == unit_type_id,
            col(Issuance.serial_first) > run.first,
            col(Issuance.serial_first) <= run.last,
        )
    ).one()
    return None if after is None else int(after)


def _window(
    session: WorldSession, unit_type_id: int, asked: SerialRange, blocks_max: int
) -> SerialRange:
    """Return the part of a range that so many blocks cover; each is at least one piece."""
    before = session.exec(
        select(func.max(UnitBlock.serial_first)).where(
            UnitBlock.unit_type_id == unit_type_id, col(UnitBlock.serial_first) <= asked.first
        )
    ).one()
    beyond = session.exec(
        select(UnitBlock.serial_first)
        .where(
            UnitBlock.unit_type_id == unit_type_id,
            col(UnitBlock.serial_first) > (asked.first if before is None else before),
            col(UnitBlock.serial_first) <= asked.last,
        )
        .order_by(col(UnitBlock.serial_first))
        .offset(blocks_max - 1)
        .limit(1)
    ).first()
    return asked if beyond is None else SerialRange(asked.first, beyond - 1)


def _moves(session: WorldSession, unit_type_id: int, window: SerialRange) -> list[_Move]:
    """Return the moves that touch a range, oldest first; at most one more than are read."""
    start = _issuance_start(session, unit_type_id, window)
    if start is None:
        return []
    query: Any = (
        select(  # type: ignore[call-overload]
            BlockMove.id,
            BlockMove.transaction_id,
            BlockMove.serial_first,
            BlockMove.serial_last,
            BlockMove.from_account_id,
            BlockMove.to_account_id,
            TransactionRow.kind,
            TransactionRow.recorded_at,
            TransactionRow.business_date,
        )
        .join(TransactionRow, col(TransactionRow.id) == col(BlockMove.transaction_id))
        .where(
            BlockMove.unit_type_id == unit_type_id,
            col(BlockMove.serial_first) >= start,
            col(BlockMove.serial_first) <= window.last,
            col(BlockMove.serial_last) >= window.first,
        )
        .order_by(col(BlockMove.serial_first))
        .limit(MOVES_READ_MAX + 1)
    )
    return [
        _Move(id_, transaction_id, SerialRange(first, last), *rest)
        for id_, transaction_id, first, last, *rest in session.exec(query)
    ]


def _read(
    session: WorldSession, unit_type_id: int, window: SerialRange
) -> tuple[SerialRange, list[_Move]]:
    """Return the part of a window whose moves are few enough to read, and these, oldest first."""
    while True:
        moves = _moves(session, unit_type_id, window)
        if len(moves) <= MOVES_READ_MAX or window.quantity == 1:
            return window, sorted(moves, key=lambda move: move.id)
        middle = (window.first + window.last) // 2
        begun = moves[-1].serials.first - 1  # what begins before the last one read is complete
        window = SerialRange(window.first, begun if window.first <= begun < middle else middle)


def _shown(
    session: WorldSession, unit: UnitType, cut: Sequence[Piece[_Move]], viewer: Viewer
) -> list[LifePiece]:
    """Return pieces with their accounts, certificates and issuances, each table read once."""
    assert unit.id is not None
    moves = {move.id: move for piece in cut for move in piece.events}
    places = _places(
        session, {id_ for move in moves.values() for id_ in (move.from_id, move.to_id)}, viewer
    )
    used = _certificates(session, {move.transaction_id for move in moves.values()})
    within = SerialRange(cut[0].serials.first, cut[-1].serials.last)
    created = _issuances(session, unit, within)
    events = {
        move.id: LifeEvent(
            transaction_id=move.transaction_id,
            kind=move.kind,
            recorded_at=move.recorded_at,
            business_date=move.business_date,
            serials=move.serials,
            moved=format_range(unit.code, move.serials),
            source=places[move.from_id],
            target=places[move.to_id],
            certificate=used.get(move.transaction_id, ""),
        )
        for move in moves.values()
    }
    return [
        LifePiece(
            code=unit.code,
            run=piece.serials,
            state=STATE_OF_KIND[events[piece.events[-1].id].target.kind]
            if piece.events
            else UNISSUED,
            place=events[piece.events[-1].id].target if piece.events else None,
            issuance=next(
                (each.line for each in created if each.serials.overlaps(piece.serials)), None
            ),
            events=tuple(events[move.id] for move in piece.events),
        )
        for piece in cut
    ]


def _places(
    session: WorldSession, account_ids: Collection[int], viewer: Viewer
) -> dict[int, PlaceView]:
    query = (
        select(Account, Party)
        .join(Party, col(Party.id) == col(Account.party_id), isouter=True)
        .where(col(Account.id).in_(account_ids))
    )
    return {
        account.id or 0: _place(account, party, viewer) for account, party in session.exec(query)
    }


def _place(account: Account, party: Party | None, viewer: Viewer) -> PlaceView:
    clear = viewer.sees(account.party_id)
    return PlaceView(
        kind=account.kind,
        holder=party.kind if party else "",
        number=account.number if clear else masked(account.number),
        name_zh=party.name_zh if party and clear else "",
        name_en=party.name_en if party and clear else "",
    )


def _certificates(session: WorldSession, transaction_ids: Collection[str]) -> Mapping[str, str]:
    query = select(Certificate.transaction_id, Certificate.number).where(
        col(Certificate.transaction_id).in_(transaction_ids)
    )
    return dict(session.exec(query).all())


def _issuances(session: WorldSession, unit: UnitType, within: SerialRange) -> list[_Created]:
    assert unit.id is not None
    start = _issuance_start(session, unit.id, within)
    query: Any = (
        select(Issuance, Project.number, Report.number)
        .join(Project, col(Project.id) == col(Issuance.project_id), isouter=True)
        .join(Report, col(Report.id) == col(Issuance.report_id), isouter=True)
        .where(
            Issuance.unit_type_id == unit.id,
            col(Issuance.serial_first) >= (within.first if start is None else start),
            col(Issuance.serial_first) <= within.last,
        )
        .order_by(col(Issuance.serial_first))
    )
    return [
        _Created(
            run := SerialRange(issuance.serial_first, issuance.serial_last),
            IssuanceLine(
                serials=format_range(unit.code, run),
                quantity=issuance.quantity,
                project=project or "",
                report=report or "",
                recorded_at=issuance.recorded_at,
                business_date=issuance.business_date,
            ),
        )
        for issuance, project, report in session.exec(query)
    ]
