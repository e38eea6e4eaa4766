"""The demo fills an empty instance once, and each new day gets a book."""

import re
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from market.clearing import cleared_days, house_cash
from market.data import depth, instruments, published_figures, tape
from methodologies import find
from registry.audit import audit
from registry.ledger import certificates, totals
from registry.parties import list_parties
from registry.projects import list_projects, list_reports
from registry.worlds import (
    MARKET_ZONE,
    Database,
    DrivenClock,
    WallClock,
    World,
    reading,
    unit_of_work,
)
from tests.web.demo_site import AsPerson
from web import create_app
from web.demo import seed
from web.demo.cast import present_cast
from web.demo.trading import fill_books
from web.demo_users import DEMO_PASSWORD
from web.settings import Settings

SATURDAY = 5
PILOTS = ("SZEA", "SHEA", "BEA", "GDEA", "TJEA", "HBEA", "CQEA", "FJEA")


@pytest.fixture
def instance(seeded_instance: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "instance"
    shutil.copytree(seeded_instance, copy)
    return copy


@pytest.fixture
def world(instance: Path) -> World:
    return World("public", Database(f"sqlite:///{instance}/worlds/public.sqlite3", pooled=False))


def counted(world: World) -> dict[str, object]:
    with reading(world) as session:
        return {
            "parties": len(list_parties(session)),
            "projects": len(list_projects(session)),
            "reports": len(list_reports(session)),
            "certificates": len(certificates(session)),
            "trades": len(tape(session, "CEA-2024", 500)),
            "figures": len(published_figures(session)),
            "depth": depth(session, "CEA-2024", 10),
            "totals": totals(session),
        }


def test_seeding_twice_changes_nothing(instance: Path, world: World) -> None:
    before = counted(world)
    app = create_app(Settings(testing=True, demo=True, instance=instance))
    installed = app.extensions["tanlab"]
    with app.app_context():
        seed(installed)
        seed(installed)
    installed.close()
    assert counted(world) == before


def test_the_demo_has_what_it_promises(world: World) -> None:
    with reading(world) as session:
        projects = list_projects(session)
        assert {project.state for project in projects} == {"published", "applied", "registered"}
        entered = [report.created_at for report in list_reports(session)]
        assert entered == sorted(entered, reverse=True)
        states = {report.state for report in list_reports(session, kind="monitoring")}
        assert states == {"filed", "issued"}
        assert {certificate.use for certificate in certificates(session)} == {
            "surrender",
            "retirement",
        }
        parties = list_parties(session)
        assert all(party.fictitious for party in parties)
        assert sum(party.kind == "emitter" for party in parties) == 18
        codes = {listed.code for listed in instruments(session)}
        assert {"CEA-2023", "CEA-2024", "CEA-2025"} < codes
        assert {f"{pilot}-2024" for pilot in PILOTS} < codes
        book = depth(session, "CEA-2024", 10)
        assert len(book.bids) >= 5
        assert len(book.asks) >= 5
        assert tape(session, "CEA-2024")


def test_estimates_of_each_purpose_stand_beside_a_comparison(
    world: World, as_person: AsPerson
) -> None:
    with reading(world) as session:
        saved = list_reports(session, kind="estimate")
    methods = [find(each.methodology_id, each.methodology_version) for each in saved]
    assert {each.purpose for each in methods} == {"credits", "behaviour", "obligation", "survey"}
    assert {each.status for each in methods} == {"official", "reconstructed", "configurable"}
    mine = as_person("developer").see("/estimate/saved").text
    assert "Three plans for Nanyu I" in mine
    survey = re.search(r"Qingping, six plots.*?</tr>", mine, re.DOTALL)
    assert survey is not None
    assert "0.0636" in survey[0]
    assert "CO<sub>2</sub>e" not in survey[0]  # a relative error has no unit
    comparison = re.search(r"/estimate/compare/saved/[\w-]+", mine)
    assert comparison is not None
    assert "60 km out" in as_person("developer").see(comparison[0]).text


def test_both_databases_take_the_demo(catalogue_url: str, tmp_path: Path) -> None:
    url = catalogue_url if catalogue_url.startswith("postgres") else ""
    settings = Settings(testing=True, demo=True, instance=tmp_path / "i", database_url=url)
    app = create_app(settings)
    installed = app.extensions["tanlab"]
    installed.worlds.upgrade()
    with app.app_context():
        seed(installed)
        before = counted(installed.worlds.open())
        seed(installed)
        assert counted(installed.worlds.open()) == before
    with reading(installed.worlds.open()) as session:
        assert audit(session).ok
    installed.close()


def test_a_new_day_gets_a_new_book(world: World) -> None:
    tomorrow = World("public", world.database, DrivenClock(WallClock().now() + timedelta(days=400)))
    with reading(tomorrow) as session:
        assert depth(session, "CEA-2024", 10).bids == ()
    with unit_of_work(tomorrow) as session:
        fill_books(present_cast(session))
    with reading(tomorrow) as session:
        filled = depth(session, "CEA-2024", 10)
        assert len(filled.bids) >= 5
    with unit_of_work(tomorrow) as session:
        fill_books(present_cast(session))
    with reading(tomorrow) as session:
        assert depth(session, "CEA-2024", 10) == filled


def test_the_password_is_shown_in_the_demo_only(as_person: AsPerson, tmp_path: Path) -> None:
    assert DEMO_PASSWORD in as_person().see("/login").text
    app = create_app(Settings(testing=True, instance=tmp_path / "plain"))
    installed = app.extensions["tanlab"]
    installed.worlds.upgrade()
    assert DEMO_PASSWORD not in app.test_client().get("/login").text
    installed.close()


def test_every_past_day_is_cleared_in_the_night_after_it_and_agrees(world: World) -> None:
    with reading(world) as session:
        days = cleared_days(session, 100)
        fed_fen = sum(day.fees_fen // 5 for day in days)  # 20 %, rounded down each day
        assert house_cash(session).reserve_fen == 500_000_000 + fed_fen
    assert len(days) > 10
    assert not any(day.differences for day in days)
    assert all(day.cleared_at - midnight(day.business_date) < timedelta(hours=25) for day in days)
    assert all(day.trades for day in days if day.business_date.weekday() < SATURDAY)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), MARKET_ZONE)


def test_the_open_auction_is_in_the_inbox_of_those_who_trade_there(as_person: AsPerson) -> None:
    notice = "Read the notice"
    for name in ("trader1", "trader2"):
        assert as_person(name).see("/tasks").text.count(f">{notice}<") == 1
    for name in ("developer", "platform", "emitter", "initiator", "approver"):
        assert notice not in as_person(name).see("/tasks").text


def test_each_market_trades_by_its_own_rules(world: World) -> None:
    with reading(world) as session:
        listed = {shown.code: shown for shown in instruments(session)}
    markets = {code: shown.market for code, shown in listed.items()}
    assert {pilot: markets[f"{pilot}-2024"] for pilot in PILOTS} == {
        pilot: pilot for pilot in PILOTS
    }
    assert {name for code, name in markets.items() if code.startswith("CEA-")} == {"cn_ets"}
    assert {name for code, name in markets.items() if code.startswith("CCER-")} == {"ccer"}
    assert {name for code, name in markets.items() if code.startswith("GEC-")} == {"gec"}
    beijing = listed["BEA-2024"].day
    assert beijing.band_high_fen == beijing.previous_close_fen * 12 // 10
