"""A world with one certificate, for the tests of its document, page and proof."""

from collections.abc import Mapping

from registry.ledger import Retire
from registry.proof import CertificateProof, MasterKey, make_proof
from registry.services import execute
from registry.worlds import World, unit_of_work
from tests.strategies import allowances, holder

KEY = MasterKey("registry.example", bytes(32)).of_world("public")
OTHER_KEY = MasterKey("registry.example", b"\1" * 32).of_world("public")
RARE = "燊堃喆镕（上海）有限公司"


def retired(world: World, **fields: object) -> str:
    """Retire units in a world; return the certificate's number."""
    content: Mapping[str, object] = {
        "client_id": "retired",
        "unit_type": "CEA-2024",
        "quantity": 1_234,
        "beneficiary": RARE,
        "purpose": "carbon_neutrality",
        **fields,
    }
    with unit_of_work(world) as session:
        owner = holder(session)
        allowances(session, owner, 10_000)
        command = Retire(account=owner.account, **content)  # type: ignore[arg-type]
        return str(execute(session, command, owner.actor).data["certificate"])


def proven(world: World, **fields: object) -> CertificateProof:
    """Retire units in a world; return the certificate's proof."""
    number = retired(world, **fields)
    with unit_of_work(world) as session:
        return make_proof(session, number, KEY, f"https://registry.example/c/{number}")
