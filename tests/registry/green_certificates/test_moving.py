"""Green certificates are sold once, used once, and only while they count."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from market.auditing import audit_market
from market.listed import PlaceOrder
from market.rules import Side
from market.services import HANDLERS
from market.services import execute as execute_on_venue
from market.venue import OpenInstrument
from registry.audit import FreezeAccount, audit
from registry.claims import CCER, SourceClaimed, claim, claims
from registry.due import carry_out_due
from registry.green_certificates import ExpireCertificates, NotExpiredYet
from registry.ledger import (
    AccountNotOpen,
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
    InsufficientUnits,
    IssueAllowances,
    Purpose,
    Retire,
    Transfer,
    UsePeriodOutsideValidity,
    WrongUnitKind,
    holdings,
)
from registry.parties import open_account
from registry.worlds import Outcome, unit_of_work
from tests.checked import passes, trips
from tests.registry.green_certificates.producers import issued, metered, producer
from tests.strategies import OPERATOR, cash, client_id, do, holder

MARCH = "GEC-2025-03"


def certificates(session, months=(("2025-03", "100"),), **content):
    made = producer(session, **content)
    metered(session, made, months)
    issued(session)
    return made


def transfer(session, sender, receiver, quantity=10, unit_type=MARCH, **content) -> Outcome:
    return do(
        session,
        sender.actor,
        Transfer,
        from_account=sender.account,
        to_account=receiver.account,
        unit_type=unit_type,
        quantity=quantity,
        **content,
    )


def use(session, user, quantity=10, unit_type=MARCH, year=2025) -> Outcome:
    return do(
        session,
        user.actor,
        Retire,
        account=user.account,
        unit_type=unit_type,
        quantity=quantity,
        beneficiary="示例工厂",
        purpose=Purpose.GREEN_POWER_USE,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
    )


def whole(session):
    """Tell whether the audit finds nothing once what was done is on record."""
    session.commit()
    return broken(audit(session)) == [] == broken(audit_market(session))


def broken(report):
    return [found for found in report.invariants if not found.ok]


@trips(CertificateTransferredBefore)
@passes(CertificateNotTradable, CertificateFrozen, CertificateExpired, CertificateTransferredBefore)
def test_a_certificate_is_sold_once_then_used(session):
    made, buyer, third = certificates(session), holder(session), holder(session)
    transfer(session, made.owner, buyer)
    with pytest.raises(CertificateTransferredBefore) as refused:
        transfer(session, buyer, third)
    assert (refused.value.facts["requested"], refused.value.facts["available"]) == (10, 0)
    assert use(session, buyer).data["certificate"].startswith("CR-")
    assert whole(session)


def test_one_who_has_both_sells_own_generation_and_keeps_what_was_bought(session):
    made, other = certificates(session, meter="MTR-1"), certificates(session, meter="MTR-2")
    buyer = holder(session)
    transfer(session, made.owner, other.owner, 30)
    transfer(session, other.owner, buyer, 40)
    [bought] = holdings(session, party_ids=[buyer.party_id], with_serials=True)
    assert bought.serials == (f"{MARCH}-000000101…000000140",)
    with pytest.raises(CertificateTransferredBefore):
        transfer(session, other.owner, buyer, 1, serials=(f"{MARCH}-000000001",))
    with pytest.raises(CertificateTransferredBefore):
        transfer(session, other.owner, buyer, 61)


def test_accounts_of_one_party_are_no_buyers(session):
    made = certificates(session)
    second = open_account(session, made.owner.party_id).number
    ask = {"unit_type": MARCH, "quantity": 10}
    do(
        session,
        made.owner.actor,
        Transfer,
        from_account=made.owner.account,
        to_account=second,
        **ask,
    )
    buyer = holder(session)
    do(session, made.owner.actor, Transfer, from_account=second, to_account=buyer.account, **ask)
    assert [found.reference for found in claims(session)] == [MARCH]


@trips(CertificateNotTradable)
def test_what_is_not_tradable_is_neither_sold_nor_offered_but_used(session):
    made = certificates(session, self_use_meters=("MTR-1",))
    buyer = holder(session)
    with pytest.raises(CertificateNotTradable):
        transfer(session, made.owner, buyer, unit_type="GECN-2025-03")
    opened = OpenInstrument(
        client_id=client_id(),
        instrument="GECN-2025-03",
        reference_price_fen=500,
        market="gec",
    )
    execute_on_venue(session, opened, OPERATOR)
    with pytest.raises(CertificateNotTradable):
        order(session, made.owner, Side.SELL, instrument="GECN-2025-03")
    use(session, made.owner, unit_type="GECN-2025-03")


@trips(UsePeriodOutsideValidity)
@passes(UsePeriodOutsideValidity)
def test_the_period_of_use_must_fit_the_certificate(session):
    made = certificates(session)
    with pytest.raises(UsePeriodOutsideValidity):
        use(session, made.owner, year=2024)
    use(session, made.owner, year=2026)


def test_certificates_come_from_metered_generation_only(session):
    made = certificates(session)
    with pytest.raises(WrongUnitKind):
        do(
            session,
            OPERATOR,
            IssueAllowances,
            account=made.owner.account,
            unit_type=MARCH,
            quantity=5,
        )


@trips(CertificateFrozen, SourceClaimed)
@passes(SourceClaimed)
def test_the_first_sale_claims_the_month_so_that_no_project_can(session):
    made = certificates(session, (("2025-03", "100"), ("2025-04", "100")))
    transfer(session, made.owner, holder(session))
    year = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}
    with pytest.raises(SourceClaimed) as refused:
        claim(session, mechanism=CCER, source="MTR-1", reference="CCER-1", **year)
    assert refused.value.facts["reference"] == MARCH
    rest = {"period_from": date(2025, 4, 1), "period_to": date(2025, 12, 31)}
    claim(session, mechanism=CCER, source="MTR-1", reference="CCER-1", **rest)
    with pytest.raises(CertificateFrozen):
        transfer(session, made.owner, holder(session), unit_type="GEC-2025-04")
    with pytest.raises(CertificateFrozen):
        use(session, made.owner, unit_type="GEC-2025-04")
    assert whole(session)


def order(session, trader, side, quantity=10, price_fen=500, instrument=MARCH) -> Outcome:
    command = PlaceOrder(
        client_id=client_id(),
        account=trader.account,
        instrument=instrument,
        side=side,
        price_fen=price_fen,
        quantity_t=quantity,
    )
    return execute_on_venue(session, command, trader.actor)


def listed(session, code=MARCH):
    command = OpenInstrument(client_id=client_id(), instrument=code, reference_price_fen=500)
    execute_on_venue(session, command, OPERATOR)


def test_the_venue_sells_each_certificate_once(session, clock):
    made, buyer = certificates(session), holder(session)
    cash(session, buyer)
    listed(session)
    order(session, made.owner, Side.SELL, 60)
    assert order(session, buyer, Side.BUY, 40).data["filled_t"] == 40
    clock.set(datetime(2026, 11, 24, 3, tzinfo=UTC))
    with pytest.raises(CertificateTransferredBefore):
        order(session, buyer, Side.SELL, 10, 520)
    with pytest.raises(InsufficientUnits):
        order(session, made.owner, Side.SELL, 61, 520)
    assert [found.mechanism for found in claims(session)] == ["gec"]
    assert whole(session)


@trips(NotExpiredYet)
@passes(NotExpiredYet)
def test_orders_end_when_their_certificates_expire(world, clock):

    with unit_of_work(world) as session:
        made, buyer = certificates(session), holder(session)
        cash(session, buyer)
        listed(session)
        clock.set(datetime(2027, 2, 28, 3, tzinfo=UTC))
        order(session, made.owner, Side.SELL, 60)
        order(session, buyer, Side.BUY, 5, 490)
        assert carry_out_due(session, HANDLERS) == []
        with pytest.raises(NotExpiredYet):
            do(session, OPERATOR, ExpireCertificates, unit_type=MARCH)
        do(session, OPERATOR, FreezeAccount, account=made.owner.account, reason="法院冻结")
    clock.set(datetime(2027, 3, 1, 3, tzinfo=UTC))
    with unit_of_work(world) as session:
        outcomes = carry_out_due(session, HANDLERS)
        assert [outcome.data.get("quantity") for outcome in outcomes] == [100]
    with unit_of_work(world) as session:
        assert carry_out_due(session, HANDLERS) == []
        assert whole(session)
        state = "SELECT DISTINCT state FROM market_order"
        assert session.execute(text(state)).scalars().all() == ["expired"]
        expired = "SELECT quantity FROM holding WHERE account_id = -1"
        assert session.execute(text(expired)).scalar_one() == 100
        with pytest.raises(AccountNotOpen):
            use(session, made.owner)


@trips(CertificateExpired)
def test_after_the_last_day_nothing_moves_even_before_the_clock_has_cleared_it(session, clock):
    made = certificates(session)
    clock.set(datetime(2027, 2, 28, 15, 59, tzinfo=UTC))
    transfer(session, made.owner, holder(session))
    clock.set(datetime(2027, 2, 28, 16, 1, tzinfo=UTC))
    with pytest.raises(CertificateExpired):
        transfer(session, made.owner, holder(session))
    with pytest.raises(CertificateExpired):
        use(session, made.owner)
