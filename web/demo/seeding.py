"""Seeds the public world of an installation, once; a new day gets a new order book.

Everything enters through the services and commands that people use; nothing is written beside
them. The clock is set to days of the past, so that dates look like a registry's, not a script's.
"""

from datetime import UTC, datetime, time

from market.data import load_published_figures, load_published_history
from registry.ledger import DepositCash, IssueAllowances, Measure, UnitKind, add_unit_type
from registry.parties import add_party, grant_mandate, list_parties, open_account
from registry.worlds import MARKET_ZONE, DrivenClock, WallClock, World, reading, unit_of_work
from web.auditing import AUDITOR, keep_audit, whole_audit
from web.demo.auctions import hold_auction, keep_one_open
from web.demo.blocks import agree_on_a_block, offer_a_block
from web.demo.carbon_inclusion import collect_reductions
from web.demo.cast import Cast, PastCast, client_id, present_cast
from web.demo.clearing import clear_past_days, fund_the_reserve, publish_bulletins
from web.demo.compliance import comply
from web.demo.control import share_rights
from web.demo.estimates import compare_plans, save_estimates
from web.demo.financing import begin_financing, go_on_financing
from web.demo.green_certificates import certify, certify_recent, expire
from web.demo.instruments import unit_types
from web.demo.parties import FIRMS, PARTIES, DemoParty
from web.demo.project_life import live_projects
from web.demo.rules import set_own_rules
from web.demo.series import trade_series
from web.demo.surveillance import watch_markets
from web.demo.trading import fill_books, open_instruments, trade_history
from web.demo_users import seed_users
from web.installation import Installation

FOUNDED_DAYS_AGO = 330
FEN_PER_YUAN = 100
MORNING = time(10, 0)


def seed(installed: Installation) -> None:
    """Add the demo's users and data; what is there already stays as it is."""
    seed_users(installed.catalogue)
    world = installed.worlds.open()
    with reading(world) as session:
        founded = bool(list_parties(session))
    if not founded:
        _found(world)
        with installed.catalogue.unit_of_work() as catalogue, reading(world) as session:
            compare_plans(catalogue, session)
        keep_audit(world, whole_audit(world), AUDITOR, "demand", client_id("audit"))
    with unit_of_work(world) as session:
        load_published_figures(session)
        load_published_history(session)
        fill_books(present_cast(session))
        keep_one_open(present_cast(session))
        offer_a_block(present_cast(session))


def _found(world: World) -> None:
    """Seed an empty world, in one unit of work: all of it or nothing."""
    today = datetime.combine(WallClock().today(), MORNING, MARKET_ZONE).astimezone(UTC)
    clock = DrivenClock(today)
    past = World(world.slug, world.database, clock, world.schema)
    with unit_of_work(past) as session:
        cast = PastCast(session=session, clock=clock, present=today)
        cast.go_to(FOUNDED_DAYS_AGO)
        _enter_parties(cast)
        _enter_unit_types(cast)
        comply(cast)
        cast.go_to(FOUNDED_DAYS_AGO)
        _allocate(cast)
        certify(cast)
        expire(cast)
        live_projects(cast)
        collect_reductions(cast)
        set_own_rules(cast)
        open_instruments(cast)
        fund_the_reserve(cast)
        hold_auction(cast)
        begin_financing(cast)
        trade_history(cast)
        trade_series(cast)
        go_on_financing(cast)
        agree_on_a_block(cast)
        certify_recent(cast)
        share_rights(cast)
        watch_markets(cast)
        publish_bulletins(cast)
        clear_past_days(cast)
        save_estimates(cast)


def _enter_parties(cast: Cast) -> None:
    for party in PARTIES:
        entered = add_party(cast.session, party.zh, party.en, party.kind, fictitious=True)
        assert entered.id is not None
        cast.party_ids[party.key] = entered.id
        for email in party.emails:
            grant_mandate(cast.session, email, entered.id)
        if party.kind in {"emitter", "developer", "institution"}:
            cast.accounts[party.key] = open_account(cast.session, entered.id, party.zh).number


def _enter_unit_types(cast: PastCast) -> None:
    for unit_type in unit_types(cast.present_year):
        add_unit_type(
            cast.session,
            unit_type.code,
            UnitKind(unit_type.kind),
            Measure(unit_type.measure),
            unit_type.zh,
            unit_type.en,
        )


def _allocate(cast: Cast) -> None:
    for party in PARTIES:
        if party.cash_cny:
            _deposit(cast, party)
    for firm in FIRMS:
        for code, quantity in firm.allowances:
            cast.do(
                IssueAllowances(
                    client_id=client_id("allocation", firm.key, code),
                    account=cast.accounts[firm.key],
                    unit_type=code,
                    quantity=quantity,
                    memo="配额分配（演示） Allocation (demo)",
                ),
                cast.operator(),
            )


def _deposit(cast: Cast, party: DemoParty) -> None:
    cast.do(
        DepositCash(
            client_id=client_id("cash", party.key),
            account=cast.accounts[party.key],
            amount_fen=party.cash_cny * FEN_PER_YUAN,
            memo="演示资金 Demo cash",
        ),
        cast.operator(),
    )
