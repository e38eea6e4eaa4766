import json

import pytest

from registry.audit.auditing import audit
from registry.control.commands import Propose
from registry.parties.commands import GrantMandate
from registry.services import execute
from registry.worlds import Right
from registry.worlds.commands import body
from tests.registry.control.people import company, person, retirement, transfer
from tests.strategies import OPERATOR, allowances, client_id, do, holder

STRANGE = [
    "张三@example.org",
    "li@例子.中国",
    "a@b",
    "o'neil@example.org",
    '"li si" \\ x@b.cn',
    "a@b c@d",
    "person:0123456789abcdef",
]


@pytest.mark.parametrize("address", STRANGE)
def test_the_auditor_agrees_with_the_log_about_every_address(session, address):
    firm = company(session)
    allowances(session, firm.holder, 100)
    do(
        session,
        OPERATOR,
        GrantMandate,
        user_email=address,
        party_id=firm.holder.party_id,
        right=Right.READ,
    )
    both = person(session, firm.both)
    asked = transfer(firm.account, holder(session).account, 1)
    memo = f"for {address}, 请联系{address}。"
    do_with = json.loads(body(asked)) | {"memo": memo}
    do_with.pop("kind")
    execute(session, type(asked)(client_id=client_id(), **do_with), both)
    proposed = json.loads(body(retirement(firm.account, 1))) | {"beneficiary": address}
    content = json.dumps(proposed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    execute(session, Propose(client_id=client_id(), proposes="retire", content=content), both)
    session.commit()
    bad = [each for each in audit(session).invariants if not each.ok]
    assert bad == []
