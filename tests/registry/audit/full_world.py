"""A world with something in every table that the audit looks at."""

from datetime import date

from registry.claims import claim
from registry.compliance.commands import Surrender
from registry.ledger.commands import SetQuota, Transfer
from registry.ledger.posting import post, reserve
from registry.ledger.reversals import reversal_of
from registry.proof import make_checkpoint, new_master_key
from registry.worlds import World, WorldSession, unit_of_work
from tests.registry.compliance.cycle import allocated, enrolled, power_figures
from tests.registry.control.people import (
    approve,
    company,
    opened,
    person,
    propose,
    retirement,
    strict,
)
from tests.registry.mirrors.test_services import House
from tests.strategies import (
    OPERATOR,
    Holder,
    allowances,
    cash,
    do,
    holder,
    issued_and_retired,
    unit_type,
)


def fill(world: World) -> None:
    """Put something in every table."""
    with unit_of_work(world) as session:
        issued_and_retired(session)
        owner = holder(session)
        allowances(session, owner, 1000)
        do(session, OPERATOR, SetQuota, units="CEA-2024", limit=10**9, reason="总量控制")
        cash(session, owner)
        _move(session, owner)
        _surrender_and_undo(session, owner)
        _propose_and_approve(session)
        _claim_and_mirror(session)
        allocated(session, enrolled(session), 2023, power_figures())
        strict(session)
    with unit_of_work(world) as session:
        make_checkpoint(session, new_master_key("tanlab.example").of_world("test"))


def _move(session: WorldSession, owner: Holder) -> None:
    reserve(session, owner.account_id, unit_type(session), 10)
    do(
        session,
        owner.actor,
        Transfer,
        from_account=owner.account,
        to_account=holder(session).account,
        unit_type="CEA-2024",
        quantity=100,
    )


def _surrender_and_undo(session: WorldSession, owner: Holder) -> None:
    surrendered = do(
        session,
        owner.actor,
        Surrender,
        account=owner.account,
        unit_type="CEA-2024",
        quantity=5,
        compliance_year=2024,
    )
    session.flush()
    post(session, reversal_of(session, surrendered.data["transaction_id"]))


def _propose_and_approve(session: WorldSession) -> None:
    firm = company(session)
    allowances(session, firm.holder, 100)
    strict(session)
    number = propose(session, retirement(firm.account), person(session, firm.initiator))
    approve(session, number, person(session, firm.approver))
    opened(session)


def _claim_and_mirror(session: WorldSession) -> None:
    claim(
        session,
        mechanism="gec",
        source="meter-1",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 1, 31),
        reference="GEC-2026-01",
    )
    house = House(session)
    house.mirror(house.immobilise())
