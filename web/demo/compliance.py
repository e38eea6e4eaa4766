"""The demo's compliance years: fictitious entities, 2023 to 2025, through the cycle's commands.

Days are those of the rules' calendar, not counted back from today: what lies ahead of the present
day is left for people to do.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from registry.compliance import (
    Allocate,
    ApplyCarryOver,
    CarryOver,
    EnrolEntity,
    EnrolUnit,
    ImposeFine,
    NotifyCarryOver,
    Preallocate,
    ReportEmissions,
    SetBalanceValue,
    SubmitEvidence,
    Surrender,
    VerifyEmissions,
)
from registry.ledger import Transfer, holdings
from registry.parties import add_party, grant_mandate, open_account
from registry.worlds import MARKET_ZONE, Role, market_date
from web.demo.cast import PastCast, client_id

MORNING = time(10, 0)
YEARS = (2023, 2024, 2025)
MEAN_PRICE_FEN = 6_543
"""Mean of December 2025, 65.43 CNY/t: what the fine of the short entity is measured by."""
FINE_MULTIPLE = 6
CARRIED_T = 8_000


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit and its figures of 2023; later years are scaled."""

    code: str
    name: str
    unit_class: str
    figures: dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoEntity:
    """A fictitious entity.

    Args:
        share: of its obligation that it surrenders, in percent.
    """

    key: str
    zh: str
    en: str
    sector: str
    first_year: int
    units: tuple[DemoUnit, ...]
    emails: tuple[str, ...] = ()
    share: int = 100


def _power(code: str, kind: str, mwh: int, gj: int, load: str, emitted: int) -> DemoUnit:
    figures = {
        "output_mwh": str(mwh),
        "heat_gj": str(gj),
        "load_factor": load,
        "emissions_t": str(emitted),
    }
    return DemoUnit(code, f"{code}号机组", kind, figures)


def _line(name: str, kind: str, product: int, emitted: int) -> DemoUnit:
    figures = {"product_t": str(product), "emissions_t": str(emitted)}
    return DemoUnit("1", name, kind, figures)


ENTITIES = (
    DemoEntity(
        "canglang",
        "沧浪发电公司",
        "Canglang Power",
        "power",
        2023,
        (
            _power("1", "coal_large", 3_200_000, 900_000, "0.62", 2_570_000),
            _power("2", "coal_small", 1_100_000, 1_400_000, "0.58", 1_040_000),
        ),
        ("emitter@example.org",),
    ),
    DemoEntity(
        "wangyue",
        "望岳热电公司",
        "Wangyue Heat and Power",
        "power",
        2023,
        (
            _power("1", "coal_small", 1_500_000, 3_000_000, "0.71", 1_520_000),
            _power("2", "gas", 800_000, 500_000, "0.45", 295_000),
        ),
        ("emitter@example.org",),
    ),
    DemoEntity(
        "chiling",
        "赤岭煤电公司",
        "Chiling Coal Power",
        "power",
        2023,
        (_power("1", "coal_unconventional", 1_800_000, 0, "0.55", 1_580_000),),
        share=93,
    ),
    DemoEntity(
        "qinggang",
        "青冈水泥公司",
        "Qinggang Cement",
        "cement",
        2024,
        (_line("1号熟料生产线", "clinker_line", 1_550_000, 1_286_000),),
    ),
    DemoEntity(
        "baisha",
        "白沙水泥公司",
        "Baisha Cement",
        "cement",
        2024,
        (_line("1号熟料生产线", "clinker_line", 1_210_000, 1_056_000),),
    ),
    DemoEntity(
        "danjiang",
        "丹江铝业公司",
        "Danjiang Aluminium",
        "aluminium",
        2024,
        (_line("电解一系列", "electrolysis", 420_000, 713_000),),
    ),
)
GROWTH = {2023: Decimal(1), 2024: Decimal("0.98"), 2025: Decimal("0.955")}
Deed = tuple[date, Callable[[], None]]


