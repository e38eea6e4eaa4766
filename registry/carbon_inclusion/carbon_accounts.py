"""Personal carbon accounts as their owners see them: sums by month and kind, and consents."""

from collections.abc import Iterator
from typing import Any

from registry.carbon_inclusion.codes import normal_code
from registry.carbon_inclusion.refused_inclusion import UnknownCarbonAccount
from registry.carbon_inclusion.views import CarbonAccountView, ConsentView, PersonalLine
from registry.worlds.columns import day_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_ACCOUNT = (
    "SELECT c.id, c.code, c.scheme, p.number, p.name, c.opened_on FROM carbon_account c"
    " JOIN inclusion_platform p ON p.id = c.platform_id WHERE c.code = ?"
)
_LINES = (
    "SELECT {month}, a.kind, count(*), sum(a.reduction_mg),"
    " coalesce(sum(s.enterprise_mg), 0), coalesce(sum(s.personal_mg), 0)"
    " FROM inclusion_activity a LEFT JOIN (SELECT s.activity_id, s.enterprise_mg, s.personal_mg"
    " FROM inclusion_share s JOIN inclusion_batch b ON b.id = s.batch_id"
    " WHERE b.state <> 'rejected') s ON s.activity_id = a.id"
    " WHERE a.account_id = ? GROUP BY 1, 2 ORDER BY 1 DESC, 2"
)
_CONSENTS = "SELECT step, day FROM inclusion_consent WHERE account_id = ? ORDER BY day, id"
_RECORDS = (
    "SELECT a.record_id, c.code, a.kind, a.day, a.amount, a.reduction_mg,"
    " coalesce(r.reference, ''), coalesce(b.number, ''), s.enterprise_mg, s.personal_mg"
    " FROM inclusion_activity a JOIN carbon_account c ON c.id = a.account_id"
    " LEFT JOIN inclusion_reward r ON r.activity_id = a.id"
    " LEFT JOIN (inclusion_share s JOIN inclusion_batch b"
    " ON b.id = s.batch_id AND b.state <> 'rejected') ON s.activity_id = a.id"
    " WHERE a.platform_id = ? AND a.id > ? ORDER BY a.id LIMIT ?"
)
RECORD_COLUMNS = (
    "record_id",
    "carbon_account",
    "activity",
    "day",
    "amount",
    "reduction_mg",
    "reward",
    "batch",
    "enterprise_mg",
    "personal_mg",
)


def carbon_account(session: WorldSession, code: str) -> CarbonAccountView:
    """Return a personal carbon account.

    Args:
        session: any session.
        code: of the account, however its groups are written.

    Raises:
        UnknownCarbonAccount: there is none with this code.
    """
    rows = fetch(session, _ACCOUNT, (normal_code(str(code)),))
    if not rows:
        shown = str(code)[:40]
        raise UnknownCarbonAccount(account=shown, value=shown, field="account")
    id_, known, scheme, platform, platform_name, opened_on = rows[0]
    lines = list(_lines(session, id_))
    return CarbonAccountView(
        code=known,
        scheme=scheme,
        platform=platform,
        platform_name=platform_name,
        opened_on=day_read(opened_on),
        records=sum(line.records for line in lines),
        reduction_mg=sum(line.reduction_mg for line in lines),
        enterprise_mg=sum(line.enterprise_mg for line in lines),
        personal_mg=sum(line.personal_mg for line in lines),
        waiting_mg=sum(line.waiting_mg for line in lines),
        lines=lines,
        consents=[
            ConsentView(step=step, day=day_read(day))
            for step, day in fetch(session, _CONSENTS, (id_,))
        ],
    )


def _lines(session: WorldSession, account_id: int) -> Iterator[PersonalLine]:
    month = "substr(a.day, 1, 7)" if session.is_sqlite else "to_char(a.day, 'YYYY-MM')"
    for shown, kind, records, *sums in fetch(session, _LINES.format(month=month), (account_id,)):
        reduction_mg, enterprise_mg, personal_mg = (int(each) for each in sums)
        yield PersonalLine(
            month=shown,
            kind=kind,
            records=records,
            reduction_mg=reduction_mg,
            enterprise_mg=enterprise_mg,
            personal_mg=personal_mg,
            waiting_mg=reduction_mg - enterprise_mg - personal_mg,
        )


def platform_records(
    session: WorldSession, platform_id: int, after: int = 0, limit: int = 100_000
) -> list[tuple[Any, ...]]:
    """Return a platform's records with their shares, in the order of `RECORD_COLUMNS`.

    Args:
        session: any session.
        platform_id: of the platform.
        after: only records with a higher id.
        limit: how many at most.
    """
    return [tuple(row) for row in fetch(session, _RECORDS, (platform_id, after, limit))]
