"""A company in which one person initiates and another approves, with a proposal that waits."""

from typing import Final

from registry.control import Propose
from registry.ledger import Purpose, Retire
from registry.parties import GrantMandate, actor_of
from registry.worlds import Right, Role, body
from web.demo.cast import PastCast, client_id

COMPANY: Final = "xilu"
INITIATOR: Final = "initiator@example.org"
APPROVER: Final = "approver@example.org"


def share_rights(cast: PastCast) -> None:
    """Grant the company's two mandates, and let its initiator propose a retirement."""
    for email, right in ((INITIATOR, Right.INITIATE), (APPROVER, Right.APPROVE)):
        cast.do(
            GrantMandate(
                client_id=client_id("mandate", email.partition("@")[0]),
                user_email=email,
                party_id=cast.party_ids[COMPANY],
                right=right,
            ),
            cast.operator(),
        )
    retirement = Retire(
        client_id=client_id("retire", COMPANY),
        account=cast.accounts[COMPANY],
        unit_type="CEA-2024",
        quantity=500,
        beneficiary="西麓铝业公司",
        purpose=Purpose.EVENT,
        note="演示：两人办理 Demo: two people",
    )
    initiator = actor_of(cast.session, INITIATOR, frozenset({Role.REPRESENTATIVE}))
    cast.do(
        Propose(
            client_id=client_id("propose", COMPANY),
            proposes=retirement.kind,
            content=body(retirement),
            note="年会碳中和 Carbon-neutral annual meeting",
        ),
        initiator,
    )
