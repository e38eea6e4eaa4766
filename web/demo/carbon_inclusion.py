"""The demo's carbon inclusion: a platform, 60 people, 1,200 records, credits issued and used."""

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
    """Register a platform, let it report a month, and use some of its credits."""
    cast.go_to(REGISTERED_DAYS_AGO)
    platform = _register(cast)
    cast.go_to(REPORTED_DAYS_AGO)
    last = cast.today.replace(day=1) - timedelta(days=1)
    _report(cast, platform, last.replace(day=1))
    unit_type = _issue(cast, platform, last.replace(day=1), last)
    _use(cast, unit_type)


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


def _report(cast: PastCast, platform: str, first: date) -> None:
    code_of = user_codes(cast.session, platform)
    codes = [code_of(f"demo-user-{number:03d}") for number in range(PERSONS)]
    given = tuple((code, "given", first.isoformat()) for code in codes[:AGREEING])
    people = cast.firm(PLATFORM.key)
    cast.do(RecordConsents(client_id=client_id("consents"), platform=platform, rows=given), people)
    rows = tuple(_rows(codes, first))
    cast.do(
        RecordActivities(client_id=client_id("activities"), platform=platform, rows=rows), people
    )


def _rows(codes: list[str], first: date) -> Iterator[Row]:
    for number in range(PERSONS * RECORDS_EACH):
        person, turn = divmod(number, RECORDS_EACH)
        kind, amount = AMOUNTS[(person + turn) % len(AMOUNTS)]
        day = first + timedelta(days=turn)
        reward = f"coupon-{number:05d}" if turn % 7 else ""
        record = f"demo-{number:05d}"
        yield (record, codes[person], kind.value, day.isoformat(), amount, reward)


def _issue(cast: PastCast, platform: str, first: date, last: date) -> str:
    command = AggregateReductions(
        client_id=client_id("aggregation"), platform=platform, period_from=first, period_to=last
    )
    batch = str(cast.do(command, cast.firm(PLATFORM.key))["batch"])
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
