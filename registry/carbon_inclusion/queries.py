"""Reading carbon inclusion: platforms, their uploads and batches, and public sums by scheme."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from registry.carbon_inclusion.models import Batch, BatchEvent, Upload
from registry.carbon_inclusion.platforms import find_platform, kinds_of
from registry.carbon_inclusion.refused_inclusion import UnknownBatch
from registry.carbon_inclusion.views import (
    BatchEventView,
    BatchView,
    PlatformView,
    SchemeFigures,
    UploadView,
    UsedQuantity,
)
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.units import unit_type_code
from registry.parties.queries import parties_by_id
from registry.worlds.columns import instant_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

BATCHES_MAX = 500
UPLOADS_MAX = 50
_PLATFORMS = (
    "SELECT p.id, p.number, p.name, p.scheme, p.party_id, a.number, coalesce(e.code, ''),"
    " p.registered_at FROM inclusion_platform p JOIN account a ON a.id = p.account_id"
    " LEFT JOIN carbon_account e ON e.scheme = p.scheme AND e.party_id = p.party_id"
    " ORDER BY p.id"
)
_PERSONS = (
    "SELECT platform_id, count(*) FROM carbon_account WHERE kind = 'person' GROUP BY platform_id"
)
_RECORDS = (
    "SELECT platform_id, count(*), sum(reduction_mg) FROM inclusion_activity GROUP BY platform_id"
)
_SHARED = (
    "SELECT platform_id, sum(records), sum(reduction_mg), sum(enterprise_mg), sum(personal_mg),"
    " coalesce(sum(issued_kg), 0) FROM inclusion_batch WHERE state <> 'rejected'"
    " GROUP BY platform_id"
)
_USED = (
    "SELECT u.scheme, c.use, c.purpose, sum(c.quantity), count(*) FROM certificate c"
    " JOIN unit_type u ON u.id = c.unit_type_id WHERE u.measure = 'kg_co2e'"
    " GROUP BY u.scheme, c.use, c.purpose ORDER BY u.scheme, c.use DESC, c.purpose"
)
_SERIALS = (
    "SELECT i.id, u.code, i.serial_first, i.serial_last FROM issuance i"
    " JOIN unit_type u ON u.id = i.unit_type_id JOIN inclusion_batch b ON b.issuance_id = i.id"
)


def list_platforms(
    session: WorldSession, *, scheme: str | None = None, party_ids: Collection[int] | None = None
) -> list[PlatformView]:
    """Return platforms with their sums, by number.

    Args:
        session: any session.
        scheme: only those of this scheme.
        party_ids: only those that these parties run.
    """
    return [
        view
        for party_id, view in _platform_views(session)
        if scheme in {None, view.scheme} and (party_ids is None or party_id in party_ids)
    ]


def platform(session: WorldSession, number: str) -> PlatformView:
    """Return a platform with its sums.

    Raises:
        UnknownPlatform: there is none with this number.
    """
    wanted = find_platform(session, number).number
    return next(view for _, view in _platform_views(session) if view.number == wanted)


def uploads(session: WorldSession, number: str) -> list[UploadView]:
    """Return the newest uploads of a platform.

    Raises:
        UnknownPlatform: there is none with this number.
    """
    platform_id = find_platform(session, number).id
    query = (
        select(Upload)
        .where(Upload.platform_id == platform_id)
        .order_by(col(Upload.id).desc())
        .limit(UPLOADS_MAX)
    )
    return [
        UploadView(
            number=row.number,
            content=row.content,
            rows=row.rows,
            stored=row.stored,
            actor=row.actor,
            recorded_at=row.recorded_at,
        )
        for row in session.exec(query)
    ]


def list_batches(
    session: WorldSession, *, platform: str | None = None, state: str | None = None
) -> list[BatchView]:
    """Return the newest batches.

    Args:
        session: any session.
        platform: only those of the platform with this number.
        state: only those in this state.

    Raises:
        UnknownPlatform: there is no such platform.
    """
    query = select(Batch).order_by(col(Batch.id).desc()).limit(BATCHES_MAX)
    if platform is not None:
        query = query.where(Batch.platform_id == find_platform(session, platform).id)
    if state is not None:
        query = query.where(Batch.state == state)
    return _batch_views(session, session.exec(query).all())


def batch(session: WorldSession, number: str) -> BatchView:
    """Return a batch.

    Raises:
        UnknownBatch: there is none with this number.
    """
    rows = session.exec(select(Batch).where(Batch.number == str(number))).all()
    if not rows:
        raise UnknownBatch(batch=str(number)[:40], value=str(number)[:40], field="batch")
    return _batch_views(session, rows)[0]


def scheme_figures(session: WorldSession, codes: Collection[str]) -> list[SchemeFigures]:
    """Return public sums of schemes, in the order given.

    Args:
        session: any session.
        codes: of the schemes.
    """
    seen = list_platforms(session)
    used: dict[str, list[UsedQuantity]] = {}
    for scheme, use, purpose, quantity_kg, count in fetch(session, _USED):
        one = UsedQuantity(
            use=use, purpose=purpose, quantity_kg=int(quantity_kg), certificates=count
        )
        used.setdefault(scheme, []).append(one)
    return [_figures(code, seen, used.get(code, [])) for code in codes]


def _figures(code: str, seen: Sequence[PlatformView], used: list[UsedQuantity]) -> SchemeFigures:
    own = [each for each in seen if each.scheme == code]
    return SchemeFigures(
        scheme=code,
        platforms=len(own),
        persons=sum(each.persons for each in own),
        records=sum(each.records for each in own),
        reduction_mg=sum(each.reduction_mg for each in own),
        enterprise_mg=sum(each.enterprise_mg for each in own),
        personal_mg=sum(each.personal_mg for each in own),
        waiting_mg=sum(each.waiting_mg for each in own),
        issued_kg=sum(each.issued_kg for each in own),
        used=used,
    )


def _platform_views(session: WorldSession) -> list[tuple[int, PlatformView]]:
    rows = fetch(session, _PLATFORMS)
    parties = parties_by_id(session, [row[4] for row in rows])
    persons = {row[0]: row[1] for row in fetch(session, _PERSONS)}
    records = {id_: sums for id_, *sums in fetch(session, _RECORDS)}
    shared = {id_: [int(each) for each in sums] for id_, *sums in fetch(session, _SHARED)}
    views = []
    for id_, number, name, scheme, party_id, account, enterprise, registered_at in rows:
        count, reduction_mg = (int(each) for each in records.get(id_, (0, 0)))
        done, done_mg, enterprise_mg, personal_mg, issued_kg = shared.get(id_, [0] * 5)
        view = PlatformView(
            number=number,
            name=name,
            scheme=scheme,
            party=parties[party_id],
            account=account,
            enterprise_account=enterprise,
            kinds=kinds_of(session, id_),
            registered_at=instant_read(registered_at),
            persons=persons.get(id_, 0),
            records=count,
            reduction_mg=reduction_mg,
            waiting_records=count - done,
            waiting_mg=reduction_mg - done_mg,
            enterprise_mg=enterprise_mg,
            personal_mg=personal_mg,
            issued_kg=issued_kg,
        )
        views.append((party_id, view))
    return views


def _batch_views(session: WorldSession, rows: Sequence[Batch]) -> list[BatchView]:
    of_platform = {id_: rest for id_, *rest in fetch(session, _PLATFORMS)}
    events = _events(session, [row.id for row in rows if row.id is not None])
    serials = {id_: rest for id_, *rest in fetch(session, _SERIALS)} if rows else {}
    party_ids = [of_platform[row.platform_id][3] for row in rows]
    party_ids += [row.verifier_party_id for row in rows]
    party_ids += [event.party_id for each in events.values() for event in each]
    parties = parties_by_id(session, party_ids)
    views = []
    for row in rows:
        number, name, scheme, party_id, *_ = of_platform[row.platform_id]
        issued = serials.get(row.issuance_id)
        views.append(
            BatchView(
                number=row.number,
                platform=number,
                platform_name=name,
                platform_party=parties[party_id],
                scheme=scheme,
                period_from=row.period_from,
                period_to=row.period_to,
                records=row.records,
                reduction_mg=row.reduction_mg,
                enterprise_mg=row.enterprise_mg,
                personal_mg=row.personal_mg,
                state=row.state,
                verifier=parties.get(row.verifier_party_id or 0),
                issued_kg=row.issued_kg,
                unit_type=unit_type_code(scheme, row.vintage),
                serials=[format_range(issued[0], SerialRange(*issued[1:]))] if issued else [],
                events=[_event_view(event, parties) for event in events.get(row.id or 0, [])],
            )
        )
    return views


def _events(session: WorldSession, batch_ids: Sequence[int]) -> Mapping[int, list[BatchEvent]]:
    query = (
        select(BatchEvent)
        .where(col(BatchEvent.batch_id).in_(batch_ids))
        .order_by(col(BatchEvent.id))
    )
    found: dict[int, list[BatchEvent]] = {}
    for event in session.exec(query):
        found.setdefault(event.batch_id, []).append(event)
    return found


def _event_view(event: BatchEvent, parties: Mapping[int, Any]) -> BatchEventView:
    return BatchEventView(
        step=event.step,
        actor=event.actor,
        party=parties.get(event.party_id or 0),
        note=event.note,
        recorded_at=event.recorded_at,
        business_date=event.business_date,
    )