class Comply:
    """Takes the entities through their years, day by day."""

    def __init__(self, cast: PastCast) -> None:
        self.cast = cast
        self.numbers: dict[str, str] = {}
        self.applications: list[int] = []

    def run(self) -> None:
        """Do everything that lies before the present day, in the order of the days."""
        present = market_date(self.cast.present)
        deeds = sorted(self._deeds(), key=lambda deed: deed[0])
        for day, deed in deeds:
            if day >= present:
                break
            instant = datetime.combine(day, MORNING, MARKET_ZONE)
            self.cast.clock.set(instant)
            deed()

    def _deeds(self) -> Iterator[Deed]:
        yield date(2023, 12, 5), self._enter
        for year in YEARS:
            after = year + 1
            for entity in ENTITIES:
                if entity.first_year <= year:
                    yield from self._year(entity, year)
            if year == YEARS[-1]:
                yield date(after, 8, 20), lambda: self._balance("cement")
                yield date(after, 8, 21), lambda: self._balance("aluminium")
        yield date(2025, 11, 3), self._sell
        yield date(2026, 1, 20), self._notify
        yield date(2026, 2, 25), self._fine
        yield date(2026, 3, 5), self._apply
        yield date(2026, 3, 24), self._carry_over

    def _year(self, entity: DemoEntity, year: int) -> Iterator[Deed]:
        after, power = year + 1, entity.sector == "power"
        for month in (1, 2, 3):
            if entity.key == ENTITIES[0].key and year == YEARS[-1]:
                day = date(year, month + 1, 25)
                yield day, lambda month=month: self._evidence(entity, year, month)  # type: ignore[misc]
        yield date(after, 3, 20), lambda: self._report(entity, year)
        if power:
            yield date(after, 4, 18), lambda: self._preallocate(entity, year)
        verified = date(after, 6, 12) if power else date(after, 7, 16)
        yield verified, lambda: self._verify(entity, year)
        yield date(after, 9, 10), lambda: self._allocate(entity, year)
        yield date(after, 11, 12), lambda: self._surrender(entity, year)

    def _enter(self) -> None:
        session = self.cast.session
        for entity in ENTITIES:
            party = add_party(session, entity.zh, entity.en, "emitter", fictitious=True)
            assert party.id is not None
            self.cast.party_ids[entity.key] = party.id
            self.cast.accounts[entity.key] = open_account(session, party.id, entity.zh).number
            for email in entity.emails:
                grant_mandate(session, email, party.id)
            self._enrol(entity)

    def _enrol(self, entity: DemoEntity) -> None:
        emitted = sum(int(unit.figures["emissions_t"]) for unit in entity.units)
        command = EnrolEntity(
            client_id=client_id("enrol", entity.key),
            party_id=self.cast.party_ids[entity.key],
            account=self.cast.accounts[entity.key],
            scheme="CEA",
            sector=entity.sector,
            first_year=min(entity.first_year, self.cast.today.year),
            annual_emissions_t=emitted,
        )
        number = str(self.cast.do(command, self.cast.operator())["entity"])
        self.numbers[entity.key] = number
        for unit in entity.units:
            self.cast.do(
                EnrolUnit(
                    client_id=client_id("unit", entity.key, unit.code),
                    entity=number,
                    code=unit.code,
                    name=unit.name,
                    unit_class=unit.unit_class,
                ),
                self.cast.operator(),
            )

    def _evidence(self, entity: DemoEntity, year: int, month: int) -> None:
        content = f"{entity.key} {year}-{month:02d}"
        command = SubmitEvidence(
            client_id=client_id("evidence", entity.key, year, month),
            entity=self.numbers[entity.key],
            year=year,
            month=month,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
        )
        self.cast.do(command, self.cast.firm(entity.key))

    def _report(self, entity: DemoEntity, year: int) -> None:
        command = ReportEmissions(
            client_id=client_id("report", entity.key, year),
            entity=self.numbers[entity.key],
            year=year,
            units=tuple(_figures(unit, year) for unit in entity.units),
        )
        self.cast.do(command, self.cast.firm(entity.key))

    def _preallocate(self, entity: DemoEntity, year: int) -> None:
        base = None
        if year == entity.first_year:
            base = sum(int(unit.figures["emissions_t"]) for unit in entity.units)
        command = Preallocate(
            client_id=client_id("preallocate", entity.key, year),
            entity=self.numbers[entity.key],
            year=year,
            base_t=base,
        )
        self.cast.do(command, self.cast.operator())

    def _verify(self, entity: DemoEntity, year: int) -> None:
        command = VerifyEmissions(
            client_id=client_id("verify", entity.key, year),
            entity=self.numbers[entity.key],
            year=year,
            party_id=self.cast.party_ids["verifier"],
            note="数据与凭证一致（演示）。 Figures agree with the evidence (demo).",
        )
        self.cast.do(command, self.cast.actor("verifier", Role.VERIFIER))

    def _allocate(self, entity: DemoEntity, year: int) -> None:
        command = Allocate(
            client_id=client_id("final", entity.key, year),
            entity=self.numbers[entity.key],
            year=year,
        )
        self.cast.do(command, self.cast.operator())

    def _surrender(self, entity: DemoEntity, year: int) -> None:
        """Hand in its share, as far as its allowances of the year reach."""
        emitted = sum(int(_figures(unit, year)["emissions_t"]) for unit in entity.units)
        code = f"CEA-{year}"
        rows = holdings(self.cast.session, party_ids=[self.cast.party_ids[entity.key]])
        held = sum(row.available for row in rows if row.unit_type == code)
        command = Surrender(
            client_id=client_id("hand-in", entity.key, year),
            account=self.cast.accounts[entity.key],
            unit_type=code,
            quantity=min(emitted * entity.share // 100, held),
            compliance_year=year,
        )
        self.cast.do(command, self.cast.firm(entity.key))

    def _balance(self, sector: str) -> None:
        year = YEARS[-1]
        command = SetBalanceValue(
            client_id=client_id("balance", sector, year), sector=sector, year=year
        )
        self.cast.do(command, self.cast.operator())

    def _sell(self) -> None:
        """Move surplus of 2024 to the entities that lack some, so that these can meet it."""
        for buyer, quantity in (("wangyue", 40_000), ("chiling", 10_000)):
            command = Transfer(
                client_id=client_id("sell", buyer),
                from_account=self.cast.accounts["canglang"],
                to_account=self.cast.accounts[buyer],
                unit_type="CEA-2024",
                quantity=quantity,
                memo="演示 Demo",
            )
            self.cast.do(command, self.cast.firm("canglang"))

    def _notify(self) -> None:
        command = NotifyCarryOver(client_id=client_id("notice"), entity=self.numbers["canglang"])
        self.cast.do(command, self.cast.operator())

    def _apply(self) -> None:
        command = ApplyCarryOver(
            client_id=client_id("apply"),
            entity=self.numbers["canglang"],
            unit_type="CEA-2024",
            quantity=CARRIED_T,
        )
        answer = self.cast.do(command, self.cast.firm("canglang"))
        self.applications.append(int(answer["application"]))

    def _carry_over(self) -> None:
        for application in self.applications:
            command = CarryOver(client_id=f"carry-over:{application}", application=application)
            self.cast.do(command, self.cast.operator())

    def _fine(self) -> None:
        entity = next(each for each in ENTITIES if each.share < 100)  # noqa: PLR2004  percent
        emitted = sum(int(_figures(unit, 2024)["emissions_t"]) for unit in entity.units)
        missing = emitted - emitted * entity.share // 100
        command = ImposeFine(
            client_id=client_id("fine", entity.key),
            entity=self.numbers[entity.key],
            year=2024,
            amount_fen=FINE_MULTIPLE * missing * MEAN_PRICE_FEN,
            mean_price_fen=MEAN_PRICE_FEN,
            note="演示 Demo",
        )
        self.cast.do(command, self.cast.operator())


def comply(cast: PastCast) -> None:
    """Enter the demo's entities and their compliance years up to the present day."""
    Comply(cast).run()


def _figures(unit: DemoUnit, year: int) -> dict[str, str]:
    """Return a unit's figures of a year: those of 2023, scaled; shares stay."""
    scaled = {
        name: str(int(Decimal(value) * GROWTH[year])) if "factor" not in name else value
        for name, value in unit.figures.items()
    }
    return {"code": unit.code, **scaled}
