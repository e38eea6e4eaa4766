"""Stores what platforms report: activities, consents, rewards; each record once, all or none."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from registry.carbon_inclusion.commands import (
    RecordActivities,
    RecordConsents,
    RecordRewards,
    RowsCommand,
)
from registry.carbon_inclusion.models import Upload
from registry.carbon_inclusion.platforms import (
    PlatformFacts,
    kinds_of,
    own_platform,
    person_accounts,
)
from registry.carbon_inclusion.reductions import ActivityFactor, reduction_mg
from registry.carbon_inclusion.refused_rows import (
    ROW_REFUSALS_MAX,
    KindNotReported,
    RecordChanged,
    RecordTwice,
    RewardedOtherwise,
    RewardTooLate,
    RowCountOutOfRange,
    RowRefusal,
    RowsRefused,
    UnknownActivity,
)
from registry.carbon_inclusion.rows import (
    ROWS_MAX,
    ActivityRow,
    ConsentRow,
    Content,
    RewardRow,
    Row,
    RowRules,
    normal_record_id,
    read_amount,
)
from registry.carbon_inclusion.schemes import factor_on
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor
from registry.worlds.columns import day_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import ROWS_PER_STATEMENT, date_value, fetch, value_rows, write
from registry.worlds.errors import RegistryError
from registry.worlds.numbering import next_yearly

Read = TypeVar("Read")
_KNOWN = (
    "SELECT a.record_id, a.id, c.code, a.kind, a.day, a.amount, coalesce(r.reference, ''),"
    " EXISTS (SELECT 1 FROM inclusion_share s JOIN inclusion_batch b ON b.id = s.batch_id"
    " WHERE s.activity_id = a.id AND b.state <> 'rejected')"
    " FROM inclusion_activity a JOIN carbon_account c ON c.id = a.account_id"
    " LEFT JOIN inclusion_reward r ON r.activity_id = a.id"
    " WHERE a.platform_id = ? AND a.record_id IN (VALUES {rows})"
)
_ADD_ACTIVITY = (
    "INSERT INTO inclusion_activity (platform_id, record_id, account_id, kind, day, amount,"
    " reduction_mg, upload_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_REWARD = "INSERT INTO inclusion_reward (activity_id, reference, upload_id) VALUES (?, ?, ?)"
_ADD_CONSENT = (
    "INSERT INTO inclusion_consent (account_id, step, day, upload_id) VALUES (?, ?, ?, ?)"
)
_CONSENTS = (
    "SELECT c.code, s.step, s.day FROM inclusion_consent s"
    " JOIN carbon_account c ON c.id = s.account_id WHERE c.platform_id = ?"
)


def record_activities(
    session: WorldSession, command: RecordActivities, actor: Actor
) -> dict[str, object]:
    """Store activities and what each reduced; those stored before unchanged are passed over.

    Raises:
        RoleMissing, NotRepresentative, UnknownPlatform: the actor may not report for it.
        RowCountOutOfRange: no row, or too many.
        RowsRefused: rows cannot be used; each is named with its reason.
    """
    platform = own_platform(session, command.platform, actor)
    rules = _RowsOf(session, command)
    reduce = _reducer(session, platform)
    reduced: dict[str, tuple[str, int]] = {}

    def read(row: Row) -> ActivityRow:
        activity = rules.each.activity(row)
        reduced[activity.record_id] = reduce(activity)
        return activity

    given = rules.read(read, lambda activity: activity.record_id)
    known = _known(session, platform.id, [activity for _, activity in given])
    fresh = []
    for number, activity in given:
        stored = known.get(activity.record_id)
        if stored is None:
            fresh.append(activity)
        elif not _same(activity, reduced[activity.record_id][0], stored):
            rules.refuse(number, RecordChanged(value=activity.record_id, field="record_id"))
    rules.check()
    upload = _add_upload(session, platform, Content.ACTIVITIES, command, actor, len(fresh))
    if upload:
        _store_activities(session, platform, fresh, reduced, upload)
    total = sum(reduced[activity.record_id][1] for activity in fresh)
    return {**_answer(upload, given, len(fresh)), "reduction_mg": total}


def record_consents(
    session: WorldSession, command: RecordConsents, actor: Actor
) -> dict[str, object]:
    """Store steps of consents; those stored before are passed over.

    Raises:
        RoleMissing, NotRepresentative, UnknownPlatform: the actor may not report for it.
        RowCountOutOfRange: no row, or too many.
        RowsRefused: rows cannot be used; each is named with its reason.
    """
    platform = own_platform(session, command.platform, actor)
    rules = _RowsOf(session, command)
    given: list[tuple[int, ConsentRow]] = rules.read(rules.each.consent)
    rules.check()
    known = {
        ConsentRow(str(code), str(step), day_read(day))
        for code, step, day in fetch(session, _CONSENTS, (platform.id,))
    }
    fresh = list(dict.fromkeys(consent for _, consent in given if consent not in known))
    upload = _add_upload(session, platform, Content.CONSENTS, command, actor, len(fresh))
    if upload:
        accounts = person_accounts(session, platform, (consent.code for consent in fresh))
        rows = [
            (accounts[each.code], each.step, date_value(session, each.day), upload.id)
            for each in fresh
        ]
        write(session, _ADD_CONSENT, rows)
    return _answer(upload, given, len(fresh))


def record_rewards(
    session: WorldSession, command: RecordRewards, actor: Actor
) -> dict[str, object]:
    """Store rewards of activities that are not aggregated yet; those stored before are passed over.

    Raises:
        RoleMissing, NotRepresentative, UnknownPlatform: the actor may not report for it.
        RowCountOutOfRange: no row, or too many.
        RowsRefused: rows cannot be used; each is named with its reason.
    """
    platform = own_platform(session, command.platform, actor)
    rules = _RowsOf(session, command)
    given: list[tuple[int, RewardRow]] = rules.read(
        rules.each.reward, lambda reward: reward.record_id
    )
    known = _known(session, platform.id, [reward for _, reward in given])
    fresh = []
    for number, reward in given:
        error = _reward_refusal(reward, known.get(reward.record_id))
        if error:
            rules.refuse(number, error)
        elif known[reward.record_id][-2] != reward.reward:
            fresh.append(reward)
    rules.check()
    upload = _add_upload(session, platform, Content.REWARDS, command, actor, len(fresh))
    if upload:
        rows = [(known[each.record_id][0], each.reward, upload.id) for each in fresh]
        write(session, _ADD_REWARD, rows)
    return _answer(upload, given, len(fresh))


class _RowsOf:
    """The rows of a command: read in order, with a note of every one that cannot be used."""

    def __init__(self, session: WorldSession, command: RowsCommand) -> None:
        if not 1 <= len(command.rows) <= ROWS_MAX:
            raise RowCountOutOfRange(value=len(command.rows), maximum=ROWS_MAX, field="rows")
        self.rows = command.rows
        self.each = RowRules(session.clock.today())
        self.refused: list[RowRefusal] = []
        self.count = 0

    def read(
        self, reader: Callable[[Row], Read], id_of: Callable[[Read], str] | None = None
    ) -> list[tuple[int, Read]]:
        """Return the rows that can be read, with their numbers; `id_of` names what comes once."""
        read = []
        seen: dict[str, int] = {}
        for number, row in enumerate(self.rows, start=1):
            try:
                one = reader(row)
            except RegistryError as error:
                self.refuse(number, error)
                continue
            if id_of is not None:
                before = seen.setdefault(id_of(one), number)
                if before != number:
                    twice = RecordTwice(value=id_of(one), other=before, field="record_id")
                    self.refuse(number, twice)
                    continue
            read.append((number, one))
        return read

    def refuse(self, number: int, error: RegistryError) -> None:
        """Note that a row cannot be used."""
        self.count += 1
        if self.count <= ROW_REFUSALS_MAX:
            column, value = (str(error.facts.get(name, "")) for name in ("field", "value"))
            self.refused.append(RowRefusal(number, column, value, error))

    def check(self) -> None:
        """Refuse everything if any row was."""
        if self.refused:
            self.refused.sort(key=lambda refused: refused.row)
            raise RowsRefused(
                count=self.count,
                total=len(self.rows),
                first=self.refused[0].row,
                rows=tuple(self.refused),
            )


def _reducer(
    session: WorldSession, platform: PlatformFacts
) -> Callable[[ActivityRow], tuple[str, int]]:
    """Return the function that gives an activity's amount, as stored, and its reduction."""
    rules = rule_book(session)
    kinds = kinds_of(session, platform.id)

    @cache
    def factor(kind: str, day: date) -> ActivityFactor:
        return factor_on(rules, platform.scheme, kind, day)

    def reduce(activity: ActivityRow) -> tuple[str, int]:
        if activity.kind not in kinds:
            raise KindNotReported(
                value=activity.kind[:80],
                kinds=", ".join(kinds),
                scheme=platform.scheme,
                field="activity",
            )
        found = factor(activity.kind, activity.day)
        amount = read_amount(activity.amount, found)
        return _plain(amount), reduction_mg(amount, found)

    return reduce


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _known(
    session: WorldSession, platform_id: int, rows: Sequence[ActivityRow | RewardRow]
) -> dict[str, list[object]]:
    """Return the stored records: id, code, kind, day, amount, reward, whether aggregated."""
    known = {}
    ids = list(dict.fromkeys(id_ for row in rows for id_ in (row.record_id, row.entered)))
    for start in range(0, len(ids), ROWS_PER_STATEMENT):
        part = ids[start : start + ROWS_PER_STATEMENT]
        text = _KNOWN.format(rows=value_rows(1, len(part)))
        for record_id, *rest in fetch(session, text, (platform_id, *part)):
            known[normal_record_id(str(record_id))] = rest
    return known


