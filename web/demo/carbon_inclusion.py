"""The demo's carbon inclusion: a platform, 60 people, two months of 1,200 records each.

The credits of the first month are issued and partly used; the second month waits for a verifier.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from registry.carbon_inclusion import (
    ActivityKind,
    AggregateReductions,
    IssueInclusionCredits,
    RecordActivities,
    RecordConsents,
    RegisterPlatform,
    Row,
    VerifyBatch,
    user_codes,
)
from registry.ledger import Purpose, Retire
from registry.worlds import Role
from web.demo.cast import PastCast, client_id
from web.demo.parties import PLATFORM

SCHEME = "WHPHCER"
REGISTERED_DAYS_AGO = 75
REPORTED_DAYS_AGO = 30
PERSONS = 60
AGREEING = 55
RECORDS_EACH = 20
AMOUNTS = (
    (ActivityKind.BUS, "8.4"),
    (ActivityKind.METRO, "12.6"),
    (ActivityKind.SHARED_BIKE, "3.2"),
    (ActivityKind.CARPOOL, "15"),
    (ActivityKind.NEW_ENERGY_VEHICLE, "36.5"),
    (ActivityKind.NO_TABLEWARE, "1"),
)
"""What people do in turn, and how much of it."""

VOLUNTARY_KG = 60
DONATED_KG = 25
BENEFICIARY = "江城马拉松（虚构） Jiangcheng Marathon (fictitious)"


def collect_reductions(cast: PastCast) -> None:
    """Register a platform, let it report two months, and use some credits of the first."""
    cast.go_to(REGISTERED_DAYS_AGO)
    platform = _register(cast)
    cast.go_to(REPORTED_DAYS_AGO)
    second_last = cast.today.replace(day=1) - timedelta(days=1)
    first_last = second_last.replace(day=1) - timedelta(days=1)
    batch = _aggregated(cast, platform, first_last)
    unit_type = _issue(cast, batch)
    _use(cast, unit_type)
    _aggregated(cast, platform, second_last)


def _register(cast: PastCast) -> str:
    command = RegisterPlatform(
        client_id=client_id("platform"),
        scheme=SCHEME,
        name="江城绿行 Jiangcheng Green Travel",
        party_id=cast.party_ids[PLATFORM.key],
        account=cast.accounts[PLATFORM.key],
        kinds=(*(kind.value for kind, _ in AMOUNTS), ActivityKind.SECOND_HAND_PHONE.value),
    )
    return str(cast.do(command, cast.operator())["platform"])


def _aggregated(cast: PastCast, platform: str, last: date) -> str:
    """Report the month that ends on a day, and aggregate it; return the batch's number."""
    first, month = last.replace(day=1), f"{last:%Y-%m}"
    code_of = user_codes(cast.session, platform)
    codes = [code_of(f"demo-user-{number:03d}") for number in range(PERSONS)]
    given = tuple((code, "given", first.isoformat()) for code in codes[:AGREEING])
    people = cast.firm(PLATFORM.key)
    consents = RecordConsents(client_id=client_id("consents", month), platform=platform, rows=given)
    cast.do(consents, people)
    activities = RecordActivities(
        client_id=client_id("activities", month),
        platform=platform,
        rows=tuple(_rows(codes, first)),
    )
    cast.do(activities, people)
    command = AggregateReductions(
        client_id=client_id("aggregation", month),
        platform=platform,
        period_from=first,
        period_to=last,
    )
    return str(cast.do(command, people)["batch"])


def _rows(codes: list[str], first: date) -> Iterator[Row]:
    for number in range(PERSONS * RECORDS_EACH):
        person, turn = divmod(number, RECORDS_EACH)
        kind, amount = AMOUNTS[(person + turn) % len(AMOUNTS)]
        day = first + timedelta(days=turn)
        reward = f"coupon-{first:%Y%m}-{number:05d}" if turn % 7 else ""
        record = f"demo-{first:%Y%m}-{number:05d}"
        yield (record, codes[person], kind.value, day.isoformat(), amount, reward)


def _issue(cast: PastCast, batch: str) -> str:
    """Verify a batch and issue its credits; return their unit type."""
    verifier = "verifier"
    cast.do(
        VerifyBatch(client_id=client_id("batch"), batch=batch, party_id=cast.party_ids[verifier]),
        cast.actor(verifier, Role.VERIFIER),
    )
    issued = cast.do(
        IssueInclusionCredits(client_id=client_id("batch-credits"), batch=batch), cast.operator()
    )
    return str(issued["unit_type"])


def _use(cast: PastCast, unit_type: str) -> None:
    for purpose, quantity in ((Purpose.VOLUNTARY, VOLUNTARY_KG), (Purpose.DONATION, DONATED_KG)):
        command = Retire(
            client_id=client_id("inclusion", purpose.value),
            account=cast.accounts[PLATFORM.key],
            unit_type=unit_type,
            quantity=quantity,
            beneficiary=BENEFICIARY,
            purpose=purpose,
        )
        cast.do(command, cast.firm(PLATFORM.key))
