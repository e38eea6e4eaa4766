"""The demo's green certificates: three fictitious devices with over two years of generation."""

from dataclasses import dataclass
from datetime import date
from math import cos, pi

from market.services import HANDLERS
from market.venue import OpenInstrument
from registry.due import carry_out_due
from registry.green_certificates import (
    ApproveDevice,
    CorrectGeneration,
    CorrectionReason,
    FileGeneration,
    IssueCertificates,
    RegisterDevice,
    month_text,
    moved_month,
)
from registry.ledger import Purpose, Retire, Transfer
from web.demo.cast import PastCast, client_id

FILED_DAYS_AGO, RECENT_DAYS_AGO = 326, 1
MONTHS_BEFORE, MONTHS_PER_YEAR = 26, 12
SOLD_MWH, USED_MWH = 3_000, 1_200
CORRECTED_KWH = 1_250
KWH_PER_MWH = 1_000
REFERENCE_PRICE_FEN = 480
"""What a certificate of the demo's venue opens with; an illustration."""


@dataclass(frozen=True, slots=True)
class DemoDevice:
    """A fictitious device.

    Args:
        key: how client ids name it.
        owner: key of a party of the demo.
        usual_kwh: generation of a usual month, kWh.
        swing_percent: how much the seasons change it.
    """

    key: str
    owner: str
    name: str
    energy: str
    technology: str
    capacity_kw: int
    province: str
    usual_kwh: int
    swing_percent: int
    grid_meters: tuple[str, ...] = ()
    self_use_meters: tuple[str, ...] = ()

    @property
    def meters(self) -> tuple[str, ...]:
        """Return all its meters."""
        return (*self.grid_meters, *self.self_use_meters)


DEVICES = (
    DemoDevice(
        "nanyu",
        "developer",
        "南屿深远海风电场（演示） Nanyu deep-sea wind (demo)",
        "deep_sea_wind",
        "漂浮式 floating",
        96_000,
        "广东",
        24_318_642,
        22,
        ("NYU-GRID-01",),
    ),
    DemoDevice(
        "songhe",
        "songhe",
        "松河光热电站（演示） Songhe solar thermal (demo)",
        "solar_csp",
        "塔式熔盐 molten salt tower",
        50_000,
        "青海",
        9_874_311,
        -18,
        ("SHE-CSP-01",),
    ),
    DemoDevice(
        "langu",
        "langu",
        "澜谷厂房光伏（演示） Langu rooftop photovoltaics (demo)",
        "solar_distributed",
        "屋顶 rooftop",
        5_800,
        "江苏",
        418_777,
        -25,
        ("LGU-PV-GRID",),
        ("LGU-PV-SELF",),
    ),
)


def certify(cast: PastCast) -> None:
    """File the devices and their first two years; certify them month by month."""
    cast.go_to(FILED_DAYS_AGO)
    for device in DEVICES:
        _file_device(cast, device)
    last = moved_month(cast.today.replace(day=1), -1)
    _certify_months(cast, moved_month(last, 1 - MONTHS_BEFORE), last)


def expire(cast: PastCast) -> None:
    """Let the months since pass: what expires does so on the first day after its last."""
    for days_ago in range(FILED_DAYS_AGO, RECENT_DAYS_AGO, -1):
        cast.go_to(days_ago)
        if days_ago == FILED_DAYS_AGO or cast.today.day == 1:
            carry_out_due(cast.session, HANDLERS)


def certify_recent(cast: PastCast) -> None:
    """File and certify the months since, correct one, sell and use some, and list the latest."""
    first = _first_recent(cast)
    cast.go_to(RECENT_DAYS_AGO)
    last = moved_month(cast.today.replace(day=1), -1)
    before = moved_month(last, -1)
    _certify_months(cast, first, before)
    corrected = DEVICES[1]
    cast.do(
        CorrectGeneration(
            client_id=client_id("gec", "correct"),
            meter=corrected.meters[0],
            month=month_text(before),
            generation_mwh=_mwh(_kwh(corrected, 0, before) - CORRECTED_KWH),
            reason=CorrectionReason.SETTLEMENT,
            note="电网结算调整（演示） Settlement (demo)",
        ),
        cast.operator(),
    )
    _certify_months(cast, last, last)
    _sell_and_use(cast, f"GEC-{month_text(before)}")
    latest = f"GEC-{month_text(last)}"
    cast.do(
        OpenInstrument(
            client_id=client_id("open", latest),
            instrument=latest,
            reference_price_fen=REFERENCE_PRICE_FEN,
        ),
        cast.operator(),
    )


def _first_recent(cast: PastCast) -> date:
    cast.go_to(FILED_DAYS_AGO)
    return cast.today.replace(day=1)


def _file_device(cast: PastCast, device: DemoDevice) -> None:
    filed = cast.do(
        RegisterDevice(
            client_id=client_id("gec", device.key, "file"),
            party_id=cast.party_ids[device.owner],
            account=cast.accounts[device.owner],
            name=device.name,
            energy=device.energy,
            technology=device.technology,
            capacity_kw=device.capacity_kw,
            commissioned=date(2022, 3, 18),
            province=device.province,
            grid_meters=device.grid_meters,
            self_use_meters=device.self_use_meters,
        ),
        cast.firm(device.owner),
    )
    cast.do(
        ApproveDevice(
            client_id=client_id("gec", device.key, "approve"),
            device=str(filed["device"]),
            note="演示数据 Demo data",
        ),
        cast.operator(),
    )


def _certify_months(cast: PastCast, first: date, last: date) -> None:
    rows = []
    month = first
    while month <= last:
        rows += [
            (meter, month_text(month), _mwh(_kwh(device, place, month)))
            for device in DEVICES
            for place, meter in enumerate(device.meters)
        ]
        month = moved_month(month, 1)
    span = f"{month_text(first)}:{month_text(last)}"
    file = FileGeneration(client_id=client_id("gec", "file", span), rows=tuple(rows))
    cast.do(file, cast.operator())
    issue = IssueCertificates(client_id=client_id("gec", "issue", span), month=month_text(last))
    cast.do(issue, cast.operator())


def _sell_and_use(cast: PastCast, unit_type: str) -> None:
    cast.do(
        Transfer(
            client_id=client_id("gec", "sell"),
            from_account=cast.accounts["developer"],
            to_account=cast.accounts["qinglan"],
            unit_type=unit_type,
            quantity=SOLD_MWH,
            memo="绿证双边交易（演示） Bilateral sale (demo)",
        ),
        cast.firm("developer"),
    )
    year = int(unit_type.split("-")[1])
    cast.do(
        Retire(
            client_id=client_id("gec", "use"),
            account=cast.accounts["qinglan"],
            unit_type=unit_type,
            quantity=USED_MWH,
            beneficiary="青岚发电公司（虚构） Qinglan Power (fictitious)",
            purpose=Purpose.GREEN_POWER_USE,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            note="演示数据 Demo data",
        ),
        cast.firm("qinglan"),
    )


def _kwh(device: DemoDevice, place: int, month: date) -> int:
    """Return a month's generation: a season around the usual, and what looks like weather."""
    season = device.swing_percent * cos(2 * pi * (month.month - 1) / MONTHS_PER_YEAR)
    weather = (month.year * 7919 + month.month * 104_729 + place * 31) % 97 - 48
    share = 100 if place == 0 else 62
    return round(device.usual_kwh * share * (100 + season) / 10_000) + weather * 173


def _mwh(kwh: int) -> str:
    return f"{kwh // KWH_PER_MWH}.{kwh % KWH_PER_MWH:03d}"