def _same(activity: ActivityRow, amount: str, stored: Sequence[Any]) -> bool:
    _, code, kind, day, stored_amount, reward, _ = stored
    content = (activity.code, activity.kind, activity.day, amount)
    return content == (code, kind, day_read(day), stored_amount) and activity.reward in {"", reward}


def _reward_refusal(reward: RewardRow, stored: Sequence[object] | None) -> RegistryError | None:
    if stored is None:
        return UnknownActivity(value=reward.record_id, field="record_id")
    before, aggregated = stored[-2:]
    if before == reward.reward:
        return None
    if before:
        return RewardedOtherwise(value=reward.reward, field="reward")
    if aggregated:
        return RewardTooLate(value=reward.record_id, field="record_id")
    return None


def _add_upload(
    session: WorldSession,
    platform: PlatformFacts,
    content: Content,
    command: RowsCommand,
    actor: Actor,
    stored: int,
) -> Upload | None:
    """Note an upload; one that brings nothing new leaves no trace but its command."""
    if not stored:
        return None
    upload = Upload(
        number=next_yearly(session, "IU"),
        platform_id=platform.id,
        content=content.value,
        rows=len(command.rows),
        stored=stored,
        actor=actor.name,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(upload)
    session.flush()
    return upload


def _store_activities(
    session: WorldSession,
    platform: PlatformFacts,
    activities: Sequence[ActivityRow],
    reduced: dict[str, tuple[str, int]],
    upload: Upload,
) -> None:
    accounts = person_accounts(session, platform, (each.code for each in activities))
    write(
        session,
        _ADD_ACTIVITY,
        [
            (
                platform.id,
                each.record_id,
                accounts[each.code],
                each.kind,
                date_value(session, each.day),
                *reduced[each.record_id],
                upload.id,
            )
            for each in activities
        ],
    )
    ids = "SELECT record_id, id FROM inclusion_activity WHERE upload_id = ?"
    stored = {str(record_id): id_ for record_id, id_ in fetch(session, ids, (upload.id,))}
    rewarded = [
        (stored[each.record_id], each.reward, upload.id) for each in activities if each.reward
    ]
    write(session, _ADD_REWARD, rewarded)


def _answer(upload: Upload | None, given: Sequence[object], stored: int) -> dict[str, object]:
    return {
        "upload": upload.number if upload else "",
        "rows": len(given),
        "stored": stored,
        "known": len(given) - stored,
    }
